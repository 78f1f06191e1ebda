/// Something wrong in a configuration file, with its place and what to do.
///
/// Every reader of configuration gives a list of these, all it found at once, and never throws on the first.
package struct Problem: Sendable, Equatable, Error, CustomStringConvertible {
    package enum Severity: String, Sendable, Equatable, Comparable {
        case note, warning, error

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }

        package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    }

    package var severity: Severity
    /// The file as the reader was told it, never a path it made up.
    package var file: String
    /// From 1; 0 if the problem has no line.
    package var line: Int
    /// From 1, in Unicode scalars; 0 if the problem has no column.
    package var column: Int
    /// Lower case, no final period: what, on what, why.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// The line as it should read.
    package var correctedLine: String?

    package init(
        _ severity: Severity = .error, file: String, line: Int = 0, column: Int = 0, _ message: String,
        hint: String? = nil, correctedLine: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.correctedLine = correctedLine
    }

    /// `file:line:column: error: message`, then a line for the hint and one for the corrected line.
    package var description: String {
        var place = file
        if line > 0 { place += ":\(line)" }
        if line > 0, column > 0 { place += ":\(column)" }
        var text = "\(place): \(severity.rawValue): \(message)"
        if let hint { text += "\nhint: \(hint)" }
        if let correctedLine { text += "\nhint: write it as\n\(correctedLine)" }
        return text
    }
}

extension Sequence<Problem> {
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// By file and place, errors first where places are the same.
    package func inOrder() -> [Problem] {
        sorted {
            ($0.file, $0.line, $0.column, $1.severity, $0.message)
                < ($1.file, $1.line, $1.column, $0.severity, $1.message)
        }
    }
}
