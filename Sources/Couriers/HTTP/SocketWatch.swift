import CLibcurl
import Dispatch
import Glibc

/// Dispatch sources for one of libcurl's sockets, as libcurl asks for them.
///
/// They watch a duplicate of the descriptor: libcurl closes its own at once, and a source whose descriptor is closed
/// (or used anew) before its cancellation went through is a fault in libdispatch. Belongs to the engine's queue.
final class SocketWatch {
    /// Closes the duplicate when the last source's cancellation has gone through.
    private final class Duplicate {
        let descriptor: Int32
        init?(of socket: Int32) {
            descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            if descriptor < 0 { return nil }
        }
        deinit { close(descriptor) }
    }

    private let duplicate: Duplicate
    private let queue: DispatchQueue
    /// Called with CURL_CSELECT_IN or _OUT.
    private let ready: (Int32) -> Void
    private var reading: (any DispatchSourceRead)?
    private var writing: (any DispatchSourceWrite)?

    /// Nil if there are no descriptors left; the transfer then ends by its time-out.
    init?(socket: Int32, queue: DispatchQueue, ready: @escaping (Int32) -> Void) {
        guard let duplicate = Duplicate(of: socket) else { return nil }
        self.duplicate = duplicate
        self.queue = queue
        self.ready = ready
    }

    deinit { cancel() }

    /// `interest` is libcurl's CURL_POLL_*.
    func watch(_ interest: Int32) {
        let wantsRead = interest == CURL_POLL_IN || interest == CURL_POLL_INOUT
        let wantsWrite = interest == CURL_POLL_OUT || interest == CURL_POLL_INOUT
        let duplicate = duplicate
        let ready = ready
        if wantsRead, reading == nil {
            let source = DispatchSource.makeReadSource(fileDescriptor: duplicate.descriptor, queue: queue)
            source.setEventHandler { ready(CURL_CSELECT_IN) }
            source.setCancelHandler { withExtendedLifetime(duplicate) {} }
            source.activate()
            reading = source
        } else if !wantsRead {
            reading?.cancel()
            reading = nil
        }
        if wantsWrite, writing == nil {
            let source = DispatchSource.makeWriteSource(fileDescriptor: duplicate.descriptor, queue: queue)
            source.setEventHandler { ready(CURL_CSELECT_OUT) }
            source.setCancelHandler { withExtendedLifetime(duplicate) {} }
            source.activate()
            writing = source
        } else if !wantsWrite {
            writing?.cancel()
            writing = nil
        }
    }

    func cancel() {
        watch(CURL_POLL_NONE)
    }
}
