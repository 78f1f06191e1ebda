import CivilTime
import Messages
import Reminders
import WorkLists

/// A plan for people: grouped by day and unit, what falls on one stage and deadline in one line.
struct PlanTable {
    /// Why a row's day is that day, line by line; nil where nobody asked.
    typealias Explain = (PlanRow) -> [(label: String, text: String)]

    /// - Parameter language: nil: the administrator's, English with the weekdays in both.
    static func text(
        _ rows: [PlanRow], width: Int, style: Style = .plain, language: Language? = nil, explain: Explain? = nil
    ) -> String {
        let hasSeveralLists = Set(rows.map(\.list)).count > 1
        let table = PlanTable(
            width: width, style: style, language: language, hasSeveralLists: hasSeveralLists, explain: explain)
        let days = Groups(rows) { String($0.at.prefix(10)) }
        return days.all.map { table.day($0.key, $0.members) }.joined(separator: "\n") + table.total(rows)
    }

    private let width: Int
    private let style: Style
    private let language: Language?
    private let hasSeveralLists: Bool
    private let explain: Explain?

    private func day(_ date: String, _ rows: [PlanRow]) -> String {
        let units = Groups(rows, by: \.unit).all
        let items = Set(rows.map { "\($0.unit)|\(item($0))" }).count
        let count =
            language == .zh
            ? "\(units.count)个单位,\(items)项" : "\(Self.count(items, "item")) of \(Self.count(units.count, "unit"))"
        let name = CivilDate(iso: date).map { Self.named($0, language) } ?? date
        let space = max(2, width - DisplayWidth.of(name) - DisplayWidth.of(count))
        let heading = style(.bold, name) + String(repeating: " ", count: space) + style(.faint, count) + "\n"
        return heading + units.map { unit($0.members) }.joined()
    }

    private func unit(_ rows: [PlanRow]) -> String {
        guard let first = rows.first else { return "" }
        let name = "\(PlainLine.of(first.unitName)) (\(PlainLine.of(first.unit.rawValue)))"
        let told = Groups(rows.filter { !$0.to.isEmpty }, by: \.channel).all.map { channel in
            "\(channel.key): " + Groups(channel.members, by: \.to).all.map(\.key).joined(separator: ", ")
        }
        let nobody = language == .zh ? "没有联系人,告知督查室" : "nobody to write to: the office is told"
        var text = Wrapping.lines(
            told.isEmpty ? [nobody] : told.map(PlainLine.of), separator: "; ",
            first: "  \(style(.bold, name)) → ", indent: 6, width: width)
        for stage in Groups(rows, by: { "\($0.at)|\($0.stage)|\($0.deadline)|\($0.movedFrom?.description ?? "")" }).all
        {
            text += stages(stage.members)
        }
        return text
    }

    /// Rows of one moment, stage and deadline.
    private func stages(_ rows: [PlanRow]) -> String {
        guard let first = rows.first else { return "" }
        let head = head(first)
        let milestones = Groups(rows, by: item).all
        guard let explain else {
            let (colon, comma) = language == .zh ? (":", "、") : (": ", ", ")
            let first = "    \(head)\(colon)"
            // A head that fills the line has it for itself.
            let isLong = DisplayWidth.of(first) + DisplayWidth.of(milestones.first?.key ?? "") > width
            return (isLong ? "    \(head):" + "\n" : "")
                + Wrapping.lines(
                    milestones.map(\.key), separator: comma, first: isLong ? "      " : first, indent: 6, width: width)
        }
        var text = "    \(head)\n"
        for milestone in milestones {
            text += "      \(style(.bold, milestone.key))\n"
            guard let row = milestone.members.first else { continue }
            for line in explain(row) {
                text += Wrapping.prose(
                    line.text, first: "        \(style(.faint, DisplayWidth.padded(line.label, to: 8)))", indent: 16,
                    width: width)
            }
        }
        return text
    }

    /// `09:00  10wd   due 2017-06-30`, `09:00  提前10个工作日,2017-06-30 周五到期`.
    private func head(_ row: PlanRow) -> String {
        let time = row.at.dropFirst(11).prefix(5)
        guard language == .zh else {
            func day(_ date: CivilDate) -> String {
                "\(date) \(language == nil ? date.weekday.chinese : date.weekday.english)"
            }
            var head = "\(time)  \(DisplayWidth.padded(row.stage, to: 5))  due \(day(row.deadline))"
            if let moved = row.movedFrom { head += "  instead of \(day(moved))" }
            return row.isProvisional ? head + "  provisional" : head
        }
        let stage = Stage(row.stage).map { Wording(language: .zh).stage($0) } ?? row.stage
        var head = "\(time)  \(stage),\(Self.named(row.deadline, .zh))到期"
        if let moved = row.movedFrom { head += ",原定\(Self.named(moved, .zh))提醒" }
        return row.isProvisional ? head + "(暂定)" : head
    }

    private func item(_ row: PlanRow) -> String {
        PlainLine.of(hasSeveralLists ? "\(row.list):\(row.milestone)" : row.milestone)
    }

    private func total(_ rows: [PlanRow]) -> String {
        let messages = Set(rows.compactMap(\.message)).count
        let units = Set(rows.filter { !$0.to.isEmpty }.map(\.unit)).count
        let days = Set(rows.map { $0.at.prefix(10) }).count
        let total =
            language == .zh
            ? "共\(days)天,\(units)个单位,\(messages)条消息,\(rows.count)次提醒"
            : "\(Self.count(rows.count, "reminder")) in \(Self.count(messages, "message")) to "
                + "\(Self.count(units, "unit")) on \(Self.count(days, "day"))"
        return "\n" + style(.faint, total) + "\n"
    }

    /// `2017-06-30 周五`, `2017-06-30 Fri`; both where no language is named.
    static func named(_ date: CivilDate, _ language: Language? = nil) -> String {
        switch language {
        case .zh: "\(date) \(date.weekday.chinese)"
        case .en: "\(date) \(date.weekday.english)"
        case nil: "\(date) \(date.weekday.english) \(date.weekday.chinese)"
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Members by key, keys in the order of their first member.
struct Groups<Key: Hashable, Member> {
    private(set) var all: [(key: Key, members: [Member])] = []

    init(_ members: some Sequence<Member>, by key: (Member) -> Key) {
        var places: [Key: Int] = [:]
        for member in members {
            let name = key(member)
            if let place = places[name] {
                all[place].members.append(member)
            } else {
                places[name] = all.count
                all.append((name, [member]))
            }
        }
    }
}
