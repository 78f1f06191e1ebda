import CLibcurl
import Glibc

/// One option that libcurl would not take, or the library itself refusing to start.
struct CurlFault: Error {
    var code: CURLcode
}

/// The sole owner of a libcurl easy handle and of the lists set on it.
///
/// Not Sendable: it belongs to one serial queue, whose owner is the guard. Every option's result is checked.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private var lists: [UInt32: UnsafeMutablePointer<curl_slist>] = [:]
    /// Outlives the handle, which uses it to its end.
    private var sessions: TLSSessions?

    /// libcurl's global state, once a process, before the first handle. Handles write to sockets that the other side
    /// may have closed, so SIGPIPE must not end the daemon (NOSIGNAL leaves that to the program).
    private static let started: CURLcode = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()

    static func startLibrary() throws(CurlFault) {
        guard started == CURLE_OK else { throw CurlFault(code: started) }
    }

    init() throws(CurlFault) {
        try Self.startLibrary()
        guard let raw = curl_easy_init() else { throw CurlFault(code: CURLE_FAILED_INIT) }
        self.raw = raw
    }

    deinit {
        curl_easy_cleanup(raw)
        for list in lists.values { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlFault) {
        try check(deadlined_setopt_long(raw, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(CurlFault) {
        try set(option, value ? 1 : 0)
    }

    func setLarge(_ option: CURLoption, _ value: Int64) throws(CurlFault) {
        try check(deadlined_setopt_off_t(raw, option, curl_off_t(value)))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) throws(CurlFault) {
        try check(deadlined_setopt_string(raw, option, value))
    }

    /// Takes libcurl's own default of a text option away.
    func unset(_ option: CURLoption) throws(CurlFault) {
        try check(deadlined_setopt_string(raw, option, nil))
    }

    /// libcurl copies the bytes up to a NUL, which the caller has ruled out.
    func set(_ option: CURLoption, secret: Secret) throws(CurlFault) {
        let text = secret.bytes.map { CChar(bitPattern: $0) } + [0]
        try check(deadlined_setopt_string(raw, option, text))
    }

    /// Copies the body; POSTFIELDSIZE goes first, or libcurl would look for a NUL.
    func setPost(_ body: [UInt8]) throws(CurlFault) {
        try setLarge(CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count))
        let code = body.withUnsafeBytes { bytes in
            deadlined_setopt_pointer(
                raw, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        }
        try check(code)
    }

    /// libcurl does not copy lists: they live until replaced or until the handle ends.
    func set(_ option: CURLoption, list: [String]) throws(CurlFault) {
        var head: UnsafeMutablePointer<curl_slist>?
        for entry in list {
            guard let longer = curl_slist_append(head, entry) else {
                curl_slist_free_all(head)
                throw CurlFault(code: CURLE_OUT_OF_MEMORY)
            }
            head = longer
        }
        try check(deadlined_setopt_list(raw, option, head))
        curl_slist_free_all(lists.updateValueOrRemove(head, forKey: option.rawValue))
    }

    func share(_ sessions: TLSSessions) throws(CurlFault) {
        try check(deadlined_setopt_pointer(raw, CURLOPT_SHARE, sessions.raw))
        self.sessions = sessions
    }

    /// The pointer given to a callback; the caller keeps what it points to alive while the handle may call.
    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) throws(CurlFault) {
        try check(deadlined_setopt_pointer(raw, option, pointer))
    }

    func onHeader(_ callback: curl_write_callback) throws(CurlFault) {
        try check(deadlined_setopt_write(raw, CURLOPT_HEADERFUNCTION, callback))
    }

    func onBody(_ callback: curl_write_callback) throws(CurlFault) {
        try check(deadlined_setopt_write(raw, CURLOPT_WRITEFUNCTION, callback))
    }

    func onDebug(_ callback: curl_debug_callback) throws(CurlFault) {
        try check(deadlined_setopt_debug(raw, CURLOPT_DEBUGFUNCTION, callback))
    }

    func onProgress(_ callback: curl_xferinfo_callback) throws(CurlFault) {
        try check(deadlined_setopt_progress(raw, CURLOPT_XFERINFOFUNCTION, callback))
    }

    private func check(_ code: CURLcode) throws(CurlFault) {
        guard code == CURLE_OK else { throw CurlFault(code: code) }
    }

    // MARK: what a transfer was like

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return deadlined_getinfo_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    func largeNumber(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return deadlined_getinfo_off_t(raw, info, &value) == CURLE_OK ? Int64(value) : 0
    }

    /// The other side as reached: `192.0.2.1:25`, `[2001:db8::1]:25`. Nil if nothing was.
    var peer: String? {
        var text: UnsafePointer<CChar>?
        guard deadlined_getinfo_string(raw, CURLINFO_PRIMARY_IP, &text) == CURLE_OK, let text else { return nil }
        let address = String(cString: text)
        guard !address.isEmpty else { return nil }
        let port = number(CURLINFO_PRIMARY_PORT)
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    /// The connection's; nil without one.
    var socket: curl_socket_t? {
        var socket: curl_socket_t = -1
        guard deadlined_getinfo_socket(raw, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket != -1 else {
            return nil
        }
        return socket
    }

    // MARK: over a connection that is ours (CONNECT_ONLY)

    /// Sends what the socket takes now, through TLS where there is one; `CURLE_AGAIN`: nothing.
    func send(_ bytes: UnsafeRawBufferPointer) -> (code: CURLcode, count: Int) {
        var count = 0
        let code = curl_easy_send(raw, bytes.baseAddress, bytes.count, &count)
        return (code, count)
    }

    /// Reads what has come; `CURLE_AGAIN`: nothing. None with `CURLE_OK`: the other side has ended the connection.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> (code: CURLcode, count: Int) {
        var count = 0
        let code = curl_easy_recv(raw, buffer.baseAddress, buffer.count, &count)
        return (code, code == CURLE_OK ? count : 0)
    }

    /// Cuts the connection: nothing more is sent or believed.
    func shutConnection() {
        if let socket { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }
}

extension Dictionary {
    /// Sets or removes the value, and returns the one before.
    fileprivate mutating func updateValueOrRemove(_ value: Value?, forKey key: Key) -> Value? {
        guard let value else { return removeValue(forKey: key) }
        return updateValue(value, forKey: key)
    }
}
