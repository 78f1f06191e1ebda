package import CivilTime

/// What the files alone plan for a span of days: who is told what, what falls due, and which reminders come to nothing.
package struct Plan: Sendable {
    /// A reminder before a deadline that nobody gets: its day lies before the list was handed out.
    package struct LostReminder: Sendable {
        package let slot: Slot
        package let obligation: Obligation
    }

    /// The first day, and the last one.
    package let from: CivilDate
    package let to: CivilDate
    /// By moment, unit and milestone.
    package let rows: [PlanRow]
    /// The obligations whose deadline lies in the span, in the order of their ids.
    package let due: [Obligation]
    /// Of those, in the same order. None of a list that does not say when it was issued, nor of a deadline before that.
    package let lost: [LostReminder]
}
