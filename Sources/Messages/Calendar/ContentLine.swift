/// A content line of iCalendar (RFC 5545, 3.1): escaped, folded at 75 octets between characters, ended by CRLF.
enum ContentLine {
    /// `NAME:` and a value of type TEXT.
    static func text(_ name: String, _ value: String) -> [UInt8] { raw("\(name):\(escaped(value))") }

    /// A line whose value is no TEXT: dates, numbers, URIs.
    static func raw(_ line: String) -> [UInt8] {
        var result: [UInt8] = []
        var column = 0
        func append(_ bytes: [UInt8]) {
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
                append(Array(character.utf8))
            } else {
                for scalar in character.unicodeScalars { append(Array(String(scalar).utf8)) }
            }
        }
        return result + [0x0D, 0x0A]
    }

    /// RFC 5545, 3.3.11. Line ends that are meant are given as `\n`; all else that nobody sees is taken out.
    static func escaped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { CleanText.line(String($0)) }
        var result = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            if index > 0 { result.append(contentsOf: "\\n".unicodeScalars) }
            for scalar in line.unicodeScalars {
                if scalar == "\\" || scalar == ";" || scalar == "," { result.append("\\") }
                result.append(scalar)
            }
        }
        return String(result)
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
