/// How a MIME body is carried over seven-bit lines of at most 76 characters (RFC 2045, 6.7 and 6.8).
package enum TransferEncoding: String, Sendable {
    case quotedPrintable = "quoted-printable"
    case base64

    /// Quoted-printable while at most a sixth of the bytes need it: then it is the shorter one, and a person can read
    /// the source. Chinese goes as base64: quoted-printable would triple it.
    package static func best(for bytes: [UInt8]) -> TransferEncoding {
        // Counted without a branch: the compiler takes many bytes at once.
        let foreign = bytes.withUnsafeBufferPointer { bytes in
            bytes.reduce(into: 0) { $0 &+= !isPlain($1) && $1 != 0x0D && $1 != 0x0A ? 1 : 0 }
        }
        return foreign > bytes.count / 6 ? .base64 : .quotedPrintable
    }

    /// Lines end in CRLF, the last one too. Quoted-printable takes text with CRLF line ends.
    package func encode(_ bytes: [UInt8], to result: inout [UInt8]) {
        switch self {
        case .quotedPrintable: result += Self.quotedPrintable(bytes)
        case .base64: result += Self.base64Lines(bytes)
        }
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte <= 0x7E && byte != UInt8(ascii: "=")
    }

    private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        var column = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                result += [0x0D, 0x0A]
                column = 0
                index += 2
                continue
            }
            let endsLine =
                index + 1 == bytes.count
                || (bytes[index + 1] == 0x0D && index + 2 < bytes.count && bytes[index + 2] == 0x0A)
            // A space at a line's end is lost on the way; `From ` and a dot at its beginning are rewritten by some.
            let isRisky =
                (byte == 0x20 && endsLine) || (column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F")))
            let isEscaped = !isPlain(byte) || isRisky
            let width = isEscaped ? 3 : 1
            if column + width > (endsLine ? 76 : 75) {
                result += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
                // What is risky at a line's beginning is judged again there.
                continue
            }
            if isEscaped {
                result += [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)]
            } else {
                result.append(byte)
            }
            column += width
            index += 1
        }
        if column > 0 { result += [0x0D, 0x0A] }
        return result
    }

    private static func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
        // 57 bytes make a line of 76.
        let size = (bytes.count + 2) / 3 * 4 + (bytes.count + 56) / 57 * 2
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            bytes.withUnsafeBufferPointer { bytes in
                for start in stride(from: 0, to: bytes.count, by: 57) {
                    let line = UnsafeBufferPointer(rebasing: bytes[start..<min(start + 57, bytes.count)])
                    write(line, into: buffer, at: &count)
                    buffer[count] = 0x0D
                    buffer[count + 1] = 0x0A
                    count += 2
                }
            }
        }
    }

    /// RFC 4648, with padding, on one line.
    package static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer, count in
            bytes.withUnsafeBufferPointer { write($0, into: buffer, at: &count) }
        }
    }

    private static func write(
        _ bytes: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>, at count: inout Int
    ) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var place = count
            var index = 0
            while index + 2 < bytes.count {
                let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
                buffer[place] = alphabet[Int(group >> 18)]
                buffer[place + 1] = alphabet[Int(group >> 12 & 63)]
                buffer[place + 2] = alphabet[Int(group >> 6 & 63)]
                buffer[place + 3] = alphabet[Int(group & 63)]
                place += 4
                index += 3
            }
            if index < bytes.count {
                let second = index + 1 < bytes.count ? bytes[index + 1] : 0
                let group = UInt32(bytes[index]) << 16 | UInt32(second) << 8
                buffer[place] = alphabet[Int(group >> 18)]
                buffer[place + 1] = alphabet[Int(group >> 12 & 63)]
                buffer[place + 2] = index + 1 < bytes.count ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
                buffer[place + 3] = UInt8(ascii: "=")
                place += 4
            }
            count = place
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

/// One upper-case hexadecimal digit of a value from 0 to 15.
func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}
