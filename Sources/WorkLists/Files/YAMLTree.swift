import Yams

/// A node of a YAML file with its place. Every scalar is text: `no`, `010` and dates are what the reader makes of them.
package struct YAMLTree {
    package enum Content {
        case text(String)
        case mapping([(key: YAMLTree, value: YAMLTree)])
        case sequence([YAMLTree])
    }

    private let node: Node

    private init(_ node: Node) { self.node = node }

    /// From 1.
    package var line: Int { node.mark?.line ?? 0 }
    /// From 1, in Unicode scalars.
    package var column: Int { node.mark?.column ?? 0 }

    /// What stands here. The entries of a mapping are in the file's order; of two with equal keys, which were reported,
    /// the first is there.
    package var content: Content {
        switch node {
        case .scalar(let scalar): .text(scalar.string)
        case .sequence(let nodes): .sequence(nodes.map { YAMLTree($0) })
        case .mapping(let pairs):
            .mapping(
                pairs.lazy.filter { !YAMLDuplicates.isMasked($0.key.scalar?.string) }
                    .map { (YAMLTree($0.key), YAMLTree($0.value)) })
        // Yams resolves aliases while it reads.
        case .alias: .text("")
        }
    }

    package var text: String? { node.scalar?.string }

    /// Nothing written, or `~` or `null`.
    package var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// What it is called in messages.
    package var kind: String {
        switch node {
        case .scalar: "text"
        case .sequence: "list"
        case .mapping: "mapping"
        case .alias: "alias"
        }
    }

    /// Reads a file: the whole of it as far as it can be read, and every slip, syntax error and duplicate key.
    /// nil if nothing is written in it, or if it cannot be read at all.
    package static func read(_ text: String, file: String) -> (YAMLTree?, [Problem]) {
        // libyaml is told the encoding, and takes a byte order mark for a letter then.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        var slips = YAMLSlips(file: file)
        let mended = slips.mend(text)
        var duplicates = YAMLDuplicates(file: file)
        let masked = duplicates.mask(mended)
        var problems = slips.problems + duplicates.problems
        guard !duplicates.isTooDeep else { return (nil, problems) }
        do {
            guard let node = try Yams.compose(yaml: masked, .basic) else { return (nil, problems) }
            let tree = YAMLTree(node)
            return (tree.isNull ? nil : tree, problems)
        } catch let error as YamlError {
            problems.append(problem(of: error, file: file, text: masked))
        } catch {
            problems.append(Problem(file: file, "the file cannot be read as yaml"))
        }
        return (nil, problems)
    }

    private static func problem(of error: YamlError, file: String, text: String) -> Problem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // libyaml says "did not find expected key" where it gave up; where it began is often nearer the slip.
            let since = context.map { $0.mark.line < mark.line ? ", in what begins on line \($0.mark.line)" : "" } ?? ""
            return Problem(
                file: file, line: mark.line, column: mark.column, "not yaml: \(problem)\(since)",
                hint: hint(problem))
        case .reader(let problem, let offset, let value, _):
            let place = offset.map { self.place(of: $0, in: text) }
            let code = value > 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
            return Problem(
                file: file, line: place?.line ?? 0, column: place?.column ?? 0, "not yaml: \(problem)\(code)",
                hint: "delete the character")
        case .duplicatedKeysInMapping(let keys, let context):
            return Problem(
                file: file, line: context.mark.line, column: context.mark.column,
                "duplicate key '\(keys.joined(separator: "', '"))'", hint: "keep one of them")
        default: return Problem(file: file, "the file cannot be read as yaml")
        }
    }

    private static func hint(_ problem: String) -> String? {
        if problem.contains("tab character") { return "put spaces in the place of the tab, before a comment too" }
        if problem.contains("mapping values are not allowed") {
            return "put a text that has ': ' in it into quotes, or look at the indentation of this line"
        }
        if problem.contains("expected key") || problem.contains("block") {
            return "keys of one level stand in one column: look at the indentation of this line and of those above"
        }
        if problem.contains("cannot start any token") { return "put the text into quotes" }
        if problem.contains("unexpected end of stream") { return "a quote or bracket is not closed" }
        if problem.contains("',' or ']'") || problem.contains("',' or '}'") {
            return "a list in brackets is not closed, or a comma is missing"
        }
        if problem.contains("another document") { return "keep one document a file: take the line '---' out" }
        if problem.contains("undefined alias") { return "put a text that begins with '*' into quotes" }
        return nil
    }

    private static func place(of offset: Int, in text: String) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in text.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
