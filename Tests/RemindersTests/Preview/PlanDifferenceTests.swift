import CivilTime
import Foundation
import Reminders
import Testing
import WorkLists

@Suite("What a changed configuration changes")
struct PlanDifferenceTests {
    private let year = date("2017-01-01")...date("2017-12-31")

    private func difference(_ old: PlanInputs, _ new: PlanInputs, unit: UnitID? = nil) -> PlanDifference {
        PlanDifference(from: old, to: new, span: year, unit: unit)
    }

    private let two = [
        Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a"]),
        Files.Node(id: "1.2", deadline: "2017-09-29", units: ["a", "b"]),
    ]

    /// 1.1, a month later.
    private let later = Files.Node(id: "1.1", deadline: "2017-07-31", units: ["a"])

    private func changed(_ change: (inout [Files.Node]) -> Void) -> PlanInputs {
        var nodes = two
        change(&nodes)
        return Files.inputs(nodes)
    }

    /// `05-31 30d 1.1`, and with ` > 06-30` where it goes.
    private func lines(_ reminders: [PlanDifference.Reminder]) -> [String] {
        reminders.map { reminder in
            "\(reminder.at.dropFirst(5).prefix(5)) \(reminder.stage) \(reminder.milestone)"
                + (reminder.now.map { " > \($0.dropFirst(5).prefix(5))" } ?? "")
        }
    }

    @Test("from a configuration to itself nothing changes")
    func nothing() throws {
        let inputs = try Huzhou.inputs()
        #expect(difference(inputs, inputs).isEmpty)
    }

