import Dispatch

/// Whether the next commit waits for more: a sync costs the same for one fact as for thirty.
///
/// While more attempts are under way than have ended since the last commit, their ends are near. The commit waits until
/// as many have ended as are still under way, and at most as long as the last one took: half of the deliveries then
/// travel while the other half is written. With nothing under way it never waits.
struct CommitPacing {
    /// However slow the disk is: 20 ms.
    private static let longest: UInt64 = 20_000_000

    private var began: UInt64?
    private var lastTook: UInt64 = 0
    private var gathersUntil: UInt64?

    /// - Parameters:
    ///   - ended: attempts whose ends are to be written.
    ///   - underWay: attempts that have not ended.
    /// - Returns: nanoseconds to wait; nil: now.
    mutating func delay(ended: Int, underWay: Int, now: UInt64 = DispatchTime.now().uptimeNanoseconds) -> UInt64? {
        guard ended < underWay, lastTook > 0 else { return nil }
        let until = gathersUntil ?? now + min(lastTook, Self.longest)
        gathersUntil = until
        return now < until ? until - now : nil
    }

    mutating func begins(now: UInt64 = DispatchTime.now().uptimeNanoseconds) {
        began = now
        gathersUntil = nil
    }

    mutating func ended(now: UInt64 = DispatchTime.now().uptimeNanoseconds) {
        lastTook = began.map { now - $0 } ?? 0
        began = nil
    }
}
