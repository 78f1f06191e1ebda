/// Header fields as RFC 5322 folds them and RFC 2047 carries other alphabets: no line over 78 octets where it can be
/// broken, no encoded word over 75, no character in two words.
///
/// Every text goes through ``CleanText``: a CR, LF or NUL never reaches a header.
package enum HeaderText {
    /// A field without structure: Subject.
    package static func unstructured(_ name: String, _ text: String) -> [UInt8] {
        let text = CleanText.line(text)
        if isPlain(text) {
            return fold(name, words: text.split(separator: " ").map { Array($0.utf8) })
        }
        return fold(name, words: encodedWords(text, firstRoom: 76 - name.utf8.count - 2))
    }

    /// A field of tokens that must not be encoded: ids, dates, parameters. Each is one unbreakable word.
    package static func structured(_ name: String, _ words: [String]) -> [UInt8] {
        fold(name, words: words.map { Array(CleanText.line($0).utf8) })
    }

    /// A field that names somebody: a display name, if there is one, and what stands in angle brackets.
    package static func named(_ name: String, displayName: String?, angle: String) -> [UInt8] {
        let bracketed = Array("<\(CleanText.line(angle))>".utf8)
        guard let displayName, case let clean = CleanText.line(displayName), !clean.isEmpty else {
            return fold(name, words: [bracketed])
        }
        return fold(name, words: phrase(clean, firstRoom: 76 - name.utf8.count - 2) + [bracketed])
    }

    /// RFC 5322 phrase: a quoted string for ASCII, encoded words for all else.
    private static func phrase(_ text: String, firstRoom: Int) -> [[UInt8]] {
        guard isPlain(text), text.utf8.count <= 60 else { return encodedWords(text, firstRoom: firstRoom) }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        return [quoted + [UInt8(ascii: "\"")]]
    }

    /// Printable ASCII that no reader takes for an encoded word, and that folding leaves as it is.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }), bytes.first != 0x20, bytes.last != 0x20 else {
            return false
        }
        // Two spaces would end a folded line with one, which is lost on the way.
        for (byte, next) in zip(bytes, bytes.dropFirst()) {
            if byte == UInt8(ascii: "="), next == UInt8(ascii: "?") { return false }
            if byte == 0x20, next == 0x20 { return false }
        }
        return bytes.split(separator: 0x20).allSatisfy { $0.count <= 60 }
    }

    /// `=?utf-8?B?…?=`, as many as needed. A word holds whole characters only (RFC 2047, 5, rule 3).
    static func encodedWords(_ text: String, firstRoom: Int) -> [[UInt8]] {
        let head = Array("=?utf-8?B?".utf8)
        let tail = Array("?=".utf8)
        var words: [[UInt8]] = []
        var chunk: [UInt8] = []
        var room = payload(of: min(firstRoom, 75))
        func close() {
            words.append(head + TransferEncoding.base64(chunk[...]) + tail)
            chunk = []
            room = payload(of: 75)
        }
        var rest = Array(text.utf8)[...]
        while let lead = rest.first {
            let character = rest.prefix(lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4)
            if chunk.count + character.count > room { close() }
            chunk += character
            rest = rest.dropFirst(character.count)
        }
        if !chunk.isEmpty { close() }
        return words
    }

    /// How many bytes an encoded word of `width` octets carries: base64 turns three into four.
    private static func payload(of width: Int) -> Int { max((width - 12) / 4 * 3, 6) }

    /// `Name: word word`, broken before a word that would pass 78 octets.
    private static func fold(_ name: String, words: [[UInt8]]) -> [UInt8] {
        var result = Array("\(name):".utf8)
        var column = result.count
        for (index, word) in words.enumerated() {
            if index > 0, !word.isEmpty, column + 1 + word.count > 78 {
                result += [0x0D, 0x0A]
                column = 0
            }
            result.append(0x20)
            result += word
            column += 1 + word.count
        }
        return result + [0x0D, 0x0A]
    }
}
