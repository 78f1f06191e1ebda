import CivilTime
import Control
import Messages
import Reminders
import Settings
import WorkLists

/// How things stand, for people: the deadlines first, then what needs a person, key works, units, what comes.
struct StatusReport {
    private let answer: StatusAnswer
    private let standing: Standing
    private let width: Int
    /// nil: all of it is said, however long.
    private let height: Int?
    private let style: Style
    private let times: LocalTimes
    private let wording: Wording
    private let isChinese: Bool

    init(_ answer: StatusAnswer, width: Int, height: Int? = nil, style: Style = .plain) {
        self.answer = answer
        standing = answer.standing
        self.width = width
        self.height = height
        self.style = style
        times = LocalTimes(zone: answer.zone)
        wording = Wording(language: answer.language)
        isChinese = answer.language == .zh
    }

    static func needsAttention(_ answer: StatusAnswer) -> Bool {
        !answer.alarms.isEmpty || !answer.refused.isEmpty || !answer.standing.heldChannels.isEmpty
    }

    var text: String {
        let parts: [Screen.Part] = [
            .init(text: deadlines, rank: 0), .init(text: attention, rank: 0), .init(text: works, rank: 3),
            .init(text: units, rank: 2, limit: 8), .init(text: coming, rank: 4), .init(text: changes, rank: 5),
            .init(text: unacknowledged, rank: 6), .init(text: undelivered, rank: 1, limit: 5),
            .init(text: daemon, rank: 0),
        ]
        guard let height else { return parts.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n") }
        return Screen(height: height).text(
            parts, more: style(.faint, words("全部内容:", "all of it: ") + "deadlinectl status --all"))
    }

    private func words(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

    // MARK: - How things stand

    /// `6月底节点45项:办结38 待核3 未反馈4`, a line for each deadline; those that are settled stand last, in one.
    private var deadlines: String {
        guard !standing.deadlines.isEmpty else {
            return words("没有已生效的清单,或清单中没有事项", "no list is accepted, or no obligation is in it") + "\n"
        }
        let lists = Set(standing.deadlines.map(\.list))
        let isSettled = { (row: Standing.ByDeadline) in
            [row.milestones, row.duties].allSatisfy { $0.done + $0.closed == $0.total }
        }
        var text = ""
        for row in standing.deadlines where !isSettled(row) {
            let list = lists.count > 1 ? "  \(PlainLine.of(row.list))" : ""
            let colour = wording.colour(row.colour).map { "  " + style(row.colour.ink, $0) } ?? ""
            let line = StandingLine.text(row, today: standing.today, language: answer.language)
            // What stands behind it keeps its place on the last line.
            let room = width - DisplayWidth.of(list) - (wording.colour(row.colour).map { DisplayWidth.of($0) + 2 } ?? 0)
            let lines = Wrapping.prose(line, first: "", indent: 2, width: room).split(separator: "\n")
            text += lines.map { style(.bold, String($0)) }.joined(separator: "\n") + colour + style(.faint, list) + "\n"
            if height == nil, let shares = StandingLine.shares(row, language: answer.language) {
                text += style(.faint, "  " + shares) + "\n"
            }
        }
        let settled = standing.deadlines.filter(isSettled)
        if let first = settled.first?.deadline, let last = settled.last?.deadline {
            let count = settled.reduce(0) { $0 + $1.milestones.total + $1.duties.total }
            let span = first == last ? "\(first)" : "\(first) – \(last)"
            text +=
                style(
                    .green, words("已全部了结:\(span) 共\(count)项", "all settled: \(span), \(PlanTable.count(count, "item"))")
                )
                + "\n"
        }
        return text
    }

    /// In English as short as they are in Chinese, for ten of them stand on eighty columns.
    private var countHeadings: [TextTable.Heading] {
        let titles =
            isChinese
            ? ["项", "办结", "待核", "未反馈", "待确认", "已关闭"] : ["ALL", "DONE", "CHECK", "OPEN", "CONFIRM", "CLOSED"]
        return titles.map { .init($0, isNumber: true) }
    }

    private static func cells(_ counts: Standing.Counts) -> [TextTable.Cell] {
        [
            .init(counts.total), .init(counts.done, .green), .init(counts.reported), .init(counts.open),
            .init(counts.unconfirmed), .init(counts.closed),
        ]
    }

    private var works: String {
        guard !standing.works.isEmpty else { return "" }
        var table = TextTable([.init(""), .init(words("重点工作", "KEY WORK"), givesWay: true)] + countHeadings)
        let lists = Set(standing.works.map(\.list))
        for work in standing.works {
            let number = lists.count > 1 ? "\(work.list):\(work.number)" : "\(work.number)"
            table.add([.init(number), .init(work.title)] + Self.cells(work.milestones))
        }
        return table.text(width: width, style: style)
    }

    private var units: String {
        guard !standing.units.isEmpty else { return "" }
        var table = TextTable(
            [.init(words("责任单位", "UNIT"), givesWay: true)] + countHeadings
                + [
                    .init(words("已到期", "PAST"), isNumber: true), .init(words("按时", "ON TIME"), isNumber: true),
                    .init(words("签收", "SIGNED")),
                ])
        for unit in standing.unitsWorstFirst {
            table.add(
                [.init("\(unit.name) (\(unit.unit))")] + Self.cells(unit.shares)
                    + [
                        .init(unit.overdue, .red), .init(unit.punctuality.percent.map { "\($0)%" } ?? ""),
                        .init(wording.acknowledgement(unit), unit.hasAcknowledged ? .green : .yellow),
                    ])
        }
        return table.text(width: width, style: style)
    }

    /// Open items due within 30 days, by deadline.
    private var coming: String {
        let last = standing.today.adding(days: 30)
        let open = standing.lines.filter { line in
            line.deadline >= standing.today && line.deadline <= last && (line.state == .open || line.state == .reported)
        }
        guard !open.isEmpty else { return "" }
        var text = style(.bold, words("未来30天", "the next 30 days")) + "\n"
        for deadline in Groups(open.sorted { $0.deadline < $1.deadline }, by: \.deadline).all {
            let milestones = Groups(deadline.members, by: \.milestone).all.map(\.key).map(PlainLine.of)
            let days = standing.today.days(until: deadline.key)
            let ink = deadline.members.map(\.colour).contains(.yellow) ? Style.Ink.yellow : nil
            let head = "  \(PlanTable.named(deadline.key, answer.language))"
            let (left, items) = (wording.daysLeft(days) ?? "", wording.items(milestones.count))
            text += style(ink, words("\(head),\(left):\(items)", "\(head), \(left): \(items)")) + "\n"
            text += Wrapping.lines(milestones, separator: words("、", ", "), first: "    ", indent: 4, width: width)
        }
        return text
    }

    private var changes: String {
        guard !standing.changes.isEmpty else { return "" }
        var table = TextTable([.init(""), .init(""), .init(""), .init("")])
        for change in standing.changes.suffix(40) {
            table.add([
                .init(times.minute(change.at)), .init(ActName.text(change.kind, language: answer.language)),
                .init(change.milestone ?? change.list), .init(change.unitName ?? ""),
            ])
        }
        let more = standing.changes.count - 40
        return style(.bold, words("上次督查情况以来", "since the last digest")) + "\n"
            + table.text(width: width, style: style, indent: 2)
            + (more > 0 ? style(.faint, words("此前还有\(more)条", "and \(more) before")) + "\n" : "")
    }

    // MARK: - What needs a person

    private var attention: String {
        var lines: [(Style.Ink, String)] = answer.alarms.map { (.red, "! \($0)") }
        lines += answer.refused.map { (.red, "  \($0)") }
        if !standing.notAccepted.isEmpty {
            lines.append((.yellow, wording.notAccepted(standing.notAccepted, ids: standing.notAccepted)))
        }
        return lines.map { ink, text in
            Wrapping.prose(text, first: "", indent: 2, width: width).split(separator: "\n")
                .map { style(ink, String($0)) + "\n" }.joined()
        }.joined()
    }

    private var unacknowledged: String {
        let units = standing.units.filter { $0.wasAssigned && !$0.hasAcknowledged }.map { PlainLine.of($0.name) }
        guard !units.isEmpty else { return "" }
        let head = words("未签收(\(units.count)):", "not acknowledged (\(units.count)): ")
        return Wrapping.lines(
            units, separator: words("、", ", "), first: style(.yellow, head), indent: 2, width: width)
    }

    private var undelivered: String {
        guard !standing.undelivered.isEmpty else { return "" }
        let titles = isChinese ? ["编号", "通道", "收件人", "状态", "原因"] : ["ID", "CHANNEL", "TO", "STATE", "WHY"]
        var table = TextTable(titles.enumerated().map { .init($1, isNumber: $0 == 0, givesWay: $0 == 4) })
        for row in standing.undelivered {
            table.add([
                .init("\(row.delivery)"), .init(row.channel), .init(row.to),
                .init(wording.deliveryStateColumn(row.state), .red), .init(wording.reason(row.reason)),
            ])
        }
        return style(.bold, words("未送达(\(standing.undelivered.count))", "undelivered (\(standing.undelivered.count))"))
            + "\n"
            + table.text(width: width, style: style, indent: 2)
    }

    private var daemon: String {
        let now = times.minute(answer.now)
        var parts = [
            "deadlined \(answer.version)", words("进程\(answer.pid)", "pid \(answer.pid)"),
            words("现在\(now)", "now \(now)"),
        ]
        if answer.isRehearsal {
            parts.append(
                answer.reallySends
                    ? words("演练,但按设置的通道真实发送", "rehearsal that really sends, over the configured channels")
                    : words("演练,不向外发送", "rehearsal: nothing leaves this machine"))
        }
        parts.append(
            standing.waiting == 0
                ? words("没有消息在等待", "nothing waits")
                : words("\(standing.waiting)条消息在等待", "\(PlanTable.count(standing.waiting, "message")) waiting"))
        if let next = standing.next { parts.append(words("下次", "next ") + times.minute(next)) }
        return Wrapping.lines(parts.map(PlainLine.of), separator: words(",", ", "), indent: 2, width: width)
    }
}
