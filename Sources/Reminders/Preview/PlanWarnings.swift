package import CivilTime
package import WorkLists

/// What a person should look at before the plan holds. None of it stops anything. The JSON fields are stable.
package struct PlanWarnings: Sendable, Equatable, Encodable {
    /// The most items that a unit is reminded of on one day without a warning. An item takes about three lines of a
    /// mail: fifteen are a page and a half, and of more the last ones are not read.
    package static let mostItems = 15

    /// A unit that is reminded of more than ``mostItems`` on one day. The handing-out does not count, which has the
    /// whole year by design, nor does what is asked after a deadline: nobody knows yet how much will be open then.
    package struct CrowdedDay: Sendable, Equatable, Encodable {
        package var unit: UnitID
        package var unitName: String
        package var date: CivilDate
        package var items: Int

        private enum CodingKeys: String, CodingKey {
            case unit, date, items
            case unitName = "unit_name"
        }
    }

    /// A recipient with reminders at several hours of one day. There is one message a day: what comes later waits for
    /// the next working day, unless a deadline ends before.
    package struct SeveralHours: Sendable, Equatable, Encodable {
        package var channel: String
        package var to: String
        package var date: CivilDate
        /// `08:30`, in order.
        package var hours: [String]
    }

    /// A deadline that had passed when the list was published.
    package struct EarlyDeadline: Sendable, Equatable, Encodable {
        package var list: String
        package var milestone: String
        package var deadline: CivilDate
        package var issuedOn: CivilDate
        package var obligations: Int
        package var file: String?
        package var line: Int

        private enum CodingKeys: String, CodingKey {
            case list, milestone, deadline, obligations, file, line
            case issuedOn = "issued_on"
        }
    }

    /// Reminders of one stage and deadline that nobody gets, since the list was not handed out by then.
    package struct LostReminders: Sendable, Equatable, Encodable {
        package var list: String
        package var stage: String
        package var deadline: CivilDate
        /// The day they would have gone out.
        package var date: CivilDate
        package var obligations: Int
        package var milestones: [String]
        /// Where the rule stands: `deadlined.yaml:31` or `built-in default`.
        package var rule: String
        package var file: String?
        /// Of the first of the milestones.
        package var line: Int
    }

    /// Deadlines on a day off.
    package struct OffDay: Sendable, Equatable, Encodable {
        package var date: CivilDate
        package var deadlines: Int
        package var obligations: Int
        /// The last working day before it.
        package var settleBy: CivilDate

        private enum CodingKeys: String, CodingKey {
            case date, deadlines, obligations
            case settleBy = "settle_by"
        }
    }

    /// A unit without anybody to write to: the office gets its items instead.
    package struct Unreachable: Sendable, Equatable, Encodable {
        package var unit: UnitID
        package var unitName: String
        package var reminders: Int

        private enum CodingKeys: String, CodingKey {
            case unit, reminders
            case unitName = "unit_name"
        }
    }

    package var crowdedDays: [CrowdedDay]
    package var severalHours: [SeveralHours]
    package var earlyDeadlines: [EarlyDeadline]
    package var lostReminders: [LostReminders]
    package var offDays: [OffDay]
    package var unreachable: [Unreachable]

    package var isEmpty: Bool {
        crowdedDays.isEmpty && severalHours.isEmpty && earlyDeadlines.isEmpty && lostReminders.isEmpty
            && offDays.isEmpty && unreachable.isEmpty
    }

    private enum CodingKeys: String, CodingKey {
        case unreachable
        case crowdedDays = "crowded_days"
        case severalHours = "several_hours"
        case earlyDeadlines = "early_deadlines"
        case lostReminders = "lost_reminders"
        case offDays = "off_days"
    }

    /// - Parameter files: the file of each list, by its id.
    package init(_ plan: Plan, inputs: PlanInputs, files: [String: String] = [:]) {
        crowdedDays = Self.crowdedDays(plan.rows)
        severalHours = Self.severalHours(plan.rows)
        earlyDeadlines = Self.earlyDeadlines(plan.due, inputs.lists, files)
        lostReminders = Self.lostReminders(plan.lost, files)
        offDays = Self.offDays(plan.due, inputs.workdays)
        unreachable = Self.unreachable(plan.rows)
    }
}

extension PlanWarnings {
    private struct UnitDay: Hashable {
        let unit: UnitID
        let date: CivilDate
    }

