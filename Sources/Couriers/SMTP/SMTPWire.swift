import CLibcurl
import Dispatch
import Glibc

/// Bytes and lines over the connection that libcurl opened (CONNECT_ONLY), through its TLS where there is one.
///
/// Blocks its thread, and looks at the stop flag once a second. A `CurlFault` tells why it went no further, in
/// libcurl's own codes, so that one table serves both.
///
/// Not Sendable: it belongs to its lane's queue.
final class SMTPWire {
    private let handle: EasyHandle
    private let stop: StopFlag
    private let socket: curl_socket_t
    /// Read and not taken yet.
    private var inbox: [UInt8] = []
    private var taken = 0
    /// The instant at which the whole transfer is out of time.
    private var end = UInt64.max

    /// The longest piece that is looked through for a line's end.
    private static let longestLine = SMTPDialogue.longestReply
    private static let pieceSize = 4096
    /// A TLS record: more at once, and OpenSSL counts nothing as sent before all of it is.
    private static let pieceSent = 16384

    /// - Throws: where the handle has no connection.
    init(_ handle: EasyHandle, stop: StopFlag) throws(CurlFault) {
        guard let socket = handle.socket else { throw CurlFault(code: CURLE_COULDNT_CONNECT) }
        self.handle = handle
        self.stop = stop
        self.socket = socket
    }

    /// A transfer's turn begins: no wait of it lasts longer than this.
    func begin(seconds: Int) { end = Self.instant(in: seconds) }

    /// When a wait that begins now is over.
    static func instant(in seconds: Int) -> UInt64 {
        DispatchTime.now().uptimeNanoseconds + UInt64(max(0, seconds)) * 1_000_000_000
    }

    /// Whether the other side has neither said anything since nor gone: nothing it says between two mails is an answer
    /// to the next one.
    var isQuiet: Bool {
        guard taken == inbox.count else { return false }
        var byte: UInt8 = 0
        return withUnsafeMutableBytes(of: &byte) { handle.receive(into: $0).code == CURLE_AGAIN }
    }

    /// Sends all of it; gives up after `seconds` in which not a byte was taken.
    func send(_ bytes: [UInt8], stall seconds: Int) throws(CurlFault) {
        var sent = 0
        var limit: UInt64?
        while sent < bytes.count {
            let piece = sent..<min(sent + Self.pieceSent, bytes.count)
            let (code, count) = bytes.withUnsafeBytes { handle.send(UnsafeRawBufferPointer(rebasing: $0[piece])) }
            sent += count
            if code == CURLE_AGAIN {
                if count > 0 { limit = nil }
                let until = limit ?? Self.instant(in: seconds)
                limit = until
                try wait(for: POLLOUT, until: until)
            } else if code != CURLE_OK {
                throw CurlFault(code: code)
            } else {
                limit = nil
            }
        }
    }

    /// The next line with its end, or as much as a line may be.
    func line(until limit: UInt64) throws(CurlFault) -> ArraySlice<UInt8> {
        var looked = taken
        while true {
            if let place = inbox[looked...].firstIndex(of: 0x0A) {
                defer { taken = place + 1 }
                return inbox[taken...place]
            }
            looked = inbox.count
            if inbox.count - taken >= Self.longestLine {
                defer { taken = inbox.count }
                return inbox[taken...]
            }
            if taken > 0 {
                inbox.removeFirst(taken)
                looked -= taken
                taken = 0
            }
            try receive(until: limit)
        }
    }

    private func receive(until limit: UInt64) throws(CurlFault) {
        while true {
            var code = CURLE_OK
            let old = inbox.count
            inbox.append(contentsOf: repeatElement(0, count: Self.pieceSize))
            let count = inbox.withUnsafeMutableBytes { bytes in
                let (result, count) = handle.receive(into: UnsafeMutableRawBufferPointer(rebasing: bytes[old...]))
                code = result
                return count
            }
            inbox.removeLast(Self.pieceSize - count)
            switch code {
            case CURLE_OK where count > 0: return
            // The other side has ended the connection.
            case CURLE_OK: throw CurlFault(code: CURLE_RECV_ERROR)
            case CURLE_AGAIN: try wait(for: POLLIN, until: limit)
            default: throw CurlFault(code: code)
            }
        }
    }

    /// Blocks until the socket is ready.
    private func wait(for event: Int32, until limit: UInt64) throws(CurlFault) {
        let limit = min(limit, end)
        while true {
            guard !stop.isRaised else { throw CurlFault(code: CURLE_ABORTED_BY_CALLBACK) }
            let now = DispatchTime.now().uptimeNanoseconds
            guard now < limit else { throw CurlFault(code: CURLE_OPERATION_TIMEDOUT) }
            var interest = pollfd(fd: socket, events: Int16(event), revents: 0)
            let milliseconds = min((limit - now + 999_999) / 1_000_000, 1000)
            // Interrupted or without a result: the clock and the flag say whether to go on. An error of the socket is
            // what reading or writing will tell of.
            if poll(&interest, 1, Int32(milliseconds)) > 0 { return }
        }
    }
}
