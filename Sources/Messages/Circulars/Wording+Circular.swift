import CivilTime
import Reminders
import Settings

/// The sentences of a circular. Late is only what was recorded as late; of all else it says what was not received.
extension Wording {
    var circularMark: String { language == .zh ? "草稿" : "DRAFT" }

    func circularNote(isRehearsal: Bool) -> String {
        switch language {
        case .zh: (isRehearsal ? "演练数据,不是真实情况。" : "") + "本稿按台账登记情况生成,未经核定,不得外发。"
        case .en:
            (isRehearsal ? "A rehearsal's data, not how things are. " : "")
                + "Drafted from what is on record; to be checked by the office before it goes out."
        }
    }

    func circularTitle(_ circular: Circular) -> String {
        let names = circular.lists.map { language == .zh ? "《\($0.title)》" : "“\($0.title)”" }
        let due = circular.deadline.map { deadlineName($0, from: circular.today) }
        switch language {
        case .zh: return "关于" + self.names(names) + (due.map { "\($0)到期" } ?? "已到期") + "事项办理情况的通报"
        case .en:
            return "Circular on items of " + self.names(names) + (due.map { " due \($0)" } ?? " past their deadline")
        }
    }

    var addressee: String { language == .zh ? "各责任单位:" : "To the responsible units:" }

    /// How many were due, and how they stand.
    func circularOpening(_ circular: Circular) -> String {
        func count(_ head: Circular.Item.Head) -> Int { circular.items.count { $0.head == head } }
        let (late, unanswered, reported) = (count(.late), count(.unanswered), count(.reported))
        let total = circular.items.count
        let settled = total - late - unanswered - reported
        let bases = circular.lists.map { list in
            switch language {
            case .zh: "《\(list.title)》" + (list.documentNumber.map { "(\($0))" } ?? "")
            case .en: "“\(list.title)”" + (list.documentNumber.map { " (\($0))" } ?? "")
            }
        }
        let due = circular.deadline.map { fullDay($0) }
        switch language {
        case .zh:
            var parts = ["已了结\(settled)项", "已反馈、待核实\(reported)项", "尚未收到办结反馈\(unanswered)项"]
            if late > 0 { parts.append("认定逾期\(late)项") }
            return "截至\(fullDay(circular.today)),\(names(bases))中" + (due.map { "\($0)到期的" } ?? "已到期的")
                + "事项(按责任单位分别计算)共\(total)项,其中" + parts.joined(separator: ",") + "。"
                + (total == settled ? "没有需要通报的事项。" : "现将有关情况通报如下。")
        case .en:
            var parts = [
                "\(settled) are settled", "\(reported) were reported and await checking",
                "of \(unanswered) no report was received",
            ]
            if late > 0 { parts.append("\(late) were found late") }
            return "As of \(fullDay(circular.today)), of \(Self.count(total, "item")) (each unit's share counted) of "
                + names(bases) + (due.map { " due \($0)" } ?? " that are past their deadline") + ", " + names(parts)
                + "."
                + (total == settled ? " There is nothing to report on." : "")
        }
    }

    func circularHead(_ head: Circular.Item.Head, items: Int, today: CivilDate) -> String {
        switch (head, language) {
        case (.late, .zh): "认定逾期的事项(\(items)项)"
        case (.unanswered, .zh): "截至\(day(today, from: today))尚未收到办结反馈的事项(\(items)项)"
        case (.reported, .zh): "已反馈、待核实的事项(\(items)项)"
        case (.late, .en): "Found late (\(items))"
        case (.unanswered, .en): "No report received by \(day(today, from: today)) (\(items))"
        case (.reported, .en): "Reported, to be checked (\(items))"
        }
    }

    func circularState(_ head: Circular.Item.Head) -> String {
        switch (head, language) {
        case (.late, .zh): "认定逾期"
        case (.unanswered, .zh): "未收到反馈"
        case (.reported, .zh): "已反馈待核"
        case (.late, .en): "found late"
        case (.unanswered, .en): "no report received"
        case (.reported, .en): "reported, to be checked"
        }
    }

    /// `5.2.1 …;2017年6月30日到期,已过9个工作日;最近提醒2017-07-05 09:00,经mail发至fgw@huzhou.example`.
    func circularItem(_ item: Circular.Item, _ circular: Circular) -> String {
        let line = item.past.line
        let told = item.told.map { told -> String in
            switch language {
            case .zh: "最近提醒\(circular.minute(told.at)),经\(told.channel)发至\(told.to)"
            case .en: "last told \(circular.minute(told.at)) over \(told.channel), to \(told.to)"
            }
        }
        let words = [line.milestone, line.requirement.trimmingEnd("。;;")].joined(separator: " ")
        let past = item.past.workdaysPast
        switch language {
        case .zh:
            return "\(words);\(fullDay(line.deadline))到期,已过\(past)个工作日;\(told ?? neverTold)"
        case .en:
            return
                "\(words); due \(fullDay(line.deadline)), \(Self.count(past, "working day")) past; \(told ?? neverTold)"
        }
    }

    var neverTold: String { language == .zh ? "没有送达服务器的提醒记录" : "no reminder was accepted by a server" }

    func circularClosing(phone: String?) -> String {
        switch language {
        case .zh:
            "请有关责任单位抓紧办理,并于收到本通报后及时反馈;已办结的,请反馈办结日期和文号;情况有出入的,请一并说明。"
                + (phone.map { "联系:\($0)。" } ?? "")
        case .en:
            "The units concerned are asked to see to these items and to report; of what is done, with its date and "
                + "document; and to say where this is not how things are." + (phone.map { " Contact: \($0)." } ?? "")
        }
    }

    var circularAnnex: String { language == .zh ? "附件:已到期未了结事项一览表" : "Annex: items past their deadline" }
}
