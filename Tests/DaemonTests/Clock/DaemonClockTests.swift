import CivilTime
import TestSupport
import Testing

@testable import Daemon

@Suite("the daemon's clock")
struct DaemonClockTests {
    static let start = Moment(seconds: 1_490_950_800)

    @Test("a scaled clock stands at its start until it is released")
    func starts() async throws {
        let clock = DaemonClock(start: Self.start, speed: 86400)
        try await Task.sleep(for: .milliseconds(20))
        #expect(clock.isScaled)
        #expect(clock.now() == Self.start)
    }

    @Test("it runs at its speed, never past what comes next, and never back")
    func ceiling() async throws {
        let clock = DaemonClock(start: Self.start, speed: 86400)
        let next = Self.start.adding(seconds: 5000)
        clock.release(next: next, leapTo: nil)
        var last = Self.start
        try await until("the next thing") {
            let now = clock.now()
            #expect(now >= last && now <= next)
            last = now
            return now == next
        }
        try await Task.sleep(for: .milliseconds(20))
        #expect(clock.now() == next, "it ran past what it shows")
    }

    @Test("held, it stands; released, it goes on from there")
    func held() async throws {
        let clock = DaemonClock(start: Self.start, speed: 86400)
        clock.release(next: nil, leapTo: nil)
        try await until("time passes") { clock.now() > Self.start }
        clock.hold()
        let held = clock.now()
        try await Task.sleep(for: .milliseconds(20))
        #expect(clock.now() == held)
        clock.release(next: nil, leapTo: nil)
        #expect(clock.now() >= held)
        try await until("time passes again") { clock.now() > held }
    }

    @Test("it leaps over a stretch in which nothing happens, up to its last seconds; never back")
    func leaps() {
        let clock = DaemonClock(start: Self.start, speed: 1)
        let next = Self.start.adding(seconds: 90 * 86400)
        clock.release(next: next, leapTo: 3600)
        let now = clock.now()
        #expect(now >= next.adding(seconds: -3600) && now <= next)
        // The next thing is nearer than the run-up: no leap, and none back.
        clock.release(next: now.adding(seconds: 10), leapTo: 3600)
        #expect(clock.now() >= now)
    }

    @Test("real time until a moment goes by the speed; what is past is now")
    func delay() {
        let clock = DaemonClock(start: Self.start, speed: 3600)
        #expect(clock.realDelay(until: Self.start.adding(seconds: 7200)) == 2_000_000_000)
        #expect(clock.realDelay(until: Self.start.adding(seconds: -7200)) == 0)
        #expect(clock.realDelay(until: Moment(seconds: .max)) > 0)
    }

    @Test("the system's clock takes no part in that")
    func system() {
        let clock = DaemonClock()
        #expect(!clock.isScaled)
        let before = DaemonClock.realSeconds()
        clock.hold()
        clock.release(next: Moment(seconds: 0), leapTo: 0)
        let now = clock.now().seconds
        #expect(now >= before && now <= DaemonClock.realSeconds())
    }
}
