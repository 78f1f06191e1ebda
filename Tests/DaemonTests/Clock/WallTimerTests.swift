import CivilTime
import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite("the one timer")
struct WallTimerTests {
    /// When it fired, by the clock it belongs to.
    private final class Firings: Sendable {
        private let kept = Mutex<[Moment]>([])
        var all: [Moment] { kept.withLock { $0 } }
        func note(_ moment: Moment) { kept.withLock { $0.append(moment) } }
    }

    private func timer(_ clock: DaemonClock, _ firings: Firings) -> (WallTimer, DispatchQueue) {
        let queue = DispatchQueue(label: "test.timer")
        return (queue.sync { WallTimer(queue: queue, clock: clock) { firings.note(clock.now()) } }, queue)
    }

    @Test("on the system's clock it fires at its moment, not before, once")
    func wall() async throws {
        let clock = DaemonClock()
        let firings = Firings()
        let (timer, queue) = timer(clock, firings)
        let moment = clock.now().adding(seconds: 2)
        queue.sync { timer.arm(moment) }
        try await until("it fires") { !firings.all.isEmpty }
        #expect(try #require(firings.all.first) >= moment)
        // Another one, to see that the first did not come again meanwhile.
        let next = clock.now().adding(seconds: 1)
        queue.sync { timer.arm(next) }
        try await until("it fires again") { firings.all.count >= 2 }
        #expect(firings.all.count == 2 && firings.all[1] >= next)
        queue.sync { timer.cancel() }
    }

    @Test("armed on what is past it fires at once; armed anew it forgets the old moment; on nothing it sleeps")
    func rearmed() async throws {
        let clock = DaemonClock()
        let firings = Firings()
        let (timer, queue) = timer(clock, firings)
        queue.sync {
            timer.arm(clock.now().adding(seconds: 1))
            timer.arm(clock.now().adding(seconds: 86400 * 365))
            timer.arm(nil)
        }
        let past = clock.now()
        try await until("the forgotten moment is over") { clock.now() >= past.adding(seconds: 2) }
        #expect(firings.all.isEmpty)
        queue.sync { timer.arm(past.adding(seconds: -3600)) }
        try await until("it fires") { firings.all.count == 1 }
        queue.sync { timer.cancel() }
    }

    @Test("on a scaled clock it fires when that clock shows the moment")
    func scaled() async throws {
        let clock = DaemonClock(start: DaemonClockTests.start, speed: 86400)
        let firings = Firings()
        let (timer, queue) = timer(clock, firings)
        let moment = DaemonClockTests.start.adding(seconds: 6 * 3600)
        clock.release(next: moment, leapTo: nil)
        queue.sync { timer.arm(moment) }
        try await until("it fires") { !firings.all.isEmpty }
        // A second of this clock is 12 µs: the timer may be that much early, and is armed again then.
        #expect(firings.all.count == 1 && firings.all[0] >= moment.adding(seconds: -1) && firings.all[0] <= moment)
        queue.sync { timer.cancel() }
    }
}
