import CivilTime
import Reminders
import WorkLists

/// What a changed configuration changes, for people: milestones first, then what each unit is told otherwise.
struct PlanDifferenceText {
    let difference: PlanDifference
    /// The name of a unit in the new directory, else in the old one.
    let name: (UnitID) -> String
    let width: Int
    let style: Style

    private let hasSeveralLists: Bool

    init(
        _ difference: PlanDifference, name: @escaping (UnitID) -> String, width: Int, style: Style = .plain
    ) {
        self.difference = difference
        self.name = name
        self.width = width
        self.style = style
        let lists =
            (difference.added + difference.removed).map(\.list) + difference.reworded.map(\.list)
            + difference.moved.map(\.list) + difference.units.map(\.list)
            + difference.reminders.flatMap { ($0.gained + $0.lost + $0.moved).map(\.list) }
        hasSeveralLists = Set(lists).count > 1
    }

    var text: String {
        let span = "\(difference.from) to \(difference.to)"
        guard !difference.isEmpty else { return "nothing changes (reminders compared from \(span))\n" }
        let sections = [
            section("added", difference.added, milestone), section("removed", difference.removed, milestone),
            section("in other words", difference.reworded, rewording),
            section("with another deadline", difference.moved, move),
            section("with other units", difference.units, responsibility), recipients, reminders,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    // MARK: - Milestones

    private func section<Change>(_ what: String, _ changes: [Change], _ line: (Change) -> String) -> String {
        guard !changes.isEmpty else { return "" }
        let heading = PlanTable.count(changes.count, "milestone") + " " + what
        return style(.bold, heading) + "\n" + changes.map(line).joined()
    }

    private func number(_ list: String, _ milestone: String) -> String {
        PlainLine.of(hasSeveralLists ? "\(list):\(milestone)" : milestone)
    }

    private func milestone(_ milestone: PlanDifference.Milestone) -> String {
        var head = "\(number(milestone.list, milestone.milestone))  due \(Self.days(milestone.deadlines))"
        if milestone.isUndated { head += "; it stands in the list without a day now" }
        if let other = milestone.alsoAt { head += "; the other plan has these words at \(other)" }
        return Wrapping.prose(head, first: "  ", indent: 6, width: width)
            + Wrapping.prose(milestone.units.map(name).joined(separator: "、"), first: "      ", indent: 6, width: width)
            + Wrapping.prose(milestone.requirement, first: "      ", indent: 6, width: width)
    }

    private func rewording(_ change: PlanDifference.Rewording) -> String {
        var text = "  " + number(change.list, change.milestone)
        if let other = change.wasMovedTo { text += style(.yellow, "  the words it had stand at \(other) now") }
        return text + "\n"
            + Wrapping.prose(change.was, first: "      \(style(.faint, "was")) ", indent: 10, width: width)
            + Wrapping.prose(change.now, first: "      \(style(.faint, "now")) ", indent: 10, width: width)
    }

    private func move(_ change: PlanDifference.Move) -> String {
        let head = number(change.list, change.milestone) + "  "
        return Wrapping.prose(
            "\(Self.days(change.was)) → \(Self.days(change.now))", first: "  " + head, indent: 6, width: width)
    }

    private func responsibility(_ change: PlanDifference.Responsibility) -> String {
        let units = change.added.map { "+ \(name($0))" } + change.removed.map { "- \(name($0))" }
        return Wrapping.lines(
            units.map(PlainLine.of), separator: "  ", first: "  \(number(change.list, change.milestone))  ", indent: 6,
            width: width)
    }

    /// `2017-06-30 周五`; of several the first three, and how many more.
    private static func days(_ days: [CivilDate]) -> String {
        let shown = days.prefix(3).map { "\($0) \($0.weekday.chinese)" }.joined(separator: ", ")
        return days.count > 3 ? "\(shown) and \(days.count - 3) more" : shown
    }

    // MARK: - Reminders

    private var recipients: String {
        guard !difference.recipients.isEmpty else { return "" }
        return style(.bold, "\(PlanTable.count(difference.recipients.count, "unit")) told elsewhere") + "\n"
            + difference.recipients.map { unit in
                let addresses =
                    unit.added.map { "+ \($0.channel): \($0.to)" } + unit.removed.map { "- \($0.channel): \($0.to)" }
                return Wrapping.lines(
                    addresses.map(PlainLine.of), separator: "  ", first: "  \(label(unit.unit, unit.unitName))  ",
                    indent: 6, width: width)
            }.joined()
    }

    private var reminders: String {
        guard !difference.reminders.isEmpty else { return style(.bold, "no reminder changes") + "\n" }
        let counts = [
            (difference.reminders.reduce(0) { $0 + $1.gained.count }, "gained"),
            (difference.reminders.reduce(0) { $0 + $1.lost.count }, "lost"),
            (difference.reminders.reduce(0) { $0 + $1.moved.count }, "moved"),
        ]
        let heading =
            "reminders from \(difference.from) to \(difference.to): "
            + counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return style(.bold, heading) + "\n" + difference.reminders.map(unit).joined()
    }

    private struct Change {
        var day: String
        var mark: String
        var what: String
        var milestone: String
    }

    /// A unit's days, a line for each way they change and each stage.
    private func unit(_ unit: PlanDifference.UnitReminders) -> String {
        let changes =
            unit.gained.map { change($0, "+") } + unit.lost.map { change($0, "-") }
            + unit.moved.map { change($0, "→") }
        var text = "  " + style(.bold, label(unit.unit, unit.unitName)) + "\n"
        for day in Groups(changes.sorted { $0.day < $1.day }, by: \.day).all {
            let name = CivilDate(iso: day.key).map { "\($0) \($0.weekday.chinese)" } ?? day.key
            var first = "    \(name)  "
            for line in Groups(day.members, by: { "\($0.mark) \($0.what)" }).all {
                text += Wrapping.lines(
                    line.members.map(\.milestone), separator: ", ", first: "\(first)\(line.key): ", indent: 23,
                    width: width)
                first = String(repeating: " ", count: 21)
            }
        }
        return text
    }

    private func change(_ reminder: PlanDifference.Reminder, _ mark: String) -> Change {
        let what = reminder.now.map { "\(reminder.stage) to \(Self.moment($0, from: reminder.at))" } ?? reminder.stage
        return Change(
            day: String(reminder.at.prefix(10)), mark: mark, what: what,
            milestone: number(reminder.list, reminder.milestone))
    }

    /// The new day, and the hour where that is another one.
    private static func moment(_ now: String, from was: String) -> String {
        let day = now.prefix(10)
        let name = CivilDate(iso: day).map { "\($0) \($0.weekday.chinese)" } ?? String(day)
        let hour = now.dropFirst(11).prefix(5)
        if now.dropFirst(10) == was.dropFirst(10) { return name }
        return day == was.prefix(10) ? String(hour) : "\(name) \(hour)"
    }

    private func label(_ unit: UnitID, _ name: String) -> String {
        PlainLine.of("\(name) (\(unit.rawValue))")
    }
}