    private static func crowdedDays(_ rows: [PlanRow]) -> [CrowdedDay] {
        var items: [UnitDay: (name: String, items: Set<String>)] = [:]
        for row in rows {
            guard let date = row.day, let stage = Stage(row.stage), stage != .assigned,
                !stage.isAfterDeadline
            else { continue }
            items[UnitDay(unit: row.unit, date: date), default: (row.unitName, [])].items.insert(
                "\(row.list):\(row.milestone)")
        }
        return items.filter { $0.value.items.count > mostItems }.map { day, found in
            CrowdedDay(unit: day.unit, unitName: found.name, date: day.date, items: found.items.count)
        }.sorted { ($0.date, $0.unit) < ($1.date, $1.unit) }
    }

    private static func severalHours(_ rows: [PlanRow]) -> [SeveralHours] {
        var hours: [PlanRow.Message: Set<String>] = [:]
        for row in rows {
            if let message = row.message { hours[message, default: []].insert(String(row.at.dropFirst(11).prefix(5))) }
        }
        return hours.filter { $0.value.count > 1 }.map { message, hours in
            SeveralHours(channel: message.channel, to: message.to, date: message.day, hours: hours.sorted())
        }.sorted { ($0.date, $0.channel, $0.to) < ($1.date, $1.channel, $1.to) }
    }

    /// Obligations of one milestone, in the order of their ids.
    private static func milestones(_ due: [Obligation]) -> [(first: Obligation, count: Int)] {
        var places: [String: Int] = [:]
        var milestones: [(first: Obligation, count: Int)] = []
        for obligation in due {
            let name = "\(obligation.id.list):\(obligation.id.milestone)"
            if let place = places[name] {
                milestones[place].count += 1
            } else {
                places[name] = milestones.count
                milestones.append((obligation, 1))
            }
        }
        return milestones
    }

    private static func earlyDeadlines(
        _ due: [Obligation], _ lists: [WorkList], _ files: [String: String]
    ) -> [EarlyDeadline] {
        let issued = Dictionary(lists.map { ($0.id, $0.issuedOn) }, uniquingKeysWith: { first, _ in first })
        return milestones(due).compactMap { milestone, count in
            guard let issuedOn = issued[milestone.id.list] ?? nil, milestone.deadline < issuedOn else { return nil }
            return EarlyDeadline(
                list: milestone.id.list, milestone: milestone.id.milestone, deadline: milestone.deadline,
                issuedOn: issuedOn, obligations: count, file: files[milestone.id.list], line: milestone.line)
        }
    }

    private static func lostReminders(_ lost: [Plan.LostReminder], _ files: [String: String]) -> [LostReminders] {
        struct Key: Hashable {
            let list: String
            let stage: Stage
            let deadline: CivilDate
            let day: CivilDate
            let origin: Origin
        }
        var groups: [Key: [Obligation]] = [:]
        for reminder in lost {
            let slot = reminder.slot
            let key = Key(
                list: reminder.obligation.id.list, stage: slot.key.stage, deadline: slot.key.deadline, day: slot.day,
                origin: slot.origin)
            groups[key, default: []].append(reminder.obligation)
        }
        return groups.map { key, obligations in
            let milestones = milestones(obligations).map(\.first)
            return LostReminders(
                list: key.list, stage: key.stage.description, deadline: key.deadline, date: key.day,
                obligations: obligations.count, milestones: milestones.map(\.id.milestone),
                rule: key.origin.description, file: files[key.list], line: milestones.first?.line ?? 0)
        }.sorted {
            ($0.date, $0.deadline, $0.list, $0.stage, $0.rule) < ($1.date, $1.deadline, $1.list, $1.stage, $1.rule)
        }
    }

    private static func offDays(_ due: [Obligation], _ workdays: Workdays) -> [OffDay] {
        let days = Dictionary(grouping: due.filter { !workdays.isWorkday($0.deadline) }, by: \.deadline)
        return days.map { date, due in
            OffDay(
                date: date, deadlines: milestones(due).count, obligations: due.count,
                settleBy: workdays.workday(onOrBefore: date))
        }.sorted { $0.date < $1.date }
    }

    private static func unreachable(_ rows: [PlanRow]) -> [Unreachable] {
        var units: [UnitID: Unreachable] = [:]
        for row in rows where row.to.isEmpty {
            units[row.unit, default: Unreachable(unit: row.unit, unitName: row.unitName, reminders: 0)].reminders += 1
        }
        return units.values.sorted { $0.unit < $1.unit }
    }
}
