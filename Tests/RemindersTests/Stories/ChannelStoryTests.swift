import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A channel that fails")
struct ChannelStoryTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)
    private static let auth = TransferEnd(.channelDown, reason: "auth", code: 535)

    /// As many units with one obligation each, told over `mail`; the office over `mail` and, if asked, `hook`. The list
    /// is handed out on Friday 16 June 2017 at nine.
    private func office(units count: Int = 3, hook: Bool = true, limit: Int = 2) throws -> World {
        let units = (1...count).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var inputs = Files.inputs([node], units: units)
        inputs.channels["mail"]?.limit = limit
        if hook {
            inputs.channels["hook"] = ChannelTraits(addressing: .unit, limit: 1, messageIDDomain: "")
            inputs.office.channels = ["mail", "hook"]
        }
        var world = World(inputs, at: "2017-06-15 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        return world
    }

    private func alarms(_ world: World) -> [String] {
        world.alarms.map { at, alarm in
            switch alarm.state {
            case .held(let fault): "\(shown(at)) \(alarm.channel) held: \(fault)"
            case .silent(let since, let reason, let waiting):
                "\(shown(at)) \(alarm.channel) silent since \(shown(since)): \(reason), \(waiting) waiting"
            case .freed: "\(shown(at)) \(alarm.channel) freed"
            }
        }
    }

    @Test("the operator is told at once, after four hours once more, and when it is over")
    func alarms() throws {
        var world = try office()
        let back = moment("2017-06-16 14:00")
        world.peers = { $0.delivery.channel == "mail" && $0.at < back ? Self.auth : Self.accepted }
        world.run(until: "2017-06-16 18:00")
        #expect(
            alarms(world) == [
                "06-16 09:00 mail held: auth", "06-16 13:00 mail silent since 06-16 09:00: auth, 3 waiting",
                "06-16 14:21 mail freed",
            ])
        world.expectSound()
    }

    @Test("after four hours the office is told over another channel, once, and again only after the channel recovered")
    func report() throws {
        var world = try office()
        let outages = [("2017-06-16 08:00", "2017-06-19 10:00"), ("2017-06-27 08:00", "2017-06-27 20:00")].map {
            (moment($0.0), moment($0.1))
        }
        world.peers = { parcel in
            let isOut = outages.contains { $0.0 <= parcel.at && parcel.at < $0.1 }
            return parcel.delivery.channel == "mail" && isOut ? Self.auth : Self.accepted
        }
        world.run(until: "2017-06-19 09:00")
        #expect(world.told(.trouble) == ["06-16 13:00 office: channel:mail@2017-06-16T09:00"])
        #expect(world.transfers.last?.parcel.delivery.channel == "mail")
        world.run(until: "2017-06-28 12:00")
        #expect(world.told(.trouble).count == 2)
        #expect(world.told(.trouble).last == "06-27 13:00 office: channel:mail@2017-06-27T09:00")
        #expect(world.told.count == 6)
        world.expectSound()
    }

    @Test("a restart neither forgets the fault, nor hammers the server, nor reports again")
    func restart() throws {
        var world = try office()
        world.peers = { $0.delivery.channel == "mail" ? Self.auth : Self.accepted }
        world.run(until: "2017-06-16 13:10")
        let before = world.attempts.count
        #expect(world.told(.trouble).count == 1)
        for minute in 11...19 { world.sleep(until: "2017-06-16 13:\(minute)") }
        #expect(world.attempts.count == before)
        #expect(world.engine.standing(now: world.now, since: nil).heldChannels == ["mail": "auth"])
        // Who starts it is told what holds.
        #expect(alarms(world).last == "06-16 13:19 mail silent since 06-16 09:00: auth, 3 waiting")
        world.run(until: "2017-06-16 17:59")
        #expect(world.told(.trouble).count == 1)
        // Every half hour, as without the restarts.
        #expect(world.attempts.suffix(2).map { $0.prefix(11) } == ["06-16 17:21", "06-16 17:51"])
        world.expectSound()
    }

    @Test("an only channel cannot report itself: status and the alarm say it")
    func onlyChannel() throws {
        var world = try office(hook: false)
        world.peers = { _ in Self.auth }
        world.run(until: "2017-06-16 13:00")
        #expect(world.told(nil).isEmpty)
        #expect(world.ledger.kept.values.allSatisfy { $0.delivery.kind == .reminder })
        #expect(alarms(world).last == "06-16 13:00 mail silent since 06-16 09:00: auth, 3 waiting")
        let silence = Standing.Silence(since: moment("2017-06-16 09:00"), reason: "auth", waiting: 3)
        #expect(world.engine.standing(now: world.now, since: nil).silentChannels == ["mail": silence])
        world.expectSound()
    }

    @Test("a channel that puts everybody off is silent too; one message that is put off tells of itself")
    func putOff() throws {
        for (units, isSilent) in [(1, false), (2, true)] {
            var world = try office(units: units)
            world.peers = {
                $0.delivery.channel == "mail" ? TransferEnd(.deferred, reason: "full", code: 452) : Self.accepted
            }
            world.run(until: "2017-06-16 18:00")
            #expect(world.alarms.isEmpty == !isSilent, "\(units) units")
            #expect(world.told(.trouble).count == (isSilent ? 1 : 0))
            world.expectSound()
        }
    }

    @Test("where nothing waits, nobody misses an answer")
    func nothingWaits() throws {
        var world = try office(units: 1)
        world.peers = { $0.delivery.channel == "mail" ? Self.auth : Self.accepted }
        world.run(until: "2017-06-16 10:00")
        try world.act(.done, "1.1")
        world.run(until: "2017-06-16 18:00")
        #expect(alarms(world) == ["06-16 09:00 mail held: auth"])
        #expect(world.told(.trouble).isEmpty)
    }

    @Test("what a channel gave up is reported over another one")
    func givenUp() throws {
        var world = try office(units: 1)
        world.peers = {
            $0.delivery.kind == .reminder ? TransferEnd(.refused, reason: "rcpt-refused", code: 550) : Self.accepted
        }
        world.run(until: "2017-06-16 12:00")
        let reports = world.acceptances(.trouble).map(\.parcel)
        #expect(reports.map(\.delivery.channel) == ["hook"])
        #expect(reports.map { shown($0.at) } == ["06-16 09:15"])
        world.expectSound()
    }

    @Test("ten thousand refusals make a handful of reports, each of many items")
    func manyRefused() throws {
        var world = try office(units: 300, hook: false, limit: 8)
        world.peers = {
            $0.delivery.kind == .reminder ? TransferEnd(.refused, reason: "rcpt-refused", code: 550) : Self.accepted
        }
        world.run(until: "2017-06-16 12:00")
        let reports = world.acceptances(.trouble).map(\.parcel.delivery.items.count)
        #expect((2...6).contains(reports.count))
        #expect(reports.reduce(0, +) == 600)
        // What was written of it grows with the refusals, not with their square.
        let written = world.ledger.kept.values.filter { $0.delivery.kind == .trouble }.map(\.delivery.items.count)
        #expect(written.reduce(0, +) < 300 * 64)
        world.expectSound()
    }

    @Test("after a fault it takes one, two, three at once, up to what it may: no storm")
    func noStorm() throws {
        var bench = try UnderWay(units: 20, limit: 6)
        #expect(bench.underWay.count == 6)
        // All six tell of one fault: the next probe comes after the first hold, a minute.
        for id in bench.underWay { bench.end(id, Self.auth) }
        #expect(bench.armed == bench.now.adding(seconds: 60))
        bench.fire(after: 60)
        #expect(bench.underWay.count == 1)
        var counts: [Int] = []
        for _ in 1...8 {
            bench.end(bench.underWay[0], Self.accepted)
            counts.append(bench.underWay.count)
        }
        #expect(counts == [2, 3, 4, 5, 6, 6, 6, 6])
    }

    @Test("an answer to what was begun before the fault frees the channel; a fault of it is the same fault")
    func begunBefore() throws {
        var bench = try UnderWay(units: 20, limit: 3)
        let (first, second, third) = (bench.underWay[0], bench.underWay[1], bench.underWay[2])
        bench.end(first, Self.auth)
        #expect(bench.underWay == [second, third])
        bench.now = bench.now.adding(seconds: 20)
        bench.end(second, Self.auth)
        #expect(bench.underWay == [third])
        bench.end(third, Self.accepted)
        #expect(bench.underWay.count == 2)
        #expect(bench.alarms == [.held(fault: "auth"), .freed])
    }

    @Test("what was given up keeps its place until its end is on disk with the message that tells the office")
    func keepsPlace() throws {
        let world = try office(units: 3, limit: 1)
        var engine = world.engine
        let nine = moment("2017-06-16 09:00")
        var queue = engine.timerFired(now: nine)
        /// What is with a courier, and records that wait for the disk: those with a message that is still composed.
        var underWay: [DeliveryID] = []
        var composing: [RecordToken] = []
        func carryOut() {
            while !queue.isEmpty {
                switch queue.removeFirst() {
                case .record(let token, let records):
                    let givesUp = records.contains { if case .ended = $0 { true } else { false } }
                    if givesUp { composing.append(token) } else { queue += engine.recorded([token], now: nine) }
                case .recordAttempts(let token, _): queue += engine.recorded([token], now: nine)
                case .transfer(let id, _, _): underWay.append(id)
                case .goOn: queue += engine.goOn(now: nine)
                case .alarm, .arm: break
                }
            }
        }
        carryOut()
        #expect(underWay.count == 1)
        let refused = TransferEnd(.refused, reason: "recipient-refused", code: 550)
        queue = engine.ended(underWay[0], attempt: 1, refused, now: nine, jitter: 0)
        carryOut()
        #expect(composing.count == 1)
        #expect(underWay.count == 1)
        queue = engine.recorded(composing, now: nine)
        carryOut()
        #expect(underWay.count == 2)
    }
}
