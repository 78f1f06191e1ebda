import CivilTime

/// What the engine keeps of one obligation.
struct Track: Sendable {
    var obligation: Obligation
    private let shared: SharedPolicy
    /// From what the acts recorded; the newest counts.
    var state = ObligationState.open
    /// The date of the fact and the document of the newest act.
    var on: CivilDate?
    var document: String?
    var isAcknowledged = false
    /// When it came to the ledger.
    var seenAt: Moment?
    /// All but the monthly statements; shared with obligations that have the same.
    var forms: [SlotForm] = []
    /// Slots up to this moment were past when the series was planned: they are skipped, and never flood.
    var plannedAfter: Moment?
    /// When it was last reopened: monthly statements before that were not owed.
    var reopenedAt: Moment?
    /// The newest acceptance of a reminder of it.
    var lastTold: LedgerSnapshot.Telling?

    init(obligation: Obligation, policy: SharedPolicy) {
        self.obligation = obligation
        shared = policy
    }

    var id: ObligationID { obligation.id }

    /// All but the monthly statements, by moment.
    var series: ObligationSlots {
        ObligationSlots(obligation: obligation.id, deadline: obligation.deadline, forms: forms)
    }

    var policy: Policy { _read { yield shared.value } }

    /// Alike for obligations that share one policy.
    var policyID: ObjectIdentifier { ObjectIdentifier(shared) }

    /// Whether it stands in the table, and is no duty of the notice's text.
    var isMilestone: Bool { obligation.kind == .milestone || obligation.kind == .occurrence }

    /// Whether an act has ended it.
    var isSettled: Bool { state == .done || state == .closed }
}

/// One for all obligations that it holds for.
final class SharedPolicy: Sendable {
    let value: Policy

    init(_ value: Policy) { self.value = value }
}

/// What the engine keeps of one list.
struct ListTrack: Sendable, Equatable {
    var zone: Zone
    var acceptedAt: Moment?
    var closedAt: Moment?
    /// Every moment up to this one is decided.
    var settledUntil: Moment?

    var isOpen: Bool { acceptedAt != nil && closedAt == nil }
}
