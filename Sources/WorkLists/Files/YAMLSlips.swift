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
        guard copied > 0 else { return text }
        mended += lines.bytes[copied...]
        return String(decoding: mended, as: UTF8.self)
    }

    /// The first slip of a line and the whole line mended; no replacement where the text may be meant.
    private func slip(_ line: YAMLLines.Line, _ lines: YAMLLines, _ levels: inout YAMLLevels) -> (Problem, String?)? {
        let bytes = lines.bytes
        // Most lines have nothing but spaces before their content and no byte that could be a slip.
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
}
