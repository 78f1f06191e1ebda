import Crypto
package import Reminders

/// A message's own bytes beside a proof, under the name that the proof's row gives.
package struct EvidenceFile: Sendable, Equatable {
    /// `qkzvbmta-12.eml`: the ledger's tag and the delivery's number, as its Message-ID begins; `.json` for what is no
    /// mail.
    package var name: String
    package var bytes: [UInt8]
    /// In lower-case hex, as `sha256sum` prints it.
    package var sha256: String

    package init(_ delivery: DeliveryHistory, tag: String, bytes: [UInt8]) {
        name = Self.name(of: delivery, tag: tag)
        self.bytes = bytes
        sha256 = SHA256.hash(data: bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    package static func name(of delivery: DeliveryHistory, tag: String) -> String {
        // The tag is eight letters of ours; a name of a file takes nothing else from an answer.
        let safe = tag.unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
        let isMail = delivery.media == MessageBody.Media.mail.rawValue
        return "\(String(String.UnicodeScalarView(safe)))-\(delivery.row.id).\(isMail ? "eml" : "json")"
    }

    /// A line of the file that `sha256sum -c` checks the others by.
    package var checkLine: String { "\(sha256)  \(name)\n" }
}
