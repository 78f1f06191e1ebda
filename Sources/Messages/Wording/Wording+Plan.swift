import CivilTime
package import Reminders
import Settings

extension Wording {
    /// What a message of the series is, in a table: `提前30天`, `30d before`.
    package func stage(_ stage: Stage) -> String {
        switch (stage, language) {
        case (.assigned, .zh): "交办"
        case (.moved, .zh): "到期日调整"
        case (.ahead(let lead), .zh): lead.chinese
        case (.due, .zh): "到期当天"
        case (.overdue(let n), .zh): "到期后第\(n)次询问"
        case (.escalated(let n), .zh): "升级第\(n)步"
        case (.afterSilence(let day), .zh): "暂停(至\(day))后提醒"
        case (.statement(let year, let month), .zh): "\(year)年\(month)月未反馈清单"
        case (.assigned, .en): "handed out"
        case (.moved, .en): "new deadline"
        case (.ahead(let lead), .en): "\(lead) before"
        case (.due, .en): "on the day"
        case (.overdue(let n), .en): "asked after, \(n)."
        case (.escalated(let n), .en): "escalated, \(n)."
        case (.afterSilence(let day), .en): "after the silence until \(day)"
        case (.statement(let year, let month), .en): "statement of \(self.month(month)) \(year)"
        }
    }

    /// `责任单位:甲、乙`.
    func responsible(_ units: [String]) -> String {
        switch language {
        case .zh: "责任单位:\(names(units))"
        case .en: "responsible: \(names(units))"
        }
    }

    /// `原文期限:6月底前`.
    func publishedDeadline(_ phrase: String) -> String {
        switch language {
        case .zh: "原文期限:\(phrase)"
        case .en: "published deadline: \(phrase)"
        }
    }

    /// The title of a day on which messages go out: `督查提醒:38个单位,45项`; of one unit's without how many units.
    func remindingDay(units: Int?, items: Int) -> String {
        switch language {
        case .zh: "督查提醒:" + (units.map { "\($0)个单位," } ?? "") + "\(items)项"
        case .en: "reminders: " + (units.map { Self.count($0, "unit") + ", " } ?? "") + Self.count(items, "item")
        }
    }

    /// What is said of one stage and deadline, with whom or what it concerns: `提前30天,6月30日(周五)到期:甲8项、乙4项`.
    func remindingLine(_ stage: Stage, deadline: CivilDate, today: CivilDate, of what: [String]) -> String {
        let day = dayAndWeekday(deadline, from: today)
        switch language {
        case .zh: return "\(self.stage(stage)),\(day)到期:" + what.joined(separator: "、")
        case .en: return "\(self.stage(stage)), due \(day): " + what.joined(separator: ", ")
        }
    }

    /// `市发改委8项`, `Planning 8`.
    func share(_ unit: String, items: Int) -> String {
        switch language {
        case .zh: "\(unit)\(self.items(items))"
        case .en: "\(unit) \(items)"
        }
    }

    /// The category of the days on which messages go out.
    var remindingCategory: String {
        switch language {
        case .zh: "督查提醒"
        case .en: "reminders"
        }
    }

    var yes: String {
        switch language {
        case .zh: "是"
        case .en: "yes"
        }
    }
}
