import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Messages that go out in parts")
struct PartsStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 0)

    /// Five units in one chat, each with an obligation, handed out on Friday 16 June 2017 at nine; two items fit into
    /// a message.
    private func chat(_ change: (inout PlanInputs) -> Void = { _ in }) throws -> World {
        let units = (1...5).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let nodes = (1...5).map { Files.Node(id: "1.\($0)", deadline: "2017-06-30", units: ["u\($0)"]) }
        var inputs = Files.inputs(nodes, units: units) {
            $0.channels = Sourced(["chat"])
            $0.ahead = Sourced([.workdays(5)])
        }
        inputs.channels["chat"] = ChannelTraits(
            addressing: .room, limit: 1, messageIDDomain: "", rates: [RateLimit(count: 20, seconds: 60)])
        change(&inputs)
        var world = World(inputs, at: "2017-06-15 17:00")
        world.parts = { delivery in
            stride(from: 0, to: delivery.items.count, by: 2).map { start in
                Array(delivery.items[start..<min(start + 2, delivery.items.count)])
            }
        }
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    private func parts(_ world: World) -> [String] {
        world.transfers.map { one in
            let part = one.parcel.delivery.part
            return "\(part?.number ?? 0)/\(part?.of ?? 0) \(World.line(one.parcel)) \(one.verdict?.rawValue ?? "?")"
        }
    }

    @Test("one message for all in the chat, in parts that each name what is theirs, one after the other")
    func inOrder() throws {
        var world = try chat()
        world.run(until: "2017-06-16 12:00")
        #expect(
            parts(world) == [
                "1/3 06-16 09:00 chat: 1.1 assigned, 1.2 assigned accepted",
                "2/3 06-16 09:00 chat: 1.3 assigned, 1.4 assigned accepted",
                "3/3 06-16 09:00 chat: 1.5 assigned accepted",
            ])
        #expect(Set(world.transfers.map(\.parcel.delivery.messageID)).count == 3)
        #expect(Set(world.transfers.map(\.parcel.delivery.message)).count == 1)
        #expect(world.transfers.map { $0.parcel.delivery.recipient.units.count } == [2, 2, 1])
        #expect((1...5).allSatisfy { world.fates("1.\($0)", UnitID("u\($0)")) == ["assigned sent"] })
        world.expectSound()
    }

    @Test("the parts of one message are the day's one message, over a restart too", arguments: 1...14)
    func restart(fuse: Int) throws {
        var world = try chat()
        world.fuse = fuse
        world.run(until: "2017-06-16 09:00")
        world.kill()
        world.restart(at: "2017-06-16 09:02")
        world.run(until: "2017-06-16 12:00")
        let accepted = world.transfers.filter { $0.verdict == .accepted }
        #expect(Set(accepted.flatMap { $0.parcel.delivery.items.map(\.slot) }).count == 5)
        #expect(accepted.allSatisfy { shanghai.civil($0.parcel.at).date == date("2017-06-16") })
        world.expectSound()
    }

    @Test("each part has its own attempts, and its own end")
    func eachItsOwn() throws {
        var world = try chat()
        world.peers = { parcel in
            switch (parcel.delivery.part?.number, parcel.attempt) {
            case (2, 1): TransferEnd(.deferred, reason: "busy", code: -1)
            case (3, _) where parcel.delivery.kind == .reminder: TransferEnd(.refused, reason: "too-large", code: 40058)
            default: Self.accepted
            }
        }
        world.run(until: "2017-06-16 12:00")
        #expect(
            parts(world).prefix(4) == [
                "1/3 06-16 09:00 chat: 1.1 assigned, 1.2 assigned accepted",
                "2/3 06-16 09:00 chat: 1.3 assigned, 1.4 assigned deferred",
                "3/3 06-16 09:00 chat: 1.5 assigned refused",
                "2/3 06-16 09:05 chat: 1.3 assigned, 1.4 assigned accepted",
            ])
        #expect(world.fates("1.4", "u4") == ["assigned sent"])
        #expect(world.fates("1.5", "u5") == ["assigned failed: no server took it"])
        #expect(world.told(.trouble) == ["06-16 09:15 office: 1.5 assigned"])
        world.expectSound()
    }

    @Test("what is settled while a part waits leaves it, and the part stays what it is")
    func settledWhileWaiting() throws {
        var world = try chat { $0.channels["chat"]?.rates = [RateLimit(count: 1, seconds: 600)] }
        world.run(until: "2017-06-16 09:01")
        try world.act(.done, "1.3", unit: "u3")
        try world.act(.done, "1.5", unit: "u5")
        world.run(until: "2017-06-16 12:00")
        #expect(
            parts(world) == [
                "1/3 06-16 09:00 chat: 1.1 assigned, 1.2 assigned accepted",
                "2/3 06-16 09:10:01 chat: 1.4 assigned accepted",
            ])
        world.expectSound()
    }

    @Test("what waits untold is taken over by a newer message; the rest of what is being told is not")
    func takenOver() throws {
        var world = try chat { $0.channels["chat"]?.rates = [] }
        let mended = moment("2017-06-23 09:00")
        world.peers = { $0.at < mended ? TransferEnd(.channelDown, reason: "bad-key") : Self.accepted }
        world.run(until: "2017-06-23 12:00")
        // On Friday the 23rd five working days are left: all of it goes out as one message in five parts.
        let told = world.transfers.filter { $0.verdict == .accepted && $0.parcel.delivery.kind == .reminder }
        #expect(Set(told.map(\.parcel.delivery.message)).count == 1)
        #expect(told.map { $0.parcel.delivery.part?.number } == [1, 2, 3, 4, 5])
        world.expectSound(patience: 12 * 86400)
    }

    @Test("a message that is dropped before it is recorded is not cut")
    func dropped() throws {
        let world = try chat()
        var engine = world.engine
        let nine = moment("2017-06-16 09:00")
        var delivery: Delivery?
        for case .record(_, let records) in engine.timerFired(now: nine) {
            for case .intent(let intent) in records { delivery = intent }
        }
        let whole = try #require(delivery)
        let requests = (1...5).map {
            ActRequest(
                kind: .done, milestone: "1.\($0)", unit: "u\($0)", actor: .init(uid: 0, name: "clerk"), key: "\($0)")
        }
        _ = try engine.act(requests, now: nine)
        #expect(engine.split(whole.id, into: [Array(whole.items.prefix(2)), Array(whole.items.dropFirst(2))]) == [])
    }

    @Test("a chat is called by those who serve the unit, by mail or not; a mail names nobody")
    func called() throws {
        let unit = OfficeUnit(
            id: "u1", name: "u1",
            contacts: [
                Contact(name: "first", role: .liaison, mobile: "13800000000"),
                Contact(name: "boss", role: .leader, mobile: "13900000000"),
                Contact(name: "gone", role: .deputy, mail: "gone@x", until: date("2017-01-01")),
            ])
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: ["u1"])
        var inputs = Files.inputs([node], units: [unit]) { $0.channels = Sourced(["chat", "mail"]) }
        inputs.channels["chat"] = ChannelTraits(addressing: .room, limit: 1, messageIDDomain: "")
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 12:00")
        let delivery = try #require(world.transfers.first { $0.parcel.delivery.kind == .reminder }?.parcel.delivery)
        #expect(delivery.channel == "chat")
        #expect(
            world.engine.briefing(for: delivery, now: world.now).sections.map { $0.contacts.map(\.name) } == [["first"]]
        )
        #expect(world.engine.briefing(for: delivery, now: world.now).alsoTold == [])
    }
}
