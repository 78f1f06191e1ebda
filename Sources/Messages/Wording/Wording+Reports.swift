import CivilTime
import Reminders
import Settings

extension Wording {
    /// `2017年度湖州市政府重点工作清单(湖政办发〔2017〕33号)`.
    func title(_ title: String, number: String?) -> String {
        guard let number else { return title }
        return language == .zh ? "\(title)(\(number))" : "\(title) (\(number))"
    }

    /// `2017年6月30日(周五)`, `Fri 30 June 2017`.
    func fullDayAndWeekday(_ date: CivilDate) -> String {
        switch language {
        case .zh: "\(fullDay(date))(\(date.weekday.chinese))"
        case .en: "\(date.weekday.english) \(fullDay(date))"
        }
    }

    /// `单位:市发改委`.
    func labelled(_ label: String, _ text: String) -> String {
        language == .zh ? "\(label):\(text)" : "\(label): \(text)"
    }

    /// `4.6.1 6月30日 未到期`; an occurrence of a recurring one by its number, for the day stands beside it.
    func milestone(_ milestone: ReportForm.Milestone, today: CivilDate) -> String {
        let number = String(milestone.id.prefix { $0 != "@" })
        guard let deadline = milestone.deadline else {
            return "\(number) \(language == .zh ? "无到期日" : "no deadline")"
        }
        let state = milestone.state.map { self.state($0, isAhead: deadline >= today) }
        return [number, day(deadline, from: today), state].compactMap { $0 }.joined(separator: " ")
    }

    /// What was recorded; that nothing was is said of a deadline that has come, not of one ahead.
    func state(_ state: ObligationState, isAhead: Bool) -> String {
        guard state == .open, isAhead else { return self.state(state) }
        return language == .zh ? "未到期" : "not due yet"
    }

    /// A measure's first words, by which people know it: up to its first mark, at most 24 characters.
    func opening(of text: String) -> String {
        let words = text.prefix { !",，。;；:：".contains($0) }
        return words.count > 24 ? words.prefix(23) + "…" : String(words)
    }

    /// How a report's file is filled in and given back, a paragraph a line.
    func reportInstructions(limit: Int?, contact: String?) -> [String] {
        switch language {
        case .zh:
            return [
                "", "填写说明:",
                "1. 逐项在“工作进度:”“存在的问题:”“相关建议:”之后填写,可以分行;没有问题或建议的,写“无”。",
                limit.map { "2. 每项(三栏合计)不超过\($0)字,按WPS、Word“字数统计”中的“字数”计算。" }
                    ?? "2. 每项的字数没有限制。",
                "3. 方括号“【】”中的编号、各栏名称和上面的“编号”一行请保留;其余说明可以删去。",
                "4. 仍存为文本文件(.txt),作为附件回复提醒邮件。" + (contact.map { "联系:\($0)" } ?? ""),
            ]
        case .en:
            return [
                "", "How to fill it in:",
                "1. Write after “Progress:”, “Problems:” and “Suggestions:” of each part, on several lines if you like; "
                    + "“none” where there is nothing to say.",
                limit.map { "2. At most \($0) characters a part, its three fields together, as WPS and Word count 字数." }
                    ?? "2. A part may be as long as you like.",
                "3. Keep the ids in 【】, the names of the fields and the line “Id” above; all else may go.",
                "4. Save it as a text file (.txt) and attach it to your answer to the reminder."
                    + (contact.map { " Contact: \($0)" } ?? ""),
            ]
        }
    }

    /// How many gave a report in: `期限2017年6月30日;38个单位,已反馈37个,未反馈1个`.
    func reportsGiven(_ collection: ReportCollection, deadline: String) -> String {
        let (all, missing) = (collection.units.count, collection.missing.count)
        return switch language {
        case .zh: "期限\(deadline);\(all)个单位,已反馈\(all - missing)个,未反馈\(missing)个"
        case .en: "due \(deadline); \(Self.count(all, "unit")), \(all - missing) reported, \(missing) did not"
        }
    }

    /// Those who gave no text; that one reported otherwise is said, for it does not stand as open.
    func reportsMissing(_ units: [ReportCollection.Unit]) -> String {
        let names = units.map { $0.state == .open ? $0.name : "\($0.name)(\(state($0.state)))" }
        return language == .zh ? "未反馈:\(self.names(names))" : "no report from: \(self.names(names))"
    }

    var noReport: String { language == .zh ? "未反馈" : "no report" }

    /// Over what was reported on measures that the list no longer has.
    var reportedOtherwise: String { language == .zh ? "其他(不在现行清单中)" : "Others (no longer in the list)" }
}
