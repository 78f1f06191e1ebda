import CLibcurl

/// One POST.
struct HTTPRequest: Sendable {
    /// The attempt's own, with another query than the route's; nil: the route's.
    var url: String?
    /// `name: value` lines without line ends.
    var headers: [String]
    var body: [UInt8]
    /// The secrets in it, which the other side may repeat.
    var redaction = Redaction(forms: [])
}

/// How a POST ended, before anyone says what that means.
struct HTTPAnswer: Sendable {
    var curl: CURLcode
    /// The final status; nil if none came.
    var status: Int?
    /// `HTTP/1.1 429 Too Many Requests`, cleaned, secrets masked.
    var statusLine: String?
    /// The answer's body, at most `HTTPExchange.longestAnswer` bytes; group robots say there whether it went well.
    var body: [UInt8] = []
    /// Seconds, from `Retry-After` in either of its forms (RFC 9110 10.2.3).
    var retryAfter: Int?
    /// Whether any of the request had left: from there on it may have arrived.
    var requestBegan = false
    /// Ended by `close()`.
    var wasClosed = false
    var peer: String?
    var tls: String?
    /// Of the request's secrets, for what is taken out of the body.
    var redaction = Redaction(forms: [])
}

/// One POST's transfer as libcurl's callbacks see it. Belongs to the engine's queue.
final class HTTPExchange {
    /// An answer's bound; more ends the transfer, and the status decides.
    static let longestAnswer = 64 * 1024

    let handle: EasyHandle
    let finished: @Sendable (HTTPAnswer) -> Void
    private var body: [UInt8] = []
    private var headerBytes = 0
    private var status: Int?
    private var statusLine: String?
    private var requestBegan = false
    private var notedVersion: String?
    private let redaction: Redaction
    /// The request's body, in bytes.
    private let size: Int
    private var notes: HTTPNotes?

    init(
        handle: EasyHandle, request: HTTPRequest, notes: HTTPNotes?,
        finished: @escaping @Sendable (HTTPAnswer) -> Void
    ) {
        self.handle = handle
        self.finished = finished
        self.notes = notes
        redaction = request.redaction
        size = request.body.count
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPExchange? {
        pointer.map { Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The engine keeps the exchange until its handle is out of the multi handle.
    func installCallbacks() throws(CurlFault) {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA] {
            try handle.set(option, pointer: pointer)
        }
        try handle.onBody { buffer, size, count, pointer in
            guard let exchange = HTTPExchange.at(pointer), let buffer else { return 0 }
            return exchange.took(body: UnsafeRawBufferPointer(start: buffer, count: size * count))
        }
        try handle.onHeader { buffer, size, count, pointer in
            guard let exchange = HTTPExchange.at(pointer), let buffer else { return 0 }
            return exchange.took(header: UnsafeRawBufferPointer(start: buffer, count: size * count))
        }
        try handle.onDebug { _, kind, bytes, count, pointer in
            guard let exchange = HTTPExchange.at(pointer), let bytes else { return 0 }
            exchange.saw(kind, UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        try handle.set(CURLOPT_VERBOSE, true)
    }

    private func saw(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT:
            requestBegan = true
            noteConnection()
            notes?.sent(head: bytes)
        case CURLINFO_DATA_OUT:
            requestBegan = true
            notes?.sent(body: bytes.count, of: size)
        case CURLINFO_TEXT:
            guard let version = TLSNote.version(in: bytes) else { return }
            notedVersion = version
            guard notes != nil, let agreement = TLSNote.agreement(in: bytes) else { return }
            noteConnection()
            notes?.agreedOnTLS(agreement)
        default:
            break
        }
    }

    private func noteConnection() {
        guard notes != nil else { return }
        notes?.connected(to: handle.peer, isKept: handle.number(CURLINFO_NUM_CONNECTS) == 0)
    }

    /// Any other number than the one offered ends the transfer.
    private func took(body bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= Self.longestAnswer else { return 0 }
        body += bytes
        return bytes.count
    }

    private func took(header bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.longestAnswer else { return 0 }
        notes?.received(line: bytes)
        if bytes.starts(with: "HTTP/".utf8) {
            let line = ReplyText.clean(redaction.isNeeded ? redaction.clean(bytes) : Array(bytes))
            let code = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            // 1xx is followed by another status.
            if let code, code >= 200 {
                status = code
                statusLine = line
            }
        }
        return bytes.count
    }

    /// - Parameter tlsOfPort: the TLS version of the kept connection at a local port, noted when it was made.
    func answer(curl code: CURLcode, wasClosed: Bool, tlsOfPort: (Int) -> String?) -> HTTPAnswer {
        let wait = handle.largeNumber(CURLINFO_RETRY_AFTER)
        notes?.received(body: body)
        return HTTPAnswer(
            curl: code, status: status, statusLine: statusLine, body: body,
            retryAfter: wait > 0 ? Int(min(wait, 86400)) : nil, requestBegan: requestBegan, wasClosed: wasClosed,
            peer: handle.peer, tls: notedVersion ?? tlsOfPort(localPort), redaction: redaction)
    }

    var localPort: Int { handle.number(CURLINFO_LOCAL_PORT) }
    /// The TLS version, if this transfer made the connection.
    var freshTLS: String? { notedVersion }
}
