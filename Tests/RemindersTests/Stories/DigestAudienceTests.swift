import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Digests by schedule and audience")
struct DigestAudienceTests {
    private let nodes = [
        Files.Node(id: "1.1", deadline: "2017-06-30", units: ["a", "b"]),
        Files.Node(id: "1.2", deadline: "2017-06-30", units: ["c"]),
    ]

    private func world(_ digests: [Digest], change: (inout PlanInputs) -> Void = { _ in }) throws -> World {
        var inputs = Files.inputs(nodes)
        inputs.digests = digests
        change(&inputs)
        var world = World(inputs, at: "2017-04-06 17:00")
        try world.accept()
        return world
    }

    @Test(
        "what falls on an off day goes to the next working day, the one before, stays, or is left out",
        arguments: [
            (OffDayMove.next, ["05-02", "05-02", "05-31"]), (.previous, ["04-28", "04-28", "05-31"]),
            (.keep, ["04-30", "05-01", "05-31"]), (.skip, ["05-31"]),
        ])
    func offDays(move: OffDayMove, days: [String]) throws {
        // In 2017 the holiday went from the 29th of April to the 1st of May.
        var world = try world([
            Files.digest("ends", "*-*~01 09:00", offDays: move), Files.digest("may", "05-01 09:00", offDays: move),
        ])
        world.run(until: "2017-06-01")
        #expect(world.told(.digest).map { String($0.prefix(5)) } == days)
        world.expectSound()
    }

    @Test("several have each its own time, and what one says is since its own last one")
    func several() throws {
        var world = try world([
            Files.digest("daily", "Mon..Fri 08:30"), Files.digest("monthly", "*-*~01 16:00", offDays: .keep),
        ])
        world.run(until: "2017-04-12")
        try world.act(.reported, "1.2")
        world.run(until: "2017-05-01")
        let last = try #require(world.transfers.last?.parcel.delivery)
        #expect(last.digest == "monthly@2017-04-30T16:00")
        let standing = try #require(world.engine.briefing(for: last, now: world.now).standing)
        // The daily ones in between went to the same readers, and are no reason to leave anything out.
        #expect(standing.changes.map(\.kind) == ["reported"])
        world.run(until: "2017-05-02 08:00")
        try world.act(.done, "1.2")
        world.run(until: "2017-06-01")
        let june = try #require(world.transfers.last { $0.parcel.delivery.digest?.hasPrefix("monthly") ?? false })
        let told = try #require(world.engine.briefing(for: june.parcel.delivery, now: world.now).standing)
        #expect(told.changes.map(\.kind) == ["done"])
        world.expectSound()
    }

    @Test("a digest for leaders goes to them alone, and the office's to the others")
    func leaders() throws {
        var world = try world([
            Files.digest("leaders", "Mon 09:00", audience: .leaders), Files.digest("weekly", "Mon 09:00"),
        ]) { inputs in
            inputs.office.contacts.append(Contact(name: "chief", role: .leader, mail: "chief@x"))
        }
        world.run(until: "2017-04-11")
        #expect(
            world.told(.digest) == [
                "04-10 09:00 chief: leaders@2017-04-10T09:00", "04-10 09:00 office: weekly@2017-04-10T09:00",
            ])
        world.expectSound()
    }

    @Test("an office of leaders only gets its digest all the same")
    func onlyLeaders() throws {
        var world = try world([Files.digest("weekly", "Mon 09:00")]) { inputs in
            inputs.office.contacts = [Contact(name: "chief", role: .leader, mail: "chief@x")]
        }
        world.run(until: "2017-04-11")
        #expect(world.told(.digest) == ["04-10 09:00 chief: weekly@2017-04-10T09:00"])
    }

    @Test("each unit gets its own share, one message a recipient, and nothing about others")
    func units() throws {
        var world = try world([Files.digest("units", "Mon 09:00", audience: .units)]) { inputs in
            // One person answers for two of them.
            inputs.directory = Directory(units: [
                Files.unit("a", ["a@x"]), Files.unit("b", ["a@x"]), Files.unit("c", ["c@x"]),
            ])
        }
        world.run(until: "2017-04-11")
        #expect(
            world.told(.digest) == [
                "04-10 09:00 a: units@2017-04-10T09:00", "04-10 09:00 c: units@2017-04-10T09:00",
            ])
        let delivery = try #require(world.transfers.last?.parcel.delivery)
        let briefing = world.engine.briefing(for: delivery, now: world.now)
        #expect(briefing.standing?.lines.map(\.unit) == ["c"])
        #expect(briefing.standing?.units.map(\.unit) == ["c"])
        #expect(briefing.digest?.sections.isDisjoint(with: DigestSection.ofOffice) == true)
        world.expectSound()
    }

    @Test("a closed list's units are left alone")
    func closed() throws {
        var world = try world([Files.digest("units", "Mon 09:00", audience: .units)])
        try world.act(.closed, list: "demo")
        world.run(until: "2017-04-11")
        #expect(world.told(.digest).isEmpty)
    }

    @Test("one is sent by its name, to those whom it is for, and goes out at its time all the same")
    func byName() throws {
        var world = try world([
            Files.digest("units", "Mon 09:00", audience: .units), Files.digest("weekly", "Mon 09:00"),
        ])
        #expect(try world.digestNow("units").deliveries.count == 3)
        #expect(try world.digestNow("units", unit: "c").isNew)
        #expect(try world.digestNow("weekly").isNew)
        #expect(try !world.digestNow("weekly").isNew)
        world.run(until: "2017-04-11")
        #expect(
            world.told(.digest).map { $0.dropFirst(12) } == [
                "a: units@2017-04-06T17:00", "b: units@2017-04-06T17:00", "c: units@2017-04-06T17:00",
                "c: units:c@2017-04-06T17:00", "office: weekly@2017-04-06T17:00", "a: units@2017-04-10T09:00",
                "b: units@2017-04-10T09:00", "c: units@2017-04-10T09:00", "office: weekly@2017-04-10T09:00",
            ])
        world.expectSound()
    }

    @Test("a name that none has is refused, with the one that was meant")
    func unknown() throws {
        var world = try world([Files.digest("weekly", "Mon 09:00"), Files.digest("leaders", "Mon 09:00")])
        #expect(throws: UnknownDigest(name: "wekly", known: ["weekly", "leaders"])) { try world.digestNow("wekly") }
        #expect(UnknownDigest(name: "wekly", known: ["weekly", "leaders"]).likely == "weekly")
        #expect(world.told(.digest).isEmpty)
    }

    @Test("who asked stands in the ledger, once a digest that was made")
    func audited() throws {
        var world = try world([Files.digest("weekly", "Mon 09:00")])
        let made = try world.digestNow()
        try world.digestNow()
        try world.digestNow(unit: "a")
        let acts = world.ledger.acts.filter { $0.kind == .digested }
        #expect(acts.map(\.actor.name) == ["clerk", "clerk"])
        #expect(acts.map(\.actor.uid) == [1000, 1000])
        #expect(acts.map(\.unit) == [nil, "a"])
        #expect(acts.first?.delivery == made.deliveries.first)
        world.expectSound()
    }
}
