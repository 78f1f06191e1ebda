package import CivilTime
import Dispatch
import Foundation
import Synchronization

/// What time it is for the plan: the system's clock, or a scaled one for trying a list out.
///
/// Read once a wake-up and passed down. Time-outs, rate limits and signatures do not ask it: they are real.
package final class DaemonClock: Sendable {
    /// The scaled clock's state; guarded by the Mutex.
    private struct Scaled {
        /// Virtual seconds a real second.
        let speed: Double
        var virtualAnchor: Double
        var realAnchor: UInt64
        /// It never runs past the next thing to do, and stands still while anything is on its way: what is planned
        /// for nine happens at nine, however slow the machine.
        var ceiling: Double?
        var isHeld = true

        func now(_ real: UInt64) -> Double {
            guard !isHeld else { return virtualAnchor }
            let elapsed = Double(real - realAnchor) / 1e9 * speed
            return min(virtualAnchor + elapsed, ceiling ?? .infinity)
        }

        mutating func stand(_ real: UInt64) {
            virtualAnchor = now(real)
            realAnchor = real
        }

        mutating func run(to next: Double?, leapTo runUp: Double?) {
            isHeld = false
            ceiling = next
            if let next, let runUp { virtualAnchor = max(virtualAnchor, next - runUp) }
        }
    }

    private let scaled: Mutex<Scaled?>
    package let isScaled: Bool

    /// The system's clock.
    package init() {
        scaled = Mutex(nil)
        isScaled = false
    }

    /// A clock that starts at `start` and runs `speed` times as fast as the real one.
    package init(start: Moment, speed: Double) {
        scaled = Mutex(
            Scaled(speed: speed, virtualAnchor: Double(start.seconds), realAnchor: DispatchTime.now().uptimeNanoseconds)
        )
        isScaled = true
    }

    package func now() -> Moment {
        let real = DispatchTime.now().uptimeNanoseconds
        let virtual = scaled.withLock { clock in clock.map { Int64($0.now(real)) } }
        return Moment(seconds: virtual ?? Self.realSeconds())
    }

    /// Stands still until `release`. No effect on the system's clock.
    func hold() {
        let real = DispatchTime.now().uptimeNanoseconds
        scaled.withLock { clock in
            clock?.stand(real)
            clock?.isHeld = true
        }
    }

    /// Runs on, up to `next`, after a leap over the time in which nothing happens but its last `run-up`.
    func release(next: Moment?, leapTo runUp: Int64?) {
        let real = DispatchTime.now().uptimeNanoseconds
        scaled.withLock { clock in
            clock?.stand(real)
            clock?.run(to: next.map { Double($0.seconds) }, leapTo: runUp.map(Double.init))
        }
    }

    /// Real nanoseconds until `moment` on a scaled clock.
    func realDelay(until moment: Moment) -> UInt64 {
        let real = DispatchTime.now().uptimeNanoseconds
        return scaled.withLock { clock in
            guard let clock else { return 0 }
            let ahead = max(0, Double(moment.seconds) - clock.now(real))
            return UInt64(min(ahead / clock.speed, 1e6) * 1e9)
        }
    }

    /// The system's seconds since the epoch.
    package static func realSeconds() -> Int64 {
        Int64(Date().timeIntervalSince1970.rounded(.down))
    }
}
