import WorkLists

/// One `{{…}}` of a template, with its place.
struct TemplateTag: Equatable {
    enum Kind: Equatable {
        case variable, section, inverted, end, partial, contentType
    }

    var kind: Kind
    var name: String
    /// From 1.
    var line: Int
    /// From 1, in Unicode scalars.
    var column: Int
}

/// Finds the tags of a template. swift-mustache leaves a misspelt name out in silence, so names are checked here,
/// before a template is ever rendered; what it offers beyond plain tags is refused, above all unescaped variables.
struct TemplateScanner {
    private(set) var tags: [TemplateTag] = []
    private(set) var problems: [Problem] = []
    private let file: String

    init(file: String, text: String) {
        self.file = file
        var line = 1
        var column = 1
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "{", index + 1 < scalars.count, scalars[index + 1] == "{" else {
                (line, column) = scalars[index] == "\n" ? (line + 1, 1) : (line, column + 1)
                index += 1
                continue
            }
            guard let end = Self.endOfTag(scalars, from: index + 2) else {
                report("tag is not closed", line, column, hint: "end it with }} in the same line")
                column += 2
                index += 2
                continue
            }
            read(scalars[(index + 2)..<end], line, column)
            for scalar in scalars[index..<(end + 2)] {
                (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
            }
            index = end + 2
        }
    }

    private static func endOfTag(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var index = start
        // Comments may run over lines; any other tag that does was not closed.
        let isComment = start < scalars.count && scalars[start] == "!"
        while index + 1 < scalars.count, isComment || scalars[index] != "\n" {
            if scalars[index] == "}", scalars[index + 1] == "}" { return index }
            index += 1
        }
        return nil
    }

    private mutating func read(_ inside: ArraySlice<Unicode.Scalar>, _ line: Int, _ column: Int) {
        guard let mark = inside.first else {
            return report("tag without a name", line, column)
        }
        let rest = Self.trimmed(inside.dropFirst())
        switch mark {
        case "!": return
        case "#": add(.section, rest, line, column)
        case "^": add(.inverted, rest, line, column)
        case "/": add(.end, rest, line, column)
        case ">": add(.partial, rest, line, column)
        case "%":
            let parts = rest.split(separator: ":")
            if parts.count == 2, Self.trimmed(parts[0].unicodeScalars) == "CONTENT_TYPE" {
                add(.contentType, Self.trimmed(parts[1].unicodeScalars), line, column)
            } else {
                report("unknown pragma `\(rest)`", line, column, hint: "the only one is {{% CONTENT_TYPE:HTML}}")
            }
        case "{", "&":
            report(
                "unescaped variable `\(rest)`", line, column,
                hint: "write it with two braces: a list's text must not become HTML")
        case "=", "<", "$", "*":
            report("tag `\(String(mark))\(rest)` is not supported in message templates", line, column)
        default: add(.variable, Self.trimmed(inside), line, column)
        }
    }

    private mutating func add(_ kind: TemplateTag.Kind, _ name: String, _ line: Int, _ column: Int) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            case UInt8(ascii: "."), UInt8(ascii: "-"): kind == .partial
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): kind == .contentType
            default: false
            }
        }
        guard isPlain, !name.isEmpty else {
            return report(
                "`\(name)` is no name", line, column, hint: "names are lower-case letters, digits and underscores")
        }
        tags.append(TemplateTag(kind: kind, name: name, line: line, column: column))
    }

    private mutating func report(_ message: String, _ line: Int, _ column: Int, hint: String? = nil) {
        problems.append(Problem(file: file, line: line, column: column, message, hint: hint))
    }

    private static func trimmed(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = Substring(String(String.UnicodeScalarView(scalars)))
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
