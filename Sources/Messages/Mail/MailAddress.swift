/// What may stand between angle brackets: checked here, whatever the configuration's reader already said, because a
/// CR LF in an address would be another SMTP command.
package enum MailAddress {
    /// A local part of dot-separated atoms and a domain of labels (RFC 5321 dot-string): no quoting, no comments, no
    /// literals. Beyond ASCII whatever can be seen may stand in both (RFC 6531, RFC 6532); a domain's labels are passed
    /// on as they are written.
    package static func isSendable(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")),
            address.unicodeScalars.allSatisfy({ $0.isASCII || isVisible($0) })
        else { return false }
        let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return isDotAtom(bytes[..<at], beyondASCII: true) && bytes[..<at].count <= 64 && labels.allSatisfy(isLabel)
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

    private static func isDotAtom(_ bytes: ArraySlice<UInt8>, beyondASCII: Bool = false) -> Bool {
        !bytes.isEmpty
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { isAlphanumeric($0) || marks.contains($0) || (beyondASCII && $0 >= 0x80) }
            }
    }

    private static func isLabel(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { $0 >= 0x80 || isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    /// Neither a control, a blank or anything unseen, nor a look-alike of `@` or `.` that some software takes for one.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: !["＠", "﹫", "。", "．", "｡"].contains(scalar)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// RFC 5322 atext beside letters and digits.
    private static let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
}
