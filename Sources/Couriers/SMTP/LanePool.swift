import Synchronization

/// Lends a channel's lanes, one borrower each. The lane used last goes out first: its connection is the warmest, and
/// those no longer needed grow idle.
final class LanePool: Sendable {
    private struct State {
        var free: [SMTPLane]
        var waiting: [CheckedContinuation<SMTPLane?, Never>] = []
        var isClosed = false
    }

    let lanes: [SMTPLane]
    private let state: Mutex<State>

    init(lanes: [SMTPLane]) {
        self.lanes = lanes
        state = Mutex(State(free: lanes.reversed()))
    }

    /// A lane of one's own until `giveBack`, in order of asking; nil once the pool is closed.
    func borrow() async -> SMTPLane? {
        await withCheckedContinuation { continuation in
            let lane: SMTPLane?? = state.withLock { state in
                if state.isClosed { return .some(nil) }
                if let lane = state.free.popLast() { return .some(lane) }
                state.waiting.append(continuation)
                return nil
            }
            if let lane { continuation.resume(returning: lane) }
        }
    }

    func giveBack(_ lane: SMTPLane) {
        let next: CheckedContinuation<SMTPLane?, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free.append(lane)
            return nil
        }
        next?.resume(returning: lane)
    }

    /// Sends those who wait away without a lane.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: nil) }
    }
}
