import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What a person does about messages that did not arrive")
struct TakenUpStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)
    private static let refused = TransferEnd(.refused, reason: "rcpt-refused", code: 550)

    /// On Friday 16 June 2017 at nine `a` was refused for good; from then on all is taken.
    private func refusedAtNine(
        units: [OfficeUnit]? = nil, nodes: [Files.Node] = [Files.june]
    ) throws -> World {
        var world = World(Files.inputs(nodes, units: units), at: "2017-06-15 17:00")
        try world.accept()
        world.peers = { $0.delivery.kind == .reminder ? Self.refused : Self.accepted }
        world.run(until: "2017-06-16 10:00")
        world.peers = { _ in Self.accepted }
        return world
    }

    private func undelivered(_ world: World) -> [String] {
        world.engine.standing(now: world.now, since: nil).undelivered.map { "#\($0.delivery) \($0.state) \($0.reason)" }
    }

    @Test("given up, and retried: out at once under its own Message-ID, and no longer among what did not arrive")
    func retried() throws {
        var world = try refusedAtNine()
        #expect(undelivered(world) == ["#1 given-up rcpt-refused"])
        #expect(try world.retry(1).retried == [DeliveryID(rawValue: 1)])
        #expect(world.told == ["06-16 10:00 a: 1.1 assigned, 1.1 10wd"])
        #expect(world.attempts.last == "06-16 10:00 #1 accepted")
        #expect(Set(world.transfers.filter { $0.parcel.delivery.id.rawValue == 1 }.map(\.parcel.attempt)) == [1, 2])
        #expect(undelivered(world) == [])
        #expect(world.ledger.acts.last?.kind == .retried)
        // The first fate holds: it had failed, and the office was told.
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned failed: no server took it"])
        world.expectSound()
    }

    @Test("in the middle of the night too, and though the recipient had a message today: somebody wants it")
    func whenever() throws {
        var world = try refusedAtNine()
        world.run(until: "2017-06-16 23:30")
        try world.retry(1)
        #expect(world.told == ["06-16 23:30 a: 1.1 assigned, 1.1 10wd"])
        world.expectSound()
    }

    @Test("a retry goes on over a crash, and patience begins anew", arguments: [1, 2, 3, 4])
    func crash(fuse: Int) throws {
        var world = try refusedAtNine()
        world.fuse = fuse
        try world.retry(1)
        world.kill()
        world.restart(at: "2017-06-16 10:01")
        // What was not on disk is not known: the clerk asks again.
        if world.ledger.delivery(DeliveryID(rawValue: 1))?.state == .givenUp { try world.retry(1) }
        world.run(until: "2017-06-19 12:00")
        #expect(world.told.count == 1)
        world.expectSound()
    }

    @Test("settled since: nothing goes out, and the log says why")
    func settled() throws {
        var world = try refusedAtNine()
        try world.act(.done, "1.1", unit: "a")
        try world.retry(1)
        world.run(until: "2017-06-19 12:00")
        #expect(world.told == [])
        #expect(world.dropped == ["#1 withdrawn"])
        world.expectSound()
    }

    @Test("the address was wrong and is corrected: the retry goes to the present one")
    func corrected() throws {
        var world = try refusedAtNine(units: [Files.unit("a", ["wrong@x"])])
        world.reload(Files.inputs([Files.june], units: [Files.unit("a", ["right@x"])]))
        try world.retry(1)
        world.run(until: "2017-06-16 12:00")
        #expect(world.told == ["06-16 10:00 right: 1.1 assigned, 1.1 10wd"])
        #expect(world.dropped == ["#1 withdrawn"])
        world.expectSound()
    }

    @Test("what waits for its next attempt goes now, and no act stands for it")
    func hastened() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-06-15 17:00")
        try world.accept()
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-06-16 09:01")
        world.peers = { _ in Self.accepted }
        #expect(try world.retry(1).hastened == [DeliveryID(rawValue: 1)])
        #expect(world.told == ["06-16 09:01 a: 1.1 assigned, 1.1 10wd"])
        #expect(!world.ledger.acts.contains { $0.kind == .retried })
        world.expectSound()
    }

    @Test("there is nothing to retry in what was accepted, taken over or is under way; all of them or none")
    func refusals() throws {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"])]
        var world = try refusedAtNine(nodes: nodes)
        try world.digestNow()
        let digest = try #require(world.transfers.last?.parcel.delivery.id)
        #expect(throws: ActRefusal.notToBeRetried(digest, .accepted)) { try world.retry(1, digest.rawValue) }
        #expect(world.ledger.delivery(DeliveryID(rawValue: 1))?.state == .givenUp)
        var inputs = world.inputs
        inputs.channels["other"] = inputs.channels.removeValue(forKey: "mail")
        inputs.office.channels = ["other"]
        inputs.policies.all.channels = Sourced(["other"])
        world.reload(inputs)
        #expect(throws: ActRefusal.channelGone("mail")) { try world.retry(1) }
        #expect(throws: ActRefusal.channelGone("mail")) { try world.retry(channel: "mail") }
    }

    @Test("a channel that was mended is asked at once, with one message, and the rest follows")
    func mendedChannel() throws {
        let units = (1...6).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var world = World(Files.inputs([node], units: units), at: "2017-06-15 17:00")
        try world.accept()
        world.peers = { _ in TransferEnd(.channelDown, reason: "auth", code: 535) }
        world.run(until: "2017-06-16 10:00")
        let before = world.transfers.count
        #expect(try world.retry(channel: "mail") == 6)
        #expect(world.transfers.count == before + 1, "still down: one probe, and no more")
        world.peers = { _ in Self.accepted }
        try world.retry(channel: "mail")
        #expect(world.told.count == 6)
        #expect(world.told.allSatisfy { $0.hasPrefix("06-16 10:00") })
        world.expectSound()
    }

    // MARK: - Bounces

    @Test("what came back is shown to the office for forty days, over restarts, and can be said once")
    func bounced() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 12:00")
        #expect(try world.bounced(1, reason: "550 查无此人"))
        #expect(undelivered(world) == ["#1 bounced 550 查无此人"])
        #expect(try !world.bounced(1, reason: "again"))
        world.sleep(until: "2017-06-19 08:00")
        #expect(undelivered(world) == ["#1 bounced 550 查无此人"])
        #expect(try !world.bounced(1, reason: "again"))
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned sent"], "a server had taken it")
        world.run(until: "2017-07-28")
        #expect(undelivered(world) == [])
        world.expectSound()
    }

    @Test("only what was accepted can come back")
    func notAccepted() throws {
        var world = try refusedAtNine()
        #expect(throws: ActRefusal.notAcceptedYet(DeliveryID(rawValue: 1), .givenUp)) { try world.bounced(1) }
    }
}
