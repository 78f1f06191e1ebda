import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What a person should look at in a plan")
struct PlanWarningsTests {
    private func warnings(
        _ inputs: PlanInputs, _ from: String = "2017-01-01", _ to: String = "2017-12-31"
    ) -> PlanWarnings {
        let plan = PlanPreview.plan(of: inputs, from: date(from), to: date(to))
        return PlanWarnings(plan, inputs: inputs, files: ["demo": "worklists/demo.yaml"])
    }

    private func nodes(_ count: Int) -> [Files.Node] {
        (1...count).map { Files.Node(id: "1.\($0)", deadline: "2017-06-30", units: ["a"]) }
    }

    @Test("Huzhou's: the first deadline is too near for 30 days, and three lie on Sundays")
    func huzhou() throws {
        let warnings = warnings(try Huzhou.inputs())
        #expect(warnings.crowdedDays.isEmpty)
        #expect(warnings.severalHours.isEmpty)
        #expect(warnings.earlyDeadlines.isEmpty)
        #expect(warnings.unreachable.isEmpty)
        let lost = try #require(warnings.lostReminders.first)
        #expect(warnings.lostReminders.count == 1)
        #expect(lost.stage == "30d" && lost.deadline == date("2017-04-30") && lost.date == date("2017-03-31"))
        // 34 bodies file their lists, and one unit has a milestone.
        #expect(lost.obligations == 35 && lost.milestones == ["二-2", "2.5.1"])
        #expect(
            warnings.offDays.map { "\($0.date) \($0.deadlines) \($0.obligations) \($0.settleBy)" } == [
                "2017-04-30 2 35 2017-04-28", "2017-12-10 1 38 2017-12-08", "2017-12-31 39 57 2017-12-29",
            ])
    }

    @Test("sixteen items of one unit on one day are too many, fifteen are not", arguments: [15, 16])
    func crowded(count: Int) {
        let warnings = warnings(Files.inputs(nodes(count)))
        guard count > PlanWarnings.mostItems else {
            #expect(warnings.crowdedDays.isEmpty)
            return
        }
        // Neither the handing-out nor what is asked afterwards counts.
        #expect(
            warnings.crowdedDays.map { "\($0.unit) \($0.date) \($0.items)" } == [
                "a 2017-05-31 16", "a 2017-06-16 16", "a 2017-06-27 16", "a 2017-06-30 16",
            ])
    }

    @Test("two units with fifteen items each are no crowd, whoever reads for both")
    func twoUnits() {
        let more = (1...15).map { Files.Node(id: "2.\($0)", deadline: "2017-06-30", units: ["b"]) }
        let inputs = Files.inputs(nodes(15) + more, units: ["a", "b"].map { Files.unit($0, ["both@x"]) })
        #expect(warnings(inputs).crowdedDays.isEmpty)
    }

    @Test("two hours on one day are named: what comes second waits")
    func hours() {
        var inputs = Files.inputs([Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"])])
        inputs.lists[0].issuedOn = date("2017-03-31")
        #expect(warnings(inputs).severalHours.isEmpty)
        inputs.policies.milestones["demo:1.2", default: PolicyOverrides()].at = Sourced(.hour(14))
        let warnings = warnings(inputs, "2017-06-01", "2017-06-30")
        #expect(warnings.severalHours.map(\.date) == [date("2017-06-16"), date("2017-06-27"), date("2017-06-30")])
        #expect(warnings.severalHours.allSatisfy { $0.hours == ["09:00", "14:00"] && $0.to == "a@x" })
    }

    @Test("a deadline before the list was published is named once, and its reminders are not counted as lost")
    func early() {
        var inputs = Files.inputs([Files.Node(id: "1.1", deadline: "2017-02-28", units: ["a", "b"]), Files.june])
        inputs.lists[0].issuedOn = date("2017-03-31")
        let warnings = warnings(inputs)
        #expect(
            warnings.earlyDeadlines.map { "\($0.list) \($0.milestone) \($0.deadline) \($0.issuedOn) \($0.obligations)" }
                == ["demo 1.1 2017-02-28 2017-03-31 2"])
        #expect(warnings.earlyDeadlines.first?.file == "worklists/demo.yaml")
        #expect(warnings.lostReminders.isEmpty)
    }

    @Test(
        "what falls before the handing-out is lost; on its day it is not, and no slot is lost for another ahead of it")
    func lost() {
        var inputs = Files.inputs([Files.june])
        // Handed out on Friday 16 June, the day of 10wd.
        inputs.lists[0].issuedOn = date("2017-06-15")
        let lost = { (inputs: PlanInputs) in
            self.warnings(inputs).lostReminders.map { "\($0.stage) \($0.date) \($0.rule)" }
        }
        #expect(lost(inputs) == ["30d 2017-05-31 built-in default"])
        inputs.lists[0].issuedOn = date("2017-06-16")
        #expect(lost(inputs) == ["30d 2017-05-31 built-in default", "10wd 2017-06-16 built-in default"])
        inputs.policies.all.ahead = Sourced([.days(30), .weeks(2), .workdays(10)])
        inputs.lists[0].issuedOn = date("2017-05-02")
        #expect(lost(inputs) == [])
    }

    @Test("a list that does not say when it was issued loses nothing, wherever the plan begins")
    func unknownIssue() {
        let inputs = Files.inputs([Files.june])
        #expect(inputs.lists[0].issuedOn == nil)
        #expect(warnings(inputs, "2017-06-20").lostReminders.isEmpty)
    }

    @Test("what is lost comes never to a row, and is a slot that the plan would have without the handing-out")
    func lostIsNoRow() throws {
        var inputs = try Huzhou.inputs()
        inputs.lists[0].issuedOn = date("2017-06-15")
        let plan = PlanPreview.plan(of: inputs, from: date("2017-01-01"), to: date("2017-12-31"))
        let lost = Set(plan.lost.map { "\($0.obligation.id) \($0.slot.key.stage)" })
        let told = Set(plan.rows.map { "\($0.list):\($0.milestone)/\($0.unit) \($0.stage)" })
        #expect(lost.count == plan.lost.count && !lost.isEmpty)
        #expect(lost.isDisjoint(with: told))
        inputs.lists[0].issuedOn = date("2016-12-01")
        let all = PlanPreview.rows(of: inputs, from: date("2017-01-01"), to: date("2017-12-31"))
        #expect(lost.isSubset(of: all.map { "\($0.list):\($0.milestone)/\($0.unit) \($0.stage)" }))
    }

    @Test("a unit without an address is named with what goes to the office instead")
    func unreachable() {
        let warnings = warnings(Files.inputs([Files.june], units: [Files.unit("a", [])]), "2017-06-01", "2017-06-30")
        #expect(warnings.unreachable.map { "\($0.unit) \($0.reminders)" } == ["a 4"])
    }

    @Test("a plan without any of it is empty")
    func none() {
        #expect(warnings(Files.inputs([Files.june])).isEmpty)
    }
}
