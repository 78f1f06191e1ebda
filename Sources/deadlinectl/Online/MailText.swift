import Foundation

/// Reads back a mail that the daemon composed: header fields, the plain text part, and what else is in it.
///
/// For reading, not for judging: a mail that is not well formed shows as much as can be found (RFC 5322, 2045 to 2047).
struct MailText {
    /// The decoded text/plain part; nil if there is none.
    private(set) var text: String?
    /// Type and name of every other part: `text/html`, `text/calendar 日程.ics`.
    private(set) var otherParts: [String] = []
    private let fields: [(name: String, value: String)]

    init(_ raw: String) {
        let (head, body) = Self.split(raw.replacing("\r\n", with: "\n"))
        fields = Self.fields(head)
        read(fields, body, depth: 0)
    }

    /// The first field of that name, decoded.
    func header(_ name: String) -> String? { Self.value(name, fields).map(Self.decodingWords) }

    // MARK: - Parts

    private mutating func read(_ fields: [(name: String, value: String)], _ body: Substring, depth: Int) {
        let type = Self.value("Content-Type", fields) ?? "text/plain"
        let media = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        if media.hasPrefix("multipart/"), depth < 8, let boundary = Self.parameter("boundary", of: type) {
            for part in Self.parts(body, boundary) {
                let (head, inner) = Self.split(part)
                read(Self.fields(head), inner, depth: depth + 1)
            }
            return
        }
        let disposition = Self.value("Content-Disposition", fields) ?? ""
        let isAttached = disposition.lowercased().hasPrefix("attachment")
        if media == "text/plain", text == nil, !isAttached {
            text = Self.decoded(body, Self.value("Content-Transfer-Encoding", fields))
            return
        }
        let name = Self.parameter("filename", of: disposition) ?? Self.parameter("name", of: type)
        otherParts.append(name.map { "\(media) \(Self.decodingWords($0))" } ?? media)
    }

    private static func parts(_ body: Substring, _ boundary: String) -> [String] {
        var parts: [[Substring]] = []
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "--\(boundary)--" { break }
            if line == "--\(boundary)" {
                parts.append([])
            } else if !parts.isEmpty {
                parts[parts.count - 1].append(line)
            }
        }
        return parts.map { $0.joined(separator: "\n") }
    }

    // MARK: - Headers

    private static func split(_ raw: String) -> (head: Substring, body: Substring) {
        // A part without fields begins with its empty line.
        if raw.hasPrefix("\n") { return ("", raw.dropFirst()) }
        guard let gap = raw.firstRange(of: "\n\n") else { return (raw[...], "") }
        return (raw[..<gap.lowerBound], raw[gap.upperBound...])
    }

    private static func fields(_ head: Substring) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in head.split(separator: "\n") {
            if line.first == " " || line.first == "\t", !fields.isEmpty {
                // Unfolding takes the line end away, not the space after it.
                fields[fields.count - 1].value += line
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...]
                fields.append((String(line[..<colon]), String(value)))
            }
        }
        return fields.map { ($0.name, $0.value.trimmingCharacters(in: .whitespaces)) }
    }

    private static func value(_ name: String, _ fields: [(name: String, value: String)]) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// `boundary="x"` of a field's value, or RFC 2231's form in one piece or several: `filename*0*=utf-8''%E6…`.
    private static func parameter(_ name: String, of value: String) -> String? {
        var pieces = ""
        for piece in value.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2 else { continue }
            let key = pair[0].lowercased()
            if key == name { return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
            if key.hasPrefix(name + "*") { pieces += pair[1] }
        }
        guard !pieces.isEmpty else { return nil }
        let text = pieces.split(separator: "'", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        return text.removingPercentEncoding ?? text
    }

    // MARK: - Encodings

    private static func decoded(_ body: Substring, _ encoding: String?) -> String {
        switch encoding?.lowercased() {
        case "base64":
            let data = Data(base64Encoded: String(body), options: .ignoreUnknownCharacters)
            return data.map { String(decoding: $0, as: UTF8.self).replacing("\r\n", with: "\n") } ?? String(body)
        case "quoted-printable": return String(decoding: quotedPrintable(body), as: UTF8.self)
        default: return String(body)
        }
    }

    private static func quotedPrintable(_ text: some StringProtocol, isHeader: Bool = false) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "="), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") {
                index += 2
            } else if byte == UInt8(ascii: "="), index + 2 < bytes.count,
                let code = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(code)
                index += 3
            } else {
                result.append(isHeader && byte == UInt8(ascii: "_") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return result
    }

    /// `=?utf-8?B?…?= =?utf-8?Q?…?=` as text (RFC 2047): the space between two encoded words is not part of it.
    static func decodingWords(_ text: String) -> String {
        var result = ""
        var isAfterWord = false
        for piece in text.split(separator: " ", omittingEmptySubsequences: false) {
            let word = decodedWord(piece)
            let glues = isAfterWord && (word != nil || piece.isEmpty)
            if !result.isEmpty, !glues { result += " " }
            result += word ?? String(piece)
            isAfterWord = word != nil || (isAfterWord && piece.isEmpty)
        }
        return result
    }

    private static func decodedWord(_ piece: Substring) -> String? {
        guard piece.hasPrefix("=?"), piece.hasSuffix("?="), piece.count > 4 else { return nil }
        let parts = piece.dropFirst(2).dropLast(2).split(separator: "?", omittingEmptySubsequences: false)
        guard parts.count == 3, ["utf-8", "us-ascii"].contains(parts[0].lowercased()) else { return nil }
        switch parts[1].lowercased() {
        case "b": return Data(base64Encoded: String(parts[2])).map { String(decoding: $0, as: UTF8.self) }
        case "q": return String(decoding: quotedPrintable(parts[2], isHeader: true), as: UTF8.self)
        default: return nil
        }
    }
}
