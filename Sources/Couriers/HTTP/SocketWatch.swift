import CLibcurl
import Dispatch
import Glibc

/// Dispatch sources for one of libcurl's sockets, as libcurl asks for them.
///
/// Each watches a duplicate of the descriptor, its own: libcurl closes the socket at once, and a source whose descriptor
/// is closed (or used anew) before its cancellation went through is a fault in libdispatch; and two sources on one
/// descriptor share a one-shot registration there (event_epoll.c), so that a connection that was reset while the second
/// was made and the first cancelled was not noticed now and then. Belongs to the engine's queue.
final class SocketWatch {
    /// Closes the duplicate when the source's cancellation has gone through.
    private final class Duplicate {
        let descriptor: Int32
        init?(of socket: Int32) {
            descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            if descriptor < 0 { return nil }
        }
        deinit { close(descriptor) }
    }

    private let socket: Int32
    private let queue: DispatchQueue
    /// Called with CURL_CSELECT_IN or _OUT.
    private let ready: (Int32) -> Void
    private var reading: (any DispatchSourceRead)?
    private var writing: (any DispatchSourceWrite)?

    init(socket: Int32, queue: DispatchQueue, ready: @escaping (Int32) -> Void) {
        self.socket = socket
        self.queue = queue
        self.ready = ready
    }

    deinit { cancel() }

    /// `interest` is libcurl's CURL_POLL_*. The socket is open. Where there are no descriptors left, the transfer ends by
    /// its time-out.
    func watch(_ interest: Int32) {
        let wantsRead = interest == CURL_POLL_IN || interest == CURL_POLL_INOUT
        let wantsWrite = interest == CURL_POLL_OUT || interest == CURL_POLL_INOUT
        let ready = ready
        if wantsRead, reading == nil {
            if let duplicate = Duplicate(of: socket) {
                let source = DispatchSource.makeReadSource(fileDescriptor: duplicate.descriptor, queue: queue)
                source.setEventHandler { ready(CURL_CSELECT_IN) }
                source.setCancelHandler { withExtendedLifetime(duplicate) {} }
                source.activate()
                reading = source
            }
        } else if !wantsRead {
            reading?.cancel()
            reading = nil
        }
        if wantsWrite, writing == nil {
            if let duplicate = Duplicate(of: socket) {
                let source = DispatchSource.makeWriteSource(fileDescriptor: duplicate.descriptor, queue: queue)
                source.setEventHandler { ready(CURL_CSELECT_OUT) }
                source.setCancelHandler { withExtendedLifetime(duplicate) {} }
                source.activate()
                writing = source
            }
        } else if !wantsWrite {
            writing?.cancel()
            writing = nil
        }
    }

    func cancel() {
        watch(CURL_POLL_NONE)
    }
}
