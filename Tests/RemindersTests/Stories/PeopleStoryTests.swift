import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// Contacts come and go. `1.1` of unit `a` is due on 30 June; the list is accepted on 6 April.
@Suite("People change")
struct PeopleStoryTests {
    private func contact(
        _ name: String, _ role: Contact.Role = .liaison, from: String? = nil, until: String? = nil
    ) -> Contact {
        Contact(name: name, role: role, mail: "\(name)@x", from: from.map(date), until: until.map(date))
    }

    private func inputs(
        _ contacts: [Contact], nodes: [Files.Node] = [Files.june], units: [OfficeUnit] = []
    ) -> PlanInputs {
        Files.inputs(nodes, units: [OfficeUnit(id: "a", name: "a", contacts: contacts)] + units)
    }

    private func year(_ inputs: PlanInputs, until: String) throws -> World {
        var world = World(inputs, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: until)
        return world
    }

    // MARK: - Who serves

    @Test("liaison and deputies are told alike; a leader only by escalation")
    func whoIsTold() throws {
        let all = inputs([contact("wang"), contact("li", .deputy), contact("zhao", .leader)])
        let world = try year(all, until: "2017-04-08")
        #expect(world.told == ["04-07 09:00 li: 1.1 assigned", "04-07 09:00 wang: 1.1 assigned"])
        world.expectSound()
    }

