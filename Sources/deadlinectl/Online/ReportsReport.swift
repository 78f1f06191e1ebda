import Control
import Reminders
import Settings
import WorkLists

/// What came of reports, for people.
enum ReportsReport {
    static func text(_ answer: ReportsAnswer, width: Int, style: Style) -> String {
        var table = TextTable([
            .init("WHAT"), .init("UNIT", givesWay: true), .init("CHARACTERS", isNumber: true), .init(""),
        ])
        for row in answer.reports {
            table.add([
                .init("\(row.list):\(row.duty)", .bold), .init(row.unitName), .init(row.characters),
                .init(row.isNew ? "" : "on record already", .faint),
            ])
        }
        let new = answer.reports.count { $0.isNew }
        let acts = ActsAnswer(
            recorded: answer.reports.filter(\.isNew).map { row in
                .init(
                    kind: Act.Kind.reported.rawValue, list: row.list, milestone: row.duty, unit: row.unit,
                    unitName: row.unitName, on: nil, document: nil)
            }, unchanged: answer.reports.count - new, isDryRun: answer.isDryRun, language: .en)
        return table.text(width: width, style: style) + ActsReport.summary(acts) + "\n"
    }

    static func text(of faults: [ReportsAnswer.Fault]) -> String {
        let problems = faults.map { Problem(file: $0.file, line: $0.line, $0.message, hint: $0.hint) }
        return CheckReport(problems: problems, counts: nil).text(style: .plain)
    }

    /// `huzhou-2017:三-2: 37 of 38 units, none from 市教育局`.
    static func summary(of collection: ReportCollection, width: Int) -> String {
        let (all, missing) = (collection.units.count, collection.missing)
        let head = "\(collection.list):\(collection.duty): \(all - missing.count) of \(PlanTable.count(all, "unit"))"
        guard !missing.isEmpty else { return head }
        return Wrapping.lines(
            missing.map { PlainLine.of($0.name) }, separator: ", ", first: head + ", none from ", indent: 2,
            width: width)
    }
}
