/// The events of a JSON text (RFC 8259), one after another, each with its place.
///
/// Foundation's reader says where a syntax error stands, but not where a wrong value does.
package struct JSONEvents {
    package enum Kind: Sendable {
        case objectStart, objectEnd, arrayStart, arrayEnd
        /// A member's name; the value is the next event.
        case name
        case string
        /// `bytes` has it as written.
        case number
        case yes, no, null
        /// The text is over.
        case end
    }

    /// Both from 1; the column in Unicode scalars.
    package struct Place: Hashable, Sendable {
        package let line: Int
        package let column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package struct SyntaxError: Error {
        package let place: Place
        package let message: String
        package var hint: String?
    }

    /// What the next event may be.
    private enum State {
        case value
        case firstValueOrEnd
        case firstNameOrEnd
        case name
        case colon
        case commaOrEnd
    }

    private let text: UnsafeBufferPointer<UInt8>
    /// What the text should be, for messages: `a calendar`.
    private let expected: String
    private var index = 0
    private var line = 1
    /// Where the line begins, and how many bytes on it, so far, begin no scalar.
    private var lineStart = 0
    private var trailing = 0
    private var state = State.value
    /// Of each open collection whether it is an object.
    private var open: [Bool] = []

    /// Where the present event begins.
    package private(set) var place = Place(line: 1, column: 1)
    /// The present string between its quotes, or the number, as written.
    package private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// Whether the present string has backslashes.
    package private(set) var hasEscapes = false

    /// Deeper nesting is refused rather than followed: foreign text must not exhaust a reader's stack.
    private static let deepest = 64

    /// - Parameter text: UTF-8; it must stay where it is while this lives.
    package init(_ text: UnsafeBufferPointer<UInt8>, of expected: String) {
        self.text = text
        self.expected = expected
        if text.starts(with: [0xEF, 0xBB, 0xBF]) {
            index = 3
            lineStart = 3
        }
    }

    package mutating func next() throws(SyntaxError) -> Kind {
        skipSpace()
        if state == .colon {
            try demand(UInt8(ascii: ":"), "where ':' belongs")
            skipSpace()
            state = .value
        }
        if state == .commaOrEnd {
            guard let isObject = open.last else {
                guard index == text.count else { throw unexpected("after the end of the JSON") }
                return .end
            }
            if skip(UInt8(ascii: ",")) {
                state = isObject ? .name : .value
                skipSpace()
            } else {
                place = here
                try demand(
                    isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"),
                    isObject ? "where ',' or '}' belongs" : "where ',' or ']' belongs")
                return end()
            }
        }
        place = here
        switch state {
        case .firstNameOrEnd where skip(UInt8(ascii: "}")), .firstValueOrEnd where skip(UInt8(ascii: "]")):
            return end()
        case .firstNameOrEnd, .name:
            guard byte == UInt8(ascii: "\"") else { throw unexpected("where a quoted name belongs") }
            try takeString()
            state = .colon
            return .name
        case .value, .firstValueOrEnd, .colon, .commaOrEnd: return try value()
        }
    }

    // MARK: texts

    /// The present string with what its escapes stand for; only for strings that have some.
    package func unescaped() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\\") else {
                result.append(bytes[at])
                at += 1
                continue
            }
            at += 2
            switch bytes[at - 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                var code = Self.number(hexadecimal: bytes[at..<at + 4])
                at += 4
                if (0xD800..<0xDC00).contains(code) {
                    let low = Self.number(hexadecimal: bytes[at + 2..<at + 6])
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                    at += 6
                }
                if let scalar = Unicode.Scalar(code) { result += UTF8.encode(scalar) ?? .init() }
            default: result.append(bytes[at - 1])
            }
        }
        return result
    }

    private static func number(hexadecimal digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32 {
        digits.reduce(0) { $0 * 16 + UInt32(digit($1) ?? 0) }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte < 0x80 ? Character(Unicode.Scalar(byte)).hexDigitValue : nil
    }

    // MARK: values

    private mutating func value() throws(SyntaxError) -> Kind {
        guard open.count < Self.deepest else {
            throw SyntaxError(
                place: here, message: "not \(expected): nested deeper than \(Self.deepest) levels")
        }
        switch byte {
        case UInt8(ascii: "{"): return begin(isObject: true)
        case UInt8(ascii: "["): return begin(isObject: false)
        case UInt8(ascii: "\""): try takeString()
        case UInt8(ascii: "t"): return try word("true", .yes)
        case UInt8(ascii: "f"): return try word("false", .no)
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"),
            _ where nextIsDigit:
            try takeNumber()
            state = .commaOrEnd
            return .number
        default: throw unexpected("where a value belongs")
        }
        state = .commaOrEnd
        return .string
    }

    private mutating func begin(isObject: Bool) -> Kind {
        index += 1
        open.append(isObject)
        state = isObject ? .firstNameOrEnd : .firstValueOrEnd
        return isObject ? .objectStart : .arrayStart
    }

    private mutating func end() -> Kind {
        state = .commaOrEnd
        return open.removeLast() ? .objectEnd : .arrayEnd
    }

    private mutating func word(_ word: StaticString, _ kind: Kind) throws(SyntaxError) -> Kind {
        for offset in 0..<word.utf8CodeUnitCount {
            guard skip(word.utf8Start[offset]) else { throw unexpected("in the word '\(word)'") }
        }
        state = .commaOrEnd
        return kind
    }

    private mutating func takeNumber() throws(SyntaxError) {
        let start = index
        _ = skip(UInt8(ascii: "-"))
        // A zero in front stands alone: 0, 0.5, never 07.
        if !skip(UInt8(ascii: "0")) { try takeDigits() }
        if skip(UInt8(ascii: ".")) { try takeDigits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try takeDigits()
        }
        bytes = UnsafeBufferPointer(rebasing: text[start..<index])
    }

    private mutating func takeDigits() throws(SyntaxError) {
        guard nextIsDigit else { throw unexpected("where a digit belongs") }
        while nextIsDigit { index += 1 }
    }

    private var nextIsDigit: Bool { byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

    private mutating func takeString() throws(SyntaxError) {
        index += 1
        let start = index
        hasEscapes = false
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""):
                bytes = UnsafeBufferPointer(rebasing: text[start..<index])
                index += 1
                return
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index += 1
                try takeEscape()
            case 0..<0x20: throw unexpected("in a quoted text")
            default:
                if byte & 0xC0 == 0x80 { trailing += 1 }
                index += 1
            }
        }
        throw unexpected("in a quoted text")
    }

    /// What follows a backslash.
    private mutating func takeEscape() throws(SyntaxError) {
        if let byte, "\"\\/bfnrt".utf8.contains(byte) {
            index += 1
            return
        }
        guard skip(UInt8(ascii: "u")) else { throw unexpected("after a backslash") }
        let unit = try takeHexadecimal()
        guard (0xD800..<0xE000).contains(unit) else { return }
        // Half of a surrogate pair: the other half must follow.
        guard unit < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            throw unexpected("after half of a surrogate pair")
        }
        guard (0xDC00..<0xE000).contains(try takeHexadecimal()) else {
            throw unexpected("after half of a surrogate pair")
        }
    }

    private mutating func takeHexadecimal() throws(SyntaxError) -> UInt32 {
        let start = index
        for _ in 0..<4 {
            guard let byte, Self.digit(byte) != nil else { throw unexpected("in a \\u escape") }
            index += 1
        }
        return Self.number(hexadecimal: text[start..<index])
    }

    // MARK: bytes

    private var byte: UInt8? { index < text.count ? text[index] : nil }

    private var here: Place { Place(line: line, column: index - lineStart - trailing + 1) }

    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\n"):
                line += 1
                lineStart = index + 1
                trailing = 0
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            index += 1
        }
    }

    private mutating func skip(_ mark: UInt8) -> Bool {
        guard byte == mark else { return false }
        index += 1
        return true
    }

    private mutating func demand(_ mark: UInt8, _ whereabouts: String) throws(SyntaxError) {
        guard skip(mark) else { throw unexpected(whereabouts) }
    }

    private func unexpected(_ whereabouts: String) -> SyntaxError {
        let rest = UnsafeBufferPointer(rebasing: text[index..<min(index + 4, text.count)])
        guard let next = String(decoding: rest, as: UTF8.self).unicodeScalars.first else {
            return SyntaxError(place: here, message: "not JSON: the text ends \(whereabouts)")
        }
        let shown = next.value < 0x20 || next.value == 0x7F ? "control character \(next.value)" : "'\(next)'"
        let hints: [Unicode.Scalar: String] = [
            "\u{FF1A}": "write an ASCII colon ':'", "\u{FF0C}": "write an ASCII comma ','",
            "\u{3001}": "write an ASCII comma ','", "\u{201C}": "write ASCII quotes '\"'",
            "\u{201D}": "write ASCII quotes '\"'", "'": "write double quotes '\"'", "\u{3000}": "write an ASCII space",
            "\u{A0}": "write an ASCII space", "]": "is there a comma too many before it?",
            "}": "is there a comma too many before it?",
        ]
        return SyntaxError(place: here, message: "not JSON: \(shown) \(whereabouts)", hint: hints[next])
    }
}
