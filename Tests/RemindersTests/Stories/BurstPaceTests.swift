import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A burst goes at the pace of its channels")
struct BurstPaceTests {
    private static let units = (1...30).map { Files.unit("u\($0)", ["u\($0)@x"]) }

    /// Thirty units over `mail`, two at once; the first `hooked` over `hook` instead.
    private func office(
        hooked: Int = 0, longest: Int64 = 600, _ change: (inout PlanInputs) -> Void = { _ in }
    ) throws -> UnderWay {
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: Self.units.map(\.id.rawValue))
        var inputs = Files.inputs([node], units: Self.units) { $0.ahead = Sourced([.workdays(5)]) }
        inputs.channels["hook"] = ChannelTraits(addressing: .unit, limit: 2, messageIDDomain: "")
        for unit in Self.units.prefix(hooked) {
            inputs.policies.units[unit.id, default: PolicyOverrides()].channels = Sourced(["hook"])
        }
        change(&inputs)
        var pace = ReminderEngine.BurstPace(step: 1, ahead: 3)
        pace.longest = longest
        return try UnderWay(inputs, pace: pace)
    }

    /// Everything that is under way over a channel ends, and what follows it.
    private func endAll(_ channel: String, _ office: inout UnderWay) {
        while let next = office.underWay.first(where: { [engine = office.engine] in
            engine.delivery($0)?.channel == channel
        }) { office.end(next) }
    }

    private func count(_ office: UnderWay, _ channel: String) -> Int {
        office.intents.count { $0.channel == channel && $0.kind == .reminder }
    }

    @Test(
        "a channel that is busy is not decided for further ahead than it has use for, and each gets its own in the end")
    func paced() throws {
        var office = try office()
        // Two are under way, three wait.
        #expect(count(office, "mail") == 5)
        for ended in 1...30 {
            office.end(office.underWay[0])
            #expect(count(office, "mail") == min(ended + 5, 30))
        }
        #expect(office.intents.map(\.recipient.address).sorted() == Self.units.map { "\($0.id)@x" }.sorted())
        #expect(office.settledUntil == moment("2017-06-16 09:00"))
    }

    @Test("the watermark stands until the last of it is decided")
    func watermark() throws {
        var office = try office()
        for _ in 1...25 {
            #expect(office.settledUntil == moment("2017-06-15 17:00"))
            if let first = office.underWay.first { office.end(first) }
        }
        #expect(count(office, "mail") == 30)
        #expect(office.settledUntil == moment("2017-06-16 09:00"))
    }

    @Test("a channel that hangs holds up nobody who is told over another")
    func apart() throws {
        var office = try office(hooked: 10)
        #expect(count(office, "mail") == 5)
        #expect(count(office, "hook") == 5)
        endAll("hook", &office)
        #expect(count(office, "hook") == 10)
        #expect(count(office, "mail") == 5)
    }

    @Test("who is told over two channels waits for neither")
    func both() throws {
        var office = try office { inputs in
            inputs.policies.all.channels = Sourced(["mail", "hook"])
        }
        #expect(count(office, "mail") == 5)
        endAll("hook", &office)
        #expect(count(office, "hook") == 30)
        #expect(count(office, "mail") == 30)
    }

    @Test("a channel that is held, or limited by its rate, is not waited for: what it is to say is on disk")
    func held() throws {
        var held = try office()
        held.end(held.underWay[0], TransferEnd(.channelDown, reason: "auth", code: 535))
        #expect(count(held, "mail") == 30)
        let limited = try office { $0.channels["mail"]?.rates = [RateLimit(count: 2, seconds: 60)] }
        #expect(count(limited, "mail") == 30)
    }

    @Test(
        "what falls due meanwhile is decided on at once where its channel is free, and no watermark passes what is owed"
    )
    func meanwhile() throws {
        var office = try office(hooked: 1, longest: 7200) { inputs in
            inputs.policies.units["u1"]?.at = Sourced(.hour(10))
        }
        #expect(count(office, "hook") == 0)
        office.fire(after: 3600)
        #expect(count(office, "hook") == 1)
        #expect(count(office, "mail") == 5)
        endAll("hook", &office)
        #expect(office.settledUntil == moment("2017-06-15 17:00"))
        endAll("mail", &office)
        #expect(office.settledUntil == moment("2017-06-16 10:00"))
    }

    @Test("after ten minutes everything is decided, however much waits")
    func patience() throws {
        var office = try office()
        #expect(office.armed == moment("2017-06-16 09:10"))
        office.fire(after: 599)
        #expect(count(office, "mail") == 5)
        office.fire(after: 1)
        #expect(count(office, "mail") == 30)
        #expect(office.settledUntil == moment("2017-06-16 09:00"))
    }

    @Test("who is told of what fell due meanwhile too, and still waits, gets one message")
    func merged() throws {
        var office = try office(longest: 7200) { inputs in
            inputs.directory = Directory(
                units: Self.units.dropLast(2) + ["u29", "u30"].map { Files.unit($0, ["z@x"]) })
            inputs.policies.units["u30", default: PolicyOverrides()].at = Sourced(.hour(10))
        }
        #expect(!office.intents.contains { $0.recipient.address == "z@x" })
        office.fire(after: 3600)
        endAll("mail", &office)
        let both = office.intents.filter { $0.recipient.address == "z@x" }
        #expect(both.map(\.items.count) == [2])
        #expect(count(office, "mail") == 29)
        #expect(office.settledUntil == moment("2017-06-16 10:00"))
    }

    @Test("a clock that is stepped back moves no watermark past what is to come again")
    func steppedBack() throws {
        var office = try office(hooked: 10)
        office.fire(after: -10)
        endAll("hook", &office)
        endAll("mail", &office)
        #expect(office.settledUntil == moment("2017-06-16 09:00").adding(seconds: -10))
        office.fire(after: 20)
        endAll("hook", &office)
        endAll("mail", &office)
        let told: [String] = office.intents.flatMap { $0.recipient.units.map(\.rawValue) }
        let units: [String] = Self.units.map(\.id.rawValue)
        #expect(told.sorted() == units.sorted())
        #expect(office.settledUntil == moment("2017-06-16 09:00").adding(seconds: 10))
    }
}
