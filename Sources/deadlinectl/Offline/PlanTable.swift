import CivilTime
import Reminders
import WorkLists

/// A plan for people: grouped by day and unit, what falls on one stage and deadline in one line.
struct PlanTable {
    /// Why a row's day is that day, line by line; nil where nobody asked.
    typealias Explain = (PlanRow) -> [(label: String, text: String)]

    static func text(_ rows: [PlanRow], width: Int, style: Style = .plain, explain: Explain? = nil) -> String {
        let hasSeveralLists = Set(rows.map(\.list)).count > 1
        let table = PlanTable(width: width, style: style, hasSeveralLists: hasSeveralLists, explain: explain)
        let days = Groups(rows) { String($0.at.prefix(10)) }
        return days.all.map { table.day($0.key, $0.members) }.joined(separator: "\n") + table.total(rows)
    }

    private let width: Int
    private let style: Style
    private let hasSeveralLists: Bool
    private let explain: Explain?

    private func day(_ date: String, _ rows: [PlanRow]) -> String {
        let units = Groups(rows, by: \.unit).all
        let items = Set(rows.map { "\($0.unit)|\(item($0))" }).count
        let count = "\(Self.count(items, "item")) of \(Self.count(units.count, "unit"))"
        let name = CivilDate(iso: date).map(Self.named) ?? date
        let space = max(2, width - DisplayWidth.of(name) - count.count)
        let heading = style(.bold, name) + String(repeating: " ", count: space) + style(.faint, count) + "\n"
        return heading + units.map { unit($0.members) }.joined()
    }

    private func unit(_ rows: [PlanRow]) -> String {
        guard let first = rows.first else { return "" }
        let name = "\(PlainLine.of(first.unitName)) (\(PlainLine.of(first.unit.rawValue)))"
        let told = Groups(rows.filter { !$0.to.isEmpty }, by: \.channel).all.map { channel in
            "\(channel.key): " + Groups(channel.members, by: \.to).all.map(\.key).joined(separator: ", ")
        }
        var text = Wrapping.lines(
            told.isEmpty ? ["nobody to write to: the office is told"] : told.map(PlainLine.of), separator: "; ",
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
        var head = "\(first.at.dropFirst(11).prefix(5))  \(DisplayWidth.padded(first.stage, to: 5))"
        head += "  due \(first.deadline) \(first.deadline.weekday.chinese)"
        if let moved = first.movedFrom { head += "  instead of \(moved) \(moved.weekday.chinese)" }
        if first.isProvisional { head += "  provisional" }
        let milestones = Groups(rows, by: item).all
        guard let explain else {
            return Wrapping.lines(
                milestones.map(\.key), separator: ", ", first: "    \(head): ", indent: 6, width: width)
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

    private func item(_ row: PlanRow) -> String {
        PlainLine.of(hasSeveralLists ? "\(row.list):\(row.milestone)" : row.milestone)
    }

    private func total(_ rows: [PlanRow]) -> String {
        let messages = Set(rows.compactMap(\.message)).count
        let units = Set(rows.filter { !$0.to.isEmpty }.map(\.unit)).count
        let days = Set(rows.map { $0.at.prefix(10) }).count
        return "\n"
            + style(
                .faint,
                "\(Self.count(rows.count, "reminder")) in \(Self.count(messages, "message")) to "
                    + "\(Self.count(units, "unit")) on \(Self.count(days, "day"))") + "\n"
    }

    static func named(_ date: CivilDate) -> String { "\(date) \(date.weekday.english) \(date.weekday.chinese)" }

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
