import CivilTime
import Reminders

/// Which days a plan is for.
enum PlanSpan {
    /// From the first day of the year of the first deadline to the last day of the year of the last one; this year
    /// where there is none.
    ///
    /// - Parameter today: any day of this year.
    static func years(of inputs: [PlanInputs], today: CivilDate) -> ClosedRange<CivilDate> {
        let deadlines = inputs.flatMap { ObligationList.make(from: $0).map(\.deadline) }
        let first = year((deadlines.min() ?? today).year)
        let last = year((deadlines.max() ?? today).year)
        return first.lowerBound...last.upperBound
    }

    /// The days of a year, 1 to 9999; of another one the nearest of these.
    static func year(_ year: Int) -> ClosedRange<CivilDate> {
        let first = CivilDate(year: year, month: 1, day: 1) ?? (year < 1 ? .first : .last)
        let last = CivilDate(year: year, month: 12, day: 31) ?? first
        return first...last
    }
}
