import CivilTime
import Control
import Messages
import Reminders
import Settings

/// What was recorded, or would be, for people.
enum ActsReport {
    static func text(_ answer: ActsAnswer, width: Int, style: Style) -> String {
        let isChinese = answer.language == .zh
        var text = ""
        if !answer.recorded.isEmpty {
            let titles =
                isChinese
                ? ["登记", "编号", "责任单位", "日期", "至", "文号"] : ["ACT", "WHAT", "UNIT", "ON", "UNTIL", "DOCUMENT"]
            var table = TextTable(titles.map { .init($0, givesWay: $0 == titles[2]) })
            for row in answer.recorded {
                table.add([
                    .init(name(row, answer.language), .bold),
                    .init(row.milestone.map { "\(row.list):\($0)" } ?? row.list),
                    .init(row.unitName ?? row.unit ?? ""), .init(row.on?.description ?? ""),
                    .init(row.until?.description ?? ""), .init(row.document ?? ""),
                ])
            }
            text += table.text(width: width, style: style)
        }
        return text + summary(answer) + "\n" + undoing(answer)
    }

    /// `撤回登记(办结)`, `升级放行(升级第1步)`.
    private static func name(_ row: ActsAnswer.Row, _ language: Language) -> String {
        let name = ActName.text(row.kind, language: language)
        guard let detail = row.undoes.map({ ActName.text($0, language: language) }) ?? stage(row, language)
        else { return name }
        return language == .zh ? "\(name)(\(detail))" : "\(name) (\(detail))"
    }

    private static func stage(_ row: ActsAnswer.Row, _ language: Language) -> String? {
        row.stage.map { text in Stage(text).map { Wording(language: language).stage($0) } ?? text }
    }

    /// How to take back what was recorded.
    private static func undoing(_ answer: ActsAnswer) -> String {
        guard !answer.isDryRun, let row = answer.recorded.first, let milestone = row.milestone, let unit = row.unit,
            row.kind != "undone"
        else { return "" }
        let milestones = Set(answer.recorded.map(\.milestone))
        let one = "deadlinectl undo \(row.list):\(milestone) "
        let verb =
            answer.recorded.count == 1
            ? one + "--unit \(unit)" : milestones.count == 1 ? one + "--all-units" : one + "--unit \(unit)"
        let rest = answer.recorded.count > 1 && milestones.count > 1
        return answer.language == .zh
            ? "如登记有误,可撤回:\(verb)\(rest ? "(其余同样逐项撤回)" : "")\n"
            : "to take it back: \(verb)\(rest ? " (and the others alike)" : "")\n"
    }

    static func summary(_ answer: ActsAnswer) -> String {
        let count = answer.recorded.count
        if answer.language == .zh {
            var parts = [count == 0 ? "没有新的登记" : answer.isDryRun ? "将登记\(count)条" : "已登记\(count)条"]
            if answer.unchanged > 0 { parts.append("\(answer.unchanged)条此前已登记") }
            return parts.joined(separator: ",")
        }
        let verb = answer.isDryRun ? "would be recorded" : "recorded"
        var parts = [count == 0 ? "nothing new" : "\(count) \(verb)"]
        if answer.unchanged > 0 {
            parts.append("\(answer.unchanged) \(answer.unchanged == 1 ? "was" : "were") on record already")
        }
        return parts.joined(separator: ", ")
    }
}

extension ControlClient {
    /// Records acts, all or none, and prints what came of it.
    func record(_ acts: [ActsQuestion.Act], _ options: OnlineOptions) throws(Failure) {
        let reply = try post(ControlPath.acts, ActsQuestion(acts: acts), as: ActsAnswer.self)
        options.show(reply) {
            ActsReport.text($0, width: Terminal.standard.width, style: Terminal.standard.style)
        }
    }
}
