import Glibc

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
        // Nearly every address is ASCII, and Unicode's tables are slow to ask.
        if isASCII(address) {
            return address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !quotedOnly.utf8.contains($0) }
        }
        return address.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                false
            default:
                !quotedOnly.unicodeScalars.contains(scalar)
            }
        }
    }

    /// What only a quoted local part may hold.
    private static let quotedOnly: String = "<>()[]\\,;:\""

    /// Whether every CR is followed by LF and every LF follows a CR, and no NUL is there (RFC 5321 2.3.8). libcurl
    /// does not mend line ends; Postfix, sendmail and Exchange refuse a bare LF, others read it as smuggling.
    static func hasCleanLineEnds(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard bytes.firstPlace(of: 0) == nil else { return false }
            var lineEnds = 0
            var start = 0
            while let place = bytes.firstPlace(of: 0x0A, from: start) {
                guard place > 0, bytes[place - 1] == 0x0D else { return false }
                lineEnds += 1
                start = place + 1
            }
            start = 0
            // As many CRs as LFs that follow one: none is bare.
            while let place = bytes.firstPlace(of: 0x0D, from: start) {
                lineEnds -= 1
                start = place + 1
            }
            return lineEnds == 0
        }
    }

    /// The body as DATA sends it: a dot that begins a line is doubled, and a dot alone ends it (RFC 5321 4.5.2).
    static func stuffed(_ bytes: [UInt8]) -> [UInt8] {
        let dot = UInt8(ascii: ".")
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var start = 0
        bytes.withUnsafeBytes { bytes in
            var line = 0
            while line < bytes.count {
                if bytes[line] == dot {
                    result.append(contentsOf: bytes[start..<line])
                    result.append(dot)
                    start = line
                }
                line = bytes.firstPlace(of: 0x0A, from: line).map { $0 + 1 } ?? bytes.count
            }
            result.append(contentsOf: bytes[start...])
        }
        if bytes.last != 0x0A { result += [0x0D, 0x0A] }
        return result + [dot, 0x0D, 0x0A]
    }

    static func needsSMTPUTF8(_ parcel: Parcel, sender: String) -> Bool {
        parcel.needsSMTPUTF8 || !isASCII(parcel.to) || !isASCII(sender)
    }

    static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
}

extension UnsafeRawBufferPointer {
    /// Where the byte stands next, `from` this place on.
    fileprivate func firstPlace(of byte: UInt8, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
