package import CivilTime
package import WorkLists

/// A plan by month, and by unit and month. The JSON fields are stable.
package struct PlanOverview: Sendable, Equatable, Encodable {
    /// How much there is of what.
    package struct Tally: Sendable, Equatable, Encodable {
        /// Milestones and duties that fall due, each occurrence of a recurring one by itself.
        package var deadlines = 0
        /// One unit's share in one of these each.
        package var obligations = 0
        /// Rows of the plan: one slot told to one recipient.
        package var reminders = 0
        /// One a recipient, channel and day.
        package var messages = 0
        /// Units that are told something.
        package var units = 0
    }

    package struct Month: Sendable, Equatable, Encodable {
        package var month: CivilMonth
        package var tally: Tally
        /// The day with the most messages, of several the one with the most reminders, then the first.
        package var heaviestDay: Day?

        private enum CodingKeys: String, CodingKey {
            case month
            case heaviestDay = "heaviest_day"
        }

        package func encode(to encoder: any Encoder) throws {
            try tally.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(month, forKey: .month)
            try container.encodeIfPresent(heaviestDay, forKey: .heaviestDay)
        }
    }

    package struct Day: Sendable, Equatable, Encodable {
        package var date: CivilDate
        package var reminders: Int
        package var messages: Int
    }

    /// A unit's year.
    package struct Unit: Sendable, Equatable, Encodable {
        package var unit: UnitID
        package var unitName: String
        package var obligations: Int
        package var messages: Int
        /// As many as the overview has, in the same order.
        package var months: [Share]

        private enum CodingKeys: String, CodingKey {
            case unit, obligations, messages, months
            case unitName = "unit_name"
        }
    }

    /// A unit's month.
    package struct Share: Sendable, Equatable, Encodable {
        package var month: CivilMonth
        /// What falls due.
        package var obligations: Int
        package var messages: Int
    }

    package var from: CivilDate
    package var to: CivilDate
    /// Every month of the span, empty ones included.
    package var months: [Month]
    /// Units that owe or are told something, in the directory's order.
    package var units: [Unit]
    /// Of the whole span. A message for two units is one message here, and one with each of them.
    package var total: Tally
    /// On which somebody is told something.
    package var days: Int

    /// Whether nothing falls due and nobody is told anything.
    package var isEmpty: Bool { total == Tally() }

    package init(_ plan: Plan, directory: Directory) {
        from = plan.from
        to = plan.to
        let months = CivilMonth.all(from: plan.from, to: plan.to)
        let rows = Dictionary(grouping: plan.rows) { CivilMonth(iso: $0.at) ?? CivilMonth(plan.from) }
        let due = Dictionary(grouping: plan.due) { CivilMonth($0.deadline) }
        self.months = months.map { month in
            let rows = rows[month] ?? []
            return Month(
                month: month, tally: Self.tally(rows, due: due[month] ?? []), heaviestDay: Self.heaviestDay(rows))
        }
        total = Self.tally(plan.rows, due: plan.due)
        days = Set(plan.rows.map { $0.at.prefix(10) }).count
        units = Self.units(plan, directory, months)
    }

    private static func tally(_ rows: [PlanRow], due: [Obligation]) -> Tally {
        Tally(
            deadlines: Set(due.map { "\($0.id.list):\($0.id.milestone)" }).count, obligations: due.count,
            reminders: rows.count, messages: Set(rows.compactMap(\.message)).count,
            units: Set(rows.filter { !$0.to.isEmpty }.map(\.unit)).count)
    }

    private static func heaviestDay(_ rows: [PlanRow]) -> Day? {
        let days = Dictionary(grouping: rows) { $0.at.prefix(10) }.compactMap { date, rows -> Day? in
            CivilDate(iso: date).map {
                Day(date: $0, reminders: rows.count, messages: Set(rows.compactMap(\.message)).count)
            }
        }
        return days.max {
            ($0.messages, $0.reminders, $1.date) < ($1.messages, $1.reminders, $0.date)
        }
    }

    private static func units(_ plan: Plan, _ directory: Directory, _ months: [CivilMonth]) -> [Unit] {
        let rows = Dictionary(grouping: plan.rows, by: \.unit)
        let due = Dictionary(grouping: plan.due, by: \.id.unit)
        return directory.units.filter { rows[$0.id] != nil || due[$0.id] != nil }.map { unit in
            let messages = Set((rows[unit.id] ?? []).compactMap(\.message))
            let sent = Dictionary(grouping: messages) { CivilMonth(iso: $0.day) }
            let owed = Dictionary(grouping: due[unit.id] ?? []) { CivilMonth($0.deadline) }
            return Unit(
                unit: unit.id, unitName: unit.name, obligations: due[unit.id]?.count ?? 0, messages: messages.count,
                months: months.map {
                    Share(month: $0, obligations: owed[$0]?.count ?? 0, messages: sent[$0]?.count ?? 0)
                })
        }
    }
}

extension PlanRow {
    /// What one message is: one recipient, one channel, one day.
    package struct Message: Hashable, Sendable {
        package let day: Substring
        package let channel: String
        package let to: String
    }

    /// The message that carries the row; nil where nobody can be written to, and the office gets a list instead.
    package var message: Message? {
        to.isEmpty ? nil : Message(day: at.prefix(10), channel: channel, to: to)
    }
}
