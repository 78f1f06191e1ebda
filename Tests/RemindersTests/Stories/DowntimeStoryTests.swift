import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What was missed while the daemon was away")
struct DowntimeStoryTests {
    @Test("a day away: said late, once, with the next morning's message")
    func aDay() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-07-03", units: ["a"])]
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        // 16 June (10wd of 1.1) is missed; 1.2 has its 10wd on Monday the 19th.
        world.sleep(until: "2017-06-17 10:00")
        world.run(until: "2017-06-19 12:00")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.1 10wd late, 1.2 10wd"])
        #expect(world.fates("1.1", "a").suffix(1) == ["10wd sent"])
        world.expectSound()
    }

    @Test("a late one on a morning with a slot to come joins it, and its day's message is one")
    func joinsTheDaysMessage() throws {
        let units = ["a", "b"].map { Files.unit($0, ["one@x"]) }
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-07-03", units: ["b"])]
        var world = World(Files.inputs(nodes, units: units), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-06-19 08:10")
        world.run(until: "2017-06-19 23:00")
        #expect(world.told.suffix(1) == ["06-19 09:00 one: 1.1 10wd late, 1.2 10wd"])
        #expect(world.dropped == ["#4 superseded by #5"])
        world.expectSound()
    }

    @Test("a week away: older slots give way to the newest, with the reason")
    func aWeek() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-06-28 11:00")
        world.run(until: "2017-06-29 00:00")
        #expect(world.told.suffix(1) == ["06-28 11:00 a: 1.1 3wd late"])
        #expect(
            world.fates("1.1", "a").suffix(2) == [
                "10wd superseded: a later slot of the obligation took its place", "3wd sent",
            ])
        world.expectSound()
    }

    @Test(
        "a limit to how late a reminder is of use, counted in days of any kind from its own",
        arguments: [
            (Lead.workdays(2), "2017-06-20", true), (.workdays(2), "2017-06-21", false), (.days(4), "2017-06-20", true),
        ])
    func limit(late: Lead, back: String, isSaid: Bool) throws {
        var world = World(Files.inputs([Files.june]) { $0.late = Sourced(late) }, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        // Friday the 16th, 10wd, is missed.
        world.sleep(until: "\(back) 11:00")
        world.run(until: "2017-06-28")
        let fate = isSaid ? "10wd sent" : "10wd skipped: missed, and by now too late to be of use"
        #expect(world.fates("1.1", "a").contains(fate))
        #expect(world.told.suffix(1) == ["06-27 09:00 a: 1.1 3wd"])
        world.expectSound()
    }

    @Test("what is asked after a deadline is sent however late")
    func noLimitAfterwards() throws {
        var world = World(Files.inputs([Files.june]) { $0.late = Sourced(.days(1)) }, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-07-20 11:00")
        world.run(until: "2017-07-21")
        #expect(world.told.suffix(1) == ["07-20 11:00 a: 1.1 overdue-2 late"])
        #expect(world.fates("1.1", "a").contains("due skipped: missed, and by now too late to be of use"))
        world.expectSound()
    }

    @Test("over the deadline: one late asking, not the whole series")
    func overTheDeadline() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-07-03", units: ["a", "b"])]
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-07-14 11:00")
        world.run(until: "2017-07-15")
        #expect(
            world.told.suffix(2) == [
                "07-14 11:00 a: 1.1 overdue-2 late, 1.2 overdue-2 late", "07-14 11:00 b: 1.2 overdue-2 late",
            ])
        #expect(world.fates("1.1", "a").filter { $0.contains("superseded") }.count == 4)
        world.expectSound()
    }

    @Test("months away: of the statements only the last")
    func months() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-11-07 10:00")
        world.run(until: "2017-12-31")
        #expect(
            world.told.suffix(2) == [
                "11-07 10:00 a: 1.1 statement-2017-11 late", "12-01 09:00 a: 1.1 statement-2017-12",
            ])
        #expect(world.fates("1.1", "a").filter { $0.contains("superseded") }.count == 8)
        world.expectSound()
    }

    @Test("less than four hours before the obligation's next slot a late one gives way to it")
    func yields() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-06-27 05:30")
        world.run(until: "2017-06-27 12:00")
        #expect(world.told.suffix(1) == ["06-27 09:00 a: 1.1 3wd"])
        #expect(
            world.fates("1.1", "a").suffix(2) == [
                "10wd superseded: late, and the next slot is less than four hours away", "3wd sent",
            ])
        world.expectSound()
    }

    @Test("within the hour a slot is not late", arguments: [("09:59", ""), ("10:01", " late")])
    func withinTheHour(time: String, mark: String) throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-06-16 \(time)")
        world.run(until: "2017-06-17")
        #expect(world.told.suffix(1) == ["06-16 \(time) a: 1.1 10wd\(mark)"])
    }

    @Test(
        "what is late waits for working hours",
        arguments: [
            // Friday night, Saturday, Sunday night, before hours, in hours, the last minute, after hours.
            ("2017-06-16 23:00", "06-19 09:00"), ("2017-06-17 12:00", "06-19 09:00"),
            ("2017-06-19 02:00", "06-19 09:00"), ("2017-06-19 07:59", "06-19 09:00"),
            ("2017-06-19 08:01", "06-19 08:01"), ("2017-06-19 19:59", "06-19 19:59"),
            ("2017-06-19 20:00", "06-20 09:00"),
        ])
    func waitsForHours(back: String, out: String) throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: back)
        world.run(until: "2017-06-21")
        #expect(world.told.suffix(1) == ["\(out) a: 1.1 10wd late"])
        world.expectSound()
    }

    @Test("what is late waits for a day that is not quiet for its unit")
    func waitsForADayThatIsNotQuiet() throws {
        var world = World(
            Files.inputs([Files.june]) { $0.quiet = Sourced(QuietDays(weekdays: [.monday, .tuesday])) },
            at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        // Friday the 16th is missed; Saturday.
        world.sleep(until: "2017-06-17 12:00")
        world.run(until: "2017-06-24")
        // Tuesday the 27th, 3wd, is quiet too.
        #expect(world.told.suffix(2) == ["06-21 09:00 a: 1.1 10wd late", "06-23 09:00 a: 1.1 3wd"])
        world.expectSound()
    }

    @Test("a slot that is left out on an off day leaves its reason")
    func leftOut() throws {
        let node = Files.Node(id: "1.1", deadline: "2017-07-31", units: ["a"])
        var world = World(
            Files.inputs([node]) {
                $0.ahead = Sourced([.days(2), .workdays(3)])
                $0.offDays = Sourced(.skip)
            }, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-08-01")
        #expect(
            world.fates("1.1", "a") == [
                "assigned sent", "3wd sent", "2d skipped: its day is an off day, and the policy leaves it out",
                "due sent",
            ])
        world.expectSound()
    }

    @Test("unless the deadline is nearer: on the last evening it goes at once, whatever the hour")
    func deadlineIsNearer() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-29 12:00")
        world.sleep(until: "2017-06-30 22:15")
        world.run(until: "2017-07-01")
        #expect(world.told.suffix(1) == ["06-30 22:15 a: 1.1 due late"])
        world.expectSound()
    }

    @Test("a deadline on a Sunday is near on Saturday night too")
    func sundayDeadline() throws {
        let node = Files.Node(id: "1.1", deadline: "2017-07-02", units: ["a"])
        var world = World(Files.inputs([node]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-29 12:00")
        world.sleep(until: "2017-07-01 23:00")
        world.run(until: "2017-07-03")
        #expect(world.told.suffix(1) == ["07-01 23:00 a: 1.1 due late"])
        world.expectSound()
    }

    @Test("late ones of several obligations are one message a recipient")
    func oneLateMessage() throws {
        let nodes = (1...12).map {
            Files.Node(id: "1.\($0)", deadline: "2017-06-\(18 + $0)", units: $0 % 2 == 0 ? ["a", "b"] : ["a"])
        }
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-05-01")
        world.sleep(until: "2017-06-15 15:00")
        world.run(until: "2017-06-15 18:00")
        #expect(world.told.filter { $0.hasPrefix("06-15") }.count == 2)
        world.expectSound()
    }

    @Test("an on-time slot on an off day is not held by a late one that joins it")
    func onTimeOnAnOffDay() throws {
        let nodes = [
            Files.june, Files.Node(id: "1.2", deadline: "2017-07-01", units: ["a"]),
        ]
        var world = World(Files.inputs(nodes) { $0.offDays = Sourced(.keep) }, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-05-30 12:00")
        world.sleep(until: "2017-07-01 08:30")
        world.run(until: "2017-07-02")
        // 1.1 was due yesterday and joins 1.2, due today, a Saturday.
        #expect(world.told.suffix(1) == ["07-01 09:00 a: 1.1 due late, 1.2 due"])
        world.expectSound()
    }

    @Test("a clock that is stepped back sends nothing twice and loses nothing")
    func steppedBack() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-16 09:30")
        world.stepClock(to: moment("2017-06-10 12:00"))
        world.run(until: "2017-07-01")
        #expect(world.told.count == 5)
        world.expectSound()
    }

    @Test("a clock that is stepped forward over slots is an outage like another")
    func steppedForward() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 09:30")
        world.stepClock(to: moment("2017-06-28 12:00"))
        #expect(world.told.suffix(1) == ["06-28 12:00 a: 1.1 3wd late"])
        world.expectSound()
    }

    @Test("a sign of life moves the watermark where nothing is owed, and only there")
    func signOfLife() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-04-20")
        var quiet = world.engine
        let now = moment("2017-05-20 12:00")
        let facts = quiet.signOfLife(now: now).compactMap { if case .record(_, let facts) = $0 { facts } else { nil } }
        #expect(facts == [[.settledUntil(list: "demo", now)]])
        #expect(quiet.signOfLife(now: now) == [])
        var owing = world.engine
        // 31 May: 30d.
        #expect(owing.signOfLife(now: moment("2017-06-02 12:00")) == [])
    }
}
