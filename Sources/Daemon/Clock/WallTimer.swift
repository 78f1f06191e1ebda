import CivilTime
import Dispatch
import Glibc

/// The one timer, armed on what comes next. On the system's clock it is a wall timer (`CLOCK_REALTIME`, absolute): it
/// follows clock steps both ways and suspend. Belongs to the queue it was made for.
final class WallTimer {
    /// A far moment: the timer sleeps.
    private static let never = Moment(seconds: 253_402_300_799)

    private let source: any DispatchSourceTimer
    private let clock: DaemonClock

    init(queue: DispatchQueue, clock: DaemonClock, fired: @escaping @Sendable () -> Void) {
        self.clock = clock
        source = DispatchSource.makeTimerSource(flags: [], queue: queue)
        source.setEventHandler(handler: fired)
        sleep()
        source.activate()
    }

    func arm(_ moment: Moment?) {
        guard let moment else { return sleep() }
        if clock.isScaled {
            source.schedule(
                deadline: .now() + .nanoseconds(Int(clamping: clock.realDelay(until: moment))), leeway: .milliseconds(1)
            )
        } else {
            source.schedule(
                wallDeadline: DispatchWallTime(timespec: timespec(tv_sec: Int(moment.seconds), tv_nsec: 0)),
                leeway: .milliseconds(200))
        }
    }

    func cancel() { source.cancel() }

    private func sleep() {
        if clock.isScaled {
            source.schedule(deadline: .distantFuture)
        } else {
            source.schedule(
                wallDeadline: DispatchWallTime(timespec: timespec(tv_sec: Int(Self.never.seconds), tv_nsec: 0)),
                leeway: .seconds(1))
        }
    }
}
