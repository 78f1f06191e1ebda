/// Names the typing slips of somebody who writes Chinese: full-width `：` and `，`, wide spaces, tabs, smart quotes, a
/// missing space after the colon. Each comes with the line as it should read, and the text is mended for the reading
/// that follows, so that the other problems of the file are named too.
struct YAMLSlips {
    let file: String
    private(set) var problems: [Problem] = []

    init(file: String) { self.file = file }

    /// The text with its slips mended; lines stay where they are.
    mutating func mend(_ text: String) -> String {
        let lines = YAMLLines(text)
        var mended: [UInt8] = []
        var copied = 0
        var found: [Problem] = []
        lines.forEach { line in
            guard let (problem, replacement) = slip(line, lines) else { return }
            found.append(problem)
            guard let replacement else { return }
            mended += lines.bytes[copied..<line.bytes.lowerBound]
            mended += replacement.utf8
            copied = line.bytes.upperBound
        }
        problems += found
        guard copied > 0 else { return text }
        mended += lines.bytes[copied...]
        return String(decoding: mended, as: UTF8.self)
    }

    /// The first slip of a line and the whole line mended; no replacement where the text may be meant.
    private func slip(_ line: YAMLLines.Line, _ lines: YAMLLines) -> (Problem, String?)? {
        let bytes = lines.bytes
        // Most lines have nothing but spaces before their content and no byte that could be a slip.
        guard bytes[line.bytes].contains(where: { $0 >= 0x80 || $0 == 0x09 || $0 == 0x3A }) else { return nil }
        var repair = LineRepair(Array(lines.text(line.bytes).unicodeScalars))
        let content = lines.column(of: line.content, in: line) - 1
        repair.mendIndentation(upTo: content)
        if line.continuesFlow {
            repair.mendFlow(from: content)
        } else {
            repair.mendKey(at: content, hasKey: line.key != nil)
            repair.mendValue()
        }
        guard let first = repair.first else { return nil }
        let isDoubtful = repair.isDoubtful
        let problem = Problem(
            isDoubtful ? .warning : .error, file: file, line: line.number, column: first.column, first.message,
            correctedLine: repair.text)
        return (problem, isDoubtful ? nil : repair.text)
    }
}

/// One line on the way to what was meant.
private struct LineRepair {
    private(set) var scalars: [Unicode.Scalar]
    /// The first slip: its column, from 1, in the line as it was.
    private(set) var first: (column: Int, message: String)?
    /// Whether all that was found may be meant as it stands.
    private(set) var isDoubtful = false
    /// Where the value begins in `scalars`; nil if there is no key.
    private var value: Int?
    private var content = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func note(_ index: Int, _ message: String) {
        if first == nil { first = (index + 1, message) }
    }

    mutating func mendIndentation(upTo end: Int) {
        var mended: [Unicode.Scalar] = []
        for (index, scalar) in scalars[..<end].enumerated() {
            switch scalar {
            case "\t":
                note(index, "a tab stands where only spaces may indent")
                mended += [" ", " "]
            case "\u{3000}":
                note(index, "a full-width space (U+3000) stands where only plain spaces may indent")
                mended += [" ", " "]
            case "\u{A0}":
                note(index, "a no-break space (U+00A0) stands where only plain spaces may indent")
                mended.append(" ")
            default: mended.append(scalar)
            }
        }
        scalars.replaceSubrange(..<end, with: mended)
        content = mended.count
    }

    /// `key：value`, `key:value`, `“key”: value`.
    mutating func mendKey(at original: Int, hasKey: Bool) {
        let shift = content - original
        if let opening = scalars[content...].first, Self.isSmartQuote(opening),
            let closing = scalars[(content + 1)...].firstIndex(where: Self.isSmartQuote),
            closing + 1 < scalars.count, scalars[closing + 1] == ":" || scalars[closing + 1] == "："
        {
            note(content - shift, "smart quotes stand around a key")
            scalars[content] = "\""
            scalars[closing] = "\""
            finishKey(at: closing + 1, shift: shift)
            return
        }
        if hasKey {
            finishKey(at: keyColon(), shift: shift)
            return
        }
        let end = scalars[content...].firstIndex { !Self.isKeyScalar($0) } ?? scalars.count
        guard end > content, end < scalars.count else { return }
        // In front of ：there may be a space.
        let colon = scalars[end...].firstIndex { $0 != " " } ?? end
        if colon < scalars.count, scalars[colon] == "：" {
            finishKey(at: colon, shift: shift)
        } else if scalars[end] == ":", end + 1 < scalars.count, scalars[end + 1] != "/",
            !Self.isDigit(scalars[content]),
            scalars[content..<end].allSatisfy({ $0 == "_" || ("a"..."z").contains($0) })
        {
            finishKey(at: end, shift: shift)
        }
    }

