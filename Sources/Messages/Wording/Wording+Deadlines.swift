import CivilTime
import Reminders
import Settings

extension Wording {
    /// How long is left: `还有3个工作日`. nil after the deadline.
    ///
    /// Far ahead it counts plain days: nobody plans in working days by the hundred, and next year's calendar may
    /// not be published.
    func left(_ item: Briefing.Item, today: CivilDate) -> String? {
        if item.daysLeft < 0 { return nil }
        switch language {
        case .zh:
            if item.daysLeft == 0 { return "今天到期" }
            if item.daysLeft > 45 { return "还有\(item.daysLeft)天" }
            if item.settleBy == today || item.workdaysLeft <= 0 { return "今天是到期前最后一个工作日" }
            return "还有\(item.workdaysLeft)个工作日"
        case .en:
            if item.daysLeft == 0 { return "due today" }
            if item.daysLeft > 45 { return "\(item.daysLeft) days left" }
            if item.settleBy == today || item.workdaysLeft <= 0 { return "today is the last working day before it" }
            return Self.count(item.workdaysLeft, "working day") + " left"
        }
    }

    /// `6月30日(周五)到期`, `6月20日(周二)18:00前到期`, `due Fri 30 June`.
    func due(_ item: Briefing.Item, today: CivilDate) -> String {
        let day = dayAndWeekday(item.obligation.deadline, from: today)
        let time = item.obligation.time
        switch language {
        case .zh: return "\(day)\(time.map { "\($0)前" } ?? "")到期"
        case .en: return "due \(day)" + (time.map { " by \($0)" } ?? "")
        }
    }

    /// What must be said of a deadline on an off day: `到期日为周日,请于12月29日(周五)前办妥`.
    func offDay(_ item: Briefing.Item, today: CivilDate) -> String? {
        guard let settleBy = item.settleBy, item.daysLeft >= 0 else { return nil }
        return offDay(item.obligation.deadline, settleBy: settleBy, today: today)
    }

    /// The same of a deadline that is known to be an off day.
    func offDay(_ deadline: CivilDate, settleBy: CivilDate, today: CivilDate) -> String {
        let weekday = deadline.weekday
        let by = dayAndWeekday(settleBy, from: today)
        switch language {
        case .zh:
            let reason = weekday.isWeekend ? "到期日为\(weekday.chinese)" : "到期日为休息日"
            return settleBy == today ? "\(reason),请于今天(\(by))办妥" : "\(reason),请于\(by)前办妥"
        case .en:
            let reason =
                weekday.isWeekend ? "the deadline falls on a \(weekday.english)" : "the deadline is a day off"
            return "\(reason): please settle it " + (settleBy == today ? "today, \(by)" : "by \(by)")
        }
    }

    /// That a deadline is another one now: `到期日已调整,原为6月30日(周五)`.
    func moved(from old: CivilDate?, today: CivilDate) -> String {
        let day = old.map { dayAndWeekday($0, from: today) }
        switch language {
        case .zh: return "到期日已调整" + (day.map { ",原为\($0)" } ?? "")
        case .en: return "the deadline was moved" + (day.map { ", it was \($0)" } ?? "")
        }
    }

    /// The sentence over items whose deadline has passed. It says what was not received, not what was not done.
    func noFeedback(today: CivilDate) -> String {
        switch language {
        case .zh: "截至\(day(today, from: today)),尚未收到以下事项的办结反馈(已办结的请回复)"
        case .en:
            "as of \(day(today, from: today)) no feedback has been received for these items"
                + " (if done, please reply)"
        }
    }

    /// How things stand at one deadline: `6月底节点45项:办结38 待核3 未反馈4;任务1项:办结0 待核0 未反馈1`.
    func standing(_ row: Standing.ByDeadline, today: CivilDate) -> String {
        let name = deadlineName(row.deadline, from: today)
        let kinds = [(false, row.milestones), (true, row.duties)].filter { $0.1.total > 0 }
        switch language {
        case .zh:
            return name
                + kinds.map { "\($0 ? "任务" : "节点")\($1.total)项:\(counts($1))" }.joined(separator: ";")
        case .en:
            return kinds.map { isDuty, counts in
                "\(name), \(Self.count(counts.total, isDuty ? "task" : "milestone")): \(self.counts(counts))"
            }.joined(separator: "; ")
        }
    }

    /// `办结38 待核3 未反馈4`, with 待确认 and 已关闭 where there are any.
    func counts(_ counts: Standing.Counts) -> String {
        let head =
            switch language {
            case .zh: "办结\(counts.done) 待核\(counts.reported) 未反馈\(counts.open)"
            case .en: "done \(counts.done), to check \(counts.reported), no feedback \(counts.open)"
            }
        return head + (otherCounts(counts).map { (language == .zh ? " " : ", ") + $0 } ?? "")
    }

    /// What the counts' own columns leave out; nil if nothing.
    func otherCounts(_ counts: Standing.Counts) -> String? {
        var parts: [String] = []
        switch language {
        case .zh:
            if counts.unconfirmed > 0 { parts.append("待确认\(counts.unconfirmed)") }
            if counts.closed > 0 { parts.append("已关闭\(counts.closed)") }
            if counts.withdrawn > 0 { parts.append("已撤销\(counts.withdrawn)") }
        case .en:
            if counts.unconfirmed > 0 { parts.append("to confirm \(counts.unconfirmed)") }
            if counts.closed > 0 { parts.append("closed \(counts.closed)") }
            if counts.withdrawn > 0 { parts.append("withdrawn \(counts.withdrawn)") }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
