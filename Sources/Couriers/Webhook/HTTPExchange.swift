import CLibcurl

/// One POST.
struct HTTPRequest: Sendable {
    /// `name: value` lines without line ends.
    var headers: [String]
    var body: [UInt8]
}

/// How a POST ended, before anyone says what that means.
struct HTTPAnswer: Sendable {
    var curl: CURLcode
    /// The final status; nil if none came.
    var status: Int?
    /// `HTTP/1.1 429 Too Many Requests`, cleaned.
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

    init(handle: EasyHandle, finished: @escaping @Sendable (HTTPAnswer) -> Void) {
        self.handle = handle
        self.finished = finished
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
            switch kind {
            case CURLINFO_HEADER_OUT, CURLINFO_DATA_OUT:
                exchange.requestBegan = true
            case CURLINFO_TEXT:
                let text = UnsafeRawBufferPointer(start: bytes, count: count)
                if let version = TLSNote.version(in: text) { exchange.notedVersion = version }
            default:
                break
            }
            return 0
        }
        try handle.set(CURLOPT_VERBOSE, true)
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
        if bytes.starts(with: "HTTP/".utf8) {
            let line = ReplyText.clean(bytes)
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
        return HTTPAnswer(
            curl: code, status: status, statusLine: statusLine, body: body,
            retryAfter: wait > 0 ? Int(min(wait, 86400)) : nil, requestBegan: requestBegan, wasClosed: wasClosed,
            peer: handle.peer, tls: notedVersion ?? tlsOfPort(localPort))
    }

    var localPort: Int { handle.number(CURLINFO_LOCAL_PORT) }
    /// The TLS version, if this transfer made the connection.
    var freshTLS: String? { notedVersion }
}
