import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("After the date: holding, the list to tick, escalation")
struct OfficeStoryTests {
    private static let leader = OfficeUnit(
        id: "a", name: "a",
        contacts: [
            Contact(name: "a 1", role: .liaison, mail: "a@x"), Contact(name: "chief", role: .leader, mail: "chief@x"),
        ])

    /// The default policy, whole: it holds and escalates.
    private func world(
        _ nodes: [Files.Node] = [Files.june], policy: @escaping (inout PolicyOverrides) -> Void = { _ in }
    ) throws -> World {
        var world = World(
            Files.inputs(nodes, units: [Self.leader] + ["b", "c", "d"].map { Files.unit($0, ["\($0)@x"]) }) {
                $0.holds = nil
                $0.escalate = nil
                policy(&$0)
            }, at: "2017-05-02 10:00")
        try world.accept()
        return world
    }

    /// `07-05 09:00 a@x 1.1 overdue-1`, `07-03 09:00 office@x to-tick:demo:2017-06-30`.
    private func told(_ world: World, after: String = "2017-07-01") -> [String] {
        let accepted = world.transfers.filter { $0.verdict == .accepted && $0.parcel.delivery.kind != .digest }
        return accepted.filter { $0.parcel.at >= moment("\(after) 00:00") }.flatMap { one -> [String] in
            let at = shown(one.parcel.at)
            let to = one.parcel.delivery.recipient.address
            if let digest = one.parcel.delivery.digest { return ["\(at) \(to) \(digest.prefix { $0 != "@" })"] }
            return one.parcel.delivery.items.map { "\(at) \(to) \($0.slot.obligation.milestone) \($0.slot.stage)" }
        }
    }

    private let two = [
        Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"]),
    ]

