/// What may stand between angle brackets: checked here, whatever the configuration's reader already said, because a
/// CR LF in an address would be another SMTP command.
package enum MailAddress {
    /// A local part and a domain of plain ASCII (RFC 5321 dot-string): no quoting, no comments, no literals.
    ///
    /// Addresses outside ASCII would need SMTPUTF8 (RFC 6531) at every host on the way and are refused.
    package static func isSendable(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let domain = bytes[(at + 1)...]
        return isDotAtom(bytes[..<at]) && bytes[..<at].count <= 64 && isDotAtom(domain)
            && domain.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    /// `left@right` without brackets (RFC 5322, 3.6.4).
    package static func isMessageID(_ text: String) -> Bool {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { isDotAtom($0) } && text.utf8.count <= 240
    }

    /// Text as dot-atom characters: what is none becomes `=` and hexadecimal, so that two ids stay two.
    static func atom(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isDotAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// RFC 5322 atext beside letters and digits.
    private static let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
}
