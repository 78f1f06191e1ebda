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

    init(_ answer: StatusAnswer, width: Int, height: Int? = nil, style: Style = .plain) {
        self.answer = answer
        standing = answer.standing
        self.width = width
        self.height = height
        self.style = style
        times = LocalTimes(zone: answer.zone)
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
        return Screen(height: height).text(parts, more: style(.faint, "全部内容 all of it: deadlinectl status --all"))
    }

    // MARK: - How things stand

    /// `6月底节点45项:办结38 待核3 未反馈4`, a line for each deadline; those that are settled stand last, in one.
    private var deadlines: String {
        guard !standing.deadlines.isEmpty else { return "no list is accepted, or no obligation is in it\n" }
        let lists = Set(standing.deadlines.map(\.list))
        let isSettled = { (row: Standing.ByDeadline) in
            [row.milestones, row.duties].allSatisfy { $0.done + $0.closed == $0.total }
        }
        var text = ""
        for row in standing.deadlines where !isSettled(row) {
            let list = lists.count > 1 ? "  \(PlainLine.of(row.list))" : ""
            let colour = Self.word(row.colour).map { "  " + style(row.colour.ink, $0) } ?? ""
            let line = StandingLine.text(row, today: standing.today, language: .zh)
            text += style(.bold, line) + colour + style(.faint, list) + "\n"
            if height == nil, let shares = StandingLine.shares(row, language: .zh) {
                text += style(.faint, "  " + shares) + "\n"
            }
        }
        let settled = standing.deadlines.filter(isSettled)
        if let first = settled.first?.deadline, let last = settled.last?.deadline {
            let count = settled.reduce(0) { $0 + $1.milestones.total + $1.duties.total }
            let span = first == last ? "\(first)" : "\(first) – \(last)"
            text += style(.green, "已全部了结:\(span) 共\(count)项") + "\n"
        }
        return text
    }

    /// A colour is never shown without its word.
    static func word(_ colour: Colour) -> String? {
        switch colour {
        case .none: nil
        case .blue: "蓝 blue"
        case .yellow: "黄 yellow"
        case .red: "红 red"
        case .green: "绿 green"
        case .grey: "灰 grey"
        }
    }

    private static let countHeadings: [TextTable.Heading] = [
        .init("项", isNumber: true), .init("办结", isNumber: true), .init("待核", isNumber: true),
        .init("未反馈", isNumber: true), .init("待确认", isNumber: true), .init("已关闭", isNumber: true),
    ]

    private static func cells(_ counts: Standing.Counts) -> [TextTable.Cell] {
        [
            .init(counts.total), .init(counts.done, .green), .init(counts.reported), .init(counts.open),
            .init(counts.unconfirmed), .init(counts.closed),
        ]
    }

    private var works: String {
        guard !standing.works.isEmpty else { return "" }
        var table = TextTable([.init(""), .init("重点工作 key work", givesWay: true)] + Self.countHeadings)
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
            [.init("责任单位 unit", givesWay: true)] + Self.countHeadings
                + [.init("已到期", isNumber: true), .init("按时", isNumber: true), .init("签收")])
        for unit in standing.unitsWorstFirst {
            let signed = unit.hasAcknowledged ? "yes" : unit.wasAssigned ? "no" : ""
            table.add(
                [.init("\(unit.name) (\(unit.unit))")] + Self.cells(unit.shares)
                    + [
                        .init(unit.overdue, .red), .init(unit.punctuality.percent.map { "\($0)%" } ?? ""),
                        .init(signed, unit.hasAcknowledged ? .green : .yellow),
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
        var text = style(.bold, "未来30天 the next 30 days") + "\n"
        for deadline in Groups(open.sorted { $0.deadline < $1.deadline }, by: \.deadline).all {
            let milestones = Groups(deadline.members, by: \.milestone).all.map(\.key).map(PlainLine.of)
            let days = standing.today.days(until: deadline.key)
            let ink = deadline.members.map(\.colour).contains(.yellow) ? Style.Ink.yellow : nil
            let head =
                "  \(PlanTable.named(deadline.key)), \(days == 0 ? "today" : "in \(PlanTable.count(days, "day"))")"
            text += style(ink, "\(head): \(PlanTable.count(milestones.count, "item"))") + "\n"
            text += Wrapping.lines(milestones, separator: ", ", first: "    ", indent: 4, width: width)
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
        return style(.bold, "上次通报以来 since the last digest") + "\n"
            + table.text(width: width, style: style, indent: 2)
            + (more > 0 ? style(.faint, "and \(more) before") + "\n" : "")
    }

    // MARK: - What needs a person

    private var attention: String {
        var lines: [(Style.Ink, String)] = answer.alarms.map { (.red, "! \($0)") }
        // What an alarm says already is not said twice.
        let held = standing.heldChannels.filter { name, _ in !answer.alarms.contains { $0.contains(name) } }
        lines += held.sorted { $0.key < $1.key }.map {
            (.red, "! channel \($0.key) is held: \($0.value)")
        }
        if !answer.refused.isEmpty {
            lines.append((.red, "! the configuration on disk was refused; the one before it is in force"))
            lines += answer.refused.map { (.red, "  \($0)") }
        }
        lines += standing.notAccepted.map {
            (.yellow, "list \($0) is not accepted: nobody is told of it (deadlinectl list accept \($0))")
        }
        if !standing.withoutContact.isEmpty {
            let units = standing.withoutContact.map(\.rawValue).joined(separator: ", ")
            lines.append((.yellow, "without a contact, so the office is told: \(units)"))
        }
        lines += standing.missingCalendars.map {
            (.yellow, "no calendar file for \($0): working days are counted by weekday")
        }
        return lines.map { ink, text in
            Wrapping.prose(text, first: "", indent: 2, width: width).split(separator: "\n")
                .map { style(ink, String($0)) + "\n" }.joined()
        }.joined()
    }

    private var unacknowledged: String {
        let units = standing.units.filter { $0.wasAssigned && !$0.hasAcknowledged }.map { PlainLine.of($0.name) }
        guard !units.isEmpty else { return "" }
        return Wrapping.lines(
            units, separator: "、", first: style(.yellow, "未签收 not acknowledged (\(units.count)):") + " ", indent: 2,
            width: width)
    }

    private var undelivered: String {
        guard !standing.undelivered.isEmpty else { return "" }
        var table = TextTable([
            .init("ID", isNumber: true), .init("CHANNEL"), .init("TO"), .init("STATE"),
            .init("WHY", givesWay: true),
        ])
        for row in standing.undelivered {
            table.add([
                .init("\(row.delivery)"), .init(row.channel), .init(row.to), .init(row.state, .red), .init(row.reason),
            ])
        }
        return style(.bold, "未送达 undelivered (\(standing.undelivered.count))") + "\n"
            + table.text(width: width, style: style, indent: 2)
    }

    private var daemon: String {
        var parts = ["deadlined \(answer.version), pid \(answer.pid)", "now \(times.minute(answer.now))"]
        if answer.isRehearsal {
            parts.append(
                answer.reallySends
                    ? "rehearsal that really sends, over the configured channels"
                    : "rehearsal: nothing leaves this machine")
        }
        parts.append(
            standing.waiting == 0 ? "nothing waits" : "\(PlanTable.count(standing.waiting, "message")) waiting")
        if let next = standing.next { parts.append("next \(times.minute(next))") }
        return Wrapping.lines(parts.map(PlainLine.of), separator: ", ", indent: 2, width: width)
    }
}
