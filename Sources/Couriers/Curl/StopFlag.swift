import Synchronization

/// Raised once, from any thread, to make transfers under way end at their next progress call (within a second).
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isRaised: Bool { flag.load(ordering: .acquiring) }

    func raise() { flag.store(true, ordering: .releasing) }
}
