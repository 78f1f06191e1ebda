/// Where the bounces of a channel's mails go: their envelope sender (RFC 5321 reverse-path).
package struct BounceAddress: Sendable, Equatable {
    package var address: String
    /// Whether each delivery has a sender of its own, `bounces+TAG-123@domain` with the left part of its Message-ID
    /// (known as VERP), so that a bounce says which message it is of. The server must take such addresses for the
    /// plain one's mailbox. Default false.
    package var isPerDelivery: Bool

    /// RFC 5321 4.5.3.1.1, in bytes.
    private static let longestLocalPart = 64
    /// What a Message-ID has before `@`, in bytes: the ledger's tag, a hyphen and a delivery's number.
    static let longestMessageIDLeft = 32

    package init(_ address: String, isPerDelivery: Bool = false) {
        self.address = address
        self.isPerDelivery = isPerDelivery
    }

    /// The envelope sender of the mail with this Message-ID (without angle brackets).
    ///
    /// The plain address where the id would make none: a bounce that names no message is better than a mail that
    /// does not go.
    package func sender(messageID: String) -> String {
        guard isPerDelivery, let at = address.lastIndex(of: "@") else { return address }
        let left = messageID.prefix { $0 != "@" }
        let local = address[..<at] + "+" + left
        guard !left.isEmpty, left.utf8.allSatisfy(Self.isPlain), local.utf8.count <= Self.longestLocalPart else {
            return address
        }
        return String(local) + address[at...]
    }

    /// The left part of the Message-ID that such a sender was made of; nil for any other address. Domains compare
    /// without case (RFC 5321 2.4), and so do local parts here: servers on the way change it.
    package func messageIDLeft(of sender: String) -> String? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        let (start, end) = (address[..<at] + "+", address[at...])
        let (given, lower) = (sender, sender.lowercased())
        guard lower.hasPrefix(start.lowercased()), lower.hasSuffix(end.lowercased()),
            given.utf8.count > start.utf8.count + end.utf8.count
        else { return nil }
        return String(given.dropFirst(start.count).dropLast(end.count))
    }

    /// What needs no quoting in a local part and is no sign of the address's own.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
