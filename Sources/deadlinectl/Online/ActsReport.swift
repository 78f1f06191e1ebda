import CivilTime
import Control

/// What was recorded, or would be, for people.
enum ActsReport {
    static func text(_ answer: ActsAnswer, width: Int, style: Style) -> String {
        var text = ""
        if !answer.recorded.isEmpty {
            var table = TextTable([
                .init("ACT"), .init("WHAT"), .init("UNIT", givesWay: true), .init("ON"), .init("DOCUMENT"),
            ])
            for row in answer.recorded {
                table.add([
                    .init(word(row.kind), .bold), .init(row.milestone.map { "\(row.list):\($0)" } ?? row.list),
                    .init(row.unitName ?? row.unit ?? ""), .init(row.on?.description ?? ""),
                    .init(row.document ?? ""),
                ])
            }
            text += table.text(width: width, style: style)
        }
        return text + summary(answer) + "\n"
    }

    static func summary(_ answer: ActsAnswer) -> String {
        let count = answer.recorded.count
        let verb = answer.isDryRun ? "would be recorded" : "recorded"
        var parts = [count == 0 ? "nothing new" : "\(count) \(verb)"]
        if answer.unchanged > 0 {
            parts.append("\(answer.unchanged) \(answer.unchanged == 1 ? "was" : "were") on record already")
        }
        return parts.joined(separator: ", ")
    }

    /// `done 办结`; a kind that this version does not know stands as it is.
    static func word(_ kind: String) -> String {
        switch kind {
        case "accepted": "accepted 生效"
        case "closed": "closed 关闭"
        case "acknowledged": "acknowledged 签收"
        case "reported": "reported 反馈待核"
        case "done": "done 办结"
        case "reopened": "reopened 重新办理"
        case "removed": "removed 移出清单"
        default: kind
        }
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
