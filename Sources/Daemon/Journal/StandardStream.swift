import Glibc

/// Standard output and error, written a line at a time. A full disk or a reader that is gone must not end the daemon,
/// as Foundation's FileHandle would: there is nobody left to tell, and reminders go on.
package enum StandardStream {
    /// Writes the line and its end.
    /// - Returns: whether all of it was taken.
    @discardableResult
    package static func write(_ line: String, to descriptor: Int32) -> Bool {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
