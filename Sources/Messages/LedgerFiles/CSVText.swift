import CivilTime

/// How a table is written for Excel and WPS: UTF-8 with a byte order mark, without which Excel takes it for GBK; CRLF;
/// every text in quotes.
///
/// A text that begins with `=`, `+`, `-`, `@`, a tab or a CR, after blanks or not, or with their full-width forms, is a
/// formula to them: it gets the guard, an apostrophe in front. So does one that is all digits and marks (a document
/// number `33`), and one that begins with an apostrophe, so that taking one away gives back what was written.
package enum CSVText {
    package enum Cell: Sendable {
        case text(String)
        case number(Int64)
        case empty
    }

    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// One line with its end.
    package static func record(_ cells: [Cell]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { result.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): result += quoted(guarded(text))
            case .number(let number): result += "\(number)".utf8
            case .empty: break
            }
        }
        return result + [0x0D, 0x0A]
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { result.append(byte) }
            result.append(byte)
        }
        return result + [UInt8(ascii: "\"")]
    }

    /// A cell that no spreadsheet takes for a formula or a number. Dates stay dates.
    static func guarded(_ text: String) -> String {
        // A raw tab or CR at the front is a formula's disguise: it is guarded, and CleanText makes a blank of it.
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{3000}" && $0 != "\u{A0}" }
        let clean = CleanText.line(text)
        guard let first else { return clean }
        let isRisky = "=+-@\t\r\n'＝＋－＠".unicodeScalars.contains(first)
        return isRisky || looksLikeNumber(clean) ? "'" + clean : clean
    }

    /// All digits and marks, and no date of ours.
    private static func looksLikeNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x30...0x39).contains(first) else { return false }
        if CivilDate(iso: text.prefix(10)) != nil { return false }
        return text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || "./:-,%eE ".utf8.contains(byte)
        }
    }

    /// Takes the guard away again.
    static func unguarded(_ cell: String) -> String {
        cell.unicodeScalars.first == "'" ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    /// What a cell says: without the guard, and without blanks around it.
    static func value(_ cell: String) -> String { trimmed(unguarded(trimmed(cell))) }

    /// Without blanks of either width around it.
    static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        func isBlank(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar else { return false }
            return scalar.properties.isWhitespace || scalar == "\u{FEFF}"
        }
        while isBlank(scalars.first) { scalars.removeFirst() }
        while isBlank(scalars.last) { scalars.removeLast() }
        return String(scalars)
    }
}
