import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What people record")
struct ActStoryTests {
    @Test("a ticked list given back after a reopening settles again, though the unit acknowledged meanwhile")
    func tickedAgain() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        try world.act(.done, "1.1", unit: "a", key: "ticked")
        try world.act(.reopened, "1.1", unit: "a")
        try world.act(.acknowledged, "1.1", unit: "a")
        #expect(try world.act(.done, "1.1", unit: "a", key: "ticked").count == 1)
        #expect(try world.act(.done, "1.1", unit: "a", key: "ticked").isEmpty)
        #expect(world.engine.standing(now: world.now, since: nil).lines.map(\.state) == [.done])
    }

    private func year(_ nodes: [Files.Node] = [Files.june], until: String) throws -> World {
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: until)
        return world
    }

    @Test("done: its slots are skipped at their moments, with the reason")
    func done() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.done, "1.1")
        #expect(world.fates("1.1", "a").count == 3)
        world.run(until: "2018-01-31")
        #expect(
            world.fates("1.1", "a").suffix(4)
                == ["3wd", "due", "overdue-1", "overdue-2"].map { "\($0) skipped: settled before its moment" })
        #expect(world.told.count == 3)
        #expect(world.armed == nil)
        world.expectSound()
    }

    @Test("a report after the settlement changes nothing, and a second settlement only what it names")
    func weakerActs() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.done, "1.1", on: "2017-05-28", document: "A-5")
        #expect(try world.act(.reported, "1.1").isEmpty)
        #expect(try world.act(.done, "1.1").isEmpty)
        let line = try #require(world.engine.standing(now: world.now, since: nil).lines.first)
        #expect(line.state == .done)
        #expect(line.on == date("2017-05-28"))
        #expect(line.document == "A-5")
    }

    @Test("a fact cannot lie ahead of the day it is recorded")
    func future() throws {
        var world = try year(until: "2017-06-20")
        #expect(throws: ActRefusal.inFuture(date("2017-06-21"))) {
            try world.act(.done, "1.1", on: "2017-06-21")
        }
    }

    @Test("the same key settles again after a reopening, and is nothing new before it")
    func sameKey() throws {
        var world = try year(until: "2017-06-20")
        #expect(try world.act(.done, "1.1", key: "csv").count == 1)
        #expect(try world.act(.done, "1.1", key: "csv").isEmpty)
        try world.act(.reopened, "1.1")
        #expect(try world.act(.done, "1.1", key: "csv").count == 1)
        #expect(world.engine.standing(now: world.now, since: nil).lines.first?.state == .done)
        world.expectSound()
    }

    @Test("an occurrence is suggested for a recurring milestone, never another measure's item")
    func suggestions() throws {
        var world = try year(until: "2017-06-20")
        #expect(throws: ActRefusal.unknownMilestone("2.1", likely: nil)) { try world.act(.done, "2.1") }
    }

    @Test("reopened after its slots went by: it goes on from there, and says nothing again")
    func reopened() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.done, "1.1")
        world.run(until: "2017-07-06")
        try world.act(.reopened, "1.1")
        world.run(until: "2017-08-02")
        #expect(
            world.told.suffix(2) == ["07-12 09:00 a: 1.1 overdue-2", "08-01 09:00 a: 1.1 statement-2017-08"])
        #expect(world.told.count == 5)
        world.expectSound()
    }

    @Test("reopened after statements went by: the next one comes at its time, not the last one late")
    func reopenedBetweenStatements() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.done, "1.1")
        world.run(until: "2017-10-20")
        try world.act(.reopened, "1.1")
        world.restart()
        world.run(until: "2017-11-02")
        #expect(world.told.suffix(1) == ["11-01 09:00 a: 1.1 statement-2017-11"])
        #expect(world.told.count == 4)
        world.expectSound()
    }

    @Test("reported pauses what comes after the deadline, not what comes before it")
    func reported() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.reported, "1.1")
        world.run(until: "2017-08-02")
        #expect(world.told.suffix(2) == ["06-27 09:00 a: 1.1 3wd", "06-30 09:00 a: 1.1 due"])
        #expect(world.fates("1.1", "a").suffix(3).allSatisfy { $0.contains("has yet to check it") })
        try world.act(.reopened, "1.1")
        world.run(until: "2017-09-02")
        #expect(world.told.suffix(1) == ["09-01 09:00 a: 1.1 statement-2017-09"])
        world.expectSound()
    }

    @Test("done is for one unit; for all that share it only when that is said")
    func oneUnitOrAll() throws {
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a", "b"])
        var world = try year([node], until: "2017-06-26")
        #expect(throws: ActRefusal.unitMissing(milestone: "1.1", responsible: ["a", "b"])) {
            try world.act(.done, "1.1")
        }
        try world.act(.done, "1.1", unit: "b")
        world.run(until: "2017-06-28")
        #expect(world.told.suffix(1) == ["06-27 09:00 a: 1.1 3wd"])
        try world.act(.done, "1.1", all: true)
        world.run(until: "2017-08-28")
        #expect(world.told.suffix(1) == ["06-27 09:00 a: 1.1 3wd"])
        world.expectSound()
    }

    @Test("done for all that share it leaves those alone who were done before, and corrects all where none is left")
    func doneForAll() throws {
        var world = World(
            Files.inputs([.init(id: "1.1", deadline: "2017-06-30", units: ["a", "b", "c"])]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-22 10:00")
        func days() -> [String] {
            world.engine.standing(now: world.now, since: nil).lines.map { $0.on?.description ?? "-" }
        }
        try world.act(.done, "1.1", unit: "a", on: "2017-06-20", document: "A-1")
        #expect(try world.act(.done, "1.1", all: true, on: "2017-06-22").map(\.unit?.rawValue) == ["b", "c"])
        #expect(days() == ["2017-06-20", "2017-06-22", "2017-06-22"])
        try world.act(.done, "1.1", all: true, on: "2017-06-21")
        #expect(days() == ["2017-06-21", "2017-06-21", "2017-06-21"])
        world.expectSound()
    }

    @Test("a closed list ends: what is open is settled with it")
    func closed() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.closed, list: "demo")
        world.run(until: "2018-01-31")
        #expect(world.told.count == 3)
        #expect(world.fates("1.1", "a").suffix(4).allSatisfy { $0.hasSuffix("skipped: the list was closed") })
        #expect(world.engine.standing(now: world.now, since: nil).lines.map(\.state) == [.closed])
        world.restart()
        #expect(world.armed == nil)
        #expect(throws: ActRefusal.alreadyClosed("demo")) { try world.act(.closed, list: "demo") }
        world.expectSound()
    }

    @Test("a closed list that is accepted again goes on with what is still to come")
    func acceptedAgain() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.closed, list: "demo")
        world.run(until: "2017-06-28")
        try world.accept()
        world.run(until: "2017-07-06")
        #expect(world.told.suffix(2) == ["06-30 09:00 a: 1.1 due", "07-05 09:00 a: 1.1 overdue-1"])
        world.expectSound()
    }

    @Test("acknowledged changes what is shown, and nothing else")
    func acknowledged() throws {
        var world = try year(until: "2017-06-20")
        try world.act(.acknowledged, unit: "a")
        #expect(world.engine.standing(now: world.now, since: nil).units.map(\.hasAcknowledged) == [true])
        world.run(until: "2017-06-28")
        #expect(world.told.suffix(1) == ["06-27 09:00 a: 1.1 3wd"])
        world.expectSound()
    }

    @Test("the same request twice is one act, for lists too")
    func twice() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        #expect(try world.act(.accepted, list: "demo", key: "k").count == 1)
        #expect(try world.act(.accepted, list: "demo", key: "k").isEmpty)
        #expect(throws: ActRefusal.alreadyAccepted("demo")) { try world.act(.accepted, list: "demo", key: "l") }
        #expect(try world.act(.done, "1.1", key: "m").count == 1)
        #expect(try world.act(.done, "1.1", key: "m").isEmpty)
        #expect(world.ledger.acts.count == 2)
        world.expectSound()
    }

    @Test("what an act cannot mean is refused by name")
    func refused() throws {
        var world = try year(until: "2017-04-10")
        #expect(throws: ActRefusal.unknownMilestone("1.11", likely: "1.1")) { try world.act(.done, "1.11") }
        #expect(throws: ActRefusal.unknownList("other")) { try world.act(.done, "other:1.1") }
        #expect(throws: ActRefusal.unknownList("other")) { try world.act(.accepted, list: "other") }
        #expect(throws: ActRefusal.notResponsible("b", milestone: "1.1", responsible: ["a"])) {
            try world.act(.done, "1.1", unit: "b")
        }
        #expect(throws: ActRefusal.self) { try world.act(.done, "1.1", unit: "nobody") }
        #expect(world.ledger.acts.count == 1)
    }

    @Test("before a list is accepted its milestones cannot be settled")
    func notAccepted() {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        #expect(throws: ActRefusal.notAccepted("demo")) { try world.act(.done, "1.1") }
        #expect(throws: ActRefusal.notAccepted("demo")) { try world.act(.closed, list: "demo") }
    }

    @Test("the short form serves while only one open list has it")
    func twoLists() throws {
        var inputs = Files.inputs([Files.june])
        inputs.lists.append(Files.list([Files.june], id: "other"))
        var world = World(inputs, at: "2017-04-06 17:00")
        try world.accept()
        #expect(try world.act(.done, "1.1").map(\.list) == ["demo"])
        try world.accept("other")
        #expect(throws: ActRefusal.ambiguousMilestone("1.1", lists: ["demo", "other"])) {
            try world.act(.reopened, "1.1")
        }
        #expect(try world.act(.done, "other:1.1").map(\.list) == ["other"])
        world.expectSound()
    }

    @Test("acts of one request are recorded all or none")
    func allOrNone() throws {
        var world = try year(
            [Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"])], until: "2017-05-01")
        let requests = ["1.1", "1.9", "1.2"].map {
            ActRequest(kind: .done, milestone: $0, actor: .init(uid: 0, name: "clerk"), key: "csv")
        }
        var engine = world.engine
        #expect(throws: ActRefusal.unknownMilestone("1.9", likely: "1.1")) {
            try engine.act(requests, now: world.now)
        }
        #expect(engine.standing(now: world.now, since: nil).lines.allSatisfy { $0.state == .open })
        world.run(until: "2017-05-02")
    }
}
