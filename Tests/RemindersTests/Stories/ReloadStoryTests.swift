import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@Suite("Files that change")
struct ReloadStoryTests {
    private func year(_ inputs: PlanInputs? = nil, until: String) throws -> World {
        var world = World(inputs ?? Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: until)
        return world
    }

    @Test("leads that are added say nothing of what is past, however long nothing fell due")
    func addedLeads() throws {
        for restarts in [false, true] {
            // The watermark stands at 31 May; 20d is 9 June (the 10th is a Saturday).
            var world = try year(until: "2017-06-14 12:00")
            let files = Files.inputs([Files.june]) {
                $0.ahead = Sourced([.days(60), .days(30), .days(20), .workdays(10), .workdays(5), .workdays(3)])
            }
            world.reload(files)
            if restarts { world.restart() }
            world.run(until: "2017-06-28")
            #expect(
                world.told.suffix(3) == [
                    "06-16 09:00 a: 1.1 10wd", "06-23 09:00 a: 1.1 5wd", "06-27 09:00 a: 1.1 3wd",
                ])
            #expect(world.told.count == 5)
            #expect(world.fates("1.1", "a").contains("20d skipped: its moment was past when it was first planned"))
            world.expectSound()
        }
    }

    @Test("what fell due just before a reload is said all the same")
    func dueJustBefore() throws {
        var world = try year(until: "2017-06-16 08:59")
        world.stepClockWithoutTimer(to: moment("2017-06-16 09:00"))
        world.reload(Files.inputs([Files.june]))
        #expect(world.told.suffix(1) == ["06-16 09:00 a: 1.1 10wd"])
        world.expectSound()
    }

    @Test("a milestone that is added is handed out on the next working day")
    func addedMilestone() throws {
        var world = try year(until: "2017-06-14 12:00")
        let added = Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a", "b"])
        world.reload(Files.inputs([Files.june, added]))
        world.run(until: "2017-06-17")
        #expect(
            world.told.suffix(4) == [
                "06-15 09:00 a: 1.2 assigned", "06-15 09:00 b: 1.2 assigned", "06-16 09:00 a: 1.1 10wd, 1.2 10wd",
                "06-16 09:00 b: 1.2 10wd",
            ])
        #expect(world.fates("1.2", "a").first == "30d skipped: its moment was past when it was first planned")
        world.expectSound()
    }

    @Test("added while the daemon was away: handed out, and nothing of it is late")
    func addedWhileAway() throws {
        var world = try year(until: "2017-06-14 12:00")
        let added = Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"])
        world.sleep(until: "2017-06-20 12:00", files: Files.inputs([Files.june, added]))
        world.run(until: "2017-06-22")
        #expect(
            world.told.suffix(2) == ["06-20 12:00 a: 1.1 10wd late", "06-21 09:00 a: 1.2 assigned"])
        world.expectSound()
    }

    @Test("a deadline that moves is told once, at the next reminding hour, and the new one has its own series")
    func movedDeadline() throws {
        var world = try year(until: "2017-06-14 12:00")
        let files = Files.inputs([Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"])])
        world.reload(files)
        world.run(until: "2017-06-16")
        #expect(world.told.suffix(1) == ["06-15 09:00 a: 1.1 moved-2017-06-14"])
        #expect(world.moves == ["1.1: 2017-06-30 to 2017-09-29"])
        world.reload(files)
        world.sleep(until: "2017-06-16 12:00")
        world.run(until: "2017-10-01")
        #expect(
            world.told.suffix(5) == [
                "06-15 09:00 a: 1.1 moved-2017-06-14", "08-30 09:00 a: 1.1 30d", "09-15 09:00 a: 1.1 10wd",
                "09-26 09:00 a: 1.1 3wd", "09-29 09:00 a: 1.1 due",
            ])
        world.expectSound()
    }

    @Test(
        "the notice comes the same morning if the hour is to come, on the next working day if not, and before the deadline",
        arguments: [
            ("2017-06-14 08:00", "2017-09-29", "06-14 09:00"), ("2017-06-16 09:00", "2017-09-29", "06-19 09:00"),
            // Brought forward to this very day, in the afternoon: at once.
            ("2017-06-14 15:00", "2017-06-14", "06-14 15:00:01"),
        ])
    func whenMoved(at: String, deadline: String, told: String) throws {
        var world = try year(until: at)
        world.reload(Files.inputs([Files.Node(id: "1.1", deadline: deadline, units: ["a"])]))
        world.run(until: "2017-06-20")
        let notices = world.told.filter { $0.contains("moved") }
        #expect(notices == ["\(told) a: 1.1 moved-\(at.prefix(10))"], "\(world.fates("1.1", "a"))")
        world.expectSound()
    }

    @Test("what would be said of the new deadline that morning is part of the notice")
    func movedOntoASlot() throws {
        // 30 days before 14 July 2017 is 14 June.
        var world = try year(until: "2017-06-14 08:00")
        world.reload(Files.inputs([Files.Node(id: "1.1", deadline: "2017-07-14", units: ["a"])]))
        world.run(until: "2017-06-15")
        #expect(world.told.suffix(1) == ["06-14 09:00 a: 1.1 moved-2017-06-14"])
        #expect(world.fates("1.1", "a").contains("30d superseded: the notice of the new deadline says it"))
        world.expectSound()
    }

    @Test("moved and moved back before it was told, nobody is told; moved to and fro, each time")
    func movedBack() throws {
        let (june, july) = (
            Files.inputs([Files.june]), Files.inputs([Files.Node(id: "1.1", deadline: "2017-07-14", units: ["a"])])
        )
        var world = try year(until: "2017-06-14 12:00")
        world.reload(july)
        world.run(until: "2017-06-14 13:00")
        world.reload(june)
        world.run(until: "2017-06-15 12:00")
        #expect(world.told.suffix(1) == ["05-31 09:00 a: 1.1 30d"])
        for (day, files) in [("19", july), ("20", june), ("21", july)] {
            world.run(until: "2017-06-\(day) 08:00")
            world.reload(files)
            world.restart()
            world.run(until: "2017-06-\(day) 12:00")
            #expect(world.told.suffix(1) == ["06-\(day) 09:00 a: 1.1 moved-2017-06-\(day)"])
        }
        world.expectSound()
    }

    @Test(
        "moved and moved back, or taken out and put back, before the hour: what is due that morning is said",
        arguments: [false, true])
    func backBeforeTheHour(isTakenOut: Bool) throws {
        let other = Files.Node(id: "1.2", deadline: "2017-09-29", units: ["b"])
        var world = try year(Files.inputs([Files.june, other]), until: "2017-06-16 08:50")
        let away = isTakenOut ? [other] : [Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"]), other]
        world.reload(Files.inputs(away))
        world.reload(Files.inputs([Files.june, other]))
        world.run(until: "2017-07-01")
        #expect(
            world.told.suffix(3) == [
                "06-16 09:00 a: 1.1 10wd", "06-27 09:00 a: 1.1 3wd", "06-30 09:00 a: 1.1 due",
            ])
        world.expectSound()
    }

    @Test("moved to and fro on one day, after the notice: what falls on the next days is said")
    func toAndFroOnOneDay() throws {
        let july = Files.inputs([Files.Node(id: "1.1", deadline: "2017-06-29", units: ["a"])])
        var world = try year(until: "2017-06-14 08:00")
        world.reload(july)
        world.run(until: "2017-06-14 12:00")
        #expect(world.told.last == "06-14 09:00 a: 1.1 moved-2017-06-14")
        world.reload(Files.inputs([Files.june]))
        world.reload(july)
        world.run(until: "2017-06-16")
        #expect(world.told.last == "06-15 09:00 a: 1.1 10wd")
        world.expectSound()
    }

    @Test("what was not told of the old deadline is handed out with the new one, as if there had been no other")
    func movedBeforeItWasHandedOut() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.reload(Files.inputs([Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"])]))
        world.run(until: "2017-04-08")
        #expect(world.told == ["04-07 09:00 a: 1.1 assigned"])
        world.expectSound()
    }

    @Test("a milestone that is taken out is closed with who accepted that, and what waits of it goes out no more")
    func takenOut() throws {
        let both = Files.inputs([Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"])])
        var world = try year(both, until: "2017-06-16 08:00")
        world.reload(Files.inputs([Files.june]), acceptedBy: "chief")
        world.run(until: "2017-07-01")
        #expect(world.told.suffix(1) == ["06-30 09:00 a: 1.1 due"])
        let act = try #require(world.ledger.acts.last)
        #expect(act.kind == .removed && act.milestone == "1.2" && act.unit == "a" && act.actor.name == "chief")
        #expect(act.reason == "no longer in the files")
        let changes = world.engine.standing(now: world.now, since: moment("2017-06-15")).changes
        #expect(changes.map(\.kind) == ["removed"])
        // Put back, it is open, and handed out anew.
        world.run(until: "2017-07-02")
        world.reload(
            Files.inputs([Files.june, Files.Node(id: "1.2", deadline: "2017-09-29", units: ["a"])]))
        world.run(until: "2017-07-04")
        #expect(world.told.suffix(1) == ["07-03 09:00 a: 1.2 moved-2017-07-02"])
        world.restart()
        #expect(world.engine.standing(now: world.now, since: nil).lines.map(\.state) == [.open, .open])
        world.expectSound()
    }

    @Test("other words under the same id change nothing of when it is said")
    func reworded() throws {
        var world = try year(until: "2017-07-03 12:00")
        world.reload(Files.inputs([Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a"], words: ", reworded")]))
        #expect(world.engine.standing(now: world.now, since: nil).lines.map(\.state) == [.open])
        world.run(until: "2017-07-06")
        #expect(world.told.suffix(1) == ["07-05 09:00 a: 1.1 overdue-1"])
        world.restart()
        world.run(until: "2017-07-13")
        #expect(world.told.suffix(1) == ["07-12 09:00 a: 1.1 overdue-2"])
        world.expectSound()
    }

    @Test("an edit that changes ids or words of an open list is an upheaval")
    func upheaval() throws {
        let world = try year(
            Files.inputs([Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"])]),
            until: "2017-05-01")
        let files = Files.inputs([Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"], words: " anew")])
        let found = Upheaval.find(in: files, ledger: world.ledger.snapshot())
        #expect(found.map(\.kind) == [.vanished, .reworded])
        #expect(found.map(\.obligation.description) == ["demo:1.1/a", "demo:1.2/b"])
        #expect(Upheaval.find(in: world.inputs, ledger: world.ledger.snapshot()).isEmpty)
        #expect(
            found.map { $0.problem(in: ["demo": "worklists/demo.json"]).description } == [
                "worklists/demo.json: error: demo:1.1, a: was handed out and is no longer in the files\n"
                    + "hint: undo the edit, or take it with `deadlinectl reload --accept`",
                "worklists/demo.json: error: demo:1.2, b: its words changed under the same id\n"
                    + "hint: undo the edit, or take it with `deadlinectl reload --accept`",
            ])
    }

    @Test("without next year's calendar what comes after the deadline waits for it, and is not said late")
    func waitsForTheCalendar() throws {
        let node = Files.Node(id: "1.1", deadline: "2017-12-31", units: ["a"])
        let without = Files.inputs([node], workdays: Files.calendars(2017...2017))
        var world = World(without, at: "2017-11-30 12:00")
        try world.accept()
        world.run(until: "2018-01-08 12:00")
        // Nobody knows yet that Friday the 29th is worked and Monday the 1st is not.
        #expect(world.told.suffix(1) == ["12-29 09:00 a: 1.1 due"])
        world.reload(Files.inputs([node]))
        world.run(until: "2018-02-02")
        #expect(
            world.told.suffix(2) == ["01-11 09:00 a: 1.1 overdue-2", "02-01 09:00 a: 1.1 statement-2018-02"])
        #expect(
            world.fates("1.1", "a").contains("overdue-1 skipped: its moment was past when it was first planned"))
        world.expectSound()
    }

    @Test("a calendar that comes in time moves the slots, under the same keys")
    func calendarInTime() throws {
        // By the plain week 3wd before 31 December is the 27th; suppose the 28th and 29th turn out to be off.
        let node = Files.Node(id: "1.1", deadline: "2017-12-31", units: ["a"])
        let known = try #require(
            HolidayYear.parse(try Repository.text("Config/calendars/cn/2017.json"), fileName: "2017.json").0)
        let next = HolidayYear(
            year: 2018,
            days: ["2017-12-28", "2017-12-29"].map { .init(date: date($0), name: "off", isOffDay: true) })
        var world = World(Files.inputs([node], workdays: Workdays([known])), at: "2017-12-20 12:00")
        try world.accept()
        let agenda = world.engine.agenda(now: world.now, through: date("2017-12-31"))
        #expect(agenda.filter(\.isProvisional).map(\.stage) == ["3wd", "due"])
        world.reload(Files.inputs([node], workdays: Workdays([known, next])))
        world.run(until: "2017-12-31")
        #expect(world.told.suffix(2) == ["12-25 09:00 a: 1.1 3wd", "12-27 09:00 a: 1.1 due"])
        world.expectSound()
    }

    @Test("a statement of today is not forgotten by a restart before its hour")
    func statementOfToday() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-08-01", units: ["b"])]
        var inputs = Files.inputs(nodes)
        var early = PolicyOverrides()
        early.at = Sourced(.hour(8))
        inputs.policies.units["b"] = early
        var world = try year(inputs, until: "2017-08-01 08:30")
        #expect(world.told.suffix(1) == ["08-01 08:00 b: 1.2 due"])
        world.restart()
        world.reload(inputs)
        world.run(until: "2017-08-02")
        #expect(world.told.suffix(1) == ["08-01 09:00 a: 1.1 statement-2017-08"])
        world.expectSound()
    }

    @Test("an id that stands twice in the files is one obligation, and nothing breaks")
    func twice() throws {
        let world = try year(Files.inputs([Files.june, Files.june]), until: "2017-05-01")
        #expect(world.told == ["04-07 09:00 a: 1.1 assigned"])
        world.expectSound()
    }
}