    @Test("a deputy goes on when the liaison's service is over, and no reload is needed")
    func deputyGoesOn() throws {
        let all = inputs([contact("wang", until: "2017-06-15"), contact("li", .deputy)])
        let world = try year(all, until: "2017-06-17")
        #expect(
            world.told.suffix(3) == [
                "05-31 09:00 li: 1.1 30d", "05-31 09:00 wang: 1.1 30d", "06-16 09:00 li: 1.1 10wd",
            ])
        world.expectSound()
    }

    @Test("what waits over night goes to who serves in the morning")
    func turnsAtMidnight() throws {
        var world = World(
            inputs([contact("wang", until: "2017-06-16"), contact("li", from: "2017-06-17")]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:59")
        // Nothing is taken from Friday morning on; the 17th and 18th are off.
        world.peers = { parcel in
            parcel.at < moment("2017-06-19 08:00")
                ? TransferEnd(.channelDown, reason: "connect") : TransferEnd(.accepted, reason: "accepted", code: 250)
        }
        world.run(until: "2017-06-21")
        #expect(world.told.suffix(1).allSatisfy { $0.contains("li: 1.1 10wd, 1.1 assigned") }, "\(world.told)")
        #expect(!world.told.contains { $0.hasPrefix("06-1") && $0.contains("wang") })
        world.expectSound()
    }

    @Test("a changed address re-addresses what waits, for each contact by itself")
    func changedAddress() throws {
        var world = try year(inputs([contact("wang"), contact("li", .deputy)]), until: "2017-06-16 08:59")
        world.peers = { _ in TransferEnd(.channelDown, reason: "connect") }
        world.run(until: "2017-06-16 10:00")
        world.reload(inputs([contact("wang2"), contact("li", .deputy)]))
        world.peers = { _ in TransferEnd(.accepted, reason: "accepted", code: 250) }
        world.run(until: "2017-06-20")
        #expect(
            world.told.suffix(2).map { String($0.dropFirst(12)) }.sorted() == [
                "li: 1.1 10wd", "wang2: 1.1 10wd, 1.1 assigned",
            ],
            "\(world.told)")
        world.expectSound()
    }

    // MARK: - Who is new

    @Test("a new contact is handed what is open on the next working day, once; the others are not told again")
    func newContact() throws {
        let nodes = [
            Files.june, Files.Node(id: "1.2", deadline: "2017-04-28", units: ["a"]),
            Files.Node(id: "1.3", deadline: "2017-09-29", units: ["a"]),
        ]
        var world = try year(inputs([contact("wang")], nodes: nodes), until: "2017-05-05 08:00")
        try world.act(.done, "1.2", unit: "a")
        // Friday, before the hour: an edit may still be taken back.
        let both = inputs([contact("wang"), contact("li", .deputy)], nodes: nodes)
        world.reload(both)
        world.restart(at: "2017-05-06 12:00")
        world.reload(both)
        world.run(until: "2017-05-12")
        #expect(world.told.suffix(1) == ["05-08 09:00 li: 1.1 assigned, 1.3 assigned"])
        world.sleep(until: "2017-05-15 12:00")
        world.reload(both)
        world.run(until: "2017-05-30")
        #expect(world.told.last == "05-08 09:00 li: 1.1 assigned, 1.3 assigned")
        world.expectSound()
    }

    @Test("one whose day of service comes is handed it that morning, over restarts and without a reload")
    func dayOfService() throws {
        var world = try year(
            inputs([contact("wang"), contact("li", .deputy, from: "2017-05-15")]), until: "2017-05-14")
        world.restart(at: "2017-05-15 03:00")
        world.restart(at: "2017-05-15 08:30")
        world.run(until: "2017-05-20")
        #expect(world.told == ["04-07 09:00 wang: 1.1 assigned", "05-15 09:00 li: 1.1 assigned"])
        world.expectSound()
    }

    @Test("what falls due on that morning is part of the handing-over")
    func togetherWithAReminder() throws {
        let world = try year(
            inputs([contact("wang", until: "2017-06-15"), contact("li", from: "2017-06-16")]), until: "2017-06-17")
        #expect(world.told.last == "06-16 09:00 li: 1.1 10wd, 1.1 assigned")
        world.expectSound()
    }

    @Test("a late reminder to someone new brings the handing-over with it, and waits for the hour")
    func togetherWithALateOne() throws {
        var world = try year(inputs([contact("wang")]), until: "2017-06-15")
        world.sleep(until: "2017-06-17 03:00", files: inputs([contact("li")]))
        world.run(until: "2017-06-22")
        #expect(world.told.last == "06-19 09:00 li: 1.1 10wd late, 1.1 assigned late", "\(world.told)")
        world.expectSound()
    }

    @Test("a list that is handed out to everybody is handed to nobody twice")
    func newList() throws {
        var files = inputs([contact("wang")])
        var world = try year(files, until: "2017-05-05 12:00")
        files = inputs([contact("wang"), contact("li", .deputy)])
        files.lists.append(Files.list([Files.Node(id: "7.1", deadline: "2017-09-29", units: ["a"])], id: "other"))
        world.reload(files)
        try world.accept("other")
        world.run(until: "2017-05-20")
        #expect(
            world.told.suffix(2) == [
                "05-08 09:00 li: 1.1 assigned, 7.1 assigned", "05-08 09:00 wang: 7.1 assigned",
            ])
        world.expectSound()
    }

    @Test("a unit that had nobody is handed its obligations when it gets a contact")
    func firstContact() throws {
        var world = try year(inputs([]), until: "2017-05-05 12:00")
        #expect(world.told.isEmpty)
        world.reload(inputs([contact("wang")]))
        world.run(until: "2017-05-20")
        #expect(world.told == ["05-08 09:00 wang: 1.1 assigned"])
        world.expectSound()
    }

    @Test("who was told of a unit before this was kept is not new, and a ledger of old floods nobody")
    func oldLedger() throws {
        var world = try year(inputs([contact("wang"), contact("li", .deputy)]), until: "2017-06-20")
        let before = world.told
        for day in ["2017-06-20 12:00", "2017-06-21 12:00", "2017-06-26 12:00"] { world.sleep(until: day) }
        world.run(until: "2017-06-27")
        #expect(world.told == before)
        world.expectSound()
    }

    @Test("another channel is not another person")
    func anotherChannel() throws {
        var files = inputs([contact("wang")])
        files.channels["relay"] = files.channels["mail"]
        files.channels["hook"] = ChannelTraits(addressing: .unit, limit: 2, messageIDDomain: "x")
        for (before, after) in [(["mail"], ["relay"]), (["hook"], ["hook", "mail"]), (["mail"], ["mail", "hook"])] {
            files.policies.all.channels = Sourced(before)
            var world = try year(files, until: "2017-05-05 12:00")
            files.policies.all.channels = Sourced(after)
            world.reload(files)
            world.run(until: "2017-05-20")
            #expect(world.told.count == 1)
            world.expectSound()
        }
    }

    @Test("who leaves before the hour, or finds all settled, is handed nothing")
    func nothingToHandOver() throws {
        var world = try year(inputs([contact("wang")]), until: "2017-05-05 12:00")
        let both = inputs([contact("wang"), contact("li", .deputy)])
        world.reload(both)
        world.reload(inputs([contact("wang")]))
        world.run(until: "2017-05-10")
        world.reload(both)
        try world.act(.done, "1.1", unit: "a")
        world.run(until: "2017-05-20")
        #expect(world.told == ["04-07 09:00 wang: 1.1 assigned"])
        world.expectSound()
    }

    @Test("an address that refuses is not tried again each day")
    func refused() throws {
        var world = try year(inputs([contact("wang")]), until: "2017-05-05 12:00")
        world.reload(inputs([contact("wang"), contact("li", .deputy)]))
        world.peers = { _ in TransferEnd(.refused, reason: "rcpt-refused", code: 550) }
        world.run(until: "2017-05-09")
        world.restart()
        world.run(until: "2017-05-30")
        #expect(world.transfers.filter { $0.parcel.delivery.recipient.address == "li@x" }.count == 1)
        world.expectSound()
    }

    @Test("who answers for two units is handed both in one message")
    func twoUnits() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"])]
        let b = { OfficeUnit(id: "b", name: "b", contacts: $0) }
        var world = try year(
            inputs([contact("wang")], nodes: nodes, units: [b([contact("sun")])]), until: "2017-05-05 12:00")
        world.reload(
            inputs([contact("li")], nodes: nodes, units: [b([contact("sun"), contact("li", .deputy)])]))
        world.run(until: "2017-05-20")
        #expect(world.told.suffix(1) == ["05-08 09:00 li: 1.1 assigned, 1.2 assigned"])
        world.expectSound()
    }

    // MARK: - Who leaves

    @Test("the office is told ten working days before a unit loses its last liaison or deputy, once, over restarts")
    func leaves() throws {
        let b = OfficeUnit(id: "b", name: "b", contacts: [contact("sun", until: "2017-06-30")])
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-09-29", units: ["b"])]
        let files = inputs(
            [contact("wang", until: "2017-06-30"), contact("li", .deputy, until: "2017-06-30")], nodes: nodes,
            units: [b])
        var world = try year(files, until: "2017-06-15")
        #expect(world.told(.trouble) == [])
        world.run(until: "2017-06-19")
        #expect(world.told(.trouble) == ["06-16 09:00 office: leaving:a+b@2017-06-30"])
        world.sleep(until: "2017-06-20 12:00")
        world.reload(files)
        world.run(until: "2017-06-28")
        #expect(world.told(.trouble).count == 1)
        let report = try #require(world.ledger.kept.values.first { $0.delivery.digest?.hasPrefix("leaving:") == true })
        let said = world.engine.briefing(for: report.delivery, now: world.now)
        #expect(said.departures.map(\.unitName) == ["a", "b"])
        #expect(said.departures.map(\.names) == [["wang", "li"], ["sun"]])
        #expect(said.sections.isEmpty && said.standing == nil)
        world.expectSound()
    }

    @Test("where somebody follows, or nothing is open, the office is told nothing")
    func nobodyIsMissed() throws {
        for others in [[contact("li", .deputy)], [contact("li", from: "2017-07-01")]] {
            let world = try year(inputs([contact("wang", until: "2017-06-30")] + others), until: "2017-07-10")
            #expect(world.told(.trouble) == [])
        }
        var world = try year(inputs([contact("wang", until: "2017-06-30")]), until: "2017-06-01")
        try world.act(.done, "1.1", unit: "a")
        world.run(until: "2017-06-28 10:00")
        #expect(world.told(.trouble) == [])
        // Reopened, it is open again, and the days are few.
        try world.act(.reopened, "1.1", unit: "a")
        world.run(until: "2017-06-30")
        #expect(world.told(.trouble) == ["06-29 09:00 office: leaving:a@2017-06-30"])
        world.expectSound()
    }

    @Test("entered late, the office is told on the next working day")
    func leavesSoon() throws {
        var world = try year(inputs([contact("wang")]), until: "2017-06-23 15:00")
        world.reload(inputs([contact("wang", until: "2017-06-30")]))
        world.run(until: "2017-07-03")
        #expect(world.told(.trouble) == ["06-26 09:00 office: leaving:a@2017-06-30"])
        world.expectSound()
    }
}
