import Reminders
import Settings
import WorkLists

/// Holds what a file says against the form that was asked for.
struct ReportCheck {
    let file: String
    let lines: ReportLines
    /// That of the faults.
    let language: Language

    /// - Throws: where the file as a whole is not the unit's.
    func report(
        _ form: Result<ReportForm, RefusalText>, at line: Int, unit: (String) -> UnitID?
    ) throws(Problem) -> (ReportReader.Report, [Problem]) {
        let asked: ReportForm
        switch form {
        case .success(let found): asked = found
        case .failure(let refusal): throw Problem(file: file, line: line, refusal.message, hint: refusal.hint)
        }
        if let named = lines.heads[.unit], unit(named.text) != asked.obligation.unit {
            throw problem(named.line, .otherUnit(named: named.text, unit: asked.unitName))
        }
        var problems = strangers(asked)
        var parts: [ReportText.Part] = []
        var characters = 0
        for part in asked.parts {
            guard let given = lines.parts.first(where: { $0.id == part.id }) else {
                problems.append(problem(lines.parts.last?.line ?? line, .partMissing(part.id)))
                continue
            }
            problems += faults(given)
            let text = ReportText.Part(
                id: part.id, progress: given.fields[.progress]?.text ?? "",
                problems: given.fields[.problems]?.text ?? "", suggestions: given.fields[.suggestions]?.text ?? "")
            let count = ReportField.allCases.reduce(0) { $0 + CharacterCount.of($1.text(of: text)) }
            if let limit = asked.limit, count > limit {
                problems.append(
                    problem(given.line, .tooLong(part: part.id, characters: count, limit: limit)))
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
                    part.line, .strangePart(part.id, unit: form.unitName, parts: form.parts.map(\.id)))
            }
            if let line = first[part.id] {
                return problem(part.line, .partTwice(part.id, firstLine: line))
            }
            first[part.id] = part.line
            return nil
        }
    }

    private func faults(_ part: ReportLines.Part) -> [Problem] {
        var problems = part.repeated.map { place in
            problem(place.line, .fieldTwice(place.text, part: part.id))
        }
        for field in ReportField.allCases {
            guard let place = part.fields[field] else {
                problems.append(problem(part.line, .fieldMissing(field, part: part.id)))
                continue
            }
            if CharacterCount.of(place.text) == 0 {
                problems.append(problem(place.line, .fieldEmpty(field, part: part.id)))
            } else if field == .progress, Self.isNone(place.text) {
                problems.append(problem(place.line, .noProgress(place.text, part: part.id)))
            }
        }
        return problems
    }

    private static func isNone(_ text: String) -> Bool {
        ["无", "没有", "none"].contains(text.lowercased().filter { !"。. ".contains($0) })
    }

    private func problem(_ line: Int, _ fault: ReportFault) -> Problem {
        Problem(file: file, line: line, fault, language)
    }
}
