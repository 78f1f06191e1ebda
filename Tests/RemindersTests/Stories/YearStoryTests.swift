import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A list's year")
struct YearStoryTests {
    @Test("before a list is accepted nobody is mailed, whatever falls due")
    func notAccepted() {
        var world = World(Files.inputs([Files.june]), at: "2017-03-31 17:00")
        world.run(until: "2018-01-31")
        #expect(world.transfers.isEmpty)
        #expect(world.armed == nil)
        world.expectSound()
    }

    @Test("an accepted list is handed out on the next working day, one mail a recipient")
    func assigned() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-09-30", units: ["a", "b"])]
        var world = World(Files.inputs(nodes), at: "2017-03-31 17:00")
        try world.accept()
        // 1 April is a make-up Saturday, worked for Qingming.
        world.run(until: "2017-04-01 08:59")
        #expect(world.told.isEmpty)
        world.run(until: "2017-04-05 23:00")
        #expect(world.told == ["04-01 09:00 a: 1.1 assigned, 1.2 assigned", "04-01 09:00 b: 1.2 assigned"])
        world.expectSound()
    }

    @Test("the default policy, from acceptance to the statements")
    func wholeYear() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-09-30")
        #expect(
            world.told == [
                "04-07 09:00 a: 1.1 assigned", "05-31 09:00 a: 1.1 30d", "06-16 09:00 a: 1.1 10wd",
                "06-27 09:00 a: 1.1 3wd", "06-30 09:00 a: 1.1 due", "07-05 09:00 a: 1.1 overdue-1",
                "07-12 09:00 a: 1.1 overdue-2", "08-01 09:00 a: 1.1 statement-2017-08",
                "09-01 09:00 a: 1.1 statement-2017-09",
            ])
        world.expectSound()
    }

    @Test("a list accepted late says what is still to come, and skips what was past when it was planned")
    func acceptedLate() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-06-20 10:00")
        try world.accept()
        world.run(until: "2017-07-01")
        #expect(
            world.told == [
                "06-21 09:00 a: 1.1 assigned", "06-27 09:00 a: 1.1 3wd", "06-30 09:00 a: 1.1 due",
            ])
        #expect(
            world.fates("1.1", "a") == [
                "30d skipped: its moment was past when it was first planned",
                "10wd skipped: its moment was past when it was first planned", "assigned sent", "3wd sent", "due sent",
            ])
        world.expectSound()
    }

    @Test("what was past when it came has no series and stands as to be confirmed")
    func pastWhenItCame() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-07-03 10:00")
        try world.accept()
        world.run(until: "2018-01-31")
        #expect(world.told.isEmpty)
        #expect(world.engine.standing(now: world.now, since: nil).lines.map(\.state) == [.unconfirmed])
        world.expectSound()
    }

    @Test("who answers for three units gets one mail with three units")
    func oneContactForThree() throws {
        let units = ["a", "b", "c"].map { Files.unit($0, ["one@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a", "b", "c"])
        var world = World(Files.inputs([node], units: units), at: "2017-06-26 10:00")
        try world.accept()
        world.run(until: "2017-06-28")
        #expect(world.transfers.count == 1)
        let delivery = try #require(world.transfers.first?.parcel.delivery)
        #expect(delivery.recipient.units == ["a", "b", "c"])
        #expect(delivery.items.count == 6)
        let sections = world.engine.briefing(for: delivery, now: world.now).sections
        #expect(sections.map(\.unit) == ["a", "b", "c"])
        world.expectSound()
    }

    @Test("liaison and deputy get a mail each, and a slot is sent once either was accepted")
    func twoContacts() throws {
        let units = [Files.unit("a", ["a1@x", "a2@x"])]
        var world = World(Files.inputs([Files.june], units: units), at: "2017-06-01 10:00")
        try world.accept()
        world.peers = { parcel in
            parcel.delivery.recipient.address == "a1@x"
                ? TransferEnd(.refused, reason: "rcpt-refused", code: 550) : TransferEnd(.accepted, reason: "accepted")
        }
        world.run(until: "2017-06-02 10:00")
        #expect(world.attempts == ["06-02 09:00 #1 refused", "06-02 09:00 #2 accepted"])
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned sent"])
        #expect(world.told(.trouble).isEmpty)
        world.expectSound()
    }

    @Test("leaders get no reminders, contacts serve from and until their days")
    func whoServes() throws {
        var unit = Files.unit("a", [])
        unit.contacts = [
            Contact(name: "leader", role: .leader, mail: "leader@x"),
            Contact(name: "old", role: .liaison, mail: "old@x", until: date("2017-06-16")),
            Contact(name: "new", role: .liaison, mail: "new@x", from: date("2017-06-17")),
        ]
        var world = World(Files.inputs([Files.june], units: [unit]), at: "2017-06-09 10:00")
        try world.accept()
        world.run(until: "2017-06-28")
        #expect(
            world.told == [
                "06-12 09:00 old: 1.1 assigned", "06-16 09:00 old: 1.1 10wd", "06-19 09:00 new: 1.1 assigned",
                "06-27 09:00 new: 1.1 3wd",
            ])
        world.expectSound()
    }

    @Test("an inner office without contacts is reached through its parent")
    func parentsContact() throws {
        let units = [Files.unit("fgw", ["fgw@x"]), Files.unit("tieban", [], parent: "fgw")]
        let nodes = [
            Files.Node(id: "1.1", deadline: "2017-06-30", units: ["tieban"]),
            Files.Node(id: "1.2", deadline: "2017-06-30", units: ["fgw"]),
        ]
        var world = World(Files.inputs(nodes, units: units), at: "2017-06-12 10:00")
        try world.accept()
        world.run(until: "2017-06-14")
        #expect(world.told == ["06-13 09:00 fgw: 1.1 assigned, 1.2 assigned"])
        #expect(world.transfers.first?.parcel.delivery.recipient.units == ["fgw", "tieban"])
        world.expectSound()
    }

    @Test("a unit without a contact: its items go to the office as one list and end as failed")
    func noContact() throws {
        let units = [Files.unit("a", []), Files.unit("b", []), Files.unit("c", ["c@x"])]
        let nodes = [
            Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a", "b", "c"]),
        ]
        var world = World(Files.inputs(nodes, units: units), at: "2017-06-26 10:00")
        try world.accept()
        world.run(until: "2017-06-27 12:00")
        #expect(
            world.told(nil) == [
                "06-27 09:00 office: 1.1 assigned, 1.1 3wd, 1.2 assigned, 1.2 3wd, 1.2 assigned, 1.2 3wd",
                "06-27 09:00 c: 1.2 assigned, 1.2 3wd",
            ])
        #expect(
            world.fates("1.1", "a").suffix(2)
                == Array(
                    repeating: "failed: the unit has no contact; the office was told", count: 2
                ).enumerated().map { ["3wd ", "assigned "][$0.offset] + $0.element })
        #expect(world.engine.standing(now: world.now, since: nil).withoutContact == ["a", "b"])
        world.expectSound()
    }

    @Test("nobody to tell at all: the slots fail, and say so")
    func nobodyAtAll() throws {
        var inputs = Files.inputs([Files.june], units: [Files.unit("a", [])])
        inputs.office.contacts = []
        inputs.digests = [Files.weekly("Mon *-*-* 09:00")]
        var world = World(inputs, at: "2017-06-26 10:00")
        try world.accept()
        world.run(until: "2017-07-10 12:00")
        #expect(world.transfers.isEmpty)
        #expect(world.fates("1.1", "a").contains("due failed: neither the unit nor the office has a contact"))
        world.expectSound()
    }

    @Test("a webhook addresses the unit itself, with an id that holds no full stop")
    func webhook() throws {
        var inputs = Files.inputs([Files.june]) { $0.channels = Sourced(["mail", "hook"]) }
        inputs.channels["hook"] = ChannelTraits(addressing: .unit, limit: 4, messageIDDomain: "")
        var world = World(inputs, at: "2017-06-28 10:00")
        try world.accept()
        world.run(until: "2017-06-29 10:00")
        let deliveries = world.transfers.map(\.parcel.delivery)
        #expect(deliveries.map(\.channel) == ["hook", "mail"])
        #expect(deliveries.map(\.recipient.address) == ["a", "a@x"])
        #expect(deliveries.map(\.messageID) == ["msg_naive_1", "naive-2@x"])
        world.expectSound()
    }
}
