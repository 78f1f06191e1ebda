/// What may go into `MAIL FROM:<…>` and `RCPT TO:<…>`, and what may follow DATA.
///
/// libcurl 7.88 puts a CR/LF inside an address on the wire as another command, so nothing gets past this.
enum Envelope {
    /// Whether the text is one bare address: a local part and a domain around a single `@`, at most 254 bytes
    /// (RFC 5321 4.5.3.1.3), without white space, controls, brackets, quotes and what else only quoting allows.
    /// Non-ASCII letters may stand (RFC 6531).
    static func accepts(_ address: String) -> Bool {
        guard address.utf8.count <= 254 else { return false }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0].utf8.count <= 64 else { return false }
        return address.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                false
            default:
                !"<>()[]\\,;:\"".unicodeScalars.contains(scalar)
            }
        }
    }

    /// Whether every CR is followed by LF and every LF follows a CR, and no NUL is there (RFC 5321 2.3.8). libcurl
    /// does not mend line ends; Postfix, sendmail and Exchange refuse a bare LF, others read it as smuggling.
    static func hasCleanLineEnds(_ bytes: [UInt8]) -> Bool {
        var before: UInt8 = 0
        for byte in bytes {
            if byte == 0 { return false }
            if (byte == 0x0A) != (before == 0x0D) { return false }
            before = byte
        }
        return before != 0x0D
    }

    /// The size on the wire: libcurl doubles a dot that begins a line (RFC 5321 4.5.2).
    ///
    /// libcurl compares what it wrote, doubled dots included, with the size announced, and ends the body where they
    /// meet: announcing the bare size could cut a message short after a partial write.
    static func wireSize(_ bytes: [UInt8]) -> Int {
        var size = bytes.count
        var atLineStart = true
        for byte in bytes {
            if atLineStart, byte == UInt8(ascii: ".") { size += 1 }
            atLineStart = byte == 0x0A
        }
        return size
    }

    static func needsSMTPUTF8(_ parcel: Parcel, sender: String) -> Bool {
        parcel.needsSMTPUTF8 || !isASCII(parcel.to) || !isASCII(sender)
    }

    static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
}
