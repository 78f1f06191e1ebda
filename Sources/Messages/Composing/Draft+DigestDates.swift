import CivilTime
import Reminders
import Settings
import WorkLists

/// What a digest says of single deadlines: those that have passed, and those that come.
extension Draft {
    /// At most this many are listed; the rest is counted, and stands in the ledger.
    private static let shownOverdue = 30

    /// One milestone that is past its deadline, with the units whose shares are not settled.
    struct Overdue {
        /// `3.1.2 深入推进“三去一降一补”`.
        var what: String
        var due: String
        /// `已过3个工作日`.
        var age: String
        var units: String
    }

    /// What is past its deadline and not settled, the oldest first, and how much more there is.
    func overdue(_ standing: Standing) -> (shown: [Overdue], more: Int) {
        guard shows(.overdue), content != .count else { return ([], 0) }
        var groups: [[Standing.Line]] = []
        var places: [String: Int] = [:]
        for line in standing.lines where line.colour == .red {
            let name = "\(line.list):\(line.milestone)@\(line.deadline)"
            if let place = places[name] {
                groups[place].append(line)
            } else {
                places[name] = groups.count
                groups.append([line])
            }
        }
        let ordered = groups.enumerated().sorted { a, b in
            (a.element[0].deadline, a.offset) < (b.element[0].deadline, b.offset)
        }.map(\.element)
        return (ordered.prefix(Self.shownOverdue).map(overdue), max(0, ordered.count - Self.shownOverdue))
    }

    private func overdue(_ lines: [Standing.Line]) -> Overdue {
        let line = lines[0]
        return Overdue(
            what: line.work.isEmpty ? line.milestone : "\(line.milestone) \(line.work)",
            due: wording.dayAndWeekday(line.deadline, from: today), age: wording.age(workdays: line.workdaysPast),
            units: wording.sharers(lines.map { wording.named($0.unitName, $0.state) }))
    }

    /// What falls due on one day of those to come.
    struct Coming {
        var when: String
        /// `12天后`.
        var left: String?
        var count: String
        var units: String
    }

    /// What falls due in the next 30 days and is not settled, by deadline.
    func coming(_ standing: Standing) -> [Coming] {
        guard shows(.coming) else { return [] }
        let last = today.adding(days: 30)
        let lines = standing.lines.filter {
            $0.deadline >= today && $0.deadline <= last && ($0.state == .open || $0.state == .reported)
        }
        return Dictionary(grouping: lines, by: \.deadline).sorted { $0.key < $1.key }.map { deadline, lines in
            var units: [String] = []
            for line in lines where !units.contains(line.unitName) { units.append(line.unitName) }
            let milestones = Set(lines.map { "\($0.list):\($0.milestone)" }).count
            return Coming(
                when: wording.dayAndWeekday(deadline, from: today),
                left: wording.daysLeft(today.days(until: deadline)), count: wording.items(milestones),
                units: wording.unitCount(units, namesAll: units.count <= 6 && content == .full))
        }
    }
}
