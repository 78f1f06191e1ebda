import CLibcurl
import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Couriers

@Suite("The watch on libcurl's sockets")
struct SocketWatchTests {
    /// One watch, on its queue.
    private final class Watched: @unchecked Sendable {
        // Guard: `queue`.
        private let queue: DispatchQueue
        private var watch: SocketWatch?

        init(_ queue: DispatchQueue) { self.queue = queue }

        /// Waits until it can write, as libcurl does for a connection, and from then on until it can read.
        func start(_ socket: Int32, done: @escaping @Sendable () -> Void) {
            queue.async {
                let watch = SocketWatch(socket: socket, queue: self.queue) { [weak self] event in
                    if event == CURL_CSELECT_OUT {
                        self?.watch?.watch(CURL_POLL_IN)
                    } else {
                        self?.watch?.cancel()
                        self?.watch = nil
                        done()
                    }
                }
                self.watch = watch
                watch.watch(CURL_POLL_OUT)
            }
        }
    }

    @Test("the end of a connection is noticed, whenever it comes while the interest changes")
    func resets() async throws {
        let queues = (0..<4).map { DispatchQueue(label: "test.watch.\($0)") }
        let rounds = 2000
        let noticed = Mutex(0)
        for round in 0..<rounds {
            var ends: [Int32] = [0, 0]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            let (mine, theirs) = (ends[0], ends[1])
            let watched = Watched(queues[round % 4])
            // Unread bytes make the end a reset.
            _ = send(mine, "x", 1, 0)
            watched.start(mine) {
                close(mine)
                _ = watched
                noticed.withLock { $0 += 1 }
            }
            for _ in 0..<(round % 50 * 20) { sched_yield() }
            close(theirs)
            if round % 200 == 199 { try await until("all so far") { noticed.withLock { $0 } == round + 1 } }
        }
        #expect(noticed.withLock { $0 } == rounds)
    }
}
