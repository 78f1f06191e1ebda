/// Names the typing slips of somebody who writes Chinese: full-width `：` and `，`, wide spaces, tabs, smart quotes, a
/// missing space after the colon. Each comes with the line as it should read, and the text is mended for the reading
/// that follows, so that the other problems of the file are named too.
struct YAMLSlips {
    let file: String
    private(set) var problems: [Problem] = []

    init(file: String) { self.file = file }

    /// The text with its slips mended; lines stay where they are.
    mutating func mend(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { mended(YAMLLines($0)) } ?? text
    }

    /// nil if there is nothing to mend.
    private mutating func mended(_ lines: YAMLLines) -> [UInt8]? {
        var mended: [UInt8] = []
        var copied = 0
        var found: [Problem] = []
        var levels = YAMLLevels(hasTabs: lines.bytes.contains(0x09))
        lines.forEach { line in
            guard let (problem, replacement) = slip(line, lines, &levels) else { return }
            found.append(problem)
            guard let replacement else { return }
            mended += lines.bytes[copied..<line.bytes.lowerBound]
            mended += replacement.utf8
            copied = line.bytes.upperBound
        }
        problems += found
        guard copied > 0 else { return nil }
        mended += lines.bytes[copied...]
        return mended
    }

    /// The first slip of a line and the whole line mended; no replacement where the text may be meant.
    private func slip(_ line: YAMLLines.Line, _ lines: YAMLLines, _ levels: inout YAMLLevels) -> (Problem, String?)? {
        let bytes = lines.bytes
        if !levels.hasTabs, let shape = Self.plainShape(of: line, lines) {
            levels.take(shape)
            return nil
        }
        // Most other lines have nothing but spaces before their content and no byte that could be a slip.
        guard bytes[line.bytes].contains(where: { $0 >= 0x80 || $0 == 0x09 || $0 == 0x3A }) else {
            levels.take(line, bytes)
            return nil
        }
        var repair = LineRepair(Array(lines.text(line.bytes).unicodeScalars))
        let indentation = lines.column(of: line.indented, in: line) - 1
        let content = lines.column(of: line.content, in: line) - 1
        if line.continuesFlow {
            repair.mendIndentation(upTo: content, among: nil)
            repair.mendFlow(from: content, isMapping: nil)
        } else {
            repair.mendMarker(at: content, mayBeEntry: levels.mayHoldEntry, below: lines.spaces(after: line))
            repair.mendIndentation(upTo: indentation, among: levels)
            repair.mendKey(hasKey: line.key != nil)
            repair.mendValue()
            levels.take(repair.shape(indentation: lines.text(line.bytes.lowerBound..<line.indented)))
        }
        guard let first = repair.first else { return nil }
        let isDoubtful = repair.isDoubtful
        let problem = Problem(
            isDoubtful ? .warning : .error, file: file, line: line.number, column: first.column, first.message,
            correctedLine: repair.text)
        return (problem, isDoubtful ? nil : repair.text)
    }

    /// The shape of a line that has a key in plain letters and a value that begins with nothing a slip could be: nearly
    /// every line of a list. nil for all others, which are looked at letter by letter.
    private static func plainShape(of line: YAMLLines.Line, _ lines: YAMLLines) -> YAMLLevels.Shape? {
        let bytes = lines.bytes
        let start = line.bytes.lowerBound
        guard !line.continuesFlow, let key = line.key, isLetter(bytes[line.content]) else { return nil }
        if let dash = line.dash, dash != line.indented || bytes[dash] != UInt8(ascii: "-") { return nil }
        for index in start..<line.content where bytes[index] != space && index != line.dash { return nil }
        var value = key.upperBound
        while bytes[value] != UInt8(ascii: ":") { value += 1 }
        repeat { value += 1 } while value < line.bytes.upperBound && bytes[value] == space
        let rest = UnsafeBufferPointer(rebasing: bytes[value..<line.bytes.upperBound])
        guard !mayBeginSlip(rest) else { return nil }
        return YAMLLevels.Shape(
            typed: lines.text(start..<line.indented), indentation: line.indented - start, hasDash: line.dash != nil,
            content: line.content - start, key: "", isOpen: rest.first.map { $0 == UInt8(ascii: "#") } ?? true)
    }

    /// Whether a value may be white space, brackets or smart quotes of any width.
    private static func mayBeginSlip(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first else { return false }
        return switch first {
        case UInt8(ascii: "["), UInt8(ascii: "{"), 0...0x20: true
        // Among what these begin are the no-break space, marks and spaces of all widths, and full-width forms.
        case 0xC2, 0xE1, 0xE2, 0xEF: true
        // U+3000 and 【, but no Chinese letter.
        case 0xE3: value.count > 2 && value[1] == 0x80 && (value[2] == 0x80 || value[2] == 0x90)
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}

private let space = UInt8(ascii: " ")
