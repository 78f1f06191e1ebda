import CivilTime
import Reminders
import WorkLists

/// What a person should look at, below a plan or an overview.
struct PlanWarningsText {
    let warnings: PlanWarnings

    /// Nothing where there is nothing to look at.
    func text(width: Int, style: Style = .plain) -> String {
        let entries = early + lost + crowded + hours + offDays + unreachable
        guard !entries.isEmpty else { return "" }
        return "\n" + style(.yellow, "\(entries.count) to look at:") + "\n"
            + entries.map { Wrapping.prose($0, first: "  ", indent: 4, width: width) }.joined()
    }

    /// Of more days than these the first are named, and how many more there are; `--overview --json` has all.
    private static let mostDays = 5

    private var early: [String] {
        Groups(warnings.earlyDeadlines) { "\($0.list)|\($0.deadline)" }.all.map { day in
            let first = day.members[0]
            let verb = day.members.count == 1 ? "was" : "were"
            return "\(Self.place(first.file, first.list, first.line)): \(Self.several(day.members.map(\.milestone))) "
                + "\(verb) due on \(Self.day(first.deadline)), before the list was issued on \(Self.day(first.issuedOn)) "
                + "(\(Self.owed(day.members.reduce(0) { $0 + $1.obligations })))"
        }
    }

    private var lost: [String] {
        warnings.lostReminders.map { lost in
            let milestones = Self.several(lost.milestones)
            return "\(Self.place(lost.file, lost.list, lost.line)): no \(lost.stage) reminder of what is due "
                + "\(Self.day(lost.deadline)): its day, \(Self.day(lost.date)), lies before the handing-out "
                + "(\(Self.owed(lost.obligations)): \(milestones); \(lost.rule))"
        }
    }

    private var crowded: [String] {
        Groups(warnings.crowdedDays, by: \.unit).all.map { unit in
            let days = Self.several(unit.members.map { "\(Self.day($0.date)) (\($0.items))" })
            return "\(unit.members[0].unitName) (\(unit.key.rawValue)) is reminded of more than "
                + "\(PlanWarnings.mostItems) items on one day: \(days)"
        }
    }

    private var hours: [String] {
        Groups(warnings.severalHours) { "\($0.channel)|\($0.to)|\($0.hours)" }.all.map { recipient in
            let first = recipient.members[0]
            let days = Self.several(recipient.members.map { Self.day($0.date) })
            return
                "\(first.channel): \(first.to) has reminders at \(first.hours.joined(separator: " and ")) on one day: "
                + "\(days). There is one message a day: what comes later waits for the next working day, unless a "
                + "deadline ends before"
        }
    }

    private var offDays: [String] {
        guard !warnings.offDays.isEmpty else { return [] }
        let days = warnings.offDays.map { day in
            "\(Self.day(day.date)) (\(PlanTable.count(day.deadlines, "deadline")), \(Self.owed(day.obligations)); "
                + "to be settled by \(Self.day(day.settleBy)))"
        }
        return ["deadlines on days off: \(Self.several(days))"]
    }

    private var unreachable: [String] {
        warnings.unreachable.map { unit in
            "\(unit.unitName) (\(unit.unit.rawValue)) has nobody to write to: the office is told in its place, "
                + "\(PlanTable.count(unit.reminders, "reminder"))"
        }
    }

    private static func place(_ file: String?, _ list: String, _ line: Int) -> String {
        line > 0 ? "\(file ?? list):\(line)" : file ?? list
    }

    private static func owed(_ obligations: Int) -> String { PlanTable.count(obligations, "obligation") }

    private static func day(_ date: CivilDate) -> String { "\(date) \(date.weekday.chinese)" }

    private static func several(_ texts: [String]) -> String {
        let more = texts.count - mostDays
        return texts.prefix(mostDays).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
