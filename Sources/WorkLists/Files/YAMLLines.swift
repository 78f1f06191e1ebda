/// The lines of a YAML text as a person sees them: indentation, `- `, key, value, and what is inside a longer text.
///
/// No parser: just enough to name a clerk's typing slips and the second of two equal keys by their place, which libyaml
/// does not. Works on bytes; a text of some megabytes is gone through in a fraction of its parsing time.
struct YAMLLines {
    struct Line {
        /// From 1.
        let number: Int
        /// The line without its end.
        let bytes: Range<Int>
        /// Where the first byte after the white space at the beginning stands.
        let indented: Int
        /// The last `- ` before the content; nil if there is none.
        let dash: Int?
        /// Where the content after `- ` begins.
        let content: Int
        /// The key, without its quotes, if the line has one.
        let key: Range<Int>?
        /// Where the value after `key: `, or the content without a key, begins.
        let value: Int
        /// Whether the line goes on with something in `[ ]` or `{ }` that an earlier one opened.
        let continuesFlow: Bool
    }

    /// Of the whole text; they must stay where they are while this lives.
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Calls `body` for each line that is neither blank nor a comment nor inside a longer text (`|`, `>`, or quotes that
    /// were opened on an earlier line).
    func forEach(_ body: (Line) -> Void) {
        var scanner = Scanner(bytes: bytes)
        var start = 0
        var number = 0
        while start < bytes.count {
            number += 1
            var end = start
            while end < bytes.count, bytes[end] != newline { end += 1 }
            let last = end > start && bytes[end - 1] == carriageReturn ? end - 1 : end
            if let line = scanner.take(number, start..<last) { body(line) }
            start = end + 1
        }
    }

    /// How many plain spaces the line after this one begins with.
    func spaces(after line: Line) -> Int {
        guard let end = bytes[line.bytes.upperBound...].firstIndex(of: newline) else { return 0 }
        return bytes[(end + 1)...].prefix { $0 == space }.count
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// From 1, in Unicode scalars, of a byte in a line.
    func column(of index: Int, in line: Line) -> Int {
        1 + bytes[line.bytes.lowerBound..<index].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let space = UInt8(ascii: " ")

extension YAMLLines {
    /// Remembers what an earlier line left open.
    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        /// The column that a block text's lines are indented beyond.
        private var blockParent: Int?
        private var openQuote: UInt8?
        private var flowDepth = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func take(_ number: Int, _ range: Range<Int>) -> Line? {
            let indented = YAMLLines.skipWhite(bytes, range)
            guard indented < range.upperBound else { return nil }
            if let parent = blockParent {
                if indented - range.lowerBound > parent { return nil }
                blockParent = nil
            }
            if let quote = openQuote {
                guard let close = close(of: quote, in: indented..<range.upperBound) else { return nil }
                openQuote = nil
                scanFlow(close + 1..<range.upperBound)
                return nil
            }
            guard bytes[indented] != UInt8(ascii: "#") else { return nil }
            if flowDepth > 0 {
                scanFlow(indented..<range.upperBound)
                return Line(
                    number: number, bytes: range, indented: indented, dash: nil, content: indented, key: nil,
                    value: indented, continuesFlow: true)
            }
            var content = indented
            var dash: Int?
            // `? ` nests as `- ` does.
            while content + 1 < range.upperBound,
                bytes[content] == UInt8(ascii: "-") || bytes[content] == UInt8(ascii: "?"),
                bytes[content + 1] == space
            {
                dash = content
                content = YAMLLines.skipWhite(bytes, content + 1..<range.upperBound)
            }
            if content + 1 == range.upperBound, bytes[content] == UInt8(ascii: "-") { dash = content }
            let key = key(in: content..<range.upperBound)
            let value = key.map { YAMLLines.skipWhite(bytes, $0.after..<range.upperBound) } ?? content
            let parent = (key != nil ? content : dash ?? indented) - range.lowerBound
            if value < range.upperBound { open(value..<range.upperBound, parent: parent) }
            return Line(
                number: number, bytes: range, indented: indented, dash: dash, content: content, key: key?.key,
                value: value, continuesFlow: false)
        }

        /// Notes what the value leaves open at the line's end.
        private mutating func open(_ value: Range<Int>, parent: Int) {
            switch bytes[value.lowerBound] {
            case UInt8(ascii: "|"), UInt8(ascii: ">"): blockParent = parent
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if close(of: bytes[value.lowerBound], in: value.lowerBound + 1..<value.upperBound) == nil {
                    openQuote = bytes[value.lowerBound]
                }
            case UInt8(ascii: "["), UInt8(ascii: "{"): scanFlow(value)
            default: break
            }
        }

        private mutating func scanFlow(_ range: Range<Int>) {
            var index = range.lowerBound
            var atToken = true
            while index < range.upperBound {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    flowDepth += 1
                    atToken = true
                case UInt8(ascii: "]"), UInt8(ascii: "}"): flowDepth = max(0, flowDepth - 1)
                case UInt8(ascii: ","), UInt8(ascii: ":"): atToken = true
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    if atToken {
                        guard let close = close(of: byte, in: index + 1..<range.upperBound) else {
                            openQuote = byte
                            return
                        }
                        index = close
                    }
                    atToken = false
                case UInt8(ascii: "#") where index > range.lowerBound && bytes[index - 1] == space: return
                case space: break
                default: atToken = false
                }
                index += 1
            }
        }

        private func close(of quote: UInt8, in range: Range<Int>) -> Int? {
            var index = range.lowerBound
            while index < range.upperBound {
                if bytes[index] == quote {
                    // '' is a quote in single quotes.
                    guard quote == UInt8(ascii: "'"), index + 1 < range.upperBound, bytes[index + 1] == quote else {
                        return index
                    }
                    index += 1
                } else if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    index += 1
                }
                index += 1
            }
            return nil
        }

        private func key(in range: Range<Int>) -> (key: Range<Int>, after: Int)? {
            guard let first = bytes[range].first else { return nil }
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
                guard let close = close(of: first, in: range.lowerBound + 1..<range.upperBound) else { return nil }
                let colon = YAMLLines.skipWhite(bytes, close + 1..<range.upperBound)
                guard isColon(colon, before: range.upperBound) else { return nil }
                return (range.lowerBound + 1..<close, colon + 1)
            }
            guard Self.canBeginKey(first) else { return nil }
            for index in range where bytes[index] == UInt8(ascii: ":") && isColon(index, before: range.upperBound) {
                var end = index
                while end > range.lowerBound, bytes[end - 1] == space { end -= 1 }
                return (range.lowerBound..<end, index + 1)
            }
            return nil
        }

        private func isColon(_ index: Int, before end: Int) -> Bool {
            guard index < end, bytes[index] == UInt8(ascii: ":") else { return false }
            return index + 1 == end || bytes[index + 1] == space || bytes[index + 1] == UInt8(ascii: "\t")
        }

        private static func canBeginKey(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "&"),
                UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "%"),
                UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: ","):
                false
            default: true
            }
        }
    }

    /// The first byte of a range that begins neither a space, a tab nor one of the wide spaces.
    static func skipWhite(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, let length = whiteLength(bytes, index) { index += length }
        return min(index, range.upperBound)
    }

    /// How many bytes of white space begin here; nil for none.
    static func whiteLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        switch bytes[index] {
        case space, UInt8(ascii: "\t"): 1
        case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: 2
        case 0xE3 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80: 3
        default: nil
        }
    }
}
