/// One line on the way to what was meant.
struct LineRepair {
    private(set) var scalars: [Unicode.Scalar]
    /// The first slip: its column, from 1, in the line as it was.
    private(set) var first: (column: Int, message: String)?
    /// Whether all that was found may be meant as it stands.
    private(set) var isDoubtful = false
    /// Where the value begins in `scalars`; nil if there is no key.
    private var value: Int?
    /// Where the content begins, mended and as it was.
    private var content = 0
    private var original = 0
    private var indentation = 0
    /// Whether `- ` stands before the content.
    private var isEntry = false

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func note(_ index: Int, _ message: String) {
        if first == nil { first = (index + 1, message) }
    }

    /// `－ id: x`, `—id: x`, `-id: x`: what was meant for `- `. Without a key behind it a dash may be part of a text, and is
    /// taken for a slip only where an entry of a list may stand. `below` is how far the next line is indented.
    mutating func mendMarker(at start: Int, mayBeEntry: Bool, below: Int) {
        content = start
        original = start
        guard start + 1 < scalars.count else { return }
        let marker = scalars[start]
        let isWide = "－—–―﹣−‐‑─".unicodeScalars.contains(marker)
        guard isWide || marker == "-" && scalars[start + 1] != " " && scalars[start + 1] != "-" else { return }
        guard let next = scalars[(start + 1)...].firstIndex(where: { !$0.isBlank }) else { return }
        let isParted = next > start + 1
        guard beginsKey(at: next) || mayBeEntry && (isWide ? isParted : !isParted && !scalars[next].isASCII) else {
            return
        }
        note(
            start, isWide ? "a \(marker) stands where '- ' belongs" : "no space stands after the dash of a list's entry"
        )
        // The entry's other keys stand on the lines below, in the same column.
        content = (start + 2...start + 4).contains(below) ? below : start + 2
        original = next
        let spaces = [Unicode.Scalar](repeating: " ", count: content - start - 1)
        scalars.replaceSubrange(start..<next, with: ["-"] + spaces)
        isEntry = true
    }

    /// Whether a key and its colon stand here: in letters, or anything quoted.
    private func beginsKey(at start: Int) -> Bool {
        let end = scalars[start...].firstIndex { !Self.isKeyScalar($0) } ?? scalars.count
        guard end > start, ("a"..."z").contains(scalars[start]),
            let colon = scalars[end...].firstIndex(where: { $0 != " " })
        else { return false }
        return scalars[colon] == "：" || scalars[colon] == ":"
    }

    /// Makes plain spaces of what indents the line: as many as the lines above ask for, else two for a tab.
    mutating func mendIndentation(upTo end: Int, among levels: YAMLLevels?) {
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
        let typed = scalars[..<end]
        // White space after a dash.
        if end < content, scalars[end] == "-" {
            isEntry = true
            for index in end + 1..<content where scalars[index].isBlank && scalars[index] != " " {
                note(index, "white space other than plain spaces stands after the dash")
                scalars[index] = " "
            }
        }
        // How wide a tab was meant to be is not known, and what is seen of other spaces need not be what was meant.
        if let levels, typed.contains(where: { $0 != " " }) {
            let key = keyName()
            if let column = levels.column(typed: Self.string(typed), key: key, isEntry: isEntry),
                typed.contains("\t") || !levels.stands(at: mended.count, isEntry: isEntry)
            {
                mended = Array(repeating: " ", count: column)
            }
        }
        scalars.replaceSubrange(..<end, with: mended)
        indentation = mended.count
        content += mended.count - end
    }

    /// The key as it is written here, in whatever way its colon is; nil if there is none.
    private func keyName() -> String? {
        guard content < scalars.count,
            let colon = scalars[content...].firstIndex(where: { $0 == ":" || $0 == "：" })
        else { return nil }
        let quotes = "\"'“”‘’＂ ".unicodeScalars
        return Self.string(scalars[content..<colon].filter { !quotes.contains($0) })
    }

