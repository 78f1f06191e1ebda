import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Extensions, silences, late, withdrawn, undone")
struct ActsOfOfficeTests {
    private func world() throws -> World {
        var world = World(Files.inputs([Files.june]), at: "2017-05-02 10:00")
        try world.accept()
        world.run(until: moment("2017-06-19 10:00"))
        return world
    }

    private func told(_ world: World, after: String) -> [String] {
        world.acceptances().filter { $0.parcel.at >= moment("\(after) 00:00") && $0.parcel.delivery.kind == .reminder }
            .flatMap { one in one.parcel.delivery.items.map { "\(shown(one.parcel.at)) \($0.slot.stage)" } }
    }

    private func line(_ world: World) throws -> Standing.Line {
        try #require(world.engine.standing(now: world.now, since: nil).lines.first)
    }

    @Test(
        "what was asked for goes on being reminded, and says so; granted, the unit is told once and reminded by the new day"
    )
    func extended() throws {
        var world = try world()
        try world.act(.extensionRequested, "1.1", unit: "a", until: "2017-08-31")
        #expect(try line(world).remarks.isExtensionRequested)
        world.run(until: moment("2017-06-27 10:00"))
        #expect(told(world, after: "2017-06-20") == ["06-27 09:00 3wd"])
        try world.act(.extended, "1.1", unit: "a", until: "2017-08-31")
        world.restart()
        world.run(until: moment("2017-08-30 10:00"))
        #expect(
            told(world, after: "2017-06-28") == [
                "06-28 09:00 moved-2017-06-27", "08-01 09:00 30d", "08-17 09:00 10wd", "08-28 09:00 3wd",
            ])
        let line = try line(world)
        #expect(line.deadline == date("2017-08-31") && line.remarks.published == date("2017-06-30"))
        #expect(!line.remarks.isExtensionRequested)
        world.expectSound()
    }

    @Test("an extension that was undone gives the old deadline back, and the unit is told")
    func undoneExtension() throws {
        var world = try world()
        try world.act(.extended, "1.1", unit: "a", until: "2017-08-31")
        world.run(until: moment("2017-06-21 10:00"))
        try world.act(.undone, "1.1", unit: "a")
        #expect(try line(world).deadline == date("2017-06-30"))
        world.restart()
        #expect(try line(world).deadline == date("2017-06-30"))
        world.run(until: moment("2017-06-30 10:00"))
        #expect(
            told(world, after: "2017-06-20") == [
                "06-20 09:00 moved-2017-06-19", "06-22 09:00 moved-2017-06-21", "06-27 09:00 3wd", "06-30 09:00 due",
            ])
        world.expectSound()
    }

    @Test("when the files name another deadline, theirs holds over an extension of the old one")
    func editedSince() throws {
        var world = try world()
        try world.act(.extended, "1.1", unit: "a", until: "2017-08-31")
        world.reload(Files.inputs([Files.Node(id: "1.1", deadline: "2017-09-30", units: ["a"])]))
        #expect(try line(world).deadline == date("2017-09-30"))
    }

    @Test(
        "a muted window ended and nothing was sent: here what is open is told once when its silence is over, restart or not",
        arguments: [false, true])
    func silenced(restarts: Bool) throws {
        var world = try world()
        try world.act(.silenced, "1.1", unit: "a", until: "2017-07-13")
        if restarts { world.restart() }
        world.run(until: moment("2017-07-20 10:00"))
        #expect(told(world, after: "2017-06-20") == ["07-14 09:00 after-silence-2017-07-13"])
        let skipped = world.ledger.fates.values.filter { $0.reason == "silenced" }.map(\.slot.stage.description)
            .sorted()
        #expect(skipped == ["3wd", "due", "overdue-1", "overdue-2"])
        world.expectSound()
    }

    @Test("a silence that is undone ends then, and what is open is told once")
    func unsilenced() throws {
        var world = try world()
        try world.act(.silenced, "1.1", unit: "a", until: "2017-07-13")
        world.run(until: moment("2017-06-28 15:00"))
        try world.act(.undone, "1.1", unit: "a")
        world.run(until: moment("2017-06-30 10:00"))
        #expect(told(world, after: "2017-06-20") == ["06-29 09:00 after-silence-2017-06-28", "06-30 09:00 due"])
        world.expectSound()
    }

    @Test("only what was found late is called so; done and undone give back what was")
    func late() throws {
        var world = try world()
        #expect(throws: ActRefusal.notYetDue(milestone: "1.1", date("2017-06-30"))) {
            try world.act(.late, "1.1", unit: "a")
        }
        world.run(until: moment("2017-07-03 10:00"))
        try world.act(.late, "1.1", unit: "a")
        #expect(try line(world).remarks.isLate)
        try world.act(.done, "1.1", unit: "a")
        #expect(try line(world).state == .done)
        try world.act(.undone, "1.1", unit: "a")
        #expect(try line(world).state == .open && line(world).remarks.isLate)
        try world.act(.undone, "1.1", unit: "a")
        #expect(try !line(world).remarks.isLate)
        #expect(throws: ActRefusal.nothingToUndo(milestone: "1.1")) {
            try world.act(.undone, "1.1", unit: "a")
        }
    }

    @Test("finished items still remind: here what was withdrawn, like what is done, is not said again")
    func withdrawn() throws {
        var world = try world()
        try world.act(.withdrawn, "1.1", unit: "a")
        #expect(try line(world).colour == .grey)
        world.run(until: moment("2017-08-20 10:00"))
        #expect(told(world, after: "2017-06-20").isEmpty)
        world.expectSound()
    }

    @Test("a date that is none is refused: past, no later than the present, missing")
    func refusals() throws {
        var world = try world()
        let (june, today) = (date("2017-06-30"), date("2017-06-19"))
        #expect(throws: ActRefusal.notLater(date("2017-06-01"), present: june, today: today)) {
            try world.act(.extended, "1.1", unit: "a", until: "2017-06-01")
        }
        #expect(throws: ActRefusal.notLater(june, present: june, today: today)) {
            try world.act(.extended, "1.1", unit: "a", until: "2017-06-30")
        }
        #expect(throws: ActRefusal.dateMissing(.silenced)) { try world.act(.silenced, "1.1", unit: "a") }
        #expect(throws: ActRefusal.silenceOver(date("2017-06-18"))) {
            try world.act(.silenced, "1.1", unit: "a", until: "2017-06-18")
        }
        #expect(throws: ActRefusal.notRequested(milestone: "1.1", "a")) {
            try world.act(.extensionRefused, "1.1", unit: "a")
        }
    }
}