    private func keyColon() -> Int? {
        if let first = scalars[content...].first, first == "\"" || first == "'" {
            guard let close = scalars[(content + 1)...].firstIndex(of: first) else { return nil }
            return scalars[close...].firstIndex(of: ":")
        }
        return scalars[content...].indices.first { index in
            scalars[index] == ":"
                && (index + 1 == scalars.count || scalars[index + 1] == " " || scalars[index + 1] == "\t")
        }
    }

    /// Makes what stands at `colon` a colon and a space.
    private mutating func finishKey(at colon: Int?, shift: Int) {
        guard let colon else { return }
        if scalars[colon] == "：" {
            note(colon - shift, "a full-width colon (：) stands where ': ' belongs")
            scalars[colon] = ":"
        }
        var next = colon + 1
        while next < scalars.count, scalars[next] == "\u{3000}" || scalars[next] == "\u{A0}" || scalars[next] == "\t" {
            if scalars[next] != "\t" {
                note(next - shift, "a wide space stands after the colon where a plain one belongs")
            }
            scalars[next] = " "
            next += 1
        }
        if colon + 1 < scalars.count, scalars[colon + 1] != " " {
            note(colon - shift, "no space stands after the colon")
            scalars.insert(" ", at: colon + 1)
        }
        value = colon + 1
    }

    /// What stands after the key, or the whole content: a list with full-width marks, a text in smart quotes.
    mutating func mendValue() {
        let start = value ?? content
        guard start < scalars.count, let begin = scalars[start...].firstIndex(where: { $0 != " " }) else { return }
        var end = scalars.count
        while end > begin, scalars[end - 1] == " " { end -= 1 }
        if scalars[begin] == "[" || scalars[begin] == "{" {
            mendFlow(from: begin)
        } else if scalars[begin] == "［", scalars[end - 1] == "］" || scalars[end - 1] == "]" {
            note(begin, "full-width brackets stand around a list")
            scalars[begin] = "["
            scalars[end - 1] = "]"
            mendFlow(from: begin)
        } else if end - begin >= 2, Self.isSmartQuote(scalars[begin]), Self.isSmartQuote(scalars[end - 1]),
            !scalars[begin + 1..<end - 1].contains(where: Self.isSmartQuote)
        {
            // Around plain letters and digits they are a slip; around a Chinese text they may belong to it.
            if !scalars[begin + 1..<end - 1].allSatisfy(\.isASCII) { isDoubtful = first == nil }
            note(begin, "smart quotes stand around a text and become part of it")
            scalars[begin] = "\""
            scalars[end - 1] = "\""
        }
    }

    /// `[30d，10wd]`: full-width commas between the entries of a list, outside quotes.
    mutating func mendFlow(from start: Int) {
        var index = start
        var quote: Unicode.Scalar?
        var added = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if let open = quote {
                if scalar == "\\", open == "\"" {
                    index += 1
                } else if scalar == open {
                    quote = nil
                }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "#", index > start, scalars[index - 1] == " " {
                return
            } else if scalar == "，" || scalar == "、" {
                note(index - added, "a full-width comma (\(scalar)) stands between the entries of a list")
                scalars[index] = ","
                if index + 1 < scalars.count, scalars[index + 1] != " " {
                    scalars.insert(" ", at: index + 1)
                    added += 1
                }
            } else if Self.isSmartQuote(scalar) {
                note(index - added, "smart quotes stand in a list")
                scalars[index] = "\""
            }
            index += 1
        }
    }

    private static func isSmartQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "“" || scalar == "”" || scalar == "‘" || scalar == "’" || scalar == "＂"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isKeyScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
        default: false
        }
    }
}
