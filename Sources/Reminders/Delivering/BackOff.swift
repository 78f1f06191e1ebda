import CivilTime

/// How long until the next attempt. Pure: jitter (0 to 1) comes in.
///
/// RFC 5321, 4.5.4.1 asks for at least 30 minutes in the long run and four to five days of patience; RFC 1123 for two
/// tries in the first hour.
package struct BackOff: Sendable, Equatable {
    /// Seconds after the first, second … attempt; the last one repeats.
    package var steps: [Int64] = [300, 900, 1800, 3600, 7200, 10800]
    /// Seconds for which a delivery may be put off before it is given up, counted from the first time it was; those
    /// that it took the place of count too. Default five days.
    package var patience: Int64 = 5 * 86400
    /// Seconds a channel is held after its first, second … fault in a row.
    package var holds: [Int64] = [60, 300, 900, 1800]
    /// Attempts without an answer after which a delivery ends as «may have arrived».
    package var unknowns = 3

    package init() {}

    /// Seconds to wait after `attempts` attempts; up to a tenth more by jitter, so that a burst does not come back as one.
    package func delay(after attempts: Int, jitter: Double) -> Int64 {
        Self.stretch(steps[min(max(attempts, 1), steps.count) - 1], jitter)
    }

    /// Seconds to hold a channel after `faults` faults in a row.
    package func hold(after faults: Int, jitter: Double) -> Int64 {
        Self.stretch(holds[min(max(faults, 1), holds.count) - 1], jitter)
    }

    private static func stretch(_ seconds: Int64, _ jitter: Double) -> Int64 {
        seconds + Int64(Double(seconds) * 0.1 * min(max(jitter, 0), 1))
    }
}
