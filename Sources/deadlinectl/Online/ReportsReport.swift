import Control
import Reminders
import Settings
import WorkLists

/// What came of reports, for people.
enum ReportsReport {
    static func text(_ answer: ReportsAnswer, width: Int, style: Style) -> String {
        let isChinese = answer.language == .zh
        let titles = isChinese ? ["编号", "责任单位", "字数", ""] : ["WHAT", "UNIT", "CHARACTERS", ""]
        var table = TextTable(titles.enumerated().map { .init($1, isNumber: $0 == 2, givesWay: $0 == 1) })
        for row in answer.reports {
            table.add([
                .init("\(row.list):\(row.duty)", .bold), .init(row.unitName), .init(row.characters),
                .init(row.isNew ? "" : isChinese ? "此前已登记" : "on record already", .faint),
            ])
        }
        let new = answer.reports.count { $0.isNew }
        let acts = ActsAnswer(
            recorded: answer.reports.filter(\.isNew).map { row in
                .init(
                    kind: Act.Kind.reported.rawValue, list: row.list, milestone: row.duty, unit: row.unit,
                    unitName: row.unitName, on: nil, document: nil)
            }, unchanged: answer.reports.count - new, isDryRun: answer.isDryRun, language: answer.language)
        return table.text(width: width, style: style) + ActsReport.summary(acts) + "\n"
    }

    static func text(of faults: [ReportsAnswer.Fault], language: Language) -> String {
        text(of: faults.map { Problem(file: $0.file, line: $0.line, $0.message, hint: $0.hint) }, language: language)
    }

    /// Every fault of files that were given back.
    static func text(of problems: [Problem], language: Language) -> String {
        guard language == .zh else { return CheckReport(problems: problems, counts: nil).text(style: .plain) }
        return problems.map { problem in
            let place = problem.line > 0 ? "\(problem.file):\(problem.line)" : problem.file
            return "\(PlainLine.of(place)): 错误:\(PlainLine.of(problem.message))\n"
                + (problem.hint.map { "提示:\(PlainLine.of($0))\n" } ?? "")
        }.joined() + "共\(problems.count)处错误\n"
    }

    /// `huzhou-2017:三-2: 37 of 38 units, none from 市教育局`.
    static func summary(of collection: ReportCollection, width: Int, language: Language) -> String {
        let (all, missing) = (collection.units.count, collection.missing)
        let given = all - missing.count
        let head =
            language == .zh
            ? "\(collection.list):\(collection.duty):\(all)个单位,已反馈\(given)个"
            : "\(collection.list):\(collection.duty): \(given) of \(PlanTable.count(all, "unit"))"
        guard !missing.isEmpty else { return head }
        return Wrapping.lines(
            missing.map { PlainLine.of($0.name) }, separator: language == .zh ? "、" : ", ",
            first: head + (language == .zh ? ",未反馈:" : ", none from "), indent: 2, width: width)
    }
}
