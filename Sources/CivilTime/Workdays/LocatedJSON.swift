/// A JSON value (RFC 8259) that knows where it stands, so that a bad entry can be named by line and column.
struct LocatedJSON {
    enum Value {
        case object([Member])
        case array([LocatedJSON])
        case string(String)
        /// As written: calendars hold nothing but years, and those fit an Int.
        case number(String)
        case bool(Bool)
        case null
    }

    struct Member {
        let key: String
        let place: Place
        let value: LocatedJSON
    }

    /// Both from 1; the column in Unicode scalars.
    struct Place: Hashable {
        var line = 1
        var column = 1
    }

    let value: Value
    let place: Place

    /// What this is, for "a text stands where … belongs".
    var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .number: "a number"
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }
}

/// Reads one JSON text. Foundation's reader says where a syntax error stands, but not where a wrong value does.
struct LocatedJSONReader {
    struct SyntaxError: Error {
        let place: LocatedJSON.Place
        let message: String
        var hint: String?
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var place = LocatedJSON.Place()

    /// Deeper nesting is refused rather than followed: foreign text must not exhaust the stack.
    private static let deepest = 64

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { index = 1 }
    }

    static func read(_ text: String) throws(SyntaxError) -> LocatedJSON {
        var reader = LocatedJSONReader(text)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.index < reader.scalars.count {
            throw reader.unexpected("after the end of the JSON")
        }
        return value
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func advance() {
        if scalars[index] == "\n" {
            place = LocatedJSON.Place(line: place.line + 1, column: 1)
        } else {
            place.column += 1
        }
        index += 1
    }

    private mutating func skipSpace() {
        while let next, next == " " || next == "\n" || next == "\t" || next == "\r" { advance() }
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard next == mark else { return false }
        advance()
        return true
    }

    private mutating func demand(_ mark: Unicode.Scalar, _ whereabouts: String) throws(SyntaxError) {
        guard skip(mark) else { throw unexpected(whereabouts) }
    }

    private func unexpected(_ whereabouts: String) -> SyntaxError {
        guard let next else {
            return SyntaxError(place: place, message: "not JSON: the text ends \(whereabouts)")
        }
        let shown = next.value < 0x20 || next.value == 0x7F ? "control character \(next.value)" : "'\(next)'"
        let hints: [Unicode.Scalar: String] = [
            "\u{FF1A}": "write an ASCII colon ':'", "\u{FF0C}": "write an ASCII comma ','",
            "\u{3001}": "write an ASCII comma ','", "\u{201C}": "write ASCII quotes '\"'",
            "\u{201D}": "write ASCII quotes '\"'", "'": "write double quotes '\"'", "\u{3000}": "write an ASCII space",
            "\u{A0}": "write an ASCII space", "]": "is there a comma too many before it?",
            "}": "is there a comma too many before it?",
        ]
        return SyntaxError(place: place, message: "not JSON: \(shown) \(whereabouts)", hint: hints[next])
    }

    private mutating func value(depth: Int) throws(SyntaxError) -> LocatedJSON {
        guard depth < Self.deepest else {
            throw SyntaxError(place: place, message: "not a calendar: nested deeper than \(Self.deepest) levels")
        }
        let start = place
        let value: LocatedJSON.Value
        switch next {
        case "{": value = try object(depth: depth)
        case "[": value = try array(depth: depth)
        case "\"": value = .string(try string())
        case "t": value = try word("true", .bool(true))
        case "f": value = try word("false", .bool(false))
        case "n": value = try word("null", .null)
        case .some(let digit) where digit == "-" || ("0"..."9").contains(digit): value = .number(try number())
        default: throw unexpected("where a value belongs")
        }
        return LocatedJSON(value: value, place: start)
    }

    private mutating func object(depth: Int) throws(SyntaxError) -> LocatedJSON.Value {
        advance()
        skipSpace()
        var members: [LocatedJSON.Member] = []
        if skip("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == "\"" else { throw unexpected("where a quoted name belongs") }
            let start = place
            let key = try string()
            skipSpace()
            try demand(":", "where ':' belongs")
            skipSpace()
            members.append(LocatedJSON.Member(key: key, place: start, value: try value(depth: depth + 1)))
            skipSpace()
        } while skip(",")
        try demand("}", "where ',' or '}' belongs")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(SyntaxError) -> LocatedJSON.Value {
        advance()
        skipSpace()
        var values: [LocatedJSON] = []
        if skip("]") { return .array(values) }
        repeat {
            skipSpace()
            values.append(try value(depth: depth + 1))
            skipSpace()
        } while skip(",")
        try demand("]", "where ',' or ']' belongs")
        return .array(values)
    }

    private mutating func word(_ word: String, _ value: LocatedJSON.Value) throws(SyntaxError) -> LocatedJSON.Value {
        for letter in word.unicodeScalars {
            guard skip(letter) else { throw unexpected("in the word '\(word)'") }
        }
        return value
    }

    private mutating func number() throws(SyntaxError) -> String {
        var text = String.UnicodeScalarView()
        func take() {
            guard let next else { return }
            text.append(next)
            advance()
        }
        func takeDigits() throws(SyntaxError) {
            guard nextIsDigit else { throw unexpected("where a digit belongs") }
            while nextIsDigit { take() }
        }
        if next == "-" { take() }
        // A zero in front stands alone: 0, 0.5, never 07.
        if next == "0" { take() } else { try takeDigits() }
        if next == "." {
            take()
            try takeDigits()
        }
        if next == "e" || next == "E" {
            take()
            if next == "+" || next == "-" { take() }
            try takeDigits()
        }
        return String(text)
    }

    private var nextIsDigit: Bool { next.map { ("0"..."9").contains($0) } ?? false }

    private mutating func string() throws(SyntaxError) -> String {
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != "\"" {
            guard scalar.value >= 0x20 else { throw unexpected("in a quoted text") }
            advance()
            text.append(scalar == "\\" ? try escaped() : scalar)
        }
        guard skip("\"") else { throw unexpected("in a quoted text") }
        return String(text)
    }

    /// What follows a backslash.
    private mutating func escaped() throws(SyntaxError) -> Unicode.Scalar {
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        if let next, let scalar = plain[next] {
            advance()
            return scalar
        }
        guard skip("u") else { throw unexpected("after a backslash") }
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // Half of a surrogate pair: the other half must follow.
        guard (0xD800..<0xDC00).contains(unit), skip("\\"), skip("u") else {
            throw unexpected("after half of a surrogate pair")
        }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw unexpected("after half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let next, next.isASCII, let digit = Character(next).hexDigitValue else {
                throw unexpected("in a \\u escape")
            }
            value = value * 16 + UInt32(digit)
            advance()
        }
        return value
    }
}
