import CLibcurl
import Foundation

/// One HTTP request over a Unix socket, on the calling thread.
///
/// Only `http`, no redirects, no proxy whatever the environment says, and answers bounded in size and time.
struct CurlRequest {
    struct Reply {
        var status: Int
        var body: Data
    }

    /// The largest answer that is read, in bytes: 64 MB.
    static let largestAnswer = 64 << 20

    var socket: String
    /// With its query: `/v1/log?limit=20`.
    var path: String
    /// nil: GET.
    var body: Data?
    /// Seconds for all of it. Default 60: an act waits for the disk, a reload for the files.
    var patience = 60

    func perform() throws(Failure) -> Reply {
        try SocketPath.check(socket)
        guard Self.isStarted, let handle = curl_easy_init() else {
            throw Failure("libcurl does not start on this machine")
        }
        defer { curl_easy_cleanup(handle) }
        let sink = Sink(limit: Self.largestAnswer)
        var headers: UnsafeMutablePointer<curl_slist>?
        // Without `Expect:` libcurl asks leave for a large body and waits a second for it.
        for line in ["Content-Type: application/json", "Accept: application/json", "Expect:"] {
            headers = curl_slist_append(headers, line) ?? headers
        }
        defer { curl_slist_free_all(headers) }
        try set(handle, sink: sink, headers: headers)
        let code = withExtendedLifetime(sink) { curl_easy_perform(handle) }
        guard code == CURLE_OK else { throw failure(code, handle, sink) }
        var status = 0
        _ = deadlined_getinfo_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return Reply(status: status, body: sink.bytes)
    }

    /// libcurl's state, once a process. A daemon that goes away while it is written to must not end this program.
    private static let isStarted: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// What arrives. libcurl holds it unretained for the length of `perform`.
    private final class Sink {
        let limit: Int
        var bytes = Data()
        var isTooLarge = false

        init(limit: Int) { self.limit = limit }
    }

    private func set(
        _ handle: UnsafeMutableRawPointer, sink: Sink, headers: UnsafeMutablePointer<curl_slist>?
    ) throws(Failure) {
        var codes = [
            deadlined_setopt_string(handle, CURLOPT_URL, "http://deadlined\(path)"),
            deadlined_setopt_string(handle, CURLOPT_UNIX_SOCKET_PATH, socket),
            deadlined_setopt_string(handle, CURLOPT_PROTOCOLS_STR, "http"),
            deadlined_setopt_string(handle, CURLOPT_PROXY, ""),
            deadlined_setopt_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            deadlined_setopt_long(handle, CURLOPT_NOSIGNAL, 1),
            deadlined_setopt_long(handle, CURLOPT_CONNECTTIMEOUT, 5),
            deadlined_setopt_long(handle, CURLOPT_TIMEOUT, patience),
            deadlined_setopt_list(handle, CURLOPT_HTTPHEADER, headers),
            deadlined_setopt_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(sink).toOpaque()),
            deadlined_setopt_write(handle, CURLOPT_WRITEFUNCTION) { data, size, count, target in
                guard let data, let target else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue()
                let length = size * count
                guard sink.bytes.count + length <= sink.limit else {
                    sink.isTooLarge = true
                    return 0
                }
                sink.bytes.append(UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self), count: length)
                return length
            },
        ]
        if let body {
            // The size goes first, or libcurl would look for a NUL; the bytes are copied.
            codes.append(deadlined_setopt_off_t(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            codes.append(
                body.withUnsafeBytes {
                    deadlined_setopt_pointer(
                        handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
                })
        }
        if let bad = codes.first(where: { $0 != CURLE_OK }) {
            throw Failure("libcurl on this machine cannot ask a Unix socket: \(Self.text(bad))")
        }
    }

    private func failure(_ code: CURLcode, _ handle: UnsafeMutableRawPointer, _ sink: Sink) -> Failure {
        switch code {
        case CURLE_COULDNT_CONNECT:
            var number = 0
            _ = deadlined_getinfo_long(handle, CURLINFO_OS_ERRNO, &number)
            return SocketPath.failure(socket, number == 0 ? ECONNREFUSED : Int32(truncatingIfNeeded: number))
        case CURLE_OPERATION_TIMEDOUT:
            return Failure(
                "the daemon at \(socket) did not answer in time",
                hint: "what was asked may have been done: look with `deadlinectl status`", status: .noDaemon)
        case CURLE_WRITE_ERROR where sink.isTooLarge:
            return Failure(
                "the daemon's answer has more than \(Self.largestAnswer >> 20) MB", hint: "ask for less with --limit")
        default:
            return Failure(
                "the daemon at \(socket) broke off: \(Self.text(code))",
                hint: "what was asked may have been done: look with `deadlinectl status`", status: .noDaemon)
        }
    }

    private static func text(_ code: CURLcode) -> String {
        String(cString: curl_easy_strerror(code)).lowercased()
    }
}
