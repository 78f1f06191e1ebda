import CivilTime

/// Plans one list's series, each once for all obligations that have the same: a hundred thousand have a few hundred.
struct SharedSeries {
    struct Series {
        /// The moment after which the obligation is late.
        let end: Moment
        let forms: [SlotForm]
    }

    /// All that a series depends on, beside the list's zone and the calendar.
    private struct Key: Hashable {
        let kind: Obligation.Kind
        let deadline: CivilDate
        let time: TimeOfDay?
        let policy: ObjectIdentifier
        let assignedAfter: Moment
        let movedAt: Moment?
    }

    private let planner: SlotSeries
    private var known: [Key: Series] = [:]
    private var requirement = ""
    private var fingerprint: String?

    init(workdays: Workdays, zone: Zone) { planner = SlotSeries(workdays: workdays, zone: zone) }

    mutating func series(of track: Track, assignedAfter: Moment, movedAt: Moment?) -> Series {
        let key = Key(
            kind: track.obligation.kind, deadline: track.obligation.deadline, time: track.obligation.time,
            policy: track.policyID, assignedAfter: assignedAfter, movedAt: movedAt)
        if let series = known[key] { return series }
        let series = Series(
            end: track.obligation.end(in: planner.zone),
            forms: planner.forms(
                of: track.obligation, policy: track.policy, assignedAfter: assignedAfter, movedAt: movedAt))
        known[key] = series
        return series
    }

    /// Of an obligation: units that share a milestone come one after another, and share its words.
    mutating func fingerprint(of obligation: Obligation) -> String {
        if let fingerprint, requirement == obligation.requirement { return fingerprint }
        let new = obligation.fingerprint
        requirement = obligation.requirement
        fingerprint = new
        return new
    }
}
