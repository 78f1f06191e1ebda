import Foundation
import TestSupport
import Testing

@testable import deadlinectl

@Suite("plan, as it is called", .temporaryFolder)
struct PlanFormsTests {
    @Test("the overview of the shipped year is the golden file, and fits 80 columns")
    func overview() throws {
        let ending = try plan("--overview")
        #expect(ending.status == 0)
        #expect(ending.err == "")
        #expect(ending.out.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(
            ending.out.replacing(/deadlined\.yaml:\d+/, with: "deadlined.yaml:LINE"),
            "Tests/deadlinectlTests/Golden/plan-overview.txt")
    }

    @Test("the overview as JSON has the months, the units and the warnings; the rows as JSON stay a list")
    func json() throws {
        let overview = try #require(try object(plan("--overview", "--json").out) as? [String: Any])
        #expect((overview["months"] as? [Any])?.count == 12)
        #expect((overview["units"] as? [Any])?.count == 39)
        #expect((overview["total"] as? [String: Any])?["obligations"] as? Int == 290)
        let warnings = try #require(overview["warnings"] as? [String: Any])
        #expect(
            warnings.keys.sorted() == [
                "crowded_days", "early_deadlines", "lost_reminders", "off_days", "several_hours", "unreachable",
            ])
        let lost = try #require((warnings["lost_reminders"] as? [[String: Any]])?.first)
        #expect(lost["file"] as? String == "worklists/huzhou-2017.yaml")
        let rows = try #require(try object(plan("--year", "2017", "--json").out) as? [[String: Any]])
        #expect(rows.count == (overview["total"] as? [String: Any])?["reminders"] as? Int)
    }

    @Test("the year's rows as CSV are as many as in JSON, and one heading")
    func csv() throws {
        let csv = try plan("--csv", "--unit", "fgw").out
        let rows = try #require(try object(plan("--year", "2017", "--unit", "fgw", "--json").out) as? [Any])
        #expect(csv.hasPrefix("\u{FEFF}\"提醒时间\",\"单位代码\""))
        #expect(csv.components(separatedBy: "\r\n").count == rows.count + 2)
    }

    @Test("the calendar has an event a deadline, and a day more for each day on which messages go out")
    func ics() throws {
        let deadlines = try plan("--ics").out
        #expect(deadlines.hasPrefix("BEGIN:VCALENDAR\r\n") && deadlines.hasSuffix("END:VCALENDAR\r\n"))
        #expect(deadlines.components(separatedBy: "BEGIN:VEVENT").count - 1 == 132)
        #expect(try plan("--ics", "--reminders").out.components(separatedBy: "BEGIN:VEVENT").count - 1 == 132 + 46)
        #expect(try plan("--ics", "--unit", "fgw").out.components(separatedBy: "BEGIN:VEVENT").count - 1 == 25)
    }

    @Test("against itself nothing changes, and against another folder the status is 0 too")
    func against() throws {
        let config = Repository.file("Config")
        let same = try plan("--against", config)
        #expect(same.out == "nothing changes (reminders compared from 2017-01-01 to 2017-12-31)\n")
        #expect(same.status == 0)
        let folder = TemporaryFolder.url.appendingPathComponent("old")
        try FileManager.default.copyItem(atPath: config, toPath: folder.path)
        let file = folder.appendingPathComponent("worklists/huzhou-2017.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let older = text.replacing("力争“双百计划”完成投资100亿元。", with: "力争完成投资90亿元。")
        try #require(older != text)
        try older.write(to: file, atomically: true, encoding: .utf8)
        let other = try plan("--against", folder.path)
        #expect(other.status == 0)
        #expect(other.out.contains("1 milestone in other words\n  5.2.1\n      was 力争完成投资90亿元。\n"))
        let json = try #require(try object(plan("--against", folder.path, "--json").out) as? [String: Any])
        #expect((json["reworded"] as? [[String: Any]])?.first?["milestone"] as? String == "5.2.1")
    }

    @Test("a folder that cannot be read is named, whichever of the two it is, and the status is 1")
    func unreadable() throws {
        let ending = try plan("--against", "/nowhere")
        #expect(ending.status == 1)
        #expect(ending.out == "")
        #expect(ending.err.contains("error: the configuration in /nowhere has errors"))
    }

    private func plan(_ arguments: String...) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: ["plan", "-c", Repository.file("Config")] + arguments,
            environment: ["COLUMNS": "80"])
    }

    private func object(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
}
