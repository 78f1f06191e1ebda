/// The days, weeks, months or years that a rule looks into, INTERVAL apart, and the days it takes from them.
struct RecurrencePeriods {
    private let rule: RecurrenceRule
    private let start: CivilDate
    /// What the start gives a rule that names no day: its weekday, its day of the month, its month.
    private let months: Set<Int>
    private let monthDays: Set<Int>
    private let days: [RecurrenceRule.Day]
    private var index = 0

    init(rule: RecurrenceRule, start: CivilDate) {
        self.rule = rule
        self.start = start
        let namesNoDay = rule.monthDays.isEmpty && rule.days.isEmpty
        let (_, month, day) = start.parts
        months = namesNoDay && rule.frequency == .yearly && rule.months.isEmpty ? [month] : rule.months
        monthDays =
            namesNoDay && (rule.frequency == .yearly || rule.frequency == .monthly) ? [day] : rule.monthDays
        days =
            namesNoDay && rule.frequency == .weekly
            ? [RecurrenceRule.Day(weekday: start.weekday, ordinal: nil)] : rule.days
    }

    /// The next period's day numbers, or nil after the calendar's end.
    mutating func next() -> ClosedRange<Int>? {
        let step = index * rule.interval
        index += 1
        let first: Int
        let length: Int
        switch rule.frequency {
        case .daily:
            (first, length) = (start.dayNumber + step, 1)
        case .weekly:
            let fromWeekStart = (start.weekday.rawValue - rule.weekStart.rawValue + 7) % 7
            (first, length) = (start.dayNumber - fromWeekStart + step * 7, 7)
        case .monthly:
            let month = start.year * 12 + start.month - 1 + step
            guard let date = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else { return nil }
            (first, length) = (date.dayNumber, CivilDate.daysIn(year: date.year, month: date.month))
        case .yearly:
            guard let date = CivilDate(year: start.year + step, month: 1, day: 1) else { return nil }
            (first, length) = (date.dayNumber, CivilDate.isLeap(year: date.year) ? 366 : 365)
        }
        let last = min(first + length - 1, CivilDate.last.dayNumber)
        return first <= last ? max(first, CivilDate.first.dayNumber)...last : nil
    }

    /// Whether the rule takes this day of the period it lies in.
    func meets(_ date: CivilDate) -> Bool {
        let (year, month, day) = date.parts
        guard months.isEmpty || months.contains(month) else { return false }
        let monthLength = CivilDate.daysIn(year: year, month: month)
        guard monthDays.isEmpty || monthDays.contains(day) || monthDays.contains(day - monthLength - 1) else {
            return false
        }
        guard !days.isEmpty else { return true }
        let weekday = date.weekday
        return days.contains { wanted in
            guard wanted.weekday == weekday else { return false }
            guard let ordinal = wanted.ordinal else { return true }
            // Numbered within the month, or within the year where a yearly rule names no month.
            if rule.frequency == .yearly, rule.months.isEmpty {
                let yearLength = CivilDate.isLeap(year: year) ? 366 : 365
                let firstDay = CivilDate(year: year, month: 1, day: 1) ?? .first
                return Self.isNumbered(ordinal, firstDay.days(until: date) + 1, of: yearLength)
            }
            return Self.isNumbered(ordinal, day, of: monthLength)
        }
    }

    /// Whether a weekday that falls on the `position`-th day of `length` is the `ordinal`-th of its kind there.
    private static func isNumbered(_ ordinal: Int, _ position: Int, of length: Int) -> Bool {
        ordinal > 0 ? (position - 1) / 7 + 1 == ordinal : -((length - position) / 7 + 1) == ordinal
    }
}