    /// Where the mended line stands among the others; `typed` is the white space that it was indented with.
    func shape(indentation typed: String) -> YAMLLevels.Shape {
        let key = value == nil ? nil : keyName()
        let rest = scalars[min(value ?? content, scalars.count)...].first { !$0.isBlank }
        return YAMLLevels.Shape(
            typed: typed, indentation: indentation, hasDash: isEntry, content: content, key: key,
            isOpen: (key != nil || isEntry) && (rest == nil || rest == "#"))
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// `key：value`, `key:value`, `“key”: value`.
    mutating func mendKey(hasKey: Bool) {
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
            mendFlow(from: begin, isMapping: false)
        } else if let (open, close) = Self.flowBrackets(scalars[begin...(end - 1)]) {
            note(begin, open == "[" ? "full-width brackets stand around a list" : "full-width braces stand around keys")
            scalars[begin] = open
            scalars[end - 1] = close
            mendFlow(from: begin, isMapping: false)
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

    /// `[` and `]` for what is typed as `［30d］` or `【30d，10wd】`, `{` and `}` for `｛name: x｝`.
    private static func flowBrackets(_ text: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Unicode.Scalar)? {
        guard text.count >= 2, let first = text.first, let last = text.last else { return nil }
        switch first {
        case "［" where last == "］" || last == "]": return ("[", "]")
        case "｛" where last == "｝" || last == "}": return ("{", "}")
        // These stand in titles too, and around a single value.
        case "【" where last == "】":
            let inner = text.dropFirst().dropLast()
            let isList = inner.contains { $0 == "，" || $0 == "、" || $0 == "," }
            return isList && inner.allSatisfy { $0.isASCII || $0 == "，" || $0 == "、" } ? ("[", "]") : nil
        default: return nil
        }
    }

    /// `[30d，10wd]`, `{name：x，role: y}`: full-width commas between the entries and colons after the keys, outside quotes.
    /// `isMapping` says whether `start` is inside `{ }`; nil if that is not known.
    mutating func mendFlow(from start: Int, isMapping: Bool?) {
        var index = start
        var quote: Unicode.Scalar?
        var added = 0
        var open: [Bool?] = [isMapping]
        /// Where the entry begins, as long as its key has not ended.
        var entry: Int? = start
        while index < scalars.count {
            let scalar = scalars[index]
            if let open = quote {
                if scalar == "\\", open == "\"" {
                    index += 1
                } else if scalar == open {
                    quote = nil
                }
                index += 1
                continue
            }
            switch scalar {
            case "\"", "'": quote = scalar
            case "#" where index > start && scalars[index - 1] == " ": return
            case "[", "{":
                open.append(scalar == "{")
                entry = index + 1
            case "]", "}":
                if open.count > 1 { open.removeLast() }
                entry = nil
            case ",": entry = index + 1
            case "，", "、":
                note(index - added, "a full-width comma (\(scalar)) stands between the entries of a list")
                scalars[index] = ","
                added += spaceOut(after: index)
                entry = index + 1
            case "：", ":":
                let isIn = open[open.count - 1]
                if let entry, isIn != false, isKey(entry..<index) {
                    if scalar == "：" {
                        note(index - added, "a full-width colon (：) stands where ': ' belongs")
                        scalars[index] = ":"
                        added += spaceOut(after: index)
                    } else if isIn == true, index + 1 < scalars.count,
                        !" ,}\t".unicodeScalars.contains(scalars[index + 1])
                    {
                        note(index - added, "no space stands after the colon")
                        added += spaceOut(after: index)
                    }
                }
                entry = nil
            case _ where Self.isSmartQuote(scalar):
                note(index - added, "smart quotes stand in a list")
                scalars[index] = "\""
            default: break
            }
            index += 1
        }
    }

    /// Puts a space after a mark unless one is there; how many were put.
    private mutating func spaceOut(after index: Int) -> Int {
        guard index + 1 < scalars.count else { return 0 }
        if scalars[index + 1].isBlank {
            scalars[index + 1] = " "
            return 0
        }
        scalars.insert(" ", at: index + 1)
        return 1
    }

    /// Whether a plain key of small letters stands in a range, and nothing else.
    private func isKey(_ range: Range<Int>) -> Bool {
        let text = scalars[range].drop { $0.isBlank }
        guard let first = text.first, ("a"..."z").contains(first) else { return false }
        return text.allSatisfy { $0 == "_" || $0 == " " || ("a"..."z").contains($0) }
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
