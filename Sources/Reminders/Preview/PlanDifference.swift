package import CivilTime
package import WorkLists

/// What changes from one configuration's plan to another's: the milestones and duties, who is told where, and the
/// reminders that come of it. The JSON fields are stable.
package struct PlanDifference: Sendable, Equatable, Encodable {
    /// The days whose reminders are compared, both included. Milestones are compared whatever their day.
    package var from: CivilDate
    package var to: CivilDate
    package var added: [Milestone] = []
    package var removed: [Milestone] = []
    package var reworded: [Rewording] = []
    package var moved: [Move] = []
    package var units: [Responsibility] = []
    package var recipients: [Recipients] = []
    /// Of units with some change, in the order of their ids.
    package var reminders: [UnitReminders] = []

    package var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && reworded.isEmpty && moved.isEmpty && units.isEmpty && recipients.isEmpty
            && reminders.isEmpty
    }

    /// - Parameters:
    ///   - span: the days whose reminders are compared.
    ///   - unit: only what concerns this unit. Default: all.
    package init(
        from old: PlanInputs, to new: PlanInputs, span: ClosedRange<CivilDate>, unit: UnitID? = nil
    ) {
        from = span.lowerBound
        to = span.upperBound
        compareMilestones(old, new, unit)
        let plans = [old, new].map {
            PlanPreview.plan(of: $0, from: span.lowerBound, to: span.upperBound, unit: unit).rows
        }
        compareRecipients(plans[0], plans[1])
        compareReminders(plans[0], plans[1])
    }
}

// MARK: - What is compared

extension PlanDifference {
    /// A milestone or duty, a recurring one with all its days.
    package struct Milestone: Sendable, Equatable, Encodable {
        package var list: String
        /// Without an occurrence's date: `3.1.2`, `三-2`.
        package var milestone: String
        package var deadlines: [CivilDate]
        package var requirement: String
        package var units: [UnitID]
        /// Of the list's file; 0 if it has none.
        package var line: Int
        /// Of one that is gone: that it still stands in the list, without a day.
        package var isUndated = false
        /// Another number that the words stand under in the other plan.
        package var alsoAt: String?

        private enum CodingKeys: String, CodingKey {
            case list, milestone, deadlines, requirement, units, line
            case isUndated = "undated"
            case alsoAt = "also_at"
        }
    }

    /// A number whose words changed: the same thing in other words, or another thing under a number that was taken.
    package struct Rewording: Sendable, Equatable, Encodable {
        package var list: String
        package var milestone: String
        package var was: String
        package var now: String
        /// Another number that the old words stand under now: then the numbers were shifted.
        package var wasMovedTo: String?

        private enum CodingKeys: String, CodingKey {
            case list, milestone, was, now
            case wasMovedTo = "was_moved_to"
        }
    }

    package struct Move: Sendable, Equatable, Encodable {
        package var list: String
        package var milestone: String
        package var was: [CivilDate]
        package var now: [CivilDate]
    }

    package struct Responsibility: Sendable, Equatable, Encodable {
        package var list: String
        package var milestone: String
        package var added: [UnitID]
        package var removed: [UnitID]
    }

    /// Where a unit's reminders go.
    package struct Recipients: Sendable, Equatable, Encodable {
        package struct Address: Sendable, Hashable, Comparable, Encodable {
            package var channel: String
            package var to: String

            package static func < (a: Self, b: Self) -> Bool { (a.channel, a.to) < (b.channel, b.to) }
        }

        package var unit: UnitID
        package var unitName: String
        package var added: [Address]
        package var removed: [Address]

        private enum CodingKeys: String, CodingKey {
            case unit, added, removed
            case unitName = "unit_name"
        }
    }

    package struct Reminder: Sendable, Hashable, Encodable {
        package var list: String
        /// With an occurrence's date: `7.1.2@2017-07-31`.
        package var milestone: String
        package var stage: String
        /// When it goes out, `2017-05-31T09:00:00+08:00`; of one that moved, when it went out.
        package var at: String
        /// Of one that moved: when it goes out now.
        package var now: String?
    }

    /// A unit's reminders that are different, by moment and milestone.
    package struct UnitReminders: Sendable, Equatable, Encodable {
        package var unit: UnitID
        package var unitName: String
        package var gained: [Reminder] = []
        package var lost: [Reminder] = []
        package var moved: [Reminder] = []

        private enum CodingKeys: String, CodingKey {
            case unit, gained, lost, moved
            case unitName = "unit_name"
        }
    }
}

// MARK: - Milestones

extension PlanDifference {
    private mutating func compareMilestones(_ old: PlanInputs, _ new: PlanInputs, _ unit: UnitID?) {
        let before = Milestones(ObligationList.make(from: old))
        let after = Milestones(ObligationList.make(from: new))
        let concerns = { (milestone: Milestone) in unit.map(milestone.units.contains) ?? true }
        for var was in before.all where after[was] == nil && concerns(was) {
            was.isUndated = Self.stands(was, in: new)
            was.alsoAt = after.number(ofWords: was)
            removed.append(was)
        }
        for var now in after.all {
            guard let was = before[now] else {
                guard concerns(now) else { continue }
                now.alsoAt = before.number(ofWords: now)
                added.append(now)
                continue
            }
            guard concerns(was) || concerns(now) else { continue }
            if was.requirement != now.requirement {
                reworded.append(
                    Rewording(
                        list: now.list, milestone: now.milestone, was: was.requirement, now: now.requirement,
                        wasMovedTo: after.number(ofWords: was)))
            }
            if was.deadlines != now.deadlines {
                moved.append(
                    Move(list: now.list, milestone: now.milestone, was: was.deadlines, now: now.deadlines))
            }
            let change = Responsibility(
                list: now.list, milestone: now.milestone, added: now.units.filter { !was.units.contains($0) },
                removed: was.units.filter { !now.units.contains($0) })
            if !change.added.isEmpty || !change.removed.isEmpty { units.append(change) }
        }
    }

