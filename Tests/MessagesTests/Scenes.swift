import CivilTime
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// One message of each kind, as it went out in 2017 or would have.
enum Scene: String, CaseIterable, Sendable {
    case assigned, moved, ahead, aheadOffDay, due, overdue, late, mixed, report, severalUnits, statement, trouble,
        silence, departures, digest, toTick, held, toEscalate, escalated, afterSilence, remarked

    func briefing() throws -> Briefing {
        let june30 = try Huzhou.date("2017-06-30")
        switch self {
        case .assigned: return try assigned()
        case .moved: return try moved()
        case .ahead:
            let today = try Huzhou.date("2017-06-27")
            let items = try Huzhou.juneItems(.ahead(.workdays(3)), today: today, workdays: 3, colour: .yellow)
            return try Huzhou.briefing([Huzhou.section(items)], on: "2017-06-27", alsoTold: ["李四"])
        case .aheadOffDay:
            let today = try Huzhou.date("2017-12-26")
            let item = Huzhou.item(
                Huzhou.obligation(Huzhou.december, due: try Huzhou.date("2017-12-31")), .ahead(.workdays(3)),
                today: today, workdays: 3, colour: .yellow, settleBy: try Huzhou.date("2017-12-29"))
            return try Huzhou.briefing([Huzhou.section([item])], on: "2017-12-26")
        case .due:
            return try Huzhou.briefing(
                [Huzhou.section(try Huzhou.juneItems(.due, today: june30, workdays: 0, colour: .yellow))],
                on: "2017-06-30")
        case .overdue:
            let today = try Huzhou.date("2017-07-05")
            return try Huzhou.briefing(
                [Huzhou.section(try Huzhou.juneItems(.overdue(1), today: today, workdays: -3, colour: .red))],
                on: "2017-07-05")
        case .late:
            let today = try Huzhou.date("2017-06-28")
            let items = try Huzhou.juneItems(
                .ahead(.workdays(3)), today: today, workdays: 2, colour: .yellow, isLate: true)
            return try Huzhou.briefing([Huzhou.section(items)], on: "2017-06-28")
        case .mixed: return try mixed()
        case .report:
            let today = try Huzhou.date("2017-06-23")
            var items = try Huzhou.juneItems(.ahead(.workdays(5)), today: today, workdays: 5, colour: .blue)
            items[0].report = try Huzhou.form()
            return try Huzhou.briefing([Huzhou.section(Array(items.prefix(1)))], on: "2017-06-23")
        case .severalUnits:
            let today = try Huzhou.date("2017-06-27")
            let stage = Stage.ahead(.workdays(3))
            let items = try Huzhou.juneItems(stage, today: today, workdays: 3, colour: .yellow)
            let railway = Huzhou.item(
                Huzhou.obligation(Huzhou.railway, unit: Huzhou.tieban, due: june30), stage, today: today, workdays: 3,
                colour: .yellow)
            return try Huzhou.briefing(
                [Huzhou.section(items), Huzhou.section([railway], unit: Huzhou.tieban, name: "市发改委(铁办)")],
                on: "2017-06-27")
        case .statement:
            let today = try Huzhou.date("2017-08-01")
            let items = try Huzhou.juneItems(
                .statement(year: 2017, month: 8), today: today, workdays: -22, colour: .red)
            return try Huzhou.briefing([Huzhou.section(Array(items.dropFirst().prefix(3)))], on: "2017-08-01")
        case .trouble:
            let today = try Huzhou.date("2017-06-27")
            let items = try Huzhou.juneItems(.ahead(.workdays(3)), today: today, workdays: 3, colour: .yellow)
            return try Huzhou.briefing(
                [Huzhou.section(Array(items.prefix(3)))], on: "2017-06-27", kind: .trouble, to: "王五",
                address: "wangwu@huzhou.example")
        case .silence:
            let zone = try Huzhou.zone()
            let since = zone.moment(try Huzhou.date("2017-06-27"), try #require(TimeOfDay("09:00")))
            var standing = Standing(at: since.adding(hours: 4), today: try Huzhou.date("2017-06-27"))
            standing.silentChannels["mail"] = .init(since: since, reason: "auth", waiting: 38)
            return try Huzhou.briefing(
                [], on: "2017-06-27", kind: .trouble, to: "王五", address: "wangwu@huzhou.example", standing: standing,
                digest: "channel:mail@2017-06-27T09:00")
        case .toTick:
            return try office("to-tick:huzhou-2017:2017-06-30@2017-07-03T09:00", on: "2017-07-03", workdays: -1)
        case .held: return try office("held:huzhou-2017:2017-06-30@2017-07-05T09:00", on: "2017-07-05", workdays: -3)
        case .toEscalate:
            var briefing = try office(
                "to-escalate:huzhou-2017:2017-06-30:1@2017-07-11T09:00", on: "2017-07-11", workdays: -7)
            briefing.officeWork?.to = .leader
            briefing.officeWork?.on = try Huzhou.date("2017-07-12")
            return briefing
        case .escalated:
            let today = try Huzhou.date("2017-07-12")
            let items = try Huzhou.juneItems(.escalated(1), today: today, workdays: -8, colour: .red)
            return try Huzhou.briefing([Huzhou.section(Array(items.dropFirst().prefix(2)))], on: "2017-07-12")
        case .afterSilence:
            let today = try Huzhou.date("2017-07-14")
            let stage = Stage.afterSilence(on: try Huzhou.date("2017-07-13"))
            let items = try Huzhou.juneItems(stage, today: today, workdays: -10, colour: .red)
            return try Huzhou.briefing([Huzhou.section(Array(items.dropFirst().prefix(1)))], on: "2017-07-14")
        case .remarked:
            let today = try Huzhou.date("2017-07-05")
            var items = try Huzhou.juneItems(.overdue(1), today: today, workdays: -3, colour: .red)
            items = Array(items.dropFirst().prefix(2))
            items[0].remarks = Remarks(isLate: true)
            items[1].remarks = Remarks(
                isExtensionRequested: true, requestedUntil: try Huzhou.date("2017-08-31"),
                published: try Huzhou.date("2017-05-31"))
            return try Huzhou.briefing([Huzhou.section(items)], on: "2017-07-05")
        case .departures:
            var briefing = try Huzhou.briefing(
                [], on: "2017-06-16", kind: .trouble, to: "王五", address: "wangwu@huzhou.example",
                digest: "leaving:fgw+jxw@2017-06-30")
            briefing.departures = [
                .init(unitName: "市发改委", day: try Huzhou.date("2017-06-30"), names: ["张三", "李四"]),
                .init(unitName: "市经信委", day: try Huzhou.date("2017-06-30"), names: []),
            ]
            return briefing
        case .digest:
            return try Huzhou.briefing(
                [], on: "2017-07-03", kind: .digest, to: "王五", address: "wangwu@huzhou.example",
                standing: try Scene.standing(), digest: "weekly@2017-07-03T09:00")
        }
    }

    private func office(_ digest: String, on day: String, workdays: Int) throws -> Briefing {
        let items = try Huzhou.juneItems(.overdue(1), today: try Huzhou.date(day), workdays: workdays, colour: .red)
        var briefing = try Huzhou.briefing(
            [], on: day, kind: .officeList, to: "王五", address: "wangwu@huzhou.example",
            standing: try Scene.standing(), digest: digest)
        briefing.sections = [Huzhou.section(Array(items.dropFirst().prefix(2)))]
        briefing.standing?.lines = briefing.sections[0].items.map { item in
            Standing.Line(
                list: "huzhou-2017", milestone: item.obligation.id.milestone, unit: "fgw", unitName: "市发改委", work: "",
                requirement: item.obligation.requirement, deadline: item.obligation.deadline, state: .open,
                colour: .red, on: nil, document: nil, isReport: false, lastTold: nil)
        }
        briefing.officeWork = .init(list: try #require(OfficeList(name: digest)))
        return briefing
    }

    private func assigned() throws -> Briefing {
        let today = try Huzhou.date("2017-04-05")
        let june30 = try Huzhou.date("2017-06-30")
        var items = [
            Huzhou.item(
                Huzhou.report(due: june30), .assigned, today: today, workdays: 57, colour: .none),
            Huzhou.item(
                Huzhou.filing(due: try Huzhou.date("2017-04-30")), .assigned, today: today, workdays: 17,
                colour: .blue, settleBy: try Huzhou.date("2017-04-28")),
        ]
        items += Huzhou.june.map {
            Huzhou.item(
                Huzhou.obligation($0, due: june30), .assigned, today: today, workdays: 57, colour: .none,
                shared: $0.shared)
        }
        items.append(
            Huzhou.item(
                Huzhou.obligation(Huzhou.september, due: try Huzhou.date("2017-09-30")), .assigned, today: today,
                workdays: 122, colour: .none))
        items.append(
            Huzhou.item(
                Huzhou.obligation(Huzhou.december, due: try Huzhou.date("2017-12-31")), .assigned, today: today,
                workdays: 183, colour: .none, settleBy: try Huzhou.date("2017-12-29")))
        return try Huzhou.briefing([Huzhou.section(items)], on: "2017-04-05", alsoTold: ["李四"])
    }

    /// Two that were due at the end of June, one with an hour and one on a Sunday now, and one that nobody knew of.
    private func moved() throws -> Briefing {
        let today = try Huzhou.date("2017-06-15")
        let stage = Stage.moved(on: today.adding(days: -1))
        var items = try Huzhou.june.prefix(2).map {
            Huzhou.item(
                Huzhou.obligation($0, due: try Huzhou.date("2017-07-14")), stage, today: today, workdays: 21,
                colour: .blue)
        }
        items[1].obligation.deadline = try Huzhou.date("2017-07-16")
        items[1].settleBy = try Huzhou.date("2017-07-14")
        items[1].daysLeft = 31
        for index in items.indices { items[index].movedFrom = try Huzhou.date("2017-06-30") }
        items[0].obligation.time = TimeOfDay("18:00")
        items.append(
            Huzhou.item(
                Huzhou.obligation(Huzhou.september, due: try Huzhou.date("2017-09-30")), .assigned, today: today,
                workdays: 76, colour: .none))
        return try Huzhou.briefing([Huzhou.section(items)], on: "2017-06-15")
    }

    private func mixed() throws -> Briefing {
        let today = try Huzhou.date("2017-08-31")
        var items = try Huzhou.juneItems(.overdue(2), today: today, workdays: -44, colour: .red)
        items = Array(items.dropFirst().prefix(2))
        items[1].state = .reported
        items.append(
            Huzhou.item(
                Huzhou.obligation(Huzhou.september, due: try Huzhou.date("2017-09-30")), .ahead(.days(30)),
                today: today, workdays: 22, colour: .blue))
        return try Huzhou.briefing([Huzhou.section(items)], on: "2017-08-31")
    }

    private static func counts(_ done: Int, _ reported: Int, _ open: Int, unconfirmed: Int = 0) -> Standing.Counts {
        var counts = Standing.Counts()
        counts.done = done
        counts.reported = reported
        counts.open = open
        counts.unconfirmed = unconfirmed
        counts.total = done + reported + open + unconfirmed
        return counts
    }

    static let works = [
        "完成经济社会发展主要预期目标", "持续全面深化改革", "深入推进“三去一降一补”", "继续全面深入打好组合拳", "大力推进产业转型升级",
        "深化“谋大招强”,加快项目推进", "坚持分类分层培育企业", "加快生态文明先行示范区建设", "加快重大基础设施建设",
        "提升以接轨沪杭、联通苏皖为重点的对外开放水平", "全力保障和改善民生",
    ]

    static let unitNames = [
        "市发改委", "市经信委", "市财政局", "市建设局", "市市场监管局", "市商务局", "市生态文明办", "市行政服务中心", "市编委办",
        "市综合执法局", "市“大好高”项目引进推进领导小组办公室", "市经合办", "湖州开发区管委会", "太湖度假区管委会", "市发改委(铁办)",
    ]

    static func standing() throws -> Standing {
        let day = try Huzhou.date("2017-07-03")
        let zone = try Huzhou.zone()
        func moment(_ iso: String, _ time: String) throws -> Moment {
            zone.moment(try Huzhou.date(iso), try #require(TimeOfDay(time)))
        }
        var standing = Standing(at: try moment("2017-07-03", "09:00"), today: day)
        standing.deadlines = try [
            ("2017-04-30", counts(1, 0, 0, unconfirmed: 1), Colour.green), ("2017-06-30", counts(38, 3, 4), .red),
            ("2017-07-31", counts(0, 0, 1), .blue), ("2017-09-30", counts(2, 0, 38), .none),
            ("2017-12-31", counts(0, 0, 39), .none),
        ].map {
            Standing.ByDeadline(
                list: Huzhou.list, deadline: try Huzhou.date($0.0), milestones: $0.1, shares: $0.1, colour: $0.2)
        }
        // Those due in June are shared by several units.
        standing.deadlines[1].shares = counts(70, 3, 5)
        standing.works = works.enumerated().map { index, title in
            Standing.ByWork(
                list: Huzhou.list, number: index + 1, title: title, milestones: counts(index, index % 3, 9 - index % 4))
        }
        standing.units = unitNames.enumerated().map { index, name in
            Standing.ByUnit(
                unit: UnitID(rawValue: "u\(index)"), name: name, shares: counts(index % 5, index % 2, 6),
                overdue: index % 4 == 0 ? index / 4 : 0,
                punctuality: .init(onTime: index % 5, of: index % 5 + index % 3),
                hasAcknowledged: index != 5 && index != 9,
                wasAssigned: index != 9)
        }
        standing.lines = try lines()
        standing.changes = [
            Standing.Change(
                at: try moment("2017-06-30", "16:20"), kind: "reported", list: Huzhou.list, milestone: "7.1.1",
                unitName: "市市场监管局"),
            Standing.Change(
                at: try moment("2017-07-01", "10:05"), kind: "done", list: Huzhou.list, milestone: "4.6.1",
                unitName: "市发改委"),
        ]
        standing.undelivered = [
            Standing.Undelivered(
                delivery: 118, channel: "mail", to: "zhaoliu@huzhou.example", state: "given-up", reason: "rcpt-refused")
        ]
        standing.withoutContact = [UnitID(rawValue: "u9")]
        standing.missingCalendars = [2018]
        standing.waiting = 2
        standing.next = try moment("2017-07-05", "09:00")
        return standing
    }

    static func lines() throws -> [Standing.Line] {
        let zone = try Huzhou.zone()
        let told = zone.moment(try Huzhou.date("2017-06-27"), try #require(TimeOfDay("09:00")))
        let due = try Huzhou.date("2017-06-30")
        var lines = Huzhou.june.map { milestone in
            Standing.Line(
                list: Huzhou.list, milestone: milestone.number, unit: Huzhou.fgw, unitName: "市发改委",
                work: milestone.title, requirement: milestone.requirement, deadline: due, state: .open, colour: .red,
                on: nil, document: nil, isReport: false, lastTold: told, workdaysPast: 1)
        }
        lines[0].state = .done
        lines[0].colour = .green
        lines[0].on = try Huzhou.date("2017-06-28")
        lines[0].document = "湖发改〔2017〕12号"
        lines[1].state = .reported
        lines.append(
            Standing.Line(
                list: Huzhou.list, milestone: "7.1.2@2017-07-31", unit: Huzhou.fgw, unitName: "市发改委",
                work: "坚持分类分层培育企业", requirement: "组织一次“小升规”工作督查。", deadline: try Huzhou.date("2017-07-31"),
                state: .open, colour: .blue, on: nil, document: nil, isReport: false, lastTold: nil))
        return lines
    }
}
