import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Rates and round times")
struct RateStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)

    /// As many units, each with an obligation of its own, handed out on Friday 16 June 2017 at nine.
    private func office(
        units count: Int, rates: [RateLimit], policy: (inout PolicyOverrides) -> Void = { _ in }
    ) throws -> World {
        let units = (1...count).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var inputs = Files.inputs([node], units: units, policy: policy)
        inputs.channels["mail"]?.rates = rates
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    /// How many attempts began how many seconds after nine.
    private func counts(_ world: World) -> [Int64: Int] {
        let nine = moment("2017-06-16 09:00")
        return Dictionary(grouping: world.transfers) { nine.seconds(until: $0.parcel.at) }.mapValues(\.count)
    }

    @Test("20 a minute: what is over it waits for the next window, and nothing is lost")
    func window() throws {
        var world = try office(units: 50, rates: [RateLimit(count: 20, seconds: 60)])
        world.run(until: "2017-06-16 10:00")
        // A second more, since times are whole seconds.
        #expect(counts(world) == [0: 20, 61: 20, 122: 10])
        #expect(world.told.count == 50)
        world.expectSound()
    }

    @Test("several limits hold together")
    func severalLimits() throws {
        let rates = [RateLimit(count: 10, seconds: 60), RateLimit(count: 4, seconds: 1)]
        var world = try office(units: 24, rates: rates)
        world.run(until: "2017-06-16 10:00")
        #expect(counts(world) == [0: 4, 2: 4, 4: 2, 61: 4, 63: 4, 65: 2, 122: 4])
        world.expectSound()
    }

    @Test("retries count like all others")
    func retries() throws {
        var world = try office(units: 3, rates: [RateLimit(count: 2, seconds: 600)])
        world.peers = {
            $0.attempt == 1 && $0.delivery.recipient.address != "u3@x"
                ? TransferEnd(.deferred, reason: "greylisted") : Self.accepted
        }
        world.run(until: "2017-06-16 12:00")
        // Two at nine, put off for five minutes; what has waited longer goes before them.
        #expect(counts(world) == [0: 2, 601: 2, 1202: 1])
        #expect(world.told.first == "06-16 09:10:01 u3: 1.1 assigned, 1.1 10wd")
        world.expectSound()
    }

    @Test("a restart cannot burst, however often it happens")
    func restarts() throws {
        var world = try office(units: 50, rates: [RateLimit(count: 20, seconds: 60)])
        for _ in 1...12 {
            world.run(until: world.now.adding(seconds: 7))
            world.kill()
            world.restart()
        }
        world.run(until: "2017-06-16 08:59")
        for _ in 1...12 {
            world.run(until: world.now.adding(seconds: 13))
            world.kill()
            world.restart()
        }
        world.run(until: "2017-06-16 10:00")
        #expect(counts(world) == [0: 20, 61: 20, 122: 10])
        world.expectSound()
    }

    @Test("a limit that comes by a reload holds at once, whatever was sent before it")
    func reload() throws {
        var world = try office(units: 10, rates: [])
        world.run(until: "2017-06-16 09:00")
        #expect(world.told.count == 10)
        var inputs = world.inputs
        inputs.channels["mail"]?.rates = [RateLimit(count: 2, seconds: 60)]
        world.reload(inputs)
        try world.digestNow()
        world.run(until: "2017-06-16 09:01")
        #expect(world.transfers.count == 10)
        world.run(until: "2017-06-16 09:02")
        #expect(world.transfers.count == 11)
    }

    @Test("what presses more goes first when a window opens")
    func urgency() throws {
        let units = (1...4).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let nodes = [
            Files.Node(id: "1.1", deadline: "2017-07-12", units: ["u1"]),
            Files.Node(id: "1.2", deadline: "2017-06-30", units: ["u2"]),
            Files.Node(id: "1.3", deadline: "2017-07-05", units: ["u3"]),
            Files.Node(id: "1.4", deadline: "2017-06-30", units: ["u4"]),
        ]
        var inputs = Files.inputs(nodes, units: units) { $0.ahead = Sourced([.workdays(5)]) }
        inputs.channels["mail"]?.rates = [RateLimit(count: 1, seconds: 120)]
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-07-05 12:00")
        #expect(
            world.told.suffix(4) == [
                "07-05 09:00 u2: 1.2 overdue-1", "07-05 09:02:01 u4: 1.4 overdue-1", "07-05 09:04:02 u3: 1.3 due",
                "07-05 09:06:03 u1: 1.1 5wd",
            ])
        world.expectSound()
    }

    @Test(
        "what the other side asks for holds the channel, for a day at most",
        arguments: [(1800, 1800), (200_000, 86400)])
    func retryAfter(wish: Int, seconds: Int64) throws {
        var world = try office(units: 4, rates: [])
        let nine = moment("2017-06-16 09:00")
        world.peers = {
            $0.at == nine ? TransferEnd(.deferred, reason: "rate", code: 429, retryAfter: wish) : Self.accepted
        }
        try world.digestNow()
        world.run(until: nine)
        // Two were begun before it was known.
        #expect(counts(world)[0] == 2)
        try world.digestNow()
        world.run(until: nine.adding(seconds: seconds - 1))
        #expect(counts(world).keys.filter { $0 >= 0 } == [0])
        world.run(until: nine.adding(seconds: seconds + 3 * 86400))
        #expect(counts(world)[seconds] != nil)
        world.expectSound()
    }

    // MARK: - Round times

    private func robots(_ change: (inout PlanInputs) -> Void = { _ in }) throws -> World {
        let units = (1...30).map { Files.unit("u\($0)", []) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var inputs = Files.inputs([node], units: units) { $0.channels = Sourced(["robot"]) }
        inputs.channels["robot"] = ChannelTraits(
            addressing: .unit, limit: 4, messageIDDomain: "", leavesRoundTimes: true)
        change(&inputs)
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-17")
        return world
    }

    @Test("robots speak one to five minutes after the half hour, each at a moment of its own, due when its slot is")
    func roundTimes() throws {
        let world = try robots()
        let nine = moment("2017-06-16 09:00")
        let delays = world.transfers.map { nine.seconds(until: $0.parcel.at) }
        #expect(delays.count == 30)
        #expect(delays.allSatisfy { (60...300).contains($0) })
        #expect(Set(delays).count > 15)
        #expect(world.transfers.allSatisfy { $0.parcel.delivery.dueAt == nine })
        // The same for the same message.
        #expect(try robots().transfers.map(\.parcel.at) == world.transfers.map(\.parcel.at))
        world.expectSound()
    }

    @Test("but not past the end of working hours")
    func roundTimesAndHours() throws {
        let world = try robots { $0.hours = WorkingHours(from: .hour(8), until: TimeOfDay("09:01") ?? .hour(20)) }
        #expect(Set(world.transfers.map(\.parcel.at)) == [moment("2017-06-16 09:00")])
    }
}
