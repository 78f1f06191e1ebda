import CivilTime

/// When the attempts of a channel began, as far back as its rates ask: a sliding window for each.
///
/// Times are whole seconds, so that two of them may lie nearly a second nearer than they look: each window is a second
/// longer than its rate says.
struct RateWindow: Sendable, Equatable {
    private(set) var limits: [RateLimit]
    /// The newest moments in the order they came, as a ring.
    private var begun: [Moment] = []
    private var oldest = 0
    private let capacity: Int

    /// - Parameter begun: what is known of the time before, oldest first.
    init(_ limits: [RateLimit], begun: [Moment] = []) {
        self.limits = limits
        capacity = limits.map(\.count).max() ?? 0
        self.begun = Array(begun.suffix(capacity))
    }

    /// An attempt begins.
    mutating func begin(at moment: Moment) {
        guard capacity > 0 else { return }
        if begun.count < capacity {
            begun.append(moment)
        } else {
            begun[oldest] = moment
            oldest = oldest + 1 == capacity ? 0 : oldest + 1
        }
    }

    /// The first moment at which one more may begin; nil: any.
    var opensAt: Moment? {
        var opens: Moment?
        for limit in limits where begun.count >= limit.count {
            let first = begun[(oldest + begun.count - limit.count) % begun.count]
            let free = first.adding(seconds: limit.seconds + 1)
            opens = opens.map { max($0, free) } ?? free
        }
        return opens
    }

    /// Other limits hold from now on. What was begun and is not remembered may have been any number, up to now.
    mutating func change(to limits: [RateLimit], now: Moment) {
        guard limits != self.limits else { return }
        var known = Array(begun[oldest...] + begun[..<oldest])
        let needed = limits.map(\.count).max() ?? 0
        if known.count == capacity, needed > capacity {
            known = Array(repeating: known.first ?? now, count: needed - capacity) + known
        }
        self = RateWindow(limits, begun: known)
    }

    /// The clock was stepped back: what lies ahead of it is taken for just begun.
    mutating func stepBack(to now: Moment) {
        begun = begun.map { min($0, now) }
    }
}
