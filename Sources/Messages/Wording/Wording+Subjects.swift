import CivilTime
import Reminders
import Settings

extension Wording {
    /// `【市政府重点工作】市发改委:8项节点及自查报告6月30日(周五)到期,还有3个工作日`.
    func subject(brand: String, who: String, isLate: Bool, says headline: String) -> String {
        switch language {
        case .zh: "【\(brand)】" + (who.isEmpty ? "" : who + (isLate ? "(补发)" : "") + ":") + headline
        case .en: "[\(brand)] " + (who.isEmpty ? "" : who + (isLate ? " (sent late)" : "") + ": ") + headline
        }
    }

    /// Marks a message of a trial run on a scaled clock.
    func rehearsal(_ subject: String) -> String {
        switch language {
        case .zh: "[演练] \(subject)"
        case .en: "[rehearsal] \(subject)"
        }
    }

    /// Marks one of several messages, at its subject's end: `(2/3)`.
    func part(_ number: Int, of count: Int) -> String {
        switch language {
        case .zh: "(\(number)/\(count))"
        case .en: " (\(number)/\(count))"
        }
    }

    /// What a reminder says in one line: what, how many, when.
    func headline(_ items: [Briefing.Item], today: CivilDate) -> String {
        let asking = items.filter(\.isAskedAfter)
        let assigned = items.filter { $0.stage == .assigned }
        let moved = items.filter(Draft.isMoved)
        let coming = items.filter { !$0.isAskedAfter && !$0.stage.isAnnouncement }
        var parts: [String] = []
        if !asking.isEmpty { parts.append(self.asking(asking, today: today)) }
        if !coming.isEmpty { parts.append(self.coming(coming, today: today)) }
        if !moved.isEmpty { parts.append(self.moved(moved, today: today)) }
        if !assigned.isEmpty { parts.append(self.assigned(assigned, today: today, isAlone: parts.isEmpty)) }
        let text = parts.joined(separator: language == .zh ? ";" : "; ")
        guard items.contains(where: \.stage.isEscalation) else { return text }
        return language == .zh ? "升级提醒:" + text : "escalated: " + text
    }

    private func coming(_ items: [Briefing.Item], today: CivilDate) -> String {
        let byDeadline = Self.byDeadline(items)
        guard let nearest = byDeadline.first, let sample = nearest.first else { return "" }
        let rest = items.count - nearest.count
        var text: String
        switch language {
        case .zh:
            if sample.daysLeft == 0 {
                let (date, what) = (day(sample.obligation.deadline, from: today), what(Tally(nearest)))
                text = "\(what)今天(\(date),\(sample.obligation.deadline.weekday.chinese))到期"
            } else {
                text = what(Tally(nearest)) + due(sample, today: today)
                if let by = sample.settleBy, sample.daysLeft > 0 {
                    text += by == today ? ",请于今天办妥" : ",请于\(dayAndWeekday(by, from: today))前办妥"
                } else if let left = left(sample, today: today) {
                    text += "," + left
                }
            }
            if rest > 0 {
                let next = day(byDeadline[1][0].obligation.deadline, from: today)
                text += byDeadline.count == 2 ? ";另有\(rest)项\(next)到期" : ";另有\(rest)项在后"
            }
        case .en:
            text = what(Tally(nearest)) + " "
            if sample.daysLeft == 0 {
                text += "due today, \(dayAndWeekday(sample.obligation.deadline, from: today))"
            } else {
                text += due(sample, today: today)
                if let by = sample.settleBy, sample.daysLeft > 0 {
                    text += ", to be settled " + (by == today ? "today" : "by \(dayAndWeekday(by, from: today))")
                } else if let left = left(sample, today: today) {
                    text += ", " + left
                }
            }
            if rest > 0 {
                let next = day(byDeadline[1][0].obligation.deadline, from: today)
                text += byDeadline.count == 2 ? "; \(rest) more due \(next)" : "; \(rest) more later"
            }
        }
        return text
    }

    private func asking(_ items: [Briefing.Item], today: CivilDate) -> String {
        let byDeadline = Self.byDeadline(items)
        let first = byDeadline.first?.first?.obligation.deadline ?? today
        let date = day(today, from: today)
        let deadline = day(first, from: today)
        let statement: Int? = items.lazy.compactMap { item in
            if case .statement(_, let month) = item.stage { month } else { nil }
        }.first
        switch language {
        case .zh:
            let head = statement.map { "\(month($0))汇总," } ?? ""
            return byDeadline.count == 1
                ? "\(head)截至\(date),尚未收到\(what(Tally(items)))(\(deadline)到期)的办结反馈"
                : "\(head)截至\(date),尚未收到\(self.items(items.count))的办结反馈(最早\(deadline)到期)"
        case .en:
            let head = statement.map { "\(month($0)) statement: " } ?? ""
            return byDeadline.count == 1
                ? "\(head)no feedback received by \(date) for \(what(Tally(items))) due \(deadline)"
                : "\(head)no feedback received by \(date) for \(self.items(items.count)), the earliest due \(deadline)"
        }
    }