    @Test("a milestone that comes is added, with the reminders that come of it, and one that goes is the reverse")
    func addedAndRemoved() throws {
        let (one, both) = (changed { $0.removeLast() }, Files.inputs(two))
        let change = difference(one, both)
        #expect(change.added.map(\.milestone) == ["1.2"])
        #expect(change.added.first?.units == ["a", "b"])
        #expect(change.removed.isEmpty && change.reworded.isEmpty && change.moved.isEmpty && change.units.isEmpty)
        #expect(change.reminders.map(\.unit) == ["a", "b"])
        #expect(change.reminders.allSatisfy { $0.lost.isEmpty && $0.moved.isEmpty })
        #expect(
            lines(try #require(change.reminders.first).gained).prefix(5) == [
                "01-03 assigned 1.2", "08-30 30d 1.2", "09-15 10wd 1.2", "09-26 3wd 1.2", "09-29 due 1.2",
            ])
        let back = difference(both, one)
        #expect(back.removed.map(\.milestone) == ["1.2"])
        #expect(back.reminders.map(\.lost) == change.reminders.map(\.gained))
    }

    @Test("other words under the same number are named with both texts, and change no reminder")
    func reworded() {
        let change = difference(Files.inputs(two), changed { $0[0].words = " and more" })
        #expect(
            change.reworded.map { "\($0.list) \($0.milestone): \($0.was) > \($0.now) \($0.wasMovedTo ?? "")" } == [
                "demo 1.1: requirement 1.1 > requirement 1.1 and more "
            ])
        #expect(change.added.isEmpty && change.moved.isEmpty && change.reminders.isEmpty)
    }

    @Test("numbers that were shifted are seen by their words")
    func shifted() throws {
        let old = Files.inputs(two)
        var new = old
        // A milestone was put before 1.1: what was 1.1 is 1.2 now, and what was 1.2 is 1.3.
        let shifted = [("1.1", "new"), ("1.2", "requirement 1.1"), ("1.3", "requirement 1.2")].map { id, words in
            Measure(
                id: id, text: id, responsibleUnits: ["a"],
                milestones: [Milestone(id: id, deadline: date("2017-06-30"), kind: .date, requirement: words)])
        }
        new.lists[0].works[0].measures = shifted
        let change = difference(old, new)
        #expect(change.reworded.map(\.wasMovedTo) == ["1.2", "1.3"])
        #expect(change.added.map(\.milestone) == ["1.3"])
        #expect(change.added.map(\.alsoAt) == ["1.2"])
    }

    @Test("a moved deadline moves the stages that go by it, and what both plans have of statements stays")
    func movedDeadline() throws {
        let change = difference(Files.inputs(two), changed { $0[0] = later })
        #expect(change.moved.map { "\($0.milestone): \($0.was) > \($0.now)" } == ["1.1: [2017-06-30] > [2017-07-31]"])
        let unit = try #require(change.reminders.first)
        #expect(change.reminders.count == 1)
        #expect(
            lines(unit.moved) == [
                "05-31 30d 1.1 > 06-30", "06-16 10wd 1.1 > 07-17", "06-27 3wd 1.1 > 07-26", "06-30 due 1.1 > 07-31",
                "07-05 overdue-1 1.1 > 08-03", "07-12 overdue-2 1.1 > 08-10",
            ])
        #expect(lines(unit.lost) == ["08-01 statement-2017-08 1.1"])
        #expect(unit.gained.isEmpty)
    }

    @Test("a unit that takes a milestone over gains what the other one loses")
    func responsibility() {
        let change = difference(
            Files.inputs(two), changed { $0[1] = Files.Node(id: "1.2", deadline: "2017-09-29", units: ["a", "c"]) })
        #expect(change.units.map { "\($0.milestone): \($0.added) \($0.removed)" } == ["1.2: [c] [b]"])
        #expect(change.reminders.map(\.unit) == ["b", "c"])
        #expect(change.reminders.first?.lost == change.reminders.last?.gained)
        #expect(change.moved.isEmpty && change.recipients.isEmpty)
    }

    @Test("another address is no other reminder")
    func recipients() {
        let old = Files.inputs([Files.june])
        let new = Files.inputs([Files.june], units: [Files.unit("a", ["new@x", "second@x"])])
        let change = difference(old, new)
        #expect(change.reminders.isEmpty)
        #expect(change.recipients.map(\.unit) == ["a"])
        #expect(change.recipients.first?.added.map { "\($0.channel) \($0.to)" } == ["mail new@x", "mail second@x"])
        #expect(change.recipients.first?.removed.map { "\($0.channel) \($0.to)" } == ["mail a@x"])
    }

    @Test("a milestone that lost its day is gone from the plan, and said to stand in the list still")
    func undated() {
        var new = Files.inputs(two)
        new.lists[0].works[0].measures[0].milestones[0].deadline = nil
        new.lists[0].works[0].measures[0].milestones[0].kind = .none
        let change = difference(Files.inputs(two), new)
        #expect(change.removed.map(\.milestone) == ["1.1"])
        #expect(change.removed.map(\.isUndated) == [true])
        #expect(difference(Files.inputs(two), changed { $0.removeFirst() }).removed.map(\.isUndated) == [false])
    }

    @Test("a recurring milestone is one, with all its days")
    func recurring() throws {
        let old = try Huzhou.inputs()
        var new = old
        let rule = "DTSTART;VALUE=DATE:20170531\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2"
        var recurring: String?
        for work in new.lists[0].works.indices {
            for measure in new.lists[0].works[work].measures.indices {
                for index in new.lists[0].works[work].measures[measure].milestones.indices
                where new.lists[0].works[work].measures[measure].milestones[index].rrule != nil {
                    new.lists[0].works[work].measures[measure].milestones[index].rrule = rule
                    recurring = new.lists[0].works[work].measures[measure].milestones[index].id
                }
            }
        }
        let change = difference(old, new)
        #expect(change.moved.map(\.milestone) == [try #require(recurring)])
        #expect(change.moved.first?.was.count == 3)
        #expect(change.moved.first?.now == [date("2017-05-31"), date("2017-06-30")])
        #expect(change.added.isEmpty && change.removed.isEmpty)
        // Its days are obligations of their own.
        #expect(change.reminders.allSatisfy { !$0.lost.isEmpty && !$0.gained.isEmpty })
    }

    @Test("for one unit only what it owes, owed or is told differs")
    func oneUnit() {
        let new = changed { nodes in
            nodes[0] = later
            nodes[1] = Files.Node(id: "1.2", deadline: "2017-09-29", units: ["a"])
        }
        #expect(difference(Files.inputs(two), new, unit: "b").moved.isEmpty)
        #expect(difference(Files.inputs(two), new, unit: "b").units.map(\.removed) == [["b"]])
        #expect(difference(Files.inputs(two), new, unit: "b").reminders.map(\.unit) == ["b"])
        #expect(difference(Files.inputs(two), new, unit: "a").moved.map(\.milestone) == ["1.1"])
        #expect(difference(Files.inputs(two), new, unit: "c").isEmpty)
    }

    @Test(
        "whatever changed: what was planned, less what is lost, moved, and with what is gained, is what is planned now")
    func adds() throws {
        var random = Seeded(20_170_331)
        for round in 1...30 {
            let (old, new) = (try scrambled(&random), try scrambled(&random))
            let change = difference(old, new)
            var planned = reminders(old)
            for unit in change.reminders {
                for lost in unit.lost { planned.remove("\(unit.unit) \(lost.milestone) \(lost.stage) \(lost.at)") }
                for moved in unit.moved {
                    planned.remove("\(unit.unit) \(moved.milestone) \(moved.stage) \(moved.at)")
                    planned.insert("\(unit.unit) \(moved.milestone) \(moved.stage) \(try #require(moved.now))")
                }
                for gained in unit.gained {
                    let isNew = planned.insert("\(unit.unit) \(gained.milestone) \(gained.stage) \(gained.at)").inserted
                    #expect(isNew)
                }
            }
            #expect(planned == reminders(new), "round \(round)")
            let back = difference(new, old)
            #expect(Set(back.added.map(\.milestone)) == Set(change.removed.map(\.milestone)))
            #expect(back.reminders.map { $0.gained.count } == change.reminders.map { $0.lost.count })
            #expect(back.reminders.map { $0.moved.count } == change.reminders.map { $0.moved.count })
        }
    }

    private func reminders(_ inputs: PlanInputs) -> Set<String> {
        let rows = PlanPreview.rows(of: inputs, from: year.lowerBound, to: year.upperBound)
        return Set(rows.map { "\($0.unit) \($0.milestone) \($0.stage) \($0.at)" })
    }

    /// Some of ten milestones, each with some units and a day of the year; one unit has two contacts.
    private func scrambled(_ random: inout Seeded) throws -> PlanInputs {
        let nodes = (1...10).compactMap { number -> Files.Node? in
            guard random.chance(80) else { return nil }
            let units = ["a", "b", "c", "d"].filter { _ in random.chance(50) }
            let day = date("2017-03-01").adding(days: random.pick(0...13) * 20)
            return Files.Node(
                id: "1.\(number)", deadline: day.description, units: units.isEmpty ? ["a"] : units,
                words: random.chance(20) ? " anew" : "")
        }
        let units = ["a", "b", "c", "d"].map { Files.unit($0, $0 == "b" ? ["b@x", "b2@x"] : ["\($0)@x"]) }
        return Files.inputs(nodes, units: units)
    }

    @Test("its JSON has the documented fields")
    func json() throws {
        let change = difference(Files.inputs(two), changed { $0[0] = later })
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(change)) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "added", "from", "moved", "recipients", "reminders", "removed", "reworded", "to", "units",
            ])
        let unit = try #require((object["reminders"] as? [[String: Any]])?.first)
        #expect(unit.keys.sorted() == ["gained", "lost", "moved", "unit", "unit_name"])
        let moved = try #require((unit["moved"] as? [[String: Any]])?.first)
        #expect(moved["at"] as? String == "2017-05-31T09:00:00+08:00")
        #expect(moved["now"] as? String == "2017-06-30T09:00:00+08:00")
    }
}
