/// A content line of iCalendar (RFC 5545, 3.1): escaped, folded at 75 octets between characters, ended by CRLF.
enum ContentLine {
    /// `NAME:` and a value of type TEXT.
    static func text(_ name: String, _ value: String) -> [UInt8] { raw("\(name):\(escaped(value))") }

    /// A line whose value is no TEXT: dates, numbers, URIs.
    static func raw(_ line: String) -> [UInt8] {
        // What fits is not looked at character by character, which takes a hundred times as long.
        if line.utf8.count <= 75 { return Array(line.utf8) + [0x0D, 0x0A] }
        if line.unicodeScalars.allSatisfy(standsAlone) { return folded(Array(line.utf8)) }
        var result: [UInt8] = []
        result.reserveCapacity(line.utf8.count + line.utf8.count / 24 + 4)
        var column = 0
        func append(_ bytes: some Collection<UInt8>) {
            if column + bytes.count > 75 {
                result += [0x0D, 0x0A, 0x20]
                column = 1
            }
            result += bytes
            column += bytes.count
        }
        for character in line {
            // What people see as one character stays in one line: a line that began with a combining mark would join
            // the blank before it. Only what is longer than a line is cut inside, between code points.
            if character.utf8.count <= 74 {
                append(character.utf8)
            } else {
                for scalar in character.unicodeScalars { append(UTF8.encode(scalar) ?? .init()) }
            }
        }
        return result + [0x0D, 0x0A]
    }

    /// A line that may be broken between any two code points.
    private static func folded(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count + line.count / 24 + 4)
        var start = 0
        while start < line.count {
            // The blank that begins a line counts.
            var end = min(start + (start == 0 ? 75 : 74), line.count)
            // Not inside a code point.
            while end < line.count, line[end] & 0xC0 == 0x80 { end -= 1 }
            if start > 0 { result += [0x0D, 0x0A, 0x20] }
            result += line[start..<end]
            start = end
        }
        return result + [0x0D, 0x0A]
    }

    /// Printable ASCII, Chinese characters and their punctuation: between two of these a character always ends (UAX 29).
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0x2010...0x2027, 0x3001...0x3029, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xFF01...0xFF60: true
        default: false
        }
    }

    /// RFC 5545, 3.3.11. Line ends that are meant are given as `\n`; all else that nobody sees is taken out.
    static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 16)
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result += "\\n".utf8 }
            for byte in CleanText.line(String(Substring(line))).utf8 {
                if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") {
                    result.append(UInt8(ascii: "\\"))
                }
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A parameter's value in quotes, with RFC 6868's carets for what quotes cannot hold.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in CleanText.line(text).unicodeScalars {
            switch scalar {
            case "\"": result += "^'"
            case "^": result += "^^"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
