/// Why a text is no YAML. Lines and columns from 1, columns in Unicode scalars.
enum YAMLFailure: Error {
    /// A character that may not stand in YAML; `offset` in bytes, from 0.
    case character(problem: String, offset: Int, value: Int)
    /// `since` is the line where what could not be ended begins.
    case syntax(problem: String, line: Int, column: Int, since: Int? = nil)
    case duplicateKeys([String], line: Int, column: Int)
    case memory
}

extension YAMLFailure {
    /// As `check` says it.
    func problem(file: String, text: [UInt8]) -> Problem {
        switch self {
        case .syntax(let problem, let line, let column, let since):
            // libyaml says "did not find expected key" where it gave up; where it began is often nearer the slip.
            let began = since.map { $0 < line ? ", in what begins on line \($0)" : "" } ?? ""
            return Problem(
                file: file, line: line, column: column, "not yaml: \(problem)\(began)", hint: Self.hint(problem))
        case .character(let problem, let offset, let value):
            let place = Self.place(of: offset, in: text)
            let code = value > 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
            return Problem(
                file: file, line: place.line, column: place.column, "not yaml: \(problem)\(code)",
                hint: "delete the character")
        case .duplicateKeys(let keys, let line, let column):
            return Problem(
                file: file, line: line, column: column, "duplicate key '\(keys.joined(separator: "', '"))'",
                hint: "keep one of them")
        case .memory: return Problem(file: file, "the file cannot be read as yaml")
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
        if problem.contains("undefined alias") || problem.contains("alphabetic or numeric character") {
            return "put a text that begins with '*' into quotes"
        }
        return nil
    }

    private static func place(of offset: Int, in text: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
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
