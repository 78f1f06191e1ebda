import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A process that dies at any step")
struct CrashStoryTests {
    private static let nodes = [
        Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a", "b", "c"]),
    ]
    private static let units = [
        Files.unit("a", ["a1@x", "a2@x"]), Files.unit("b", ["b@x"]), Files.unit("c", []),
    ]

    /// Up to the morning of the 10wd slots; the morning's steps are counted.
    private func morning() throws -> World {
        var world = World(Files.inputs(Self.nodes, units: Self.units), at: "2017-06-14 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    @Test("loses nothing, and repeats only what was in flight, under the same Message-ID")
    func anyStep() throws {
        var calm = try morning()
        let before = calm.steps
        calm.run(until: "2017-06-16 12:00")
        let steps = calm.steps - before
        #expect(steps > 10)
        var repeats = 0
        for fuse in 1...steps {
            var world = try morning()
            world.fuse = fuse
            world.run(until: "2017-06-16 12:00")
            #expect(world.isDead, "step \(fuse)")
            world.restart(at: "2017-06-16 12:01")
            world.run(until: "2017-06-20")
            let told = Set(world.told(nil).map { $0.dropFirst(12).replacing(" late", with: "") })
            #expect(told == Set(calm.told(nil).map { $0.dropFirst(12) }), "step \(fuse)")
            // Dead before it heard, or accepted: each Message-ID at most once of either.
            let ids = world.transfers.filter { $0.verdict == .accepted }.map(\.parcel.delivery.messageID)
            #expect(Set(ids).count == ids.count, "step \(fuse)")
            let unheard = world.transfers.filter { $0.verdict == nil }
            repeats += unheard.count
            #expect(unheard.count <= 2, "no more than the channel may have under way")
            for one in unheard { #expect(ids.contains(one.parcel.delivery.messageID), "step \(fuse)") }
            world.expectSound("step \(fuse)")
        }
        #expect(repeats > 0)
    }

    @Test("at every second step, again and again, still ends where it should")
    func againAndAgain() throws {
        for stride in 1...6 {
            var world = try morning()
            for _ in 1...200 where world.now < moment("2017-07-06") {
                world.fuse = stride
                world.run(until: "2017-07-06")
                if world.isDead { world.restart() }
            }
            world.fuse = nil
            world.restart()
            world.run(until: "2017-07-10")
            world.expectSound("stride \(stride)")
        }
    }

    @Test("before the intent is on disk: the slot is owed still, and is said after the restart")
    func beforeTheIntent() throws {
        var world = try morning()
        world.fuse = 1
        world.run(until: "2017-06-16 12:00")
        #expect(world.ledger.kept.values.allSatisfy { $0.state == .accepted })
        world.restart(at: "2017-06-16 09:30")
        world.run(until: "2017-06-16 12:00")
        #expect(world.told.suffix(1) == ["06-16 09:30 b: 1.2 10wd"])
        world.expectSound()
    }

    @Test("interrupted attempts are not counted as left without an answer")
    func interrupted() throws {
        var world = try morning()
        for round in 1...5 {
            // Dies each time when the peer has the mail and the answer is not heard.
            world.peers = { _ in TransferEnd(.accepted, reason: "accepted") }
            world.fuse = round == 1 ? 5 : 4
            world.run(until: "2017-06-16 09:0\(round)")
            if !world.isDead { world.kill() }
            world.restart()
        }
        world.run(until: "2017-06-17")
        #expect(!world.ledger.fates.values.contains { $0.kind == .failed && $0.slot.obligation.unit != "c" })
        world.expectSound()
    }

    @Test("a run and its repetition leave the same trace")
    func sameTrace() throws {
        func trace() throws -> [EngineAction] {
            let inputs = Files.inputs(Self.nodes, units: Self.units)
            var engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "t"), now: moment("2017-06-14"))
            var actions = engine.start(now: moment("2017-06-14"))
            let request = ActRequest(kind: .accepted, list: "demo", actor: .init(uid: 0, name: "x"), key: "k")
            actions += try engine.act([request], now: moment("2017-06-14 10:00")).actions
            actions += engine.timerFired(now: moment("2017-06-15 09:00"))
            return actions
        }
        let first = try trace()
        for _ in 1...20 { #expect(try trace() == first) }
    }

    @Test("stopping: what is under way ends, nothing new begins, and no timer spins")
    func stopping() throws {
        var world = try morning()
        world.run(until: "2017-06-16 08:59")
        world.stop()
        #expect(world.armed == nil)
        world.run(until: "2017-06-16 12:00")
        #expect(!world.told.contains { $0.hasPrefix("06-16") })
        world.restart()
        world.run(until: "2017-06-16 12:10")
        #expect(world.told.contains { $0.hasPrefix("06-16") })
        world.expectSound()
    }
}
