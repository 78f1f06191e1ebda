import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import SwiftCSV
import Testing

@Suite("the plan as a spreadsheet")
struct PlanCSVTests {
    private func table(_ language: Language = .zh) throws -> (plan: Plan, csv: NamedCSV) {
        let configuration = try PlanScene.configuration(language)
        let plan = try PlanScene.plan(configuration)
        let bytes = PlanCSV.write(plan.rows, of: configuration.inputs, language: language)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = try #require(String(validating: bytes.dropFirst(3), as: UTF8.self))
        #expect(text.hasSuffix("\r\n"))
        return (plan, try NamedCSV(string: text, delimiter: .comma))
    }

    @Test("a line a reminder and recipient, under headings of the configuration's language")
    func lines() throws {
        let (plan, csv) = try table()
        #expect(
            csv.header == [
                "提醒时间", "单位代码", "责任单位", "编号", "进度节点", "阶段", "到期日", "原定日期", "暂定", "通道", "收件人", "规则出处",
                "清单行号", "原文行号",
            ])
        #expect(csv.rows.count == plan.rows.count)
        // Both contacts of one unit.
        let due = csv.rows.filter { $0["编号"] == "demo-2017:3.1" && $0["阶段"] == "到期当天" }
        #expect(due.map { $0["收件人"] } == ["wang@x.example", "li@x.example"])
        #expect(due.first?["提醒时间"] == "2017-06-30 09:00")
        #expect(due.first?["清单行号"] == "12" && due.first?["原文行号"] == "31")
        let (_, english) = try table(.en)
        #expect(english.header.prefix(4) == ["reminder", "unit id", "unit", "number"])
        #expect(english.rows.contains { $0["stage"] == "30d before" })
    }

    @Test("an off day's reminder says the day the rule named, one without a calendar that it may move")
    func days() throws {
        let (_, csv) = try table()
        let sunday = try #require(csv.rows.first { $0["编号"] == "demo-2017:3.2" && $0["阶段"] == "到期当天" })
        #expect(sunday["提醒时间"] == "2017-12-29 09:00")
        #expect(sunday["到期日"] == "2017-12-31" && sunday["原定日期"] == "2017-12-31")
        #expect(sunday["暂定"] == "是")
        let handedOut = try #require(csv.rows.first { $0["阶段"] == "交办" })
        #expect(handedOut["原定日期"] == "" && handedOut["暂定"] == "")
    }

    @Test("no cell is a formula or loses a digit, and what nobody gets has no recipient")
    func safe() throws {
        let (plan, csv) = try table()
        #expect(csv.rows.contains { $0["进度节点"] == "'=HYPERLINK(\"http://x.example\")" })
        for row in csv.rows {
            #expect(row.values.allSatisfy { !"=+-@\t".contains($0.first ?? "x") })
        }
        // 3.10 would be 3.1 to Excel.
        #expect(csv.rows.contains { $0["编号"] == "demo-2017:3.10" })
        let orphans = csv.rows.filter { $0["单位代码"] == "daj" }
        #expect(orphans.count == plan.rows.count { $0.to.isEmpty } && !orphans.isEmpty)
        #expect(orphans.allSatisfy { $0["收件人"] == "" && $0["通道"] == "" })
    }
}
