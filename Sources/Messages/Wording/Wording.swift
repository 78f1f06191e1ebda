package import CivilTime
package import Reminders
import Settings

/// The words of one language: dates, counts, states, colours. Whole sentences of a message stand in its template;
/// here is what needs grammar or a choice.
package struct Wording: Sendable {
    package let language: Language

    package init(language: Language) { self.language = language }

    /// `6月30日`, `30 June`; with the year where it is not this one.
    func day(_ date: CivilDate, from today: CivilDate) -> String {
        let (year, month, day) = date.parts
        switch language {
        case .zh: return (year == today.year ? "" : "\(year)年") + "\(month)月\(day)日"
        case .en: return "\(day) \(Self.months[month - 1])" + (year == today.year ? "" : " \(year)")
        }
    }

    /// `6月30日(周五)`, `Fri 30 June`.
    package func dayAndWeekday(_ date: CivilDate, from today: CivilDate) -> String {
        switch language {
        case .zh: "\(day(date, from: today))(\(date.weekday.chinese))"
        case .en: "\(date.weekday.english) \(day(date, from: today))"
        }
    }

    /// `2017年6月30日`, `30 June 2017`.
    package func fullDay(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        switch language {
        case .zh: return "\(year)年\(month)月\(day)日"
        case .en: return "\(day) \(Self.months[month - 1]) \(year)"
        }
    }

    /// `7月5日 09:12`, `5 July 09:12`.
    func time(_ moment: CivilDateTime, from today: CivilDate) -> String {
        let minutes = moment.time.description.prefix(5)
        return "\(day(moment.date, from: today)) \(minutes)"
    }

    /// What people call a deadline: `6月底` for a month's last day, else `12月10日`.
    func deadlineName(_ date: CivilDate, from today: CivilDate) -> String {
        guard date == date.monthEnd else { return day(date, from: today) }
        switch language {
        case .zh: return (date.year == today.year ? "" : "\(date.year)年") + "\(date.month)月底"
        case .en: return "end of \(Self.months[date.month - 1])" + (date.year == today.year ? "" : " \(date.year)")
        }
    }

    func month(_ month: Int) -> String {
        switch language {
        case .zh: "\(month)月"
        case .en: (1...12).contains(month) ? Self.months[month - 1] : "\(month)"
        }
    }

    /// `8项节点、1项任务及自查报告`, `8 milestones, 1 task and the self-check report`.
    func what(_ tally: Tally) -> String {
        var parts: [String] = []
        switch language {
        case .zh:
            if tally.milestones > 0 { parts.append("\(tally.milestones)项节点") }
            if tally.duties > 0 { parts.append("\(tally.duties)项任务") }
            let reports = tally.reports == 1 ? "自查报告" : "\(tally.reports)份自查报告"
            let head = parts.joined(separator: "、")
            return tally.reports == 0 ? head : head.isEmpty ? reports : head + "及" + reports
        case .en:
            if tally.milestones > 0 { parts.append(Self.count(tally.milestones, "milestone")) }
            if tally.duties > 0 { parts.append(Self.count(tally.duties, "task")) }
            if tally.reports == 1 { parts.append("the self-check report") }
            if tally.reports > 1 { parts.append(Self.count(tally.reports, "self-check report")) }
            return Self.listed(parts)
        }
    }

    /// The head of a group of one kind: `自查报告1份`, `节点8项`.
    func groupName(_ tally: Tally) -> String {
        switch language {
        case .zh:
            if tally.reports > 0 { return "自查报告\(tally.reports)份" }
            return tally.duties > 0 ? "任务\(tally.duties)项" : "节点\(tally.milestones)项"
        case .en:
            if tally.reports > 0 { return Self.count(tally.reports, "self-check report") }
            return tally.duties > 0
                ? Self.count(tally.duties, "task") : Self.count(tally.milestones, "milestone")
        }
    }

    /// `12项`, `12 items`.
    package func items(_ count: Int) -> String {
        switch language {
        case .zh: "\(count)项"
        case .en: Self.count(count, "item")
        }
    }

    /// `甲、乙`, `A, B and C`.
    package func names(_ names: [String]) -> String {
        switch language {
        case .zh: names.joined(separator: "、")
        case .en: Self.listed(names)
        }
    }

    /// Those who share an item: up to eight by name, of more the first three and how many.
    package func sharers(_ names: [String]) -> String {
        guard names.count > 8 else { return self.names(names) }
        switch language {
        case .zh: return names.prefix(3).joined(separator: "、") + "等\(names.count)个单位"
        case .en: return names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
        }
    }

    /// `甲、乙`, from the third on `甲等3个单位`: a subject has no room for more.
    func shortNames(_ names: [String]) -> String {
        guard names.count > 2 else { return self.names(names) }
        switch language {
        case .zh: return "\(names[0])等\(names.count)个单位"
        case .en: return "\(names[0]) and \(names.count - 1) more units"
        }
    }

    /// `《清单》(湖政办发〔2017〕33号)` is put together by the templates; this is the key work's line.
    func work(_ number: Int, _ title: String) -> String {
        switch language {
        case .zh: "重点工作\(number) \(title)"
        case .en: "Key work \(number): \(title)"
        }
    }

    /// nil for the colour that is none.
    package func colour(_ colour: Colour) -> String? {
        switch (colour, language) {
        case (.none, _): nil
        case (.blue, .zh): "蓝色"
        case (.yellow, .zh): "黄色"
        case (.red, .zh): "红色"
        case (.green, .zh): "绿色"
        case (.grey, .zh): "灰色"
        case (.blue, .en): "blue"
        case (.yellow, .en): "yellow"
        case (.red, .en): "red"
        case (.green, .en): "green"
        case (.grey, .en): "grey"
        }
    }

    /// What was recorded. `open` says that nothing was, never that nothing was done.
    func state(_ state: ObligationState) -> String {
        switch (state, language) {
        case (.open, .zh): "未反馈"
        case (.reported, .zh): "反馈待核"
        case (.done, .zh): "办结"
        case (.closed, .zh): "已关闭"
        case (.unconfirmed, .zh): "待确认"
        case (.withdrawn, .zh): "已撤销"
        case (.open, .en): "no feedback yet"
        case (.reported, .en): "reported, to be checked"
        case (.done, .en): "done"
        case (.closed, .en): "closed"
        case (.unconfirmed, .en): "to be confirmed"
        case (.withdrawn, .en): "withdrawn"
        }
    }

    /// `1 item`, `2 items`.
    package static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func listed(_ parts: [String]) -> String {
        guard parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// How many of what kind.
struct Tally: Equatable {
    var milestones = 0
    var duties = 0
    var reports = 0

    init(_ items: some Sequence<Briefing.Item>) {
        for item in items {
            switch item.obligation.kind {
            case .milestone, .occurrence: milestones += 1
            case .duty: duties += 1
            case .report: reports += 1
            }
        }
    }

    var total: Int { milestones + duties + reports }
}

extension Colour {
    /// A tone of the colour that can be read on white and on near-black paper alike; the word stands beside it.
    var tint: String {
        switch self {
        case .none: "#8a8a8a"
        case .blue: "#1f6fd6"
        case .yellow: "#b36b00"
        case .red: "#d0342c"
        case .green: "#22853b"
        case .grey: "#8a8a8a"
        }
    }
}
