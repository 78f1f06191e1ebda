package import CivilTime

extension Milestone {
    /// Every day it falls due: its deadline, or what its rule gives; none for an undated one or a rule that cannot be
    /// read (the YAML reader reports that one).
    ///
    /// - Parameters:
    ///   - end: the last day that counts. Default: none, the rule's own UNTIL or COUNT ends it.
    ///   - limit: at most so many. Default 400, so that a rule without an end does not run on.
    package func occurrences(through end: CivilDate = .last, limit: Int = 400) -> [CivilDate] {
        days(deadline: deadline, rrule: rrule, through: end, limit: limit)
    }
}

extension Duty {
    /// As `Milestone.occurrences`.
    package func occurrences(through end: CivilDate = .last, limit: Int = 400) -> [CivilDate] {
        days(deadline: deadline, rrule: rrule, through: end, limit: limit)
    }
}

private func days(deadline: CivilDate?, rrule: String?, through end: CivilDate, limit: Int) -> [CivilDate] {
    if let rrule, let recurrence = try? Recurrence(icalendar: rrule) {
        return recurrence.occurrences(through: end, limit: limit)
    }
    return deadline.map { [$0] } ?? []
}
