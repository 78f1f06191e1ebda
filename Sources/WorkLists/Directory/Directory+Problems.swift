extension Directory {
    /// What in a list leads to nobody: unknown units with the likely name, groups without members, dated duties for a
    /// group that nobody defined. Undated duties are for reading only and may name anybody.
    package func problems(in list: WorkList, file: String) -> [Problem] {
        var problems: [Problem] = []
        for measure in list.works.flatMap(\.measures) {
            for name in measure.responsibleUnits {
                if let problem = problem(
                    of: name, in: list, owner: "measure \(measure.id)", file: file, line: measure.line)
                {
                    problems.append(problem)
                }
            }
        }
        for duty in list.duties where duty.deadline != nil || duty.rrule != nil {
            for name in duty.who {
                if let problem = problem(of: name, in: list, owner: "duty \(duty.id)", file: file, line: duty.line) {
                    problems.append(problem)
                }
            }
        }
        return problems
    }

    private func problem(of name: String, in list: WorkList, owner: String, file: String, line: Int) -> Problem? {
        let shown = RecordReader.shown(name)
        switch expand(name: name, in: list) {
        case .units: return nil
        case .unknown(let suggestion):
            return Problem(
                file: file, line: line, "\(owner): nobody is called '\(shown)'",
                hint: suggestion.map { "did you mean '\(RecordReader.shown($0))'?" }
                    ?? "add it to units.yaml, as a unit, an alias or a group")
        case .emptyGroup:
            return Problem(
                file: file, line: line, "\(owner): the group '\(shown)' has no members", hint: "list them in units.yaml"
            )
        }
    }
}
