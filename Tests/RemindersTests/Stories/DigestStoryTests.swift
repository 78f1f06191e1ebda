import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Digests")
struct DigestStoryTests {
    private func inputs() -> PlanInputs {
        var inputs = Files.inputs([Files.june])
        inputs.digests = [Files.weekly("Mon *-*-* 09:00")]
        return inputs
    }

    @Test("goes out weekly once a list is accepted, also when nothing is to be said")
    func weekly() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        world.run(until: "2017-04-12")
        #expect(world.transfers.isEmpty)
        try world.accept()
        world.run(until: "2017-05-03")
        // The 1st of May is a holiday.
        #expect(
            world.told(.digest) == [
                "04-17 09:00 office: weekly@2017-04-17T09:00", "04-24 09:00 office: weekly@2017-04-24T09:00",
                "05-02 09:00 office: weekly@2017-05-02T09:00",
            ])
        world.expectSound()
    }

    @Test(
        "when the last list is closed one more tells how it ended, over a restart too; one by hand goes out at any time"
    )
    func closed() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-04-12")
        try world.act(.closed, list: "demo")
        world.run(until: "2017-04-20")
        world.restart()
        world.run(until: "2017-06-01")
        #expect(
            world.told(.digest) == [
                "04-10 09:00 office: weekly@2017-04-10T09:00", "04-17 09:00 office: weekly@2017-04-17T09:00",
            ])
        _ = try world.digestNow()
        #expect(world.told(.digest).count == 3)
        try world.accept()
        world.run(until: "2017-06-06")
        #expect(world.told(.digest).last == "06-05 09:00 office: weekly@2017-06-05T09:00")
        world.expectSound()
    }

    @Test("of several missed ones only the last is sent, and the next comes at its time")
    func missed() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-04-12")
        world.sleep(until: "2017-05-10 11:00")
        world.run(until: "2017-05-16")
        #expect(
            world.told(.digest) == [
                "04-10 09:00 office: weekly@2017-04-10T09:00", "05-10 11:00 office: weekly@2017-05-08T09:00",
                "05-15 09:00 office: weekly@2017-05-15T09:00",
            ])
        world.expectSound()
    }

    @Test("a restart sends none twice")
    func restarted() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        for day in 7...20 {
            world.run(until: "2017-04-\(day < 10 ? "0" : "")\(day) 09:00")
            world.restart()
        }
        #expect(world.told(.digest).count == 2)
        world.expectSound()
    }

    @Test("sent now: twice within a minute is once, and a minute later it is another")
    func now() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        let first = try world.digestNow()
        world.run(until: "2017-04-06 17:00:59")
        let second = try world.digestNow()
        #expect(first.isNew && !second.isNew)
        #expect(first.deliveries == second.deliveries)
        world.restart()
        #expect(try world.digestNow().deliveries == first.deliveries)
        world.run(until: "2017-04-06 17:01")
        #expect(try world.digestNow().isNew)
        #expect(world.told(.digest).count == 2)
        world.expectSound()
    }

    @Test("a unit's digest goes to its own recipients and is no reason to leave out the office's")
    func unitsOwn() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        #expect(try world.digestNow(unit: "a").isNew)
        #expect(try world.digestNow().isNew)
        #expect(
            world.told(.digest).map { $0.dropFirst(12) } == [
                "a: now:a@2017-04-06T17:00", "office: now@2017-04-06T17:00",
            ])
    }

    @Test("says what changed since the digest before it for the same readers")
    func changes() throws {
        var world = World(inputs(), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-04-10 12:00")
        world.run(until: "2017-04-12 12:00")
        try world.act(.reported, "1.1")
        world.run(until: "2017-04-13 12:00")
        try world.digestNow(unit: "a")
        for restarts in [false, true] {
            if restarts { world.restart() }
            var copy = world
            copy.run(until: "2017-04-17 10:00")
            let delivery = try #require(copy.transfers.last?.parcel.delivery)
            #expect(delivery.digest == "weekly@2017-04-17T09:00")
            let standing = try #require(copy.engine.briefing(for: delivery, now: copy.now).standing)
            #expect(standing.changes.map(\.kind) == ["reported"], "restarts: \(restarts)")
        }
    }

    @Test("with nobody to send it to, its moment passes all the same")
    func nobody() throws {
        var files = inputs()
        files.office.contacts = []
        var world = World(files, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-05-16")
        #expect(world.told(.digest).isEmpty)
        #expect(try world.digestNow().deliveries.isEmpty)
        world.expectSound()
    }
}
