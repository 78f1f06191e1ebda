import CivilTime
import Foundation
import Reminders
import Settings
import Testing
import WorkLists

@testable import deadlinectl

@Suite("why a reminder falls on its day")
struct PlanReasonsTests {
    @Test(
        "the rule, then the off day that moved it, in the configuration's language",
        arguments: [
            (
                "30d", "2017-07-31", "2017-06-30", "2017-07-01", Language.zh,
                "7月31日(周一)到期,提前30天是7月1日(周六);7月1日是周六,提前到6月30日(周五)"
            ),
            (
                "due", "2017-10-04", "2017-09-30", "2017-10-04", .zh,
                "10月4日(周三)到期,当天提醒;10月4日是中秋节(周三),提前到9月30日(周六)"
            ),
            (
                "overdue-1", "2017-09-28", "2017-10-09", "2017-10-08", .zh,
                "9月28日(周四)到期,到期后第1次询问在10月8日(周日);10月8日是国庆节(周日),推后到10月9日(周一)"
            ),
            ("assigned", "2017-12-31", "2017-04-05", nil, .zh, "交办:清单生效后的第一个工作日"),
            ("statement-2017-10", "2017-06-30", "2017-10-09", nil, .zh, "2017年10月第一个工作日,列出尚未反馈的事项"),
            (
                "30d", "2017-07-31", "2017-06-30", "2017-07-01", .en,
                "due Mon 2017-07-31, 30d before it is Sat 2017-07-01; Sat 2017-07-01 is an off day, moved back to "
                    + "Fri 2017-06-30"
            ),
            (
                "due", "2017-10-04", "2017-09-30", "2017-10-04", .en,
                "due Wed 2017-10-04, said on that day; Wed 2017-10-04 (中秋节) is an off day, moved back to "
                    + "Sat 2017-09-30"
            ),
        ] as [(String, String, String, String?, Language, String)])
    func days(
        stage: String, deadline: String, day: String, movedFrom: String?, language: Language, text: String
    ) throws {
        let row = try row(stage, deadline: deadline, at: day, movedFrom: movedFrom)
        #expect(PlanReasons(configuration: try configuration(language), listFiles: [:]).day(row) == text)
    }

    @Test("a day counted without its year's calendar says that it may change")
    func provisional() throws {
        let row = try row("30d", deadline: "2017-12-31", at: "2017-12-01", isProvisional: true)
        let text = PlanReasons(configuration: try configuration(.zh), listFiles: [:]).day(row)
        #expect(text.hasSuffix(";暂定:缺少节假日安排,按周一至周五计算"))
    }

    @Test("each rule is named with its value, its line and the level that said so; the nearest one")
    func rules() throws {
        func said<Value>(_ value: Value, line: Int) -> Sourced<Value> {
            Sourced(value, at: Origin(file: "deadlined.yaml", line: line))
        }
        var inputs = try configuration(.zh).inputs
        let deadline = try #require(CivilDate(iso: "2017-06-30"))
        inputs.lists = [
            WorkList(
                id: "x", title: "x", issuedOn: CivilDate(iso: "2017-03-31"), year: 2017,
                works: [
                    KeyWork(
                        number: 3, title: "w", text: "w",
                        measures: [
                            Measure(
                                id: "3.1", text: "m", responsibleUnits: ["fgw"],
                                milestones: [
                                    Milestone(
                                        id: "3.1.1", deadline: deadline, deadlineTime: TimeOfDay("09:00"), kind: .date,
                                        requirement: "r")
                                ])
                        ])
                ])
        ]
        inputs.directory = Directory(
            units: [
                OfficeUnit(
                    id: "fgw", name: "fgw", contacts: [Contact(name: "a", role: .liaison, mail: "a@b.example")])
            ])
        inputs.channels = ["mail": ChannelTraits(addressing: .mail, limit: 1, messageIDDomain: "b.example")]
        inputs.policies.all.at = said(.hour(10), line: 1)
        inputs.policies.lists["x"] = PolicyOverrides()
        inputs.policies.lists["x"]?.channels = said(["mail"], line: 2)
        inputs.policies.works["x:3"] = PolicyOverrides()
        inputs.policies.works["x:3"]?.ahead = said([.days(2), .workdays(10)], line: 3)
        inputs.policies.units["fgw"] = PolicyOverrides()
        inputs.policies.units["fgw"]?.quiet = said(QuietDays(weekdays: [.wednesday]), line: 4)
        inputs.policies.milestones["x:3.1.1"] = PolicyOverrides()
        inputs.policies.milestones["x:3.1.1"]?.due = said(true, line: 5)
        let rows = PlanPreview.rows(of: inputs, from: try #require(CivilDate(iso: "2017-06-01")), to: deadline)
        let rules = PlanRules(policies: inputs.policies)
        let obligation = try #require(ObligationList.make(from: inputs).first)
        func lines(_ stage: String) throws -> [String] {
            let row = try #require(rows.first { $0.stage == stage })
            return rules.lines(row, of: obligation).map { "\($0.label) \($0.text)" }
        }
        #expect(
            try lines("2d") == [
                "rule ahead [2d, 10wd], deadlined.yaml:3, for key work x:3", "hour at 10:00, deadlined.yaml:1, for all",
                "moved quiet, deadlined.yaml:4, for unit fgw", "over channels [mail], deadlined.yaml:2, for list x",
            ])
        #expect(
            try lines("due") == [
                "rule due yes, deadlined.yaml:5, for milestone x:3.1.1", "hour at 10:00, deadlined.yaml:1, for all",
                "moved deadline_time 09:00: at the reminding hour it would be over",
                "over channels [mail], deadlined.yaml:2, for list x",
            ])
        let all = PlanPreview.rows(
            of: inputs, from: try #require(CivilDate(iso: "2017-06-01")), to: deadline.adding(days: 9))
        let overdue = try #require(all.first { $0.stage == "overdue-1" })
        #expect(rules.lines(overdue, of: obligation).first?.text == "overdue [3wd, 8wd], built-in default")
    }

    /// As it is in JSON.
    private func row(
        _ stage: String, deadline: String, at day: String, movedFrom: String? = nil, isProvisional: Bool = false
    ) throws -> PlanRow {
        let moved = movedFrom.map { "\"moved_from\":\"\($0)\"," } ?? ""
        let json = """
            {"at":"\(day)T09:00:00+08:00","list":"x","milestone":"1.1.1","unit":"fgw","unit_name":"市发改委",
            "stage":"\(stage)","deadline":"\(deadline)",\(moved)"channel":"mail","to":"a@b","rule":"built-in default",
            "line":0,"provisional":\(isProvisional)}
            """
        return try JSONDecoder().decode(PlanRow.self, from: Data(json.utf8))
    }

    private func configuration(_ language: Language) throws -> Configuration {
        let holidays = try [("2017-10-04", "中秋节"), ("2017-10-08", "国庆节")].map { date, name in
            HolidayYear.Day(date: try #require(CivilDate(iso: date)), name: name, isOffDay: true)
        }
        let inputs = PlanInputs(
            lists: [], directory: Directory(units: []), workdays: Workdays([HolidayYear(year: 2017, days: holidays)]),
            office: Office(name: "督查室", contacts: [], channels: [], zone: "Asia/Shanghai"), channels: [:])
        return Configuration(inputs: inputs, channels: [], language: language)
    }
}
