import Testing

@testable import Daemon

@Suite("when a commit waits for more")
struct CommitPacingTests {
    /// One commit that took three milliseconds, at the clock's beginning.
    private func paced(took: UInt64 = 3_000_000) -> CommitPacing {
        var pacing = CommitPacing()
        pacing.begins(now: 0)
        pacing.ended(now: took)
        return pacing
    }

    @Test("with nothing under way, or before any commit, it never waits")
    func atOnce() {
        var pacing = paced()
        #expect(pacing.delay(ended: 0, underWay: 0, now: 3_000_000) == nil)
        #expect(pacing.delay(ended: 1, underWay: 0, now: 3_000_000) == nil)
        var fresh = CommitPacing()
        #expect(fresh.delay(ended: 0, underWay: 16, now: 0) == nil)
    }

    @Test("it waits until as many have ended as are under way, and at most as long as the last one took")
    func waits() {
        var pacing = paced()
        #expect(pacing.delay(ended: 1, underWay: 15, now: 10_000_000) == 3_000_000)
        #expect(pacing.delay(ended: 5, underWay: 11, now: 12_000_000) == 1_000_000)
        #expect(pacing.delay(ended: 8, underWay: 8, now: 12_100_000) == nil)
        #expect(pacing.delay(ended: 6, underWay: 10, now: 13_000_000) == nil)
    }

    @Test("the next wait begins anew, and a slow disk makes nobody wait for longer than 20 ms")
    func anew() {
        var pacing = paced(took: 500_000_000)
        #expect(pacing.delay(ended: 1, underWay: 9, now: 600_000_000) == 20_000_000)
        pacing.begins(now: 620_000_000)
        pacing.ended(now: 621_000_000)
        #expect(pacing.delay(ended: 1, underWay: 9, now: 700_000_000) == 1_000_000)
    }
}
