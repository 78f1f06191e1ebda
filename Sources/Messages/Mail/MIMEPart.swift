import Crypto
import Glibc

/// A part of a message (RFC 2045, RFC 2046).
indirect enum MIMEPart {
    /// UTF-8 with `\n` line ends, sent with CRLF.
    case text(type: String, [UInt8])
    case attachment(Attachment)
    case multipart(subtype: String, [MIMEPart])

    struct Attachment {
        /// `text/csv`.
        var type: String
        var parameters: [(String, String)]
        /// What the file is called, in any alphabet.
        var fileName: String
        /// For readers that do not know RFC 2231: plain ASCII.
        var plainName: String
        var bytes: [UInt8]
    }

    /// Writes the part with its own header lines, ending in CRLF. Boundaries come from `seed`: the same message gives
    /// the same bytes.
    func write(to result: inout [UInt8], seed: String) {
        var counter = 0
        write(to: &result, seed: seed, counter: &counter)
    }

    private func write(to result: inout [UInt8], seed: String, counter: inout Int) {
        switch self {
        case .text(let type, let text):
            let body = Self.withCRLF(text)
            let encoding = TransferEncoding.best(for: body)
            result += Self.contentType(type, [("charset", "utf-8")])
            result += Self.transferEncoding(encoding)
            result += Self.lineEnd
            encoding.encode(body, to: &result)
        case .attachment(let file):
            result += Self.contentType(file.type, file.parameters + [("name", file.plainName)])
            result += Self.disposition(file.fileName)
            result += Self.transferEncoding(.base64)
            result += Self.lineEnd
            TransferEncoding.base64.encode(file.bytes, to: &result)
        case .multipart(let subtype, let parts):
            counter += 1
            let boundary = Self.boundary(seed: seed, number: counter)
            result += Self.contentType("multipart/\(subtype)", [("boundary", boundary)])
            result += Self.lineEnd
            for part in parts {
                result += "--\(boundary)\r\n".utf8
                part.write(to: &result, seed: seed, counter: &counter)
                result += Self.lineEnd
            }
            result += "--\(boundary)--\r\n".utf8
        }
    }

    private static func transferEncoding(_ encoding: TransferEncoding) -> [UInt8] {
        HeaderText.structured("Content-Transfer-Encoding", [encoding.rawValue])
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// `=_` stands in no line of base64 or quoted-printable, so a body cannot hold a boundary.
    private static func boundary(seed: String, number: Int) -> String {
        let hash = SHA256.hash(data: Array("\(seed)/\(number)".utf8))
        var text: [UInt8] = Array("=_".utf8)
        for byte in hash.prefix(12) { text += [hexDigit(byte >> 4), hexDigit(byte & 15)] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func contentType(_ type: String, _ parameters: [(String, String)]) -> [UInt8] {
        var words = [type + (parameters.isEmpty ? "" : ";")]
        for (index, (name, value)) in parameters.enumerated() {
            let isToken = value.utf8.allSatisfy { isPlain($0) && $0 != UInt8(ascii: ".") }
            words.append("\(name)=\(isToken ? value : "\"\(value)\"")" + (index + 1 < parameters.count ? ";" : ""))
        }
        return HeaderText.structured("Content-Type", words)
    }

    /// RFC 2183, with the name in RFC 2231's percent form, continued over as many parameters as it needs. None tears a
    /// character: Python's reader, for one, decodes each by itself.
    private static func disposition(_ fileName: String) -> [UInt8] {
        let clean = CleanText.line(fileName)
        if clean.utf8.allSatisfy(isPlain), clean.utf8.count <= 50 {
            return HeaderText.structured("Content-Disposition", ["attachment;", "filename=\"\(clean)\""])
        }
        var pieces: [[UInt8]] = [Array("utf-8''".utf8)]
        for scalar in clean.unicodeScalars {
            let form = String(scalar).utf8.flatMap { byte in
                isPlain(byte) ? [byte] : [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
            if pieces[pieces.count - 1].count + form.count > 54 { pieces.append([]) }
            pieces[pieces.count - 1] += form
        }
        var words = ["attachment;"]
        for (index, piece) in pieces.enumerated() {
            let name = pieces.count == 1 ? "filename*" : "filename*\(index)*"
            words.append("\(name)=\(String(decoding: piece, as: UTF8.self))" + (index + 1 < pieces.count ? ";" : ""))
        }
        return HeaderText.structured("Content-Disposition", words)
    }

    /// Letters, digits, `-`, `_` and `.`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    /// Lone CR and LF become CRLF: a bare one is refused by Postfix, sendmail and Exchange.
    static func withCRLF(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        text.withUnsafeBufferPointer { bytes in
            result.reserveCapacity(bytes.count + bytes.count / 16 + 64)
            guard let base = bytes.baseAddress else { return }
            // Nearly no text has a CR: then a line is one search and one copy.
            let hasCR = memchr(base, 0x0D, bytes.count) != nil
            var start = 0
            while start < bytes.count {
                let end =
                    hasCR
                    ? bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D }
                    : memchr(base + start, 0x0A, bytes.count - start).map {
                        UnsafeRawPointer($0) - UnsafeRawPointer(base)
                    }
                result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<(end ?? bytes.count)]))
                guard let end else { return }
                result.append(contentsOf: lineEnd)
                let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
                start = end + (isPair ? 2 : 1)
            }
        }
        if !result.isEmpty, result.last != 0x0A { result += lineEnd }
        return result
    }
}