    /// Whether a list has the number, with a day or without.
    private static func stands(_ milestone: Milestone, in inputs: PlanInputs) -> Bool {
        guard let list = inputs.lists.first(where: { $0.id == milestone.list }) else { return false }
        return list.duties.contains { $0.id == milestone.milestone }
            || list.allMilestones.contains { $0.milestone.id == milestone.milestone }
    }

    /// A plan's milestones and duties, by number and by words.
    private struct Milestones {
        private(set) var all: [Milestone] = []
        private var places: [String: Int] = [:]
        /// Words that stand under one number only.
        private var numbers: [String: String?] = [:]

        init(_ obligations: [Obligation]) {
            for obligation in obligations {
                let name = "\(obligation.id.list):\(obligation.number)"
                if let place = places[name] {
                    if !all[place].units.contains(obligation.id.unit) { all[place].units.append(obligation.id.unit) }
                    if !all[place].deadlines.contains(obligation.deadline) {
                        all[place].deadlines.append(obligation.deadline)
                    }
                    continue
                }
                places[name] = all.count
                all.append(
                    Milestone(
                        list: obligation.id.list, milestone: obligation.number, deadlines: [obligation.deadline],
                        requirement: obligation.requirement, units: [obligation.id.unit], line: obligation.line))
                let words = "\(obligation.id.list):\(obligation.requirement)"
                numbers[words] = .some(numbers[words] == nil ? obligation.number : nil)
            }
            for index in all.indices { all[index].deadlines.sort() }
        }

        /// The one with the number of another plan's.
        subscript(other: Milestone) -> Milestone? { places["\(other.list):\(other.milestone)"].map { all[$0] } }

        /// Another number that the words stand under here, if there is only one.
        func number(ofWords other: Milestone) -> String? {
            let number = numbers["\(other.list):\(other.requirement)"] ?? nil
            return number == other.milestone ? nil : number
        }
    }
}

// MARK: - Reminders

extension PlanDifference {
    private mutating func compareRecipients(_ old: [PlanRow], _ new: [PlanRow]) {
        func told(_ rows: [PlanRow]) -> [UnitID: Set<Recipients.Address>] {
            var told: [UnitID: Set<Recipients.Address>] = [:]
            for row in rows where !row.to.isEmpty {
                told[row.unit, default: []].insert(Recipients.Address(channel: row.channel, to: row.to))
            }
            return told
        }
        let (before, after) = (told(old), told(new))
        // A unit that comes or goes is told by its reminders.
        for (unit, name) in Self.names(old, new) {
            guard let was = before[unit], let now = after[unit], was != now else { continue }
            recipients.append(
                Recipients(
                    unit: unit, unitName: name, added: now.subtracting(was).sorted(),
                    removed: was.subtracting(now).sorted()))
        }
    }

    private struct Key: Hashable {
        let list: String
        let milestone: String
        let unit: UnitID
        let stage: String

        init(_ row: PlanRow) {
            (list, milestone, unit, stage) = (row.list, row.milestone, row.unit, row.stage)
        }
    }

    private mutating func compareReminders(_ old: [PlanRow], _ new: [PlanRow]) {
        let moments = { (rows: [PlanRow]) in
            Dictionary(rows.map { (Key($0), $0.at) }, uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (moments(old), moments(new))
        var units: [UnitID: UnitReminders] = [:]
        for (unit, name) in Self.names(old, new) { units[unit] = UnitReminders(unit: unit, unitName: name) }
        // Rows stand by moment, unit and milestone; one with several recipients is one reminder.
        var seen: Set<Key> = []
        for row in old where seen.insert(Key(row)).inserted {
            let now = after[Key(row)]
            guard now != row.at else { continue }
            let reminder = Reminder(
                list: row.list, milestone: row.milestone, stage: row.stage, at: row.at, now: now)
            if now == nil {
                units[row.unit]?.lost.append(reminder)
            } else {
                units[row.unit]?.moved.append(reminder)
            }
        }
        for row in new where before[Key(row)] == nil && seen.insert(Key(row)).inserted {
            units[row.unit]?.gained.append(
                Reminder(list: row.list, milestone: row.milestone, stage: row.stage, at: row.at))
        }
        reminders = units.values.filter { !$0.gained.isEmpty || !$0.lost.isEmpty || !$0.moved.isEmpty }
            .sorted { $0.unit < $1.unit }
    }

    /// Every unit of the rows with its name, the new one where it has two, in the order of their ids.
    private static func names(_ old: [PlanRow], _ new: [PlanRow]) -> [(UnitID, String)] {
        var names: [UnitID: String] = [:]
        for row in old + new { names[row.unit] = row.unitName }
        return names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
