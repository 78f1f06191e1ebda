import Reminders
import Settings
import WorkLists

/// Holds what a file says against the form that was asked for.
struct ReportCheck {
    let file: String
    let lines: ReportLines

    /// - Throws: where the file as a whole is not the unit's.
    func report(
        _ form: Result<ReportForm, ReportReader.Refusal>, at line: Int, unit: (String) -> UnitID?
    ) throws(Problem) -> (ReportReader.Report, [Problem]) {
        let asked: ReportForm
        switch form {
        case .success(let found): asked = found
        case .failure(let refusal): throw Problem(file: file, line: line, refusal.message, hint: refusal.hint)
        }
        if let named = lines.heads[.unit], unit(named.text) != asked.obligation.unit {
            throw problem(
                named.line, "it is headed `\(named.text)`, and its 编号 is that of \(asked.unitName)",
                "each unit fills in the file that was sent to it")
        }
        var problems = strangers(asked)
        var parts: [ReportText.Part] = []
        var characters = 0
        for part in asked.parts {
            guard let given = lines.parts.first(where: { $0.id == part.id }) else {
                problems.append(
                    problem(
                        lines.parts.last?.line ?? line, "part 【\(part.id)】 is missing",
                        "every measure of the unit has a part; take it from the file as it was sent"))
                continue
            }
            problems += faults(given)
            let text = ReportText.Part(
                id: part.id, progress: given.fields[.progress]?.text ?? "",
                problems: given.fields[.problems]?.text ?? "", suggestions: given.fields[.suggestions]?.text ?? "")
            let count = ReportField.allCases.reduce(0) { $0 + CharacterCount.of($1.text(of: text)) }
            if let limit = asked.limit, count > limit {
                problems.append(
                    problem(
                        given.line, "part 【\(part.id)】 has \(count) characters, \(count - limit) more than \(limit)",
                        "its three fields together count, as 字数 in WPS and Word"))
            }
            characters += count
            parts.append(text)
        }
        let report = ReportReader.Report(
            obligation: asked.obligation, unitName: asked.unitName, text: ReportText(parts: parts),
            characters: characters)
        return (report, problems.inOrder())
    }

    /// Parts that are not the unit's, or stand twice.
    private func strangers(_ form: ReportForm) -> [Problem] {
        let known = Set(form.parts.map(\.id))
        var first: [String: Int] = [:]
        return lines.parts.compactMap { part in
            guard known.contains(part.id) else {
                return problem(
                    part.line, "part 【\(part.id)】 is not one of \(form.unitName)",
                    "its parts: \(form.parts.map(\.id).joined(separator: ", "))")
            }
            if let line = first[part.id] {
                return problem(part.line, "part 【\(part.id)】 stands twice, first in line \(line)", "keep one of them")
            }
            first[part.id] = part.line
            return nil
        }
    }

    private func faults(_ part: ReportLines.Part) -> [Problem] {
        var problems = part.repeated.map { place in
            problem(place.line, "\(place.text) of part 【\(part.id)】 stands twice", "put all of it under the first")
        }
        for field in ReportField.allCases {
            let title = field.title(.zh)
            guard let place = part.fields[field] else {
                problems.append(
                    problem(
                        part.line, "\(title) of part 【\(part.id)】 is missing", "keep its line: \(title):"))
                continue
            }
            if CharacterCount.of(place.text) == 0 {
                problems.append(
                    problem(
                        place.line, "\(title) of part 【\(part.id)】 is empty",
                        field == .progress
                            ? "say how far it is; 尚未启动 where nothing has begun" : "write 无 if there is none"))
            } else if field == .progress, Self.isNone(place.text) {
                problems.append(
                    problem(
                        place.line, "\(title) of part 【\(part.id)】 says `\(place.text)`",
                        "say how far it is; 尚未启动 where nothing has begun"))
            }
        }
        return problems
    }

    private static func isNone(_ text: String) -> Bool {
        ["无", "没有", "none"].contains(text.lowercased().filter { !"。. ".contains($0) })
    }

    private func problem(_ line: Int, _ message: String, _ hint: String) -> Problem {
        Problem(file: file, line: line, message, hint: hint)
    }
}
