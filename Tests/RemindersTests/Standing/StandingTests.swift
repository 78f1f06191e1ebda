import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("How things stand")
struct StandingTests {
    private let nodes = [
        Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a", "b"]),
        Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"]),
        Files.Node(id: "1.3", deadline: "2017-09-29", units: ["c"]),
    ]

    private func june(_ now: String = "2017-06-28 10:00") throws -> World {
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: now)
        return world
    }

    @Test("a milestone is done when all its units are, reported when all did at least that")
    func milestones() throws {
        var world = try june()
        func counts() -> Standing.Counts? {
            world.engine.standing(now: world.now, since: nil).deadlines.first?.milestones
        }
        #expect(counts()?.total == 2 && counts()?.open == 2)
        try world.act(.done, "1.1", unit: "a")
        #expect(counts()?.done == 0 && counts()?.open == 2)
        try world.act(.reported, "1.1", unit: "b")
        #expect(counts()?.reported == 1 && counts()?.open == 1)
        try world.act(.done, "1.1", unit: "b")
        #expect(counts()?.done == 1 && counts()?.reported == 0)
        let standing = world.engine.standing(now: world.now, since: nil)
        #expect(standing.deadlines.map(\.shares.total) == [3, 1])
        #expect(standing.deadlines.map(\.deadline.description) == ["2017-06-30", "2017-09-29"])
        #expect(standing.works.map(\.milestones.total) == [3])
    }

    @Test(
        "colours: none over 30 days, blue within, yellow within three working days, red when past",
        arguments: [
            ("2017-05-30", Colour.none), ("2017-05-31", .blue), ("2017-06-26", .blue), ("2017-06-27", .yellow),
            ("2017-06-30", .yellow), ("2017-07-01", .red),
        ])
    func colours(day: String, colour: Colour) throws {
        let world = try june("\(day) 10:00")
        let line = world.engine.standing(now: world.now, since: nil).lines.first { $0.milestone == "1.2" }
        #expect(line?.colour == colour)
    }

    @Test("on time is what was settled by its deadline, of all that is past it or settled")
    func punctuality() throws {
        var world = try june()
        func rates() -> [String] {
            world.engine.standing(now: world.now, since: nil).units.map {
                "\($0.unit) \($0.punctuality.onTime)/\($0.punctuality.of)"
            }
        }
        #expect(rates() == ["a 0/0", "b 0/0", "c 0/0"])
        try world.act(.done, "1.1", unit: "a")
        world.run(until: "2017-07-05 10:00")
        #expect(rates() == ["a 1/2", "b 0/1", "c 0/0"])
        // Recorded late, with the date of the fact before the deadline; and a fact that came after it.
        try world.act(.done, "1.2", on: "2017-06-30")
        try world.act(.done, "1.1", unit: "b", on: "2017-07-03")
        #expect(rates() == ["a 2/2", "b 0/1", "c 0/0"])
        try world.act(.done, "1.3")
        #expect(rates() == ["a 2/2", "b 0/1", "c 1/1"])
    }

    @Test("what is past its deadline has an age in working days, until it is settled")
    func age() throws {
        var world = try june("2017-07-05 10:00")
        func ages() -> [Int] { world.engine.standing(now: world.now, since: nil).lines.map(\.workdaysPast) }
        #expect(ages() == [3, 3, 3, 0])
        try world.act(.done, "1.2")
        #expect(ages() == [3, 3, 0, 0])
    }

    @Test("done is green, closed is grey, whatever the day")
    func settledColours() throws {
        var world = try june("2017-07-20 10:00")
        try world.act(.done, "1.2")
        try world.act(.closed, list: "demo")
        let lines = world.engine.standing(now: world.now, since: nil).lines
        #expect(
            lines.map { "\($0.milestone)/\($0.unit) \($0.state) \($0.colour)" } == [
                "1.1/a closed grey", "1.1/b closed grey", "1.2/a done green", "1.3/c closed grey",
            ])
    }

    @Test("units: who was told and who answered")
    func units() throws {
        var world = try june()
        try world.act(.acknowledged, unit: "b")
        let units = world.engine.standing(now: world.now, since: nil).units
        #expect(units.map(\.unit) == ["a", "b", "c"])
        #expect(units.map(\.hasAcknowledged) == [false, true, false])
        #expect(units.map(\.wasAssigned) == [true, true, true])
        let own = world.engine.standing(now: world.now, since: nil, units: ["b"])
        #expect(own.lines.map(\.milestone) == ["1.1"])
    }

    @Test("what changed since a moment, and the document it rests on")
    func changes() throws {
        var world = try june()
        try world.act(.done, "1.2")
        world.run(until: "2017-06-28 11:00")
        try world.act(.reported, "1.1", unit: "a")
        let since = moment("2017-06-28 10:30")
        let standing = world.engine.standing(now: world.now, since: since)
        #expect(standing.changes.map { "\($0.kind) \($0.milestone ?? "") \($0.unitName ?? "")" } == ["reported 1.1 a"])
        #expect(standing.lines.first { $0.milestone == "1.2" }?.on == date("2017-06-28"))
    }

    @Test("lists that were not accepted are named, and count for nothing")
    func notAccepted() {
        let world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        let standing = world.engine.standing(now: world.now, since: nil)
        #expect(standing.notAccepted == ["demo"])
        #expect(standing.lines.isEmpty && standing.next == nil)
    }

    @Test("a calendar that is missing is named once something within 60 days hangs on it, next year's too")
    func missingCalendars() throws {
        let december = [Files.Node(id: "1.1", deadline: "2017-12-31", units: ["a"])]
        var world = World(Files.inputs(december, workdays: Files.calendars(2017...2017)), at: "2017-09-20 17:00")
        try world.accept()
        #expect(world.engine.standing(now: world.now, since: nil).missingCalendars.isEmpty)
        world.run(until: "2017-11-20")
        #expect(world.engine.standing(now: world.now, since: nil).missingCalendars == [2018])
        world.reload(Files.inputs(december, workdays: Files.calendars(2017...2018)))
        #expect(world.engine.standing(now: world.now, since: nil).missingCalendars.isEmpty)
    }

    @Test("the agenda names what is still to come, to whom and why that day, and nothing that is decided")
    func agenda() throws {
        var world = try june("2017-06-20 10:00")
        try world.act(.done, "1.1", all: true)
        let rows = world.engine.agenda(now: world.now, through: date("2017-08-31"), unit: "a")
        #expect(
            rows.map { "\($0.at) \($0.milestone) \($0.stage) \($0.channel) \($0.to) \($0.rule)" } == [
                "2017-06-27T09:00:00+08:00 1.2 3wd mail a@x built-in default",
                "2017-06-30T09:00:00+08:00 1.2 due mail a@x built-in default",
                "2017-07-05T09:00:00+08:00 1.2 overdue-1 mail a@x built-in default",
                "2017-07-12T09:00:00+08:00 1.2 overdue-2 mail a@x built-in default",
                "2017-08-01T09:00:00+08:00 1.2 statement-2017-08 mail a@x built-in default",
            ])
    }

    @Test("before its hour, today's statement stands in the agenda")
    func agendaOfToday() throws {
        let world = try june("2017-08-01 08:00")
        let rows = world.engine.agenda(now: world.now, through: date("2017-08-01"), unit: "b")
        #expect(rows.map(\.stage) == ["statement-2017-08"])
    }

    @Test("units that are each other's parent and have no contact are not gone round for ever")
    func circularParents() throws {
        let units = [Files.unit("a", [], parent: "b"), Files.unit("b", [], parent: "a")]
        var world = World(Files.inputs([Files.june], units: units), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-04-08")
        #expect(world.told(.trouble).count == 1)
    }
}
