/// Finds the second of two equal keys by its place, whatever else is wrong in the file, and masks it, so that the reading
/// can go on with the first.
struct YAMLDuplicates {
    let file: String
    private(set) var problems: [Problem] = []
    /// libyaml and what goes through a tree take some stack for each level: they are not given what would overflow it.
    private(set) var isTooDeep = false

    /// Far beyond any configuration, far below what a Dispatch queue's 512 kB of stack holds.
    static let deepest = 200

    init(file: String) { self.file = file }

    /// Whether a key was masked.
    static func isMasked(_ key: String?) -> Bool {
        key?.unicodeScalars.first.map { masks.contains($0.value) } ?? false
    }

    /// Private use: no key begins with one of these, and each counts as one column like the letter it stands for.
    private static let masks: ClosedRange<UInt32> = 0xE000...0xF8FF

    /// A mapping whose keys stand in one column.
    private struct Level {
        let column: Int
        /// Where its keys begin among those of all open levels.
        let firstKey: Int
        /// Its keys by name and line, once they are many or not in plain letters: a name may be written in two ways.
        var lines: [String: Int]?
    }

    /// The keys of the open levels, those of the innermost last.
    private struct OpenKeys {
        private var levels: [Level] = []
        private var keys: [(name: Range<Int>, line: Int)] = []

        /// Closes the levels that stand further right than a column.
        mutating func close(beyond column: Int) {
            while let last = levels.last, last.column > column {
                keys.removeLast(keys.count - last.firstKey)
                levels.removeLast()
            }
        }

        /// Takes a key; the line where an equal one of its level stands, if there is one.
        mutating func take(_ name: Range<Int>, in column: Int, line: Int, of lines: YAMLLines) -> Int? {
            if levels.last?.column != column { levels.append(Level(column: column, firstKey: keys.count)) }
            let level = levels.count - 1
            let own = keys[levels[level].firstKey...]
            let isPlain = lines.bytes[name].allSatisfy { $0 < 0x80 }
            if levels[level].lines == nil, own.count >= 24 || !isPlain {
                levels[level].lines = Dictionary(own.map { (lines.text($0.name), $0.line) }) { first, _ in first }
            }
            if levels[level].lines == nil {
                if let first = own.first(where: { lines.bytes[$0.name].elementsEqual(lines.bytes[name]) }) {
                    return first.line
                }
            } else {
                let text = lines.text(name)
                if let first = levels[level].lines?[text] { return first }
                levels[level].lines?[text] = line
            }
            keys.append((name, line))
            return nil
        }
    }

    /// The text with the first letter of each second key replaced.
    mutating func mask(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { masked(YAMLLines($0)) } ?? text
    }

    /// nil if there is nothing to mask.
    private mutating func masked(_ lines: YAMLLines) -> [UInt8]? {
        var open = OpenKeys()
        var found: [Problem] = []
        var replacements: [Int] = []
        var deepest: (line: Int, column: Int)?
        var brackets = Brackets()
        lines.forEach { line in
            let start = line.bytes.lowerBound
            let indentation = line.content - start
            if indentation > Self.deepest, deepest == nil { deepest = (line.number, indentation + 1) }
            brackets.take(line, lines)
            guard !line.continuesFlow, let key = line.key else { return }
            // A new entry of a sequence begins a new mapping, whatever stood in that column before.
            if let dash = line.dash { open.close(beyond: dash - start) }
            open.close(beyond: indentation)
            guard let first = open.take(key, in: indentation, line: line.number, of: lines) else { return }
            found.append(
                Problem(
                    file: file, line: line.number, column: lines.column(of: line.content, in: line),
                    "duplicate key '\(lines.text(key).prefix(60))': it stands on line \(first) too",
                    hint: "keep one of them"))
            if !key.isEmpty { replacements.append(key.lowerBound) }
        }
        problems += found
        if let deepest = deepest ?? brackets.tooDeep {
            isTooDeep = true
            problems.append(
                Problem(
                    file: file, line: deepest.line, column: deepest.column,
                    "not read: the levels go deeper than \(Self.deepest)"))
        }
        return Self.masked(lines.bytes, at: replacements)
    }

    /// How deep brackets stand in each other, counted without regard to quotes.
    private struct Brackets {
        private var depth = 0
        /// The first place where they stand too deep.
        private(set) var tooDeep: (line: Int, column: Int)?

        mutating func take(_ line: YAMLLines.Line, _ lines: YAMLLines) {
            guard tooDeep == nil else { return }
            if !line.continuesFlow { depth = 0 }
            for index in line.bytes {
                switch lines.bytes[index] {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                default: continue
                }
                if depth > deepest {
                    tooDeep = (line.number, lines.column(of: index, in: line))
                    return
                }
            }
        }
    }

    private static func masked(_ bytes: UnsafeBufferPointer<UInt8>, at replacements: [Int]) -> [UInt8]? {
        guard !replacements.isEmpty else { return nil }
        var masked: [UInt8] = []
        var copied = 0
        for (n, index) in replacements.enumerated() {
            let mask = Unicode.Scalar(masks.lowerBound + UInt32(n) % UInt32(masks.count))
            masked += bytes[copied..<index]
            masked += mask.map { Array(String(Character($0)).utf8) } ?? []
            copied = index + 1
            while copied < bytes.count, bytes[copied] & 0xC0 == 0x80 { copied += 1 }
        }
        masked += bytes[copied...]
        return masked
    }
}
