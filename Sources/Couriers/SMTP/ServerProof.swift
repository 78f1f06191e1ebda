import Synchronization

/// Whether a channel's server has taken a recipient from us: shared by the channel's lanes, never taken back.
final class ServerProof: Sendable {
    private let proven = Atomic<Bool>(false)

    var isGiven: Bool { proven.load(ordering: .relaxed) }

    func give() {
        guard !isGiven else { return }
        proven.store(true, ordering: .relaxed)
    }
}