    @Test(
        "the morning after a deadline the office gets what is open; where nothing was recorded the first asking waits")
    func held() throws {
        var world = try world(two)
        world.run(until: moment("2017-07-11 23:00"))
        #expect(
            told(world) == [
                "07-03 09:00 office@x to-tick:demo:2017-06-30", "07-05 09:00 office@x held:demo:2017-06-30",
                "07-11 09:00 office@x to-escalate:demo:2017-06-30:1",
            ])
        // Nobody was asked, and the second asking comes all the same.
        world.run(until: moment("2017-07-12 10:00"))
        #expect(
            told(world, after: "2017-07-12") == ["07-12 09:00 a@x 1.1 overdue-2", "07-12 09:00 b@x 1.2 overdue-2"])
        #expect(
            world.ledger.fates.values.filter { $0.slot.stage == .overdue(1) }.map(\.kind) == [.superseded, .superseded])
        world.run(until: moment("2017-08-20 10:00"))
        world.expectSound()
    }

    @Test(
        "once anything is recorded, what was held goes on at the next reminding hour, restart or not",
        arguments: [false, true])
    func freed(restarts: Bool) throws {
        var world = try world(two)
        world.run(until: moment("2017-07-06 15:00"))
        try world.act(.done, "1.2", unit: "b")
        if restarts { world.restart() }
        world.run(until: moment("2017-07-07 10:00"))
        #expect(told(world, after: "2017-07-06") == ["07-07 09:00 a@x 1.1 overdue-1"])
        world.expectSound()
    }

    @Test("recorded in time, nothing is held; with `hold: no` nothing ever is")
    func notHeld() throws {
        var world = try world(two)
        world.run(until: moment("2017-07-04 15:00"))
        try world.act(.done, "1.2", unit: "b")
        world.run(until: moment("2017-07-05 10:00"))
        #expect(told(world, after: "2017-07-05") == ["07-05 09:00 a@x 1.1 overdue-1"])
        var other = try self.world(two) { $0.holds = Sourced(false) }
        other.run(until: moment("2017-07-05 10:00"))
        #expect(told(other, after: "2017-07-05").count == 2)
    }

    @Test("an office list is no digest: what changed since the last one is not cut short by it, restart or not")
    func noDigest() throws {
        var world = try world(two)
        world.run(until: moment("2017-07-05 10:00"))
        #expect(told(world).count == 2)
        #expect(world.engine.lastDigestAt == nil)
        world.restart()
        #expect(world.engine.lastDigestAt == nil)
        // And it is given once.
        world.run(until: moment("2017-07-06 10:00"))
        #expect(told(world).count == 2)
    }

    @Test("a morning on which nothing was open is over: what is reopened later brings no list of it")
    func nothingOpen() throws {
        var world = try world(two)
        world.run(until: moment("2017-06-29 10:00"))
        for (milestone, unit) in [("1.1", "a"), ("1.2", "b")] { try world.act(.done, milestone, unit: unit) }
        world.run(until: moment("2017-07-03 10:00"))
        #expect(told(world).isEmpty)
        for (milestone, unit) in [("1.1", "a"), ("1.2", "b")] { try world.act(.reopened, milestone, unit: unit) }
        try world.act(.extended, "1.2", unit: "b", until: "2017-08-31")
        world.run(until: moment("2017-07-04 10:00"))
        #expect(!told(world).contains { $0.contains("to-tick") })
    }

    @Test(
        "a separate grace for the boss was wanted: here the leader is told after 8wd, the office after 10, if a person lets it go"
    )
    func released() throws {
        var world = try world(two)
        world.run(until: moment("2017-07-04 15:00"))
        try world.act(.done, "1.2", unit: "b")
        world.run(until: moment("2017-07-11 15:00"))
        #expect(told(world, after: "2017-07-11") == ["07-11 09:00 office@x to-escalate:demo:2017-06-30:1"])
        try world.act(.released, "1.1", unit: "a")
        world.run(until: moment("2017-07-14 10:00"))
        #expect(
            told(world, after: "2017-07-12") == [
                "07-12 09:00 a@x 1.1 overdue-2", "07-12 09:00 chief@x 1.1 escalate-1",
                "07-13 09:00 office@x to-escalate:demo:2017-06-30:2",
            ])
        let second = world.ledger.fates.values.first {
            $0.slot.stage == .escalated(2) && $0.slot.obligation.milestone == "1.1"
        }
        #expect(second?.kind == .skipped)
        #expect(second?.reason == "nobody released it")
        world.expectSound()
    }

    @Test("what is silenced is not in the list to escalate, and nothing of what is not yet due can be released")
    func notToEscalate() throws {
        var world = try world(two)
        world.run(until: moment("2017-06-29 10:00"))
        #expect(throws: ActRefusal.notYetDue(milestone: "1.1", date("2017-06-30"))) {
            try world.act(.released, "1.1", unit: "a")
        }
        world.run(until: moment("2017-07-04 15:00"))
        try world.act(.done, "1.2", unit: "b")
        try world.act(.silenced, "1.1", unit: "a", until: "2017-07-12")
        world.run(until: moment("2017-07-11 15:00"))
        #expect(!told(world).contains { $0.contains("to-escalate") })
        // The step after the silence is the next that can be let go.
        try world.act(.released, "1.1", unit: "a")
        #expect(world.ledger.acts.last?.stage == .escalated(2))
        world.run(until: moment("2017-07-17 10:00"))
        world.expectSound()
    }

    @Test("automatic: a step comes as long after the step before was accepted, so that an outage uses up none")
    func outage() throws {
        var world = try world(two) { $0.release = Sourced(.automatic) }
        world.run(until: moment("2017-07-04 15:00"))
        try world.act(.done, "1.2", unit: "b")
        world.run(until: moment("2017-07-04 16:00"))
        // From before the first asking until after both steps.
        world.sleep(until: "2017-07-17 10:00")
        world.run(until: moment("2017-07-31 23:00"))
        #expect(
            told(world, after: "2017-07-17") == [
                "07-17 10:00 a@x 1.1 overdue-2", "07-24 09:00 chief@x 1.1 escalate-1",
                "07-26 09:00 office@x 1.1 escalate-2",
            ])
        world.expectSound()
    }

    @Test("weekends used up the escalation ladder before anyone read it: here each step stands in working days")
    func weekends() throws {
        var world = try world([Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"])]) {
            $0.release = Sourced(.automatic)
            $0.holds = Sourced(false)
        }
        world.run(until: moment("2017-10-20 23:00"))
        let steps = told(world, after: "2017-10-01").filter { $0.contains("overdue") || $0.contains("escalate") }
        // 30 September is worked; the holidays end on 8 October.
        #expect(
            steps == [
                "10-10 09:00 a@x 1.1 overdue-1", "10-17 09:00 a@x 1.1 overdue-2", "10-17 09:00 chief@x 1.1 escalate-1",
                "10-19 09:00 office@x 1.1 escalate-2",
            ])
    }

    @Test("what the unit was not told, its leader is not told")
    func notTold() throws {
        var world = try world([Files.june]) {
            $0.release = Sourced(.automatic)
            $0.holds = Sourced(false)
        }
        world.run(until: moment("2017-07-03 15:00"))
        world.peers = { parcel in
            parcel.delivery.recipient.address == "a@x"
                ? TransferEnd(.refused, reason: "rcpt-refused") : TransferEnd(.accepted, reason: "accepted", code: 250)
        }
        world.run(until: moment("2017-07-20 10:00"))
        #expect(!told(world).contains { $0.contains("chief@x") })
        let step = world.ledger.fates.values.first { $0.slot.stage == .escalated(1) }
        #expect(step?.reason == "the unit itself was not told")
    }

    @Test("repeat intervals that grow with age were wanted: here days, then weeks, then months lie between the askings")
    func growing() throws {
        var world = try world([Files.june]) {
            $0.holds = Sourced(false)
            $0.escalate = Sourced([])
        }
        world.run(until: moment("2017-10-31 23:00"))
        let days = world.acceptances().filter {
            $0.parcel.delivery.recipient.address == "a@x" && $0.parcel.at >= moment("2017-07-01 00:00")
        }
        .map { shanghai.civil($0.parcel.at).date }
        let gaps = zip(days, days.dropFirst()).map { $0.days(until: $1) }
        #expect(gaps == gaps.sorted())
        #expect(days.first == date("2017-07-05"))
    }
}
