import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What a restart does not forget")
struct RestartStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)

    private func morning() throws -> World {
        var world = World(Files.inputs([Files.june]) { $0.statement = Sourced(false) }, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    @Test(
        "what reached nobody stays before the office's eyes for forty days, restart or not", arguments: [false, true])
    func givenUp(restarts: Bool) throws {
        var world = try morning()
        let noon = moment("2017-06-16 12:00")
        world.peers = {
            $0.at < noon && $0.delivery.kind == .reminder
                ? TransferEnd(.refused, reason: "rcpt-refused", code: 550) : Self.accepted
        }
        world.run(until: noon)
        if restarts { world.sleep(until: "2017-06-16 12:01") }
        let expected = [
            Standing.Undelivered(delivery: 1, channel: "mail", to: "a@x", state: "given-up", reason: "rcpt-refused")
        ]
        #expect(world.engine.standing(now: world.now, since: nil).undelivered == expected)
        let last = moment("2017-06-16 09:00").adding(seconds: LedgerSnapshot.givenUpSeconds)
        world.run(until: last)
        #expect(world.engine.standing(now: last, since: nil).undelivered == expected)
        #expect(world.engine.standing(now: last.adding(seconds: 1), since: nil).undelivered.isEmpty)
        if restarts { world.sleep(until: "2017-07-27") }
        #expect(world.engine.standing(now: moment("2017-07-27"), since: nil).undelivered.isEmpty)
        world.expectSound()
    }

    @Test("when a unit was last told")
    func lastTold() throws {
        var world = try morning()
        let told = { (world: World) in world.engine.standing(now: world.now, since: nil).lines.map(\.lastTold) }
        #expect(told(world) == [nil])
        world.run(until: "2017-06-20")
        #expect(told(world) == [moment("2017-06-16 09:00")])
        world.sleep(until: "2017-06-21")
        #expect(told(world) == [moment("2017-06-16 09:00")])
        // Nor when the files lose it and get it back.
        world.reload(Files.inputs([]))
        world.reload(Files.inputs([Files.june]))
        #expect(told(world) == [moment("2017-06-16 09:00")])
    }

    @Test("what may have arrived keeps its words and its Message-ID through a second restart")
    func mayHaveArrived() throws {
        var world = try morning()
        var fuse = 0
        repeat {
            fuse += 1
            world = try morning()
            world.fuse = fuse
            world.run(until: "2017-06-16 09:01")
        } while world.transfers.isEmpty && fuse < 20
        try #require(world.isDead && world.attempts == ["06-16 09:00 #1 ?"])
        let back = moment("2017-06-16 12:00")
        world.peers = { $0.at < back ? TransferEnd(.deferred, reason: "greylisted", code: 451) : Self.accepted }
        world.restart(at: "2017-06-16 09:01")
        world.run(until: "2017-06-16 09:02")
        #expect(world.attempts.count == 2)
        world.sleep(until: "2017-06-16 09:03")
        // A message that nobody can have would be withdrawn by this.
        try world.act(.done, "1.1", unit: "a")
        world.run(until: "2017-06-17")
        #expect(Set(world.transfers.map(\.parcel.delivery)).count == 1)
        #expect(world.transfers.last?.verdict == .accepted)
        #expect(world.dropped == [])
    }

    @Test("patience: a daily restart makes it neither longer nor shorter, and the same attempts are made")
    func patience() throws {
        func story(restarts: Bool) throws -> World {
            var world = try morning()
            world.run(until: "2017-07-12 08:00")
            let fault = moment("2017-07-12 09:30")
            world.peers = {
                if $0.delivery.kind != .reminder { return Self.accepted }
                return $0.at < fault
                    ? TransferEnd(.channelDown, reason: "auth") : TransferEnd(.deferred, reason: "full", code: 452)
            }
            for day in 12...20 {
                world.run(until: "2017-07-\(day) 21:00")
                if restarts { world.sleep(until: "2017-07-\(day) 21:00") }
            }
            world.expectSound()
            return world
        }
        let (calm, restless) = (try story(restarts: false), try story(restarts: true))
        #expect(calm.fates("1.1", "a").suffix(1) == ["overdue-2 failed: no server took it"])
        #expect(calm.told(.trouble).count == 1)
        #expect(restless.attempts == calm.attempts)
        #expect(restless.fates("1.1", "a") == calm.fates("1.1", "a"))
        #expect(restless.told(.trouble) == calm.told(.trouble))
    }
}
