import CLibcurl
import DequeModule
import Dispatch

/// One channel's HTTP client: libcurl's multi interface on one serial queue, its sockets and its timer as Dispatch
/// sources (curl_multi_socket_action). Connections are kept, in this engine's cache only.
///
/// Guard of everything mutable: `queue`. libcurl holds a pointer to the engine, so it keeps itself alive until
/// `close()`.
final class HTTPEngine: @unchecked Sendable {
    private struct Waiting {
        var request: @Sendable () -> HTTPRequest
        var notes: Transcript?
        var finished: @Sendable (HTTPAnswer) -> Void
    }

    private let route: HTTPRoute
    private let limit: Int
    private let queue: DispatchQueue
    private let timer: any DispatchSourceTimer
    private let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: HTTPExchange] = [:]
    private var waiting: Deque<Waiting> = []
    private var watches: [Int32: SocketWatch] = [:]
    /// TLS versions of kept connections by local port: a later transfer over one of them has no note of its own.
    private var tlsByPort: [Int: String] = [:]
    private var isClosed = false
    private var selfRetain: Unmanaged<HTTPEngine>?

    init(channel: String, route: HTTPRoute, limit: Int) throws(CurlFault) {
        try EasyHandle.startLibrary()
        guard let multi = curl_multi_init() else { throw CurlFault(code: CURLE_FAILED_INIT) }
        self.multi = multi
        self.route = route
        self.limit = max(1, limit)
        queue = DispatchQueue(label: "deadlined.http.\(channel)")
        timer = DispatchSource.makeTimerSource(queue: queue)
        let retained = Unmanaged.passRetained(self)
        selfRetain = retained
        timer.setEventHandler { [weak self] in self?.drive(CURL_SOCKET_BAD, 0) }
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        do {
            try installCallbacks(retained.toOpaque())
        } catch {
            queue.async { self.shut() }
            throw error
        }
    }

    private func installCallbacks(_ pointer: UnsafeMutableRawPointer) throws(CurlFault) {
        func check(_ code: CURLMcode) throws(CurlFault) {
            guard code == CURLM_OK else { throw CurlFault(code: CURLE_UNKNOWN_OPTION) }
        }
        try check(deadlined_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, pointer))
        try check(deadlined_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, pointer))
        try check(
            deadlined_multi_setopt_socket(multi, CURLMOPT_SOCKETFUNCTION) { _, socket, interest, pointer, _ in
                HTTPEngine.at(pointer)?.watch(socket, interest)
                return 0
            })
        try check(
            deadlined_multi_setopt_timer(multi, CURLMOPT_TIMERFUNCTION) { _, milliseconds, pointer in
                HTTPEngine.at(pointer)?.armTimer(milliseconds)
                return 0
            })
        try check(deadlined_multi_setopt_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING)))
        try check(deadlined_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, limit))
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPEngine? {
        pointer.map { Unmanaged<HTTPEngine>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sends one POST when it is its turn. The request is made then, so that its timestamp is the attempt's.
    /// `finished` is called on the engine's queue.
    func post(
        _ request: @escaping @Sendable () -> HTTPRequest, notes: Transcript?,
        finished: @escaping @Sendable (HTTPAnswer) -> Void
    ) {
        queue.async {
            self.waiting.append(Waiting(request: request, notes: notes, finished: finished))
            self.startWaiting()
        }
    }

    /// Ends everything under way and drops the connections.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.shut()
                continuation.resume()
            }
        }
    }

    /// `close()` for an owner that is going away.
    func abandon() {
        queue.async { self.shut() }
    }

    // MARK: on the queue

    private func startWaiting() {
        while let next = waiting.first, isClosed || active.count < limit {
            waiting.removeFirst()
            guard !isClosed else {
                next.finished(HTTPAnswer(curl: CURLE_ABORTED_BY_CALLBACK, wasClosed: true))
                continue
            }
            do {
                try start(next)
            } catch {
                next.finished(HTTPAnswer(curl: CURLE_FAILED_INIT))
            }
        }
    }

    private func start(_ next: Waiting) throws(CurlFault) {
        let request = next.request()
        let notes = next.notes.map {
            HTTPNotes(transcript: $0, shownTarget: route.shownTarget, redaction: request.redaction)
        }
        let exchange = HTTPExchange(
            handle: try EasyHandle(), request: request, notes: notes, finished: next.finished)
        try route.configure(exchange.handle, request: request)
        try exchange.installCallbacks()
        active[exchange.handle.raw] = exchange
        guard curl_multi_add_handle(multi, exchange.handle.raw) == CURLM_OK else {
            active[exchange.handle.raw] = nil
            throw CurlFault(code: CURLE_FAILED_INIT)
        }
    }

    /// libcurl may only be told of events from here, never from inside its own callbacks.
    private func drive(_ socket: curl_socket_t, _ events: Int32) {
        guard !isClosed else { return }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, events, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle else { continue }
            // The message is gone once the handle is removed.
            end(raw, code: deadlined_message_result(message))
        }
        startWaiting()
    }

    private func end(_ raw: UnsafeMutableRawPointer, code: CURLcode, wasClosed: Bool = false) {
        guard let exchange = active[raw] else { return }
        if let version = exchange.freshTLS { tlsByPort[exchange.localPort] = version }
        let answer = exchange.answer(curl: code, wasClosed: wasClosed) { tlsByPort[$0] }
        curl_multi_remove_handle(multi, raw)
        active[raw] = nil
        exchange.finished(answer)
    }

    private func watch(_ socket: curl_socket_t, _ interest: Int32) {
        guard interest != CURL_POLL_REMOVE else {
            watches.removeValue(forKey: socket)?.cancel()
            return
        }
        let watch =
            watches[socket]
            ?? SocketWatch(socket: socket, queue: queue) { [weak self] events in self?.drive(socket, events) }
        watches[socket] = watch
        watch.watch(interest)
    }

    private func armTimer(_ milliseconds: Int) {
        timer.schedule(deadline: milliseconds < 0 ? .distantFuture : .now() + .milliseconds(milliseconds))
    }

    private func shut() {
        guard !isClosed else { return }
        isClosed = true
        for raw in Array(active.keys) { end(raw, code: CURLE_ABORTED_BY_CALLBACK, wasClosed: true) }
        startWaiting()
        curl_multi_cleanup(multi)
        for watch in watches.values { watch.cancel() }
        watches = [:]
        timer.cancel()
        selfRetain?.release()
        selfRetain = nil
    }
}
