/// Days on which somebody is told nothing, though others are: weekdays, days, and spans of days.
///
/// They are no holidays: a lead in working days counts them.
package struct QuietDays: Hashable, Sendable {
    package private(set) var weekdays: Set<Weekday> = []
    /// In the order in which they were written, each from its first day to its last.
    package private(set) var spans: [ClosedRange<CivilDate>] = []

    package init() {}

    package init(weekdays: Set<Weekday>, spans: [ClosedRange<CivilDate>] = []) {
        self.weekdays = weekdays
        self.spans = spans
    }

    package var isEmpty: Bool { weekdays.isEmpty && spans.isEmpty }

    package func contains(_ date: CivilDate) -> Bool {
        weekdays.contains(date.weekday) || spans.contains { $0.contains(date) }
    }
}
