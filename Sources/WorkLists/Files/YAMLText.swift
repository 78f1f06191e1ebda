/// Text as YAML 1.1 and 1.2 readers alike take it for a text, and as our own check for typing slips leaves it alone.
enum YAMLText {
    /// A value after `key: `: plain where nothing in it could be taken for YAML, else in double quotes.
    static func value(_ text: String) -> String { isPlain(text.unicodeScalars, inFlow: false) ? text : quoted(text) }

    /// An entry of `[a, b]` or of a list with dashes: plain only if it is all letters and digits.
    static func entry(_ text: String) -> String { isPlain(text.unicodeScalars, inFlow: true) ? text : quoted(text) }

    /// `[a, b]`.
    static func flow(_ texts: [String]) -> String { "[" + texts.map(entry).joined(separator: ", ") + "]" }

    /// A text as a comment on one line: no line of it can be taken for anything else.
    static func comment(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { view.append(isPrintable(scalar) ? scalar : " ") }
        return "# " + String(view)
    }

    /// The lines of a block text after `key: |-`; nil if the text has to be quoted.
    static func block(_ text: String) -> [Substring]? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1 else { return nil }
        let isFit = lines.allSatisfy { line in
            guard let first = line.unicodeScalars.first, !first.isBlank else { return false }
            return line.unicodeScalars.allSatisfy(isPrintable)
        }
        return isFit ? lines : nil
    }

    private static func isPlain(_ scalars: String.UnicodeScalarView, inFlow: Bool) -> Bool {
        guard let first = scalars.first, let last = scalars.last, !first.isBlank, !last.isBlank else { return false }
        if "-?:,[]{}#&*!|>'\"%@`=<~.+".unicodeScalars.contains(first) || isMark(first) { return false }
        if last == ":" || last == "：" { return false }
        // A number, a date or a time of day to another reader, however it is meant here.
        if first.isASCII, first.digit != nil, scalars.allSatisfy(\.isASCII) { return false }
        if words.contains(String(scalars).lowercased()) { return false }
        var before: Unicode.Scalar = " "
        for scalar in scalars {
            guard isPrintable(scalar) else { return false }
            if scalar == " ", before == ":" || before == "：" { return false }
            if scalar == "#", before.isBlank { return false }
            if inFlow, !isWord(scalar) { return false }
            before = scalar
        }
        return true
    }

    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// Letters, digits and what stands inside names; nothing that parts or quotes.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "()（）-_.〔〕".unicodeScalars.contains(scalar)
    }

    /// Full-width marks that a reader looking for typing slips would stop at.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        "“”‘’＂［］｛｝".unicodeScalars.contains(scalar)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator: scalar == " " || scalar == "\u{3000}"
        default: true
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += scalar.value > 0xFFFF ? "\\U" + hex(scalar.value, 8) : "\\u" + hex(scalar.value, 4)
                }
            }
        }
        return result + "\""
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
