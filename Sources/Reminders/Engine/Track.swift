import CivilTime

/// What the engine keeps of one obligation.
struct Track: Sendable {
    var obligation: Obligation
    private let shared: SharedPolicy
    /// From what the acts recorded; the newest counts.
    var state = ObligationState.open
    /// The date of the fact and the document of the newest act.
    var on: CivilDate?
    var isAcknowledged = false
    /// The deadline that the files name; an extension gives the obligation a later one.
    let published: CivilDate
    var isLate = false
    private var rest = Rest.nothing
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
        published = obligation.deadline
        shared = policy
    }

    /// What acts said beside that. Most obligations have none of it, and a plan holds, copies and moves a hundred
    /// thousand of them: it stands elsewhere.
    private struct Said: Sendable, Equatable {
        var document: String?
        var request: ExtensionRequest?
        var silences: [Silence] = []
        var released: Set<Stage> = []
    }

    private indirect enum Rest: Sendable {
        case nothing
        case said(Said)
    }

    /// Whether there is any of that: asked before what would copy the track to look.
    @inline(__always)
    var hasSaid: Bool {
        guard case .said = rest else { return false }
        return true
    }

    private var said: Said {
        get {
            guard case .said(let said) = rest else { return Said() }
            return said
        }
        set { rest = newValue == Said() ? .nothing : .said(newValue) }
    }

    var document: String? {
        get { said.document }
        set { said.document = newValue }
    }

    var request: ExtensionRequest? {
        get { said.request }
        set { said.request = newValue }
    }

    /// In the order they were recorded; one that was ended early has its end.
    var silences: [Silence] {
        get { said.silences }
        set { said.silences = newValue }
    }

    /// Steps of the escalation that a person let go.
    var released: Set<Stage> {
        get { said.released }
        set { said.released = newValue }
    }

    /// 延期待批.
    struct ExtensionRequest: Sendable, Equatable {
        let until: CivilDate?
    }

    /// 暂停提醒.
    struct Silence: Sendable, Equatable {
        let from: Moment
        /// Its last day.
        let until: CivilDate
        /// When it was undone before that.
        var endedAt: Moment?

        /// Whether a slot falls into it.
        func covers(_ slot: Slot) -> Bool {
            slot.moment >= from && slot.day <= until && endedAt.map { slot.moment < $0 } ?? true
        }
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
    var isSettled: Bool { state == .done || state == .closed || state == .withdrawn }
}

extension Track {
    /// Forgets what acts said of it, before they are applied again without one that was undone.
    mutating func forgetActs() {
        obligation.deadline = published
        state = .open
        on = nil
        isAcknowledged = false
        isLate = false
        said = Said()
        reopenedAt = nil
    }

    func remarks(on today: CivilDate, at now: Moment) -> Remarks {
        Remarks(
            isLate: isLate, isExtensionRequested: request != nil, requestedUntil: request?.until,
            published: published == obligation.deadline ? nil : published,
            silencedUntil: silencedUntil(on: today, at: now))
    }

    /// The last day of the silence that it is in.
    func silencedUntil(on today: CivilDate, at now: Moment) -> CivilDate? {
        silences.last { $0.until >= today && $0.endedAt == nil && $0.from <= now }?.until
    }

    /// The last days of its silences, after each of which it is told once: the last that hold on one another are one.
    func silenceEnds(in zone: Zone) -> [CivilDate] {
        var ends: [CivilDate] = []
        for silence in silences {
            let end = silence.endedAt.map { min(zone.civil($0).date, silence.until) } ?? silence.until
            // A silence that goes on over another's end takes it in.
            ends.removeAll { zone.civil(silence.from).date <= $0.adding(days: 1) && $0 <= end }
            if !ends.contains(end) { ends.append(end) }
        }
        return ends.sorted()
    }
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
