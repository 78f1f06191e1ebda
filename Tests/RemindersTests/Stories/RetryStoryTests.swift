import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What the other side answers")
struct RetryStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)

    /// One obligation, up to the morning of its 10wd slot.
    private func morning(units: [OfficeUnit]? = nil, nodes: [Files.Node] = [Files.june]) throws -> World {
        var world = World(Files.inputs(nodes, units: units), at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    @Test("put off: tried again after 5, 15, 30 minutes, 1, 2, 3 and 3 hours")
    func backOff() throws {
        var world = try morning()
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-06-16 23:00")
        #expect(
            world.attempts.map { $0.prefix(11) } == [
                "06-16 09:00", "06-16 09:05", "06-16 09:20", "06-16 09:50", "06-16 10:50", "06-16 12:50",
                "06-16 15:50", "06-16 18:50", "06-16 21:50",
            ])
        #expect(Set(world.transfers.map(\.parcel.delivery.messageID)).count == 1)
        world.expectSound()
    }

    @Test(
        "a webhook's ten attempts: 0, 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours apart, then given up")
    func webhooks() throws {
        var inputs = Files.inputs([Files.june])
        inputs.channels["hook"] = ChannelTraits(
            addressing: .unit, limit: 1, messageIDDomain: "", backOff: .webhooks)
        inputs.office.channels = ["hook"]
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.peers = {
            $0.delivery.kind == .digest ? TransferEnd(.deferred, reason: "status", code: 503) : Self.accepted
        }
        try world.digestNow()
        world.run(until: "2017-06-25")
        let tries = world.transfers.map(\.parcel).filter { $0.delivery.kind == .digest }.map(\.at)
        let gaps = zip(tries, tries.dropFirst()).map { $0.seconds(until: $1) }
        #expect(gaps == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
        #expect(world.ledger.kept[DeliveryID(rawValue: 1)]?.state == .givenUp)
    }

    @Test(
        "a reminder that is put off in the evening goes on in the morning, two hours after working hours at the latest")
    func evening() throws {
        var world = World(Files.inputs([Files.june]) { $0.at = Sourced(.hour(19)) }, at: "2017-06-15 20:00")
        try world.accept()
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-06-19 08:04")
        #expect(
            world.attempts.map { $0.prefix(11) } == [
                "06-16 19:00", "06-16 19:05", "06-16 19:20", "06-16 19:50", "06-16 20:50", "06-19 08:00",
            ])
        world.expectSound()
    }

    @Test("unless the deadline is nearer: then it goes on all night")
    func lastNight() throws {
        var world = World(
            Files.inputs([Files.june]) {
                $0.at = Sourced(.hour(19))
                $0.ahead = Sourced([])
            }, at: "2017-06-15 20:00")
        try world.accept()
        world.run(until: "2017-06-30 18:00")
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-07-01 10:00")
        #expect(
            world.attempts.suffix(6).map { $0.prefix(11) } == [
                "06-30 19:00", "06-30 19:05", "06-30 19:20", "06-30 19:50", "06-30 20:50", "06-30 22:50",
            ])
        world.expectSound()
    }

    @Test("a clock that was a year ahead leaves no retry there", arguments: [false, true])
    func clockStepsBack(restarts: Bool) throws {
        var world = try morning()
        world.run(until: "2017-06-16 10:00")
        world.stepClockWithoutTimer(to: moment("2018-06-14 10:00"))
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        try world.digestNow()
        world.run(until: "2018-06-14 10:04")
        let before = world.attempts.count
        world.stepClock(to: moment("2017-06-16 10:00"))
        if restarts { world.sleep(until: "2017-06-16 10:01") }
        world.run(until: "2017-06-17 10:02")
        #expect(world.transfers.dropFirst(before).contains { $0.parcel.delivery.kind == .digest })
    }

    @Test("jitter adds up to a tenth")
    func jitter() throws {
        var world = try morning()
        world.jitter = { 1 }
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-06-16 10:00")
        let seconds = world.transfers.map { moment("2017-06-16 09:00").seconds(until: $0.parcel.at) }
        #expect(seconds == [0, 330, 330 + 990, 330 + 990 + 1980])
    }

    @Test("the other side's own wish counts where it is longer")
    func retryAfter() throws {
        var world = try morning()
        world.peers = { _ in
            TransferEnd(.deferred, reason: "rate", code: 429, retryAfter: 1000)
        }
        world.run(until: "2017-06-16 09:40")
        let seconds = world.transfers.map { moment("2017-06-16 09:00").seconds(until: $0.parcel.at) }
        #expect(seconds == [0, 1000, 2000])
    }

    @Test("patience ends after five days of being put off: the slot fails, and the office is told once")
    func patience() throws {
        // After the last slot of June nothing takes the message over.
        var world = World(Files.inputs([Files.june]) { $0.statement = Sourced(false) }, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-07-12 08:00")
        world.peers = {
            $0.delivery.kind == .reminder ? TransferEnd(.deferred, reason: "greylisted", code: 451) : Self.accepted
        }
        world.run(until: "2017-07-31")
        #expect(world.fates("1.1", "a").suffix(1) == ["overdue-2 failed: no server took it"])
        let tries = world.transfers.filter { $0.parcel.delivery.items.contains { $0.slot.stage == .overdue(2) } }
        // Each day from eight in the morning on, and within two hours after eight in the evening.
        #expect(tries.count == 22)
        #expect(world.told(.trouble) == ["07-17 11:15 office: 1.1 overdue-2"])
        #expect(world.engine.standing(now: world.now, since: nil).undelivered.map(\.reason) == ["greylisted"])
        world.expectSound()
    }

    @Test("patience counts from the first time a recipient's message was put off, through those that took its place")
    func patienceThroughChains() throws {
        let nodes = (10...25).map { Files.Node(id: "1.\($0)", deadline: "2017-07-\($0)", units: ["a"]) }
        var world = World(Files.inputs(nodes) { $0.statement = Sourced(false) }, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        world.peers = { $0.delivery.kind == .reminder ? TransferEnd(.deferred, reason: "full") : Self.accepted }
        world.run(until: "2017-06-22")
        let failed = world.ledger.fates.values.filter { $0.kind == .failed }
        #expect(!failed.isEmpty)
        #expect(failed.allSatisfy { $0.at >= moment("2017-06-21 09:00") })
        world.expectSound()
    }

    @Test("refused for good: failed at once, and the office is told after a quarter of an hour, in one mail")
    func refused() throws {
        let units = (1...9).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var world = try morning(units: units, nodes: [node])
        world.peers = {
            $0.delivery.kind == .reminder ? TransferEnd(.refused, reason: "rcpt-refused", code: 550) : Self.accepted
        }
        world.run(until: "2017-06-16 09:14")
        #expect(world.told(nil).isEmpty)
        #expect(world.fates("1.1", "u1").suffix(1) == ["assigned failed: no server took it"])
        world.run(until: "2017-06-16 12:00")
        #expect(world.told(.trouble).count == 1)
        #expect(world.transfers.last?.parcel.delivery.items.count == 18)
        world.expectSound()
    }

    @Test("reports of trouble beget no reports")
    func noReportOfAReport() throws {
        var world = try morning()
        world.peers = { _ in TransferEnd(.refused, reason: "rcpt-refused", code: 550) }
        world.run(until: "2017-06-20")
        #expect(world.transfers.map(\.parcel.delivery.kind) == [.reminder, .trouble])
        world.expectSound()
    }

    @Test("no answer: the same Message-ID, three times in all, then failed, may have arrived")
    func unknown() throws {
        var world = try morning()
        world.peers = { $0.delivery.kind == .reminder ? TransferEnd(.unknown, reason: "timeout") : Self.accepted }
        world.run(until: "2017-06-20")
        let tries = world.transfers.filter { $0.parcel.delivery.kind == .reminder }
        #expect(tries.count == 3)
        #expect(Set(tries.map(\.parcel.delivery)).count == 1)
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned failed: may have arrived; no answer came"])
        world.expectSound()
    }

    @Test("no answer, then a refusal of the repeat: it failed, and may have arrived all the same")
    func unknownThenRefused() throws {
        var world = try morning()
        world.peers = { parcel in
            guard parcel.delivery.kind == .reminder else { return Self.accepted }
            return parcel.attempt == 1
                ? TransferEnd(.unknown, reason: "timeout") : TransferEnd(.refused, reason: "rcpt-refused", code: 550)
        }
        world.run(until: "2017-06-20")
        #expect(world.transfers.filter { $0.parcel.delivery.kind == .reminder }.count == 2)
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned failed: may have arrived; no answer came"])
        world.expectSound()
    }

    @Test("no answer, then a restart: the same Message-ID, and the count goes on")
    func unknownOverRestart() throws {
        var world = try morning()
        world.peers = { $0.delivery.kind == .reminder ? TransferEnd(.unknown, reason: "timeout") : Self.accepted }
        world.run(until: "2017-06-16 09:01")
        world.sleep(until: "2017-06-16 09:02")
        world.run(until: "2017-06-20")
        #expect(world.transfers.filter { $0.parcel.delivery.kind == .reminder }.count == 3)
        world.expectSound()
    }

    @Test("the channel's fault holds the channel, spends no attempt, probes with one, and recovers")
    func channelDown() throws {
        let units = (1...6).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var world = try morning(units: units, nodes: [node])
        let back = moment("2017-06-16 10:00")
        world.peers = { $0.at < back ? TransferEnd(.channelDown, reason: "auth", code: 535) : Self.accepted }
        world.run(until: "2017-06-16 09:00")
        // Two were begun at once; none of the others is tried while the channel is held.
        #expect(world.transfers.count == 2)
        #expect(world.engine.standing(now: world.now, since: nil).heldChannels == ["mail": "auth"])
        #expect(world.engine.standing(now: world.now, since: nil).undelivered.count == 6)
        world.run(until: "2017-06-16 09:59")
        // Probes after 1, 5 and 15 minutes, then every half hour.
        #expect(
            world.attempts.map { $0.prefix(11) } == [
                "06-16 09:00", "06-16 09:00", "06-16 09:01", "06-16 09:06", "06-16 09:21", "06-16 09:51",
            ])
        world.run(until: "2017-06-16 12:00")
        #expect(world.told.count == 6)
        #expect(world.told.allSatisfy { $0.hasPrefix("06-16 10:21") })
        #expect(world.engine.standing(now: world.now, since: nil).heldChannels == [:])
        world.expectSound()
    }

    @Test("an outage longer than patience ends nothing: the first greylisting after it is not the last straw")
    func longOutage() throws {
        var world = try morning()
        let back = moment("2017-06-23 09:00")
        world.peers = { parcel in
            if parcel.at < back { return TransferEnd(.channelDown, reason: "tls") }
            return parcel.at < back.adding(seconds: 3600) ? TransferEnd(.deferred, reason: "greylisted") : Self.accepted
        }
        world.run(until: "2017-06-26")
        #expect(world.told == ["06-23 10:50 a: 1.1 assigned, 1.1 10wd"])
        world.expectSound(patience: 12 * 86400)
    }

    @Test("one channel's fault does not hold another")
    func twoChannels() throws {
        var inputs = Files.inputs([Files.june]) { $0.channels = Sourced(["mail", "hook"]) }
        inputs.channels["hook"] = ChannelTraits(addressing: .unit, limit: 1, messageIDDomain: "")
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.peers = { $0.delivery.channel == "mail" ? TransferEnd(.channelDown, reason: "tls") : Self.accepted }
        world.run(until: "2017-06-16 12:00")
        #expect(world.told == ["06-16 09:00 a: 1.1 assigned, 1.1 10wd"])
        // One of the unit's own recipients took it.
        #expect(world.fates("1.1", "a").suffix(1) == ["assigned sent"])
        world.expectSound()
    }

    @Test("overdue goes before due, due before ahead, and no more at once than the channel may")
    func order() throws {
        let units = (1...4).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let nodes = [
            Files.Node(id: "1.1", deadline: "2017-07-12", units: ["u1"]),
            Files.Node(id: "1.2", deadline: "2017-06-30", units: ["u2"]),
            Files.Node(id: "1.3", deadline: "2017-07-05", units: ["u3"]),
            Files.Node(id: "1.4", deadline: "2017-06-30", units: ["u4"]),
        ]
        var inputs = Files.inputs(nodes, units: units) { $0.ahead = Sourced([.workdays(5)]) }
        inputs.channels["mail"]?.limit = 1
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-07-05 12:00")
        #expect(
            world.told.suffix(4) == [
                "07-05 09:00 u2: 1.2 overdue-1", "07-05 09:00 u4: 1.4 overdue-1", "07-05 09:00 u3: 1.3 due",
                "07-05 09:00 u1: 1.1 5wd",
            ])
        world.expectSound()
    }

    @Test("an answer that comes twice, or to another attempt, changes nothing")
    func staleAnswer() throws {
        var world = try morning()
        world.run(until: "2017-06-16 10:00")
        let id = try #require(world.transfers.first?.parcel.delivery.id)
        var engine = world.engine
        #expect(engine.ended(id, attempt: 1, Self.accepted, now: world.now, jitter: 0).isEmpty)
        #expect(engine.ended(DeliveryID(rawValue: 99), attempt: 1, Self.accepted, now: world.now, jitter: 0).isEmpty)
    }
}

@Suite("Back-off")
struct BackOffTests {
    @Test("grows to its last step and stays there", arguments: [(0, 300), (1, 300), (2, 900), (6, 10800), (99, 10800)])
    func delay(attempts: Int, seconds: Int64) {
        #expect(BackOff.mail.delay(after: attempts, jitter: 0) == seconds)
    }

    @Test("jitter adds up to a tenth, and nonsense no more", arguments: [(0.5, 315), (1, 330), (7, 330), (-1, 300)])
    func jitter(jitter: Double, seconds: Int64) {
        #expect(BackOff.mail.delay(after: 1, jitter: jitter) == seconds)
    }

    @Test("a channel is held longer with each fault in a row", arguments: [(1, 60), (2, 300), (4, 1800), (9, 1800)])
    func hold(faults: Int, seconds: Int64) {
        #expect(BackOff.mail.hold(after: faults, jitter: 0) == seconds)
    }
}
