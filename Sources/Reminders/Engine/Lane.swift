import CivilTime
import HeapModule

/// One channel's queue: what waits for it, what is under way, and when the next may go.
struct Lane: Sendable {
    /// What may go out, the most pressing first, then what has waited longest: a retry keeps its place among the others.
    private struct Turn: Comparable, Sendable {
        let urgency: Int
        let moment: Moment
        let id: DeliveryID

        static func < (a: Turn, b: Turn) -> Bool {
            (a.urgency, a.moment, a.id) < (b.urgency, b.moment, b.id)
        }
    }

    private struct Wake: Comparable, Sendable {
        let moment: Moment
        let id: DeliveryID

        static func < (a: Wake, b: Wake) -> Bool { (a.moment, a.id) < (b.moment, b.id) }
    }

    let channel: String
    /// Deliveries that may be under way at once.
    var limit = 1
    var backOff = BackOff.mail
    var health = ChannelHealth()
    var rates = RateWindow([])
    /// Whether the operator knows that it is held, or silent: what was said last.
    var alarm: ChannelAlarm.State?
    /// Deliveries that are not on their way yet, but digests, which do not count themselves.
    var waiting = 0
    /// Deliveries that are not ended.
    var open = 0
    /// Of these, those that are on their way to the disk.
    var intending = 0
    /// And those that were put off or left without an answer.
    var putOff = 0

    /// When each attempt under way began.
    private var underWay: [DeliveryID: Moment] = [:]
    private var ready = Heap<Turn>()
    private var later = Heap<Wake>()

    init(channel: String) { self.channel = channel }

    var busy: Int { underWay.count }

    /// The first moment at which one more may go; nil: any.
    private var opensAt: Moment? {
        guard let free = rates.opensAt else { return health.opensAt }
        return health.opensAt.map { max($0, free) } ?? free
    }

    private var hasRoom: Bool { busy < health.room(of: limit) }

    /// A delivery waits until its `notBefore`.
    mutating func wait(_ id: DeliveryID, until moment: Moment) {
        later.insert(Wake(moment: moment, id: id))
    }

    /// Takes the next delivery that may go out now.
    mutating func takeReady(from entries: [DeliveryID: Outbox.Entry], now: Moment) -> DeliveryID? {
        guard hasRoom, isOpen(now) else { return nil }
        wake(from: entries, now: now)
        while let turn = ready.popMin() {
            if entries[turn.id]?.isWaiting(since: turn.moment) == true { return turn.id }
        }
        return nil
    }

    /// Whether so many deliveries wait for their turn, or soon will, behind others that are under way.
    mutating func isFed(with enough: Int, from entries: [DeliveryID: Outbox.Entry], now: Moment) -> Bool {
        guard busy > 0, isOpen(now) else { return false }
        if intending + ready.count >= enough { return true }
        wake(from: entries, now: now)
        return intending + ready.count >= enough
    }

    private func isOpen(_ now: Moment) -> Bool { opensAt.map { $0 <= now } ?? true }

    /// The time has come for these.
    private mutating func wake(from entries: [DeliveryID: Outbox.Entry], now: Moment) {
        while let wake = later.min, wake.moment <= now {
            later.removeMin()
            guard let entry = entries[wake.id], entry.isWaiting(since: wake.moment) else { continue }
            ready.insert(Turn(urgency: entry.urgency, moment: wake.moment, id: wake.id))
        }
    }

    mutating func attemptBegins(_ id: DeliveryID, now: Moment) {
        underWay[id] = now
        rates.begin(at: now)
    }

    mutating func attemptEnded(_ id: DeliveryID, _ end: TransferEnd, now: Moment, jitter: Double) {
        guard let begunAt = underWay.removeValue(forKey: id) else { return }
        health.attemptEnded(end, begunAt: begunAt, now: now, limit: limit, backOff: backOff, jitter: jitter)
    }

    /// Its end takes longer to get to the disk: until then it keeps its place, so that a crash leaves no more unknown
    /// than may be under way.
    mutating func keepPlace(of id: DeliveryID, now: Moment) { underWay[id] = now }

    mutating func freePlace(of id: DeliveryID) { underWay[id] = nil }

    /// When the next waiting delivery may go out; nil where none waits or there is no room.
    mutating func next(of entries: [DeliveryID: Outbox.Entry]) -> Moment? {
        guard hasRoom else { return nil }
        while let wake = later.min, entries[wake.id]?.isWaiting(since: wake.moment) != true { later.removeMin() }
        guard let first = ready.min?.moment ?? later.min?.moment else { return nil }
        return opensAt.map { max($0, first) } ?? first
    }

    /// When the channel will have been silent for too long; nil: it is not in trouble, or that was said.
    ///
    /// One delivery that is put off again and again tells of itself, not of the channel.
    var silentAt: Moment? {
        guard let since = health.troubledSince, open > 0, health.fault != nil || putOff > 1 else { return nil }
        if case .silent = alarm { return nil }
        return since.adding(seconds: ChannelHealth.silence)
    }

    /// The clock was stepped back.
    mutating func stepBack(to now: Moment) {
        health.stepBack(to: now, longest: backOff.longest)
        rates.stepBack(to: now)
    }
}
