import CivilTime
import Reminders
import Settings

/// What the office is given to work through, and what was recorded of an item beside its state.
extension Wording {
    /// An office list's subject: `6月30日到期事项待核销12项`.
    func officeList(_ work: Briefing.OfficeWork, count: Int, today: CivilDate) -> String {
        let deadline = day(work.list.deadline, from: today)
        switch (work.list.kind, language) {
        case (.toTick, .zh): return "\(deadline)到期事项待核销\(count)项"
        case (.held, .zh): return "\(deadline)到期事项尚无任何登记,首次询问已暂缓"
        case (.toEscalate, .zh): return "\(deadline)到期事项待升级\(count)项,放行后才发送"
        case (.toTick, .en): return "\(items(count)) due \(deadline) to be ticked off"
        case (.held, .en): return "nothing recorded for what was due \(deadline): the first asking is held"
        case (.toEscalate, .en): return "\(items(count)) due \(deadline) to be escalated, if you release them"
        }
    }

    /// What to do with an office list, a paragraph each.
    ///
    /// - Parameter hasFile: the list comes with the message as a file to fill in.
    func guidance(_ work: Briefing.OfficeWork, hasFile: Bool, today: CivilDate) -> [String] {
        switch work.list.kind {
        case .toTick: tick(hasFile: hasFile)
        case .held: held() + tick(hasFile: hasFile)
        case .toEscalate: escalate(work, today: today)
        }
    }

    private func tick(hasFile: Bool) -> [String] {
        guard hasFile else { return [] }
        switch language {
        case .zh:
            return [
                "附件列出这些事项。请填写“办结日期”和“文号”(或在“状态”栏填“办结”“待核”),保存后执行:"
                    + "deadlinectl done --from 文件名.csv。没有填写的行不受影响,同一文件可以重复提交。"
            ]
        case .en:
            return [
                "The file attached lists them. Fill in the date and document (or the state), save it, and run: "
                    + "deadlinectl done --from FILE.csv. Lines left empty change nothing, and the same file may be "
                    + "given twice."
            ]
        }
    }

    private func held() -> [String] {
        switch language {
        case .zh:
            [
                "这一到期日至今没有登记任何一项的办结、反馈或延期,因此没有询问各单位:可能是登记尚未跟上。"
                    + "登记任何一项之后,其余未反馈的单位将在下一个提醒时刻收到询问;一直不登记的,第二次询问照常发出。"
            ]
        case .en:
            [
                "Nothing was recorded for this deadline: no settlement, no report, no extension. So no unit was asked: it may "
                    + "be the record that is behind. Once anything is recorded, those who gave no feedback are asked at the "
                    + "next reminding hour; if nothing ever is, they are asked the second time all the same."
            ]
        }
    }

    private func escalate(_ work: Briefing.OfficeWork, today: CivilDate) -> [String] {
        let when = work.on.map { dayAndWeekday($0, from: today) } ?? ""
        let whom: String
        switch (work.to, language) {
        case (.office, .zh): whom = "督查室"
        case (.office, .en): whom = "the supervision office"
        case (.leader, .zh), (nil, .zh): whom = "单位分管领导"
        case (.leader, .en), (nil, .en): whom = "the unit's leader"
        }
        switch language {
        case .zh:
            return [
                "以下事项到期后尚未收到反馈,按规则最早于\(when)告知\(whom)。须放行才发送:"
                    + "deadlinectl release 编号 --unit 单位;该到期日全部放行:deadlinectl release --deadline \(work.list.deadline)。"
                    + "不放行的不发送,并记入日志。"
            ]
        case .en:
            return [
                "No feedback was received on these items; by the rules \(whom) is told of them on \(when) at the earliest, "
                    + "if you let it: deadlinectl release ID --unit UNIT, or all of them with deadlinectl release --deadline "
                    + "\(work.list.deadline). What is not released is not sent, and the log says so."
            ]
        }
    }

    /// Over what is escalated: why its reader, who was not asked, is told.
    func escalated(today: CivilDate) -> String {
        let date = day(today, from: today)
        return switch language {
        case .zh: "以下事项已询问责任单位联络人,截至\(date)尚未收到办结反馈,现按规则提请关注"
        case .en:
            "the unit's contact was asked about these items, and no feedback was received by \(date): by the rules this is "
                + "brought to your attention"
        }
    }

    /// The state of an item and what was recorded beside it; nil where nothing was.
    func standing(of item: Briefing.Item, today: CivilDate) -> String? {
        let parts = (item.state == .open ? [] : [state(item.state)]) + remarks(item.remarks, today: today)
        return parts.isEmpty ? nil : parts.joined(separator: language == .zh ? "、" : ", ")
    }

    /// `延期待批`, `原定6月30日`; what is late is called so only where the office found it.
    func remarks(_ remarks: Remarks, today: CivilDate) -> [String] {
        var parts: [String] = []
        switch language {
        case .zh:
            if remarks.isLate { parts.append("逾期") }
            if remarks.isExtensionRequested {
                parts.append("延期待批" + (remarks.requestedUntil.map { "(申请至\(day($0, from: today)))" } ?? ""))
            }
            if let published = remarks.published { parts.append("已延期,原定\(day(published, from: today))") }
            if let until = remarks.silencedUntil { parts.append("暂停提醒至\(day(until, from: today))") }
        case .en:
            if remarks.isLate { parts.append("late") }
            if remarks.isExtensionRequested {
                parts.append(
                    "extension asked for" + (remarks.requestedUntil.map { " until \(day($0, from: today))" } ?? ""))
            }
            if let published = remarks.published {
                parts.append("extended, at first due \(day(published, from: today))")
            }
            if let until = remarks.silencedUntil { parts.append("silenced until \(day(until, from: today))") }
        }
        return parts
    }
}
