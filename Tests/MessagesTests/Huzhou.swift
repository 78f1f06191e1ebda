import CivilTime
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

/// A few items of 湖政办发〔2017〕33号, word for word, and messages about them.
enum Huzhou {
    static let list = "huzhou-2017"
    static let fgw = UnitID(rawValue: "fgw")
    static let tieban = UnitID(rawValue: "fgw-tieban")

    static let basis = Briefing.Basis(
        list: list, title: "2017年度湖州市政府重点工作清单", shortName: "市政府重点工作", documentNumber: "湖政办发〔2017〕33号",
        issuer: "湖州市人民政府办公室")
    static let office = Office(
        name: "市政府督查室", phone: "市政府督查室 0572-0000000", contacts: [], channels: ["mail"], zone: "Asia/Shanghai")

    static func zone() throws -> Zone { try #require(Zone(identifier: "Asia/Shanghai")) }

    static func date(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

    struct Milestone {
        var number: String
        var work: Int
        var title: String
        var measure: String
        var requirement: String
        var phrase: String
        var shared: [String] = []
        var condition: String?
    }

    static let june: [Milestone] = [
        Milestone(
            number: "4.6.1", work: 4, title: "继续全面深入打好组合拳",
            measure: "扩大有效投资,推进重大项目、重点工程、重大平台、重点产业、重大政策、重点要素“六重”工作。每季度召开重大项目开竣工活动。",
            requirement: "组织二季度重点建设、重大项目集中开工活动。", phrase: "6月底前"),
        Milestone(
            number: "5.2.1", work: 5, title: "大力推进产业转型升级",
            measure: "实施服务业重点项目“双百计划”,加快省级服务业集聚区示范区建设,着力提升服务业发展能级。",
            requirement: "力争“双百计划”完成投资100亿元。", phrase: "6月底前"),
        Milestone(
            number: "6.2.1", work: 6, title: "深化“谋大招强”,加快项目推进",
            measure: "用足用好鼓励发展混合所有制经济、鼓励政府与社会资本合作、鼓励社会资本办医办学办文化办体育办养老等扶持政策,"
                + "全面加强预期引导,切实增强民间投资信心。",
            requirement: "编制2017年基础设施领域PPP项目库,重点推出一批洽谈和推介类项目。", phrase: "6月底前", shared: ["市财政局"]),
        Milestone(
            number: "6.3.1", work: 6, title: "深化“谋大招强”,加快项目推进",
            measure: "主攻高成长性产业和引领式创新谋划大产业,主攻北上广深等大城市和国内外战略投资者招引大项目,"
                + "持续推进“谋划大产业、招引大项目”工作,确保全年各县区签约20亿元以上重大产业项目2个以上(其中50亿元以上项目1个以上)。",
            requirement: "对全市签约项目和在谈项目情况进行通报;加强在谈项目服务,适时开展项目协调等工作。", phrase: "6月底前"),
        Milestone(
            number: "7.1.1", work: 7, title: "坚持分类分层培育企业", measure: "加大小微企业培育扶持力度,推进小微企业规范升级。",
            requirement: "召开全市小微企业三年成长计划工作半年度推进会。", phrase: "6月底前",
            shared: ["市市场监管局", "市经信委", "市商务局"]),
        Milestone(
            number: "8.2.1", work: 8, title: "加快生态文明先行示范区建设", measure: "深入实施“生态+”绿色发展行动计划。",
            requirement: "组织开展2017年度“生态+”重点任务清单上半年落实情况自评估。启动制订《湖州市推行生活方式绿色化的实施意见》。",
            phrase: "6月底前", shared: ["市生态文明办"]),
        Milestone(
            number: "8.4.1", work: 8, title: "加快生态文明先行示范区建设",
            measure: "制订完善我市拟纳入杭宁生态经济发展带建设规划的重大事项清单。",
            requirement: "完善我市拟纳入杭宁生态经济发展带建设规划的重大事项清单,争取我市更多事项纳入到规划。", phrase: "6月底前"),
    ]

    static let railway = Milestone(
        number: "9.1.1", work: 9, title: "加快重大基础设施建设",
        measure: "积极开展湖州—杭州西—杭黄铁路连接线项目前期工作,力争开工建设湖苏沪铁路,加快建设商合杭高铁。",
        requirement: "力争商合杭铁路完成投资3.5亿元;配合湖州—杭州西—杭黄铁路连接线项目初测和预可研等前期工作。", phrase: "6月底前")

    static let september = Milestone(
        number: "8.4.2", work: 8, title: "加快生态文明先行示范区建设",
        measure: "制订完善我市拟纳入杭宁生态经济发展带建设规划的重大事项清单。",
        requirement: "将规划中涉及湖州的重大项目、重大平台、重大政策纳入我市“六重”清单予以推进。", phrase: "9月底前",
        condition: "待杭宁生态经济发展带建设规划获批后")

    static let december = Milestone(
        number: "6.3.2", work: 6, title: "深化“谋大招强”,加快项目推进", measure: june[3].measure,
        requirement: "开展年度评价工作,确保开工率达到60%、完成投资150亿元。", phrase: "12月底前")

    static func obligation(_ milestone: Milestone, unit: UnitID = fgw, due: CivilDate) -> Obligation {
        Obligation(
            id: ObligationID(list: list, milestone: milestone.number, unit: unit), kind: .milestone, deadline: due,
            number: milestone.number, requirement: milestone.requirement, work: (milestone.work, milestone.title),
            measure: milestone.measure, phrase: milestone.phrase, condition: milestone.condition)
    }

    /// The same as another unit has it.
    static func renamed(_ old: Obligation, unit: UnitID) -> Obligation {
        Obligation(
            id: ObligationID(list: list, milestone: old.id.milestone, unit: unit), kind: old.kind,
            deadline: old.deadline, number: old.number, requirement: old.requirement, work: old.work,
            measure: old.measure, phrase: old.phrase, condition: old.condition)
    }

    static func report(unit: UnitID = fgw, due: CivilDate) -> Obligation {
        Obligation(
            id: ObligationID(list: list, milestone: "三-2", unit: unit), kind: .report, deadline: due, number: "三-2",
            requirement: "上半年清单落实情况报市政府督查室", phrase: "2017年6月30日")
    }

    /// What 市发改委 fills in for that report: three of its measures.
    static func form(limit: Int? = 500) throws -> ReportForm {
        let due = try date("2017-06-30")
        let states: [ObligationState] = [.done, .reported, .open]
        var parts = zip([june[0], june[2], june[6]], states).map { milestone, state in
            ReportForm.Part(
                id: String(milestone.number.dropLast(2)), text: milestone.measure,
                milestones: [
                    .init(
                        id: milestone.number, requirement: milestone.requirement, deadline: due, state: state)
                ])
        }
        parts[2].milestones.append(
            .init(
                id: september.number, requirement: september.requirement, deadline: try date("2017-09-30"), state: .open
            ))
        parts[2].milestones.append(.init(id: "8.4.3", requirement: "持续推进", deadline: nil, state: nil))
        return ReportForm(
            obligation: report(due: due).id, unitName: "市发改委", listTitle: "2017年度湖州市政府重点工作清单",
            documentNumber: "湖政办发〔2017〕33号", asked: "上半年清单落实情况报市政府督查室", deadline: due, limit: limit,
            parts: parts)
    }

    static func filing(due: CivilDate) -> Obligation {
        Obligation(
            id: ObligationID(list: list, milestone: "二-2", unit: fgw), kind: .duty, deadline: due, number: "二-2",
            requirement: "重点工作清单请于4月30日前报市政府督查室备案", phrase: "4月30日前")
    }

    /// - Parameters:
    ///   - workdays: working days left.
    static func item(
        _ obligation: Obligation, _ stage: Stage, today: CivilDate, workdays: Int, colour: Colour,
        isLate: Bool = false, settleBy: CivilDate? = nil, state: ObligationState = .open, shared: [String] = []
    ) -> Briefing.Item {
        Briefing.Item(
            obligation: obligation, stage: stage, isLate: isLate, state: state, colour: colour, workdaysLeft: workdays,
            daysLeft: today.days(until: obligation.deadline), settleBy: settleBy, sharedWith: shared, sequence: 0)
    }

    /// The seven milestones and the report of 30 June, as 市发改委 has them.
    static func juneItems(_ stage: Stage, today: CivilDate, workdays: Int, colour: Colour, isLate: Bool = false) throws
        -> [Briefing.Item]
    {
        let due = try date("2017-06-30")
        let first = item(
            report(due: due), stage, today: today, workdays: workdays, colour: colour, isLate: isLate)
        return [first]
            + june.map {
                item(
                    obligation($0, due: due), stage, today: today, workdays: workdays, colour: colour, isLate: isLate,
                    shared: $0.shared)
            }
    }

    static func section(_ items: [Briefing.Item], unit: UnitID = fgw, name: String = "市发改委") -> Briefing.Section {
        Briefing.Section(unit: unit, unitName: name, items: items)
    }

    static func briefing(
        _ sections: [Briefing.Section], on day: String, kind: Delivery.Kind = .reminder, to name: String = "张三",
        address: String = "zhangsan@huzhou.example", alsoTold: [String] = [], standing: Standing? = nil,
        digest: String? = nil
    ) throws -> Briefing {
        let today = try date(day)
        let zone = try zone()
        let now = zone.moment(today, try #require(TimeOfDay("09:00")))
        let delivery = Delivery(
            id: DeliveryID(rawValue: 42), kind: kind, channel: "mail",
            recipient: Recipient(address: address, name: name, units: sections.map(\.unit)),
            messageID: "42.k7q2@huzhou.example", createdAt: now, dueAt: now, notBefore: now, items: [], digest: digest)
        return Briefing(
            delivery: delivery, now: now, today: today, zone: zone, basis: [basis], office: office, sections: sections,
            standing: standing, alsoTold: alsoTold)
    }

    static let from = Mailbox(name: "市政府督查室", address: "ducha@huzhou.example")

    static func mail(_ content: Disclosure = .full) -> ChannelSettings {
        ChannelSettings(
            name: "mail", kind: .maildir(MaildirSettings(path: "maildir", from: from)), content: content)
    }

    static func webhook(_ content: Disclosure = .full) -> ChannelSettings {
        ChannelSettings(
            name: "hook", kind: .webhook(WebhookSettings(url: "https://hook.example/", secrets: [])), content: content)
    }

    /// The templates that are shipped.
    static func templates() throws -> Templates {
        let (templates, problems) = Templates.load(try files())
        #expect(problems == [])
        return try #require(templates)
    }

    static func files() throws -> [(name: String, text: String)] {
        let names = ["digest", "office-list", "reminder", "trouble", "foot", "item", "sections"].flatMap {
            ["\($0).html.mustache", "\($0).txt.mustache"]
        }
        return try ["zh", "en"].flatMap { language in
            try (names + ["head.html.mustache"]).map { name in
                ("\(language)/\(name)", try Repository.text("Config/templates/\(language)/\(name)"))
            }
        }
    }

    static func composer(_ language: Language = .zh, isRehearsal: Bool = false) throws -> Composer {
        Composer(templates: try templates(), language: language, isRehearsal: isRehearsal)
    }
}
