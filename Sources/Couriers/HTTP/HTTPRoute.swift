import CLibcurl
import Glibc

/// Where a channel's POSTs go. The URL is a credential for some receivers: it is never printed.
struct HTTPRoute: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let url: String
    private let scheme: String
    /// What a transcript shows of the URL: its path without the query, or nothing.
    let shownTarget: String
    private let caFile: String?
    private let verify: Bool
    private let timeout: Int
    private let keepsConnections: Bool

    /// Fails with what is wrong about the URL.
    ///
    /// - Parameters:
    ///   - timeout: seconds for one request.
    ///   - keepsConnections: libcurl posts once more by itself where a kept connection ends without an answer; a
    ///     receiver that cannot tell a repeat is asked over a fresh connection each time.
    ///   - hidesPath: whether transcripts mask the path too.
    init(
        url: String, caFile: String?, verify: Bool, timeout: Int, keepsConnections: Bool = true,
        hidesPath: Bool = false
    ) throws(HTTPRouteProblem) {
        guard let parts = curl_url() else { throw HTTPRouteProblem(text: "out of memory") }
        defer { curl_url_cleanup(parts) }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parts, part, &text, 0) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }),
            curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK, let scheme = part(CURLUPART_SCHEME),
            part(CURLUPART_HOST)?.isEmpty == false
        else { throw HTTPRouteProblem(text: "not a URL") }
        guard scheme == "https" || scheme == "http" else { throw HTTPRouteProblem(text: "neither https nor http") }
        guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else {
            throw HTTPRouteProblem(text: "a user or password in it")
        }
        self.url = url
        self.scheme = scheme
        self.caFile = caFile
        self.verify = verify
        self.timeout = max(1, timeout)
        self.keepsConnections = keepsConnections
        shownTarget = hidesPath ? "[masked]" : part(CURLUPART_PATH) ?? "/"
    }

    var description: String { "a route" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    func configure(_ handle: EasyHandle, request: HTTPRequest) throws(CurlFault) {
        try handle.set(CURLOPT_URL, request.url ?? url)
        try handle.set(CURLOPT_PROTOCOLS_STR, scheme)
        try handle.set(CURLOPT_REDIR_PROTOCOLS_STR, scheme)
        try handle.set(CURLOPT_FOLLOWLOCATION, false)
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_NOSIGNAL, true)
        try handle.set(CURLOPT_QUICK_EXIT, true)
        try handle.set(CURLOPT_FRESH_CONNECT, !keepsConnections)
        try handle.set(CURLOPT_FORBID_REUSE, !keepsConnections)
        try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try handle.set(CURLOPT_SSL_VERIFYPEER, verify)
        try handle.set(CURLOPT_SSL_VERIFYHOST, verify ? 2 : 0)
        if let caFile {
            try handle.set(CURLOPT_CAINFO, caFile)
            // The file stands in place of the system's anchors, not beside them.
            try handle.unset(CURLOPT_CAPATH)
        }
        try handle.set(CURLOPT_CONNECTTIMEOUT, min(10, timeout))
        try handle.set(CURLOPT_TIMEOUT, timeout)
        try handle.set(CURLOPT_POST, true)
        try handle.setPost(request.body)
        // Without an empty Expect, libcurl waits a second before a large body.
        try handle.set(CURLOPT_HTTPHEADER, list: request.headers + ["Expect:", "User-Agent: deadlined"])
    }
}

struct HTTPRouteProblem: Error {
    var text: String
}

extension HTTPEngine {
    /// The engine of a channel. Every option is tried once, so that a libcurl that lacks one is found at start.
    static func make(channel: String, route: HTTPRoute, limit: Int) throws(CourierSetupError) -> HTTPEngine {
        do {
            try route.configure(EasyHandle(), request: HTTPRequest(headers: [], body: []))
            return try HTTPEngine(channel: channel, route: route, limit: limit)
        } catch {
            throw CourierSetupError(
                channel: channel, problem: "libcurl, option refused", hint: "libcurl 7.87 or newer is needed")
        }
    }
}
