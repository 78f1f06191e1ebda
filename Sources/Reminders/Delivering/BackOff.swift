/// How long until the next attempt over a channel. Pure: jitter (0 to 1) comes in.
package struct BackOff: Sendable, Equatable {
    /// Seconds after the first, second … attempt that was put off; the last one repeats.
    package var steps: [Int64]
    /// Seconds for which a delivery may be put off before it is given up, counted from the first time it was; those
    /// that it took the place of count too.
    package var patience: Int64
    /// Seconds a channel is held after its first, second … fault in a row; the last one repeats.
    package var holds: [Int64]
    /// Attempts without an answer after which a delivery ends as «may have arrived».
    package var unknowns: Int

    /// The longest a peer's own wish (`Retry-After`) is granted: a day.
    package static let longestWish: Int64 = 86400

    /// - Parameters:
    ///   - patience: nil: the sum of `steps`, so that the attempt after the last step is the last one.
    ///   - holds: default 1, 5, 15, 30 minutes.
    ///   - unknowns: default 3.
    package init(
        steps: [Int64], patience: Int64? = nil, holds: [Int64] = [60, 300, 900, 1800], unknowns: Int = 3
    ) {
        precondition(!steps.isEmpty && !holds.isEmpty, "a back-off has a step and a hold")
        self.steps = steps
        self.patience = patience ?? steps.reduce(0, +)
        self.holds = holds
        self.unknowns = unknowns
    }

    /// 5, 15 and 30 minutes, 1 and 2 hours, then every 3 hours, five days in all. RFC 5321, 4.5.4.1 asks for at least 30
    /// minutes in the long run and four to five days of patience; RFC 1123 for two tries in the first hour.
    package static let mail = BackOff(steps: [300, 900, 1800, 3600, 7200, 10800], patience: 5 * 86400)

    /// Standard Webhooks 1.0.0: ten attempts, 0, 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours apart.
    package static let webhooks = BackOff(
        steps: [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])

    /// Seconds to wait after `attempts` attempts; up to a tenth more by jitter, so that a burst does not come back as one.
    ///
    /// - Parameter wish: the seconds that the other side asked for; they count where they are longer.
    package func delay(after attempts: Int, wish: Int? = nil, jitter: Double) -> Int64 {
        let own = Self.stretch(steps[min(max(attempts, 1), steps.count) - 1], jitter)
        return max(own, min(Int64(wish ?? 0), Self.longestWish))
    }

    /// Seconds to hold a channel after `faults` faults in a row.
    package func hold(after faults: Int, wish: Int? = nil, jitter: Double) -> Int64 {
        let own = Self.stretch(holds[min(max(faults, 1), holds.count) - 1], jitter)
        return max(own, min(Int64(wish ?? 0), Self.longestWish))
    }

    /// The longest that an attempt is ever put off.
    package var longest: Int64 {
        max(Self.longestWish, Self.stretch(max(steps.max() ?? 0, holds.max() ?? 0), 1))
    }

    private static func stretch(_ seconds: Int64, _ jitter: Double) -> Int64 {
        seconds + Int64(Double(seconds) * 0.1 * min(max(jitter, 0), 1))
    }
}
