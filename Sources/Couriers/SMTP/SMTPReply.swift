/// A server's complete reply to one command (RFC 5321 4.2), as far as a log may hold it.
struct SMTPReply: Sendable, Equatable {
    var code: Int
    /// What the first line says in RFC 3463's terms, if it does.
    var status: EnhancedStatus?
    /// All lines as one, at most 300 characters, without controls.
    var text: String

    init(code: Int, status: EnhancedStatus? = nil, text: String = "") {
        self.code = code
        self.status = status
        self.text = text
    }

    /// - Parameter lines: what stands behind the code in each line, with the line ends.
    init(code: Int, lines: [UInt8]) {
        self.code = code
        status = EnhancedStatus(opening: lines)
        text = ReplyText.clean(Array("\(code) ".utf8) + lines)
    }

    /// Whether it says no, for now or for good.
    var isRefusal: Bool { (400...599).contains(code) }
}

/// An enhanced status code (RFC 3463), `5.7.1`: what a refusal is about, where the reply's own code says only how
/// long it holds.
struct EnhancedStatus: Sendable, Hashable, CustomStringConvertible {
    /// RFC 3463's class: 2, 4 or 5.
    var group: Int
    var subject: Int
    var detail: Int

    /// The code a text begins with; nil if it begins otherwise.
    init?(opening text: some Collection<UInt8>) {
        let parts = text.prefix(12).prefix { $0 > 0x20 }.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let numbers = parts.compactMap { part in
            (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
                ? part.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
        }
        guard numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
        (group, subject, detail) = (numbers[0], numbers[1], numbers[2])
    }

    var description: String { "\(group).\(subject).\(detail)" }
}
