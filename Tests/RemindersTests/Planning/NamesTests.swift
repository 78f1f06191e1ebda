import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("The names of slots and obligations")
struct NamesTests {
    @Test(
        "a stage reads back from its text",
        arguments: [
            Stage.assigned, .ahead(.days(30)), .ahead(.workdays(3)), .ahead(.weeks(2)), .ahead(.months(1)), .due,
            .overdue(1), .overdue(12), .statement(year: 2017, month: 8), .statement(year: 2018, month: 12),
        ])
    func stages(stage: Stage) {
        #expect(Stage(stage.description) == stage)
    }

    @Test(
        "what is no stage is none",
        arguments: [
            "", "due ", "Due", "overdue-0", "overdue-", "overdue", "statement-2017", "statement-2017-13", "3", "wd",
        ])
    func noStages(text: String) {
        #expect(Stage(text) == nil)
    }

    @Test(
        "a slot's key reads back from its text, recurring and dutiful ones too",
        arguments: ["3.1.2", "三-2", "7.1.2@2017-07-31"])
    func keys(milestone: String) {
        let key = SlotKey(
            obligation: ObligationID(list: "huzhou-2017", milestone: milestone, unit: "jxw"),
            deadline: date("2017-06-30"), stage: .ahead(.workdays(3)))
        #expect(key.description == "huzhou-2017:\(milestone)/jxw|2017-06-30|3wd")
        #expect(SlotKey(key.description) == key)
    }

    @Test(
        "what is no key is none",
        arguments: [
            "", "a:1/b|2017-06-30", "a:1/b|2017-06-31|due", "a1/b|2017-06-30|due", ":1/b|2017-06-30|due",
            "a:1/|2017-06-30|due",
        ])
    func noKeys(text: String) {
        #expect(SlotKey(text) == nil)
    }

    @Test("milestones stand in the reader's order: duties first, then by numbers, not by letters")
    func order() {
        let sorted = [
            "10.1.1", "2.1.1", "三-3", "2.10.1", "三-2", "2.2.1", "7.1.2@2017-09-30", "7.1.2@2017-07-31", "7.1.3",
        ]
        .sorted { MilestoneOrder.precedes($0, $1) }
        #expect(
            sorted == [
                "三-2", "三-3", "2.1.1", "2.2.1", "2.10.1", "7.1.2@2017-07-31", "7.1.2@2017-09-30", "7.1.3", "10.1.1",
            ])
    }

    @Test("a fingerprint follows the words, and is the same in every process")
    func fingerprint() {
        func words(_ text: String) -> String {
            Obligation(
                id: ObligationID(list: "l", milestone: "1", unit: "a"), kind: .milestone, deadline: .first,
                number: "1", requirement: text
            ).fingerprint
        }
        // FNV-1a, 64 bits, of nothing and of "a": its authors' test vectors.
        #expect(words("") == "cbf29ce484222325")
        #expect(words("a") == "af63dc4c8601ec8c")
        #expect(words("完成") != words("完成。"))
    }

    @Test("the nearest level's policy wins, value by value: all, list, key work, unit, milestone")
    func policies() {
        var table = PolicyTable()
        table.all.at = Sourced(.hour(10))
        table.all.ahead = Sourced([.days(1)])
        table.lists["l"] = PolicyOverrides()
        table.lists["l"]?.ahead = Sourced([.days(2)])
        table.lists["l"]?.due = Sourced(false)
        table.works["l:7"] = PolicyOverrides()
        table.works["l:7"]?.ahead = Sourced([.days(3)])
        table.units["a"] = PolicyOverrides()
        table.units["a"]?.ahead = Sourced([.days(4)])
        table.milestones["l:1"] = PolicyOverrides()
        table.milestones["l:1"]?.ahead = Sourced([.days(5)])
        func policy(_ list: String, _ number: String, work: Int?, _ unit: UnitID) -> Policy {
            table.policy(
                of: Obligation(
                    id: ObligationID(list: list, milestone: number, unit: unit), kind: .milestone,
                    deadline: date("2017-06-30"), number: number, requirement: "", work: work.map { ($0, "") }))
        }
        let mine = policy("l", "1", work: 7, "a")
        #expect(mine.ahead.value == [.days(5)] && mine.at.value == .hour(10) && !mine.due.value)
        #expect(policy("l", "2", work: 7, "a").ahead.value == [.days(4)])
        #expect(policy("l", "2", work: 7, "b").ahead.value == [.days(3)])
        #expect(policy("l", "2", work: nil, "b").ahead.value == [.days(2)])
        #expect(policy("m", "1", work: 7, "b").ahead.value == [.days(1)])
        #expect(policy("m", "1", work: 7, "b").due.value)
    }

    @Test("a unit's channels are its own, or all that stand above it, and those of single milestones")
    func channels() {
        var table = PolicyTable()
        #expect(table.channels(of: "a", in: ["l"]) == ["maildir"])
        table.all.channels = Sourced(["mail"])
        table.works["l:7"] = PolicyOverrides()
        table.works["l:7"]?.channels = Sourced(["chat"])
        table.milestones["l:1"] = PolicyOverrides()
        table.milestones["l:1"]?.channels = Sourced(["hook"])
        #expect(table.channels(of: "a", in: ["l"]) == ["mail", "chat", "hook"])
        #expect(table.channels(of: "a", in: ["m"]) == ["mail"])
        table.units["a"] = PolicyOverrides()
        table.units["a"]?.channels = Sourced(["room"])
        #expect(table.channels(of: "a", in: ["l"]) == ["room", "hook"])
    }
}
