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
    /// Days with reminders.
    package var days: Int

    /// Whether nothing falls due and nobody is told anything.
    package var isEmpty: Bool { total == Tally() }

    package init(_ plan: Plan, directory: Directory) {
        from = plan.from
        to = plan.to
        let months = CivilMonth.all(from: plan.from, to: plan.to)
        let places = Dictionary(months.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var byMonth = months.map { _ in Count() }
        var byUnit: [UnitID: [Count]] = [:]
        var byDay: [CivilDate: Count] = [:]
        for obligation in plan.due {
            guard let place = places[CivilMonth(obligation.deadline)] else { continue }
            byMonth[place].add(obligation)
            byUnit[obligation.id.unit, default: months.map { _ in Count() }][place].add(obligation)
        }
        for row in plan.rows {
            guard let day = row.day, let place = places[CivilMonth(day)] else { continue }
            byMonth[place].add(row)
            byUnit[row.unit, default: months.map { _ in Count() }][place].add(row)
            byDay[day, default: Count()].add(row)
        }
        let heaviest = Self.heaviestDays(byDay)
        self.months = zip(months, byMonth).map { month, count in
            Month(month: month, tally: count.tally, heaviestDay: heaviest[month])
        }
        total = byMonth.reduce(into: Count()) { $0.add($1) }.tally
        days = byDay.count
        units = directory.units.compactMap { unit in
            byUnit[unit.id].map { Self.unit(unit, months, $0.map(\.tally)) }
        }
    }

    /// What is counted, by name where it counts once.
    private struct Count {
        private var deadlines: Set<String> = []
        private var obligations = 0
        private var reminders = 0
        private var messages: Set<PlanRow.Message> = []
        private var units: Set<UnitID> = []

        var tally: Tally {
            Tally(
                deadlines: deadlines.count, obligations: obligations, reminders: reminders, messages: messages.count,
                units: units.count)
        }

        mutating func add(_ obligation: Obligation) {
            deadlines.insert("\(obligation.id.list):\(obligation.id.milestone)")
            obligations += 1
        }

        mutating func add(_ row: PlanRow) {
            reminders += 1
            guard let message = row.message else { return }
            messages.insert(message)
            units.insert(row.unit)
        }

        mutating func add(_ other: Count) {
            deadlines.formUnion(other.deadlines)
            obligations += other.obligations
            reminders += other.reminders
            messages.formUnion(other.messages)
            units.formUnion(other.units)
        }
    }

    private static func heaviestDays(_ days: [CivilDate: Count]) -> [CivilMonth: Day] {
        var heaviest: [CivilMonth: Day] = [:]
        for (date, count) in days {
            let day = Day(date: date, reminders: count.tally.reminders, messages: count.tally.messages)
            let known = heaviest[CivilMonth(date)]
            let isHeavier = known.map {
                ($0.messages, $0.reminders, day.date) < (day.messages, day.reminders, $0.date)
            }
            if isHeavier ?? true { heaviest[CivilMonth(date)] = day }
        }
        return heaviest
    }

    private static func unit(_ unit: OfficeUnit, _ months: [CivilMonth], _ tallies: [Tally]) -> Unit {
        Unit(
            unit: unit.id, unitName: unit.name, obligations: tallies.reduce(0) { $0 + $1.obligations },
            messages: tallies.reduce(0) { $0 + $1.messages },
            months: zip(months, tallies).map {
                Share(month: $0, obligations: $1.obligations, messages: $1.messages)
            })
    }
}

extension PlanRow {
    /// What one message is: one recipient, one channel, one day.
    package struct Message: Hashable, Sendable {
        package let day: CivilDate
        package let channel: String
        package let to: String
    }

    /// The day of `at`, in the list's zone.
    package var day: CivilDate? { CivilDate(iso: at.prefix(10)) }

    /// The message that carries the row; nil where nobody can be written to, and the office gets a list instead.
    package var message: Message? {
        to.isEmpty ? nil : day.map { Message(day: $0, channel: channel, to: to) }
    }
}
