import CivilTime
import Reminders
import Settings
import WorkLists

/// What `check` found, for people and as JSON.
struct CheckReport: Encodable {
    /// What a good configuration holds.
    struct Counts: Encodable, Equatable {
        var lists: Int
        /// One unit's share in one milestone or duty each.
        var obligations: Int
        /// Units that have an obligation.
        var bodies: Int
        var firstDeadline: CivilDate?
        var lastDeadline: CivilDate?

        init(_ inputs: PlanInputs) {
            let made = ObligationList.make(from: inputs)
            lists = inputs.lists.count
            obligations = made.count
            bodies = Set(made.map { inputs.directory.root(of: $0.id.unit) }).count
            firstDeadline = made.map(\.deadline).min()
            lastDeadline = made.map(\.deadline).max()
        }

        private enum CodingKeys: String, CodingKey {
            case lists, obligations, bodies
            case firstDeadline = "first_deadline"
            case lastDeadline = "last_deadline"
        }
    }

    let problems: [Problem]
    /// nil where the files have an error.
    let counts: Counts?

    func text(style: Style) -> String {
        problems.map { Self.text($0, style) }.joined() + style(problems.hasErrors ? .red : .bold, summary) + "\n"
    }

    /// One line: how many problems, or what the configuration holds.
    var summary: String {
        let found = [Problem.Severity.error, .warning, .note].compactMap { severity in
            let number = problems.count { $0.severity == severity }
            return number == 0 ? nil : PlanTable.count(number, severity.rawValue)
        }
        guard let counts else { return found.joined(separator: ", ") }
        var parts = [
            PlanTable.count(counts.lists, "list"),
            "\(PlanTable.count(counts.obligations, "obligation")) of "
                + (counts.bodies == 1 ? "1 body" : "\(counts.bodies) bodies"),
        ]
        if let first = counts.firstDeadline, let last = counts.lastDeadline {
            parts.append("deadlines from \(first) to \(last)")
        }
        return "ok: " + (parts + found).joined(separator: ", ")
    }

    /// `file:line:column: error: message`, then the hint and the line as it should read.
    private static func text(_ problem: Problem, _ style: Style) -> String {
        var place = problem.file
        if problem.line > 0 {
            place += ":\(problem.line)"
            if problem.column > 0 { place += ":\(problem.column)" }
        }
        let ink: Style.Ink? =
            switch problem.severity {
            case .error: .red
            case .warning: .yellow
            case .note: nil
            }
        let severity = style(ink, problem.severity.rawValue)
        var text = "\(style(.bold, PlainLine.of(place))): \(severity): \(PlainLine.of(problem.message))\n"
        if let hint = problem.hint { text += "hint: \(PlainLine.of(hint))\n" }
        if let line = problem.correctedLine { text += "hint: write it as\n\(PlainLine.lines(of: line))\n" }
        return text
    }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case problems, errors, warnings, configuration
    }

    private struct Row: Encodable {
        let problem: Problem

        enum CodingKeys: String, CodingKey {
            case severity, file, line, column, message, hint
            case correctedLine = "corrected_line"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(problem.severity.rawValue, forKey: .severity)
            try container.encode(problem.file, forKey: .file)
            if problem.line > 0 { try container.encode(problem.line, forKey: .line) }
            if problem.column > 0 { try container.encode(problem.column, forKey: .column) }
            try container.encode(problem.message, forKey: .message)
            try container.encodeIfPresent(problem.hint, forKey: .hint)
            try container.encodeIfPresent(problem.correctedLine, forKey: .correctedLine)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(problems.map(Row.init), forKey: .problems)
        try container.encode(problems.count { $0.severity == .error }, forKey: .errors)
        try container.encode(problems.count { $0.severity == .warning }, forKey: .warnings)
        try container.encodeIfPresent(counts, forKey: .configuration)
    }
}
