import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import deadlinectl

@Suite("the plan at a glance, and what differs from another")
struct PlanViewTests {
    /// The shipped list with its units, and a few things to look at.
    private func inputs(_ change: (inout WorkList) throws -> Void = { _ in }) throws -> PlanInputs {
        let read = WorkListReader.read(
            try Repository.text("Config/worklists/huzhou-2017.yaml"), file: "worklists/huzhou-2017.yaml")
        var list = try #require(read.0)
        try change(&list)
        let directory = DirectoryReader.read(try Repository.text("Config/units.yaml"), file: "units.yaml")
        let years = try (2017...2018).map { year in
            let file = "\(year).json"
            return try #require(
                HolidayYear.parse(try Repository.text("Config/calendars/cn/\(file)"), fileName: file).0)
        }
        return PlanInputs(
            lists: [list], directory: try #require(directory.0), workdays: Workdays(years),
            office: Office(name: "督查室", contacts: [], channels: ["maildir"], zone: "Asia/Shanghai"),
            channels: ["maildir": ChannelTraits(addressing: .mail, limit: 1, messageIDDomain: "x.example")])
    }

    private func day(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

    private func report(_ inputs: PlanInputs, _ from: String, _ to: String) throws -> PlanOverviewReport {
        let plan = PlanPreview.plan(of: inputs, from: try day(from), to: try day(to))
        return PlanOverviewReport(
            overview: PlanOverview(plan, directory: inputs.directory),
            warnings: PlanWarnings(plan, inputs: inputs, files: ["huzhou-2017": "worklists/huzhou-2017.yaml"]))
    }

    private func widest(_ text: String) -> Int {
        text.split(separator: "\n").map { DisplayWidth.of($0) }.max() ?? 0
    }

    @Test("a span over a year's end has a table a year, and no line is wider than 80 columns")
    func twoYears() throws {
        let text = try report(inputs(), "2017-06-01", "2018-03-31").text(width: 80)
        #expect(text.contains("messages by unit and month, 2017\n"))
        #expect(text.contains("messages by unit and month, 2018\n"))
        let lines = text.split(separator: "\n")
        let heading = try #require(lines.firstIndex { $0.hasSuffix(", 2018") })
        #expect(lines[heading + 1].split(separator: " ") == ["责任单位", "unit", "owed", "1", "2", "3", "total"])
        #expect(widest(text) <= 80)
        #expect(text.contains("市“大好高”项目引进推进领导小组办公室"))
    }

    @Test("a day without anything is said in a sentence")
    func empty() throws {
        let text = try report(inputs(), "2016-01-01", "2016-12-31").text(width: 80)
        #expect(text == "nothing falls due, and nobody would be told anything from 2016-01-01 to 2016-12-31\n")
    }

    @Test("what is to be looked at is counted, named with its place, and nowhere wider than 80 columns")
    func warnings() throws {
        let inputs = try inputs { list in
            list.issuedOn = CivilDate(iso: "2017-07-10")
            for index in list.duties.indices where list.duties[index].deadline != nil {
                list.duties[index].deadline = CivilDate(iso: "2017-12-30")
            }
        }
        let text = PlanWarningsText(
            warnings: try report(inputs, "2017-01-01", "2017-12-31").warnings
        ).text(width: 80)
        // However the lines are broken.
        let words = text.filter { !$0.isWhitespace }
        for sentence in [
            "worklists/huzhou-2017.yaml:", "were due on 2017-06-30 周五, before the list was issued on 2017-07-10 周一 (",
            "no 30d reminder of what is due 2017-07-31 周一: its day, 2017-06-30 周五, lies before the handing-out",
            "deadlines on days off: ", "2017-12-30 周六 (3 deadlines",
        ] {
            #expect(words.contains(sentence.filter { !$0.isWhitespace }), "\(sentence) in \(text)")
        }
        let count = text.split(separator: "\n").count { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        #expect(text.hasPrefix("\n\(count) to look at:\n"))
        #expect(widest(text) <= 80)
        #expect(
            PlanWarningsText(warnings: try report(inputs, "2016-01-01", "2016-01-31").warnings).text(width: 80) == "")
    }

    @Test("what differs is the golden file, at 80 columns")
    func difference() throws {
        let old = try inputs()
        let new = try inputs { list in
            // Moved, reworded, taken out and in again under another number, given to another unit.
            try change("5.2.1", in: &list) { $0.deadline = CivilDate(iso: "2017-07-31") }
            try change("4.6.1", in: &list) { $0.requirement = "组织三季度重点建设集中开工活动。" }
            try change("6.2.2", in: &list) { $0.id = "6.2.9" }
            try change("9.1.1", in: &list) { milestone in
                milestone.deadline = nil
                milestone.kind = .none
            }
            list.works[7].measures[1].responsibleUnits = ["市生态文明办"]
        }
        var moved = new
        moved.directory = Directory(
            units: new.directory.units.map { unit in
                var unit = unit
                if unit.id == "jxw" { unit.contacts[0].mail = "new@huzhou.example" }
                return unit
            }, groups: new.directory.groups)
        let span = try day("2017-05-01")...day("2017-08-31")
        let difference = PlanDifference(from: old, to: moved, span: span)
        let text = PlanDifferenceText(
            difference, name: { moved.directory.unit($0)?.name ?? $0.rawValue }, width: 80
        ).text
        #expect(widest(text) <= 80)
        try expectGolden(text, "Tests/deadlinectlTests/Golden/plan-against.txt")
    }

    @Test("an hour that moved is said without its day")
    func hour() throws {
        let old = try inputs()
        var new = old
        new.policies.units["kjj", default: PolicyOverrides()].at = Sourced(.hour(8))
        let difference = PlanDifference(from: old, to: new, span: try day("2017-06-30")...day("2017-06-30"))
        let text = PlanDifferenceText(difference, name: \.rawValue, width: 80).text
        #expect(text.contains("    2017-06-30 周五  → due to 08:00: "))
    }

    @Test("the years in which something falls due are the span, whole; without anything it is this year")
    func years() throws {
        let today = try day("2026-05-05")
        var inputs = try inputs()
        #expect(PlanSpan.years(of: [inputs], today: today) == (try day("2017-01-01")...day("2017-12-31")))
        inputs.lists[0].duties[0].deadline = try day("2018-01-15")
        inputs.lists[0].duties[0].kind = .date
        inputs.lists[0].duties[0].who = ["市发改委"]
        #expect(PlanSpan.years(of: [inputs], today: today) == (try day("2017-01-01")...day("2018-12-31")))
        inputs.lists = []
        #expect(PlanSpan.years(of: [inputs], today: today) == (try day("2026-01-01")...day("2026-12-31")))
    }

    private func change(_ id: String, in list: inout WorkList, _ edit: (inout Milestone) -> Void) throws {
        var isFound = false
        for work in list.works.indices {
            for measure in list.works[work].measures.indices {
                for index in list.works[work].measures[measure].milestones.indices
                where list.works[work].measures[measure].milestones[index].id == id {
                    edit(&list.works[work].measures[measure].milestones[index])
                    isFound = true
                }
            }
        }
        try #require(isFound)
    }
}
