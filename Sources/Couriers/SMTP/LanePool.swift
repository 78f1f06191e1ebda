import DequeModule
import Synchronization

/// Lends a channel's lanes, one borrower each. The lane used last goes out first: its connection is the warmest, and
/// those no longer needed grow idle.
final class LanePool: Sendable {
    typealias Borrower = @Sendable (SMTPLane?) -> Void

    private struct State {
        var free: [SMTPLane]
        var waiting: Deque<Borrower> = []
        var isClosed = false
    }

    let lanes: [SMTPLane]
    private let state: Mutex<State>

    init(lanes: [SMTPLane]) {
        self.lanes = lanes
        state = Mutex(State(free: lanes.reversed()))
    }

    /// Lends a lane of one's own until `giveBack`, in order of asking; nil once the pool is closed.
    func borrow(_ borrower: @escaping Borrower) {
        let lane: SMTPLane?? = state.withLock { state in
            if state.isClosed { return .some(nil) }
            if let lane = state.free.popLast() { return .some(lane) }
            state.waiting.append(borrower)
            return nil
        }
        if let lane { borrower(lane) }
    }

    func giveBack(_ lane: SMTPLane) {
        let next: Borrower? = state.withLock { state in
            if let next = state.waiting.popFirst() { return next }
            state.free.append(lane)
            return nil
        }
        next?(lane)
    }

    /// Sends those who wait away without a lane.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for borrower in waiting { borrower(nil) }
    }
}
