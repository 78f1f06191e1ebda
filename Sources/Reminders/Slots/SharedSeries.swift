import CivilTime

/// Plans one list's series, each once for all obligations that have the same: a hundred thousand have a few hundred.
struct SharedSeries {
    final class Series {
        /// The moment after which the obligation is late.
        let end: Moment
        let forms: [SlotForm]
        /// Whether the office's lists around it were asked for.
        var isOffered = false

        init(end: Moment, forms: [SlotForm]) {
            self.end = end
            self.forms = forms
        }
    }

    /// All that a series depends on, beside the list's zone and the calendar.
    struct Key: Hashable {
        let kind: Obligation.Kind
        let deadline: CivilDate
        let time: TimeOfDay?
        let policy: ObjectIdentifier
        /// When the obligation came to the accepted list.
        let assignedAfter: Moment
        /// When its present deadline came, where its unit was told of another one.
        let movedAt: Moment?
        /// The last days of its silences.
        let silencedUntil: [CivilDate]
    }

    private let planner: SlotSeries
    private var known: [Key: Series] = [:]
    private var requirement = ""
    private var fingerprint: String?

    init(workdays: Workdays, zone: Zone) { planner = SlotSeries(workdays: workdays, zone: zone) }

    /// What was planned for obligations of this key; nil: nothing yet.
    subscript(key: Key) -> Series? { known[key] }

    /// Plans for the first obligation of this key.
    mutating func plan(_ key: Key, for obligation: Obligation, _ policy: Policy) -> Series {
        let series = Series(
            end: obligation.end(in: planner.zone),
            forms: planner.forms(
                of: obligation, policy: policy, assignedAfter: key.assignedAfter, movedAt: key.movedAt,
                silencedUntil: key.silencedUntil))
        known[key] = series
        return series
    }

    /// Units that share a milestone come one after another, and share its words.
    mutating func fingerprint(of requirement: String) -> String {
        if let fingerprint, requirement == self.requirement { return fingerprint }
        let new = Obligation.fingerprint(of: requirement)
        self.requirement = requirement
        fingerprint = new
        return new
    }
}
