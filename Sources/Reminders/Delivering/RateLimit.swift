/// At most so many attempts within so many seconds, whichever seconds they are: a sliding window, retries counted.
/// What is over it waits; nothing is dropped.
package struct RateLimit: Hashable, Sendable {
    /// Attempts, at least 1.
    package let count: Int
    /// The window's length, at least 1 and at most `ChannelHistory.rateSeconds`.
    package let seconds: Int64

    package init(count: Int, seconds: Int64) {
        precondition(count > 0 && seconds > 0, "a rate lets something pass in some time")
        self.count = count
        self.seconds = seconds
    }

    /// The same on a clock that runs `speed` times as fast.
    package func scaled(by speed: Double) -> RateLimit {
        RateLimit(count: count, seconds: Int64((Double(seconds) * speed).rounded(.up)))
    }
}
