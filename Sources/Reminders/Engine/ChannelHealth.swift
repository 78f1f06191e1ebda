import CivilTime

/// How a channel's other side does, judged by how attempts end.
///
/// A fault of its own holds it; then one delivery probes it. After an answer it takes one more at once with each
/// further answer, so that what waited does not come back as a storm.
struct ChannelHealth: Sendable, Equatable {
    /// No acceptance for so long while deliveries wait is reported: four hours.
    static let silence: Int64 = 4 * 3600

    /// Its own faults in a row.
    private(set) var faults = 0
    /// The newest one's short name; nil while it has none.
    private(set) var fault: String?
    /// When the newest one was known.
    private(set) var lastFaultAt: Moment?
    /// Nothing goes out before this moment because of a fault.
    private(set) var heldUntil: Moment?
    /// Nothing goes out before this moment because the other side asked for it (`Retry-After`).
    private(set) var restsUntil: Moment?
    private(set) var lastAcceptedAt: Moment?
    /// The first end since the last acceptance that was a fault, or put a delivery off; nil where none was.
    private(set) var troubledSince: Moment?
    /// The short name of the newest such end.
    private(set) var complaint: String?
    /// Deliveries that may be under way while it recovers; nil: as many as the channel may.
    private var allowance: Int?

    init() {}

    /// What the ledger knows of it.
    ///
    /// - Parameter waitingSince: when the oldest of what was tried and still waits was made.
    init(_ history: LedgerSnapshot.ChannelHistory, backOff: BackOff, waitingSince: Moment?, now: Moment) {
        lastAcceptedAt = history.lastAcceptedAt
        let since = [waitingSince, history.lastFaultAt].compactMap { $0 }.min()
        troubledSince = since.map { max($0, history.lastAcceptedAt ?? $0) }
        guard history.faults > 0, let at = history.lastFaultAt else { return }
        faults = history.faults
        fault = history.fault
        complaint = history.fault
        lastFaultAt = min(at, now.adding(seconds: -1))
        heldUntil = min(
            at.adding(seconds: backOff.hold(after: faults, jitter: 0)), now.adding(seconds: backOff.longest))
    }

    /// The first moment at which it is asked again; nil: any.
    var opensAt: Moment? {
        guard let heldUntil else { return restsUntil }
        return restsUntil.map { max($0, heldUntil) } ?? heldUntil
    }

    /// How many deliveries may be under way, where the channel may have `limit` in health.
    func room(of limit: Int) -> Int {
        faults > 0 ? 1 : min(limit, allowance ?? limit)
    }

    /// An attempt has ended.
    mutating func attemptEnded(
        _ end: TransferEnd, begunAt: Moment, now: Moment, limit: Int, backOff: BackOff, jitter: Double
    ) {
        switch end.verdict {
        case .channelDown:
            fail(end, begunAt: begunAt, now: now, backOff: backOff, jitter: jitter)
        case .accepted:
            answered(limit: limit)
            (lastAcceptedAt, troubledSince, complaint) = (now, nil, nil)
        case .refused:
            answered(limit: limit)
        case .deferred:
            answered(limit: limit)
            if let wish = end.retryAfter, wish > 0 {
                let until = now.adding(seconds: min(Int64(wish), BackOff.longestWish))
                restsUntil = max(restsUntil ?? until, until)
            }
            complain(end, now: now)
        case .unknown:
            complain(end, now: now)
        }
    }

    private mutating func fail(
        _ end: TransferEnd, begunAt: Moment, now: Moment, backOff: BackOff, jitter: Double
    ) {
        complain(end, now: now)
        fault = end.reason
        // What was begun before the fault was known tells of the same one.
        if let lastFaultAt, begunAt <= lastFaultAt { return }
        faults += 1
        lastFaultAt = now
        heldUntil = now.adding(seconds: backOff.hold(after: faults, wish: end.retryAfter, jitter: jitter))
        allowance = 1
    }

    private mutating func answered(limit: Int) {
        faults = 0
        (fault, lastFaultAt, heldUntil) = (nil, nil, nil)
        guard let allowed = allowance else { return }
        allowance = allowed + 1 >= limit ? nil : allowed + 1
    }

    private mutating func complain(_ end: TransferEnd, now: Moment) {
        troubledSince = troubledSince ?? now
        complaint = end.reason
    }

    /// Somebody wants it to be asked now.
    mutating func ask(now: Moment) {
        (heldUntil, restsUntil) = (nil, nil)
        forgetFault(of: now)
    }

    /// A probe that begins now tells of a fault of its own.
    private mutating func forgetFault(of now: Moment) {
        lastFaultAt = lastFaultAt.map { min($0, now.adding(seconds: -1)) }
    }

    /// Nothing waits for it: nobody misses an answer.
    mutating func nothingWaits() {
        troubledSince = nil
    }

    /// The clock was stepped back: nothing is planned beyond now and the longest back-off.
    mutating func stepBack(to now: Moment, longest: Int64) {
        let last = now.adding(seconds: longest)
        heldUntil = heldUntil.map { min($0, last) }
        restsUntil = restsUntil.map { min($0, last) }
        forgetFault(of: now)
        lastAcceptedAt = lastAcceptedAt.map { min($0, now) }
        troubledSince = troubledSince.map { min($0, now) }
    }
}
