/// Where a slot goes that falls on an off day.
package enum OffDayMove: String, CaseIterable, Hashable, Sendable, Codable {
    /// To the last working day before it.
    case previous
    /// To the first working day after it.
    case next
    /// Nowhere: it stays.
    case keep

    package func apply(_ date: CivilDate, _ workdays: Workdays) -> CivilDate {
        switch self {
        case .previous: workdays.workday(onOrBefore: date)
        case .next: workdays.workday(onOrAfter: date)
        case .keep: date
        }
    }
}
