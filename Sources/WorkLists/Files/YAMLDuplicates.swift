/// Finds the second of two equal keys by its place, and masks it, so that the reading can go on: libyaml's composer
/// stops at the first such mapping and names only the mapping.
struct YAMLDuplicates {
    let file: String
    private(set) var problems: [Problem] = []
    /// The composer calls itself for each level: it is not asked to read what would overflow its stack.
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

    private struct Level {
        let column: Int
        var lines: [String: Int] = [:]
    }

    /// The text with the first letter of each second key replaced.
    mutating func mask(_ text: String) -> String {
        let lines = YAMLLines(text)
        var levels: [Level] = []
        var found: [Problem] = []
        var replacements: [Int] = []
        var deepest: (line: Int, column: Int)?
        lines.forEach { line in
            let indentation = line.content - line.bytes.lowerBound
            if indentation > Self.deepest, deepest == nil { deepest = (line.number, indentation + 1) }
            guard !line.continuesFlow, let key = line.key else { return }
            // A new entry of a sequence begins a new mapping, whatever stood in that column before.
            if let dash = line.dash {
                while let last = levels.last, last.column > dash - line.bytes.lowerBound { levels.removeLast() }
            }
            while let last = levels.last, last.column > indentation { levels.removeLast() }
            if levels.last?.column != indentation { levels.append(Level(column: indentation)) }
            let name = lines.text(key)
            if let first = levels[levels.count - 1].lines[name] {
                found.append(
                    Problem(
                        file: file, line: line.number, column: lines.column(of: line.content, in: line),
                        "duplicate key '\(name.prefix(60))': it stands on line \(first) too", hint: "keep one of them"))
                if !key.isEmpty { replacements.append(key.lowerBound) }
            } else {
                levels[levels.count - 1].lines[name] = line.number
            }
        }
        problems += found
        if deepest == nil { deepest = Self.deepFlow(in: lines) }
        if let deepest {
            isTooDeep = true
            problems.append(
                Problem(
                    file: file, line: deepest.line, column: deepest.column,
                    "not read: the levels go deeper than \(Self.deepest)"))
        }
        return Self.masked(lines.bytes, at: replacements) ?? text
    }

    private static func masked(_ bytes: [UInt8], at replacements: [Int]) -> String? {
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
        return String(decoding: masked, as: UTF8.self)
    }

    /// Where brackets stand too deep in each other, counted without regard to quotes.
    private static func deepFlow(in lines: YAMLLines) -> (line: Int, column: Int)? {
        var depth = 0
        var found: (line: Int, column: Int)?
        lines.forEach { line in
            if !line.continuesFlow { depth = 0 }
            for index in line.bytes where found == nil {
                switch lines.bytes[index] {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                default: break
                }
                if depth > deepest { found = (line.number, lines.column(of: index, in: line)) }
            }
        }
        return found
    }
}