    private func moved(_ items: [Briefing.Item], today: CivilDate) -> String {
        let days = Set(items.map(\.obligation.deadline)).sorted()
        guard days.count == 1, let day = days.first.map({ dayAndWeekday($0, from: today) }) else {
            return language == .zh
                ? "\(self.items(items.count))到期日有调整" : "\(self.items(items.count)) with a new deadline"
        }
        switch language {
        case .zh: return "\(what(Tally(items)))到期日调整为\(day)"
        case .en: return "deadline of \(what(Tally(items))) moved to \(day)"
        }
    }

    private func assigned(_ items: [Briefing.Item], today: CivilDate, isAlone: Bool) -> String {
        let nearest = items.filter { $0.daysLeft >= 0 }.map(\.obligation.deadline).min()
        switch language {
        case .zh:
            guard isAlone else { return "新交办\(self.items(items.count))" }
            let next = nearest.map { ",最近\(dayAndWeekday($0, from: today))到期" } ?? ""
            return "交办\(what(Tally(items)))\(next),请签收"
        case .en:
            guard isAlone else { return "\(self.items(items.count)) newly assigned" }
            let next = nearest.map { ", the first due \(dayAndWeekday($0, from: today))" } ?? ""
            return "\(what(Tally(items))) assigned\(next); please acknowledge"
        }
    }

    /// What the office is told that nobody else could be.
    func trouble(_ briefing: Briefing) -> String {
        let (sections, standing) = (briefing.sections, briefing.standing)
        let leaving = briefing.departures.map(\.unitName)
        let count = sections.reduce(0) { $0 + $1.items.count }
        let silent = standing?.silentChannels.keys.sorted() ?? []
        let undelivered = standing?.undelivered.count ?? 0
        switch language {
        case .zh:
            if count > 0 { return "\(shortNames(sections.map(\.unitName)))的\(count)项事项未能送达,请转告并补充联系人" }
            if !silent.isEmpty { return "发送通道\(names(silent))无法送出消息,请检查" }
            if !leaving.isEmpty { return "\(shortNames(leaving))的联络员即将离任,请补充接任人" }
            if undelivered > 0 { return "\(undelivered)封邮件未能送达,请处理" }
            return "有需要处理的情况"
        case .en:
            if count > 0 {
                return "\(self.items(count)) of \(shortNames(sections.map(\.unitName))) reached nobody: "
                    + "please pass them on and add a contact"
            }
            if !silent.isEmpty { return "channel \(names(silent)) takes no message, please check it" }
            if !leaving.isEmpty { return "the liaison of \(shortNames(leaving)) leaves, please name who follows" }
            if undelivered > 0 { return Self.count(undelivered, "message") + " reached nobody, please see to it" }
            return "something needs attention"
        }
    }

    /// What a digest's subject says after the brand: the deadline that matters most now.
    func digest(_ standing: Standing, today: CivilDate) -> String {
        let nearest = Self.mostPressing(standing.deadlines, today: today)
        let date = day(today, from: today)
        switch language {
        case .zh:
            let line = nearest.map { self.standing($0, today: today) }
            return "督查情况(\(date))" + (line.map { ":\($0)" } ?? ",暂无在办事项")
        case .en:
            let line = nearest.map { self.standing($0, today: today) }
            return "how things stand on \(date)" + (line.map { ": \($0)" } ?? ": nothing under way")
        }
    }

    /// Of the past deadlines the one with most unsettled (of equals the latest), else the next to come, else the last.
    static func mostPressing(_ deadlines: [Standing.ByDeadline], today: CivilDate) -> Standing.ByDeadline? {
        let ordered = deadlines.sorted { ($0.deadline, $0.list) < ($1.deadline, $1.list) }
        let unsettled = { (row: Standing.ByDeadline) in
            row.milestones.open + row.milestones.reported + row.duties.open + row.duties.reported
        }
        return ordered.filter { $0.deadline < today && unsettled($0) > 0 }
            .max { (unsettled($0), $0.deadline) < (unsettled($1), $1.deadline) }
            ?? ordered.first { $0.deadline >= today } ?? ordered.last
    }

    /// Groups of one deadline, nearest first.
    private static func byDeadline(_ items: [Briefing.Item]) -> [[Briefing.Item]] {
        Dictionary(grouping: items, by: \.obligation.deadline).sorted { $0.key < $1.key }.map(\.value)
    }
}
