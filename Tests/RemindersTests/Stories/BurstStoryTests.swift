import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A burst larger than what is decided at once")
struct BurstStoryTests {
    private static let units = (1...9).map { Files.unit("u\($0)", ["u\($0)@x"]) }

    /// Nine units with two items each, handed out on Friday 16 June 2017 at nine, two messages at a time.
    private func burst(_ change: (inout PlanInputs) -> Void = { _ in }) throws -> World {
        let nodes = (1...18).map {
            Files.Node(id: "1.\($0)", deadline: "2017-06-30", units: ["u\(($0 - 1) % 9 + 1)"])
        }
        var inputs = Files.inputs(nodes, units: Self.units) { $0.ahead = Sourced([.workdays(5)]) }
        inputs.digests = [Files.weekly("Fri *-*-* 09:00")]
        change(&inputs)
        var world = World(inputs, at: "2017-06-15 17:00")
        world.burstPace = .init(step: 1, ahead: 2)
        try world.accept()
        world.run(until: "2017-06-16 08:59")
        return world
    }

    private func settledUntil(_ world: World) -> Moment? { world.ledger.snapshot().lists["demo"]?.settledUntil }

    @Test("each unit gets its one message, and the digest comes after them and counts them")
    func whole() throws {
        var world = try burst()
        world.run(until: "2017-06-16 12:00")
        let order = world.transfers.map { "\($0.parcel.delivery.recipient.address) \($0.parcel.delivery.items.count)" }
        #expect(order == (1...9).map { "u\($0)@x 2" } + ["office@x 0"])
        #expect(world.transfers.allSatisfy { $0.parcel.at == moment("2017-06-16 09:00") })
        world.expectSound()
    }

    @Test("the watermark moves with the last of it, and a process that dies at any step owes the rest")
    func anyStep() throws {
        var calm = try burst()
        let before = calm.steps
        calm.run(until: "2017-06-16 12:00")
        let steps = calm.steps - before
        var isPartial = false
        for fuse in 1...steps {
            var world = try burst()
            let watermark = settledUntil(world)
            world.fuse = fuse
            world.run(until: "2017-06-16 09:00")
            let intended = world.ledger.snapshot().open.count { $0.delivery.kind == .reminder }
            if intended > 0, intended + world.transfers.count < 9 {
                isPartial = true
                #expect(settledUntil(world) == watermark, "step \(fuse)")
            }
            world.kill()
            world.restart(at: "2017-06-16 09:01")
            world.run(until: "2017-06-16 12:00")
            let accepted = world.transfers.filter { $0.verdict == .accepted && $0.parcel.delivery.kind == .reminder }
            #expect(
                accepted.map(\.parcel.delivery.recipient.address).sorted() == (1...9).map { "u\($0)@x" }, "step \(fuse)"
            )
            #expect(Set(accepted.flatMap { $0.parcel.delivery.items.map(\.slot) }).count == 18, "step \(fuse)")
            world.expectSound("step \(fuse)")
        }
        #expect(isPartial)
    }

    @Test("who answers for several units, and units that share a contact, get what is theirs in one message each")
    func circles() throws {
        var world = try burst { inputs in
            inputs.directory = Directory(
                units: (1...9).map { Files.unit("u\($0)", $0 > 6 ? ["many@x", "u\($0)@x"] : ["u\($0)@x"]) })
        }
        world.run(until: "2017-06-16 12:00")
        let reminders = world.transfers.map(\.parcel.delivery).filter { $0.kind == .reminder }
        #expect(reminders.count == 10)
        #expect(reminders.first { $0.recipient.address == "many@x" }?.items.count == 6)
        world.expectSound()
    }

    /// An engine on the morning of the burst, of which it has decided on the first message.
    private func begun() throws -> (engine: ReminderEngine, intents: [Delivery], tokens: [RecordToken]) {
        let world = try burst()
        var engine = world.engine
        let (intents, tokens) = unpack(engine.timerFired(now: nine))
        #expect(intents.map(\.recipient.address) == ["u1@x"])
        return (engine, intents, tokens)
    }

    private let nine = moment("2017-06-16 09:00")

    private func unpack(_ actions: [EngineAction]) -> ([Delivery], [RecordToken]) {
        var found: (intents: [Delivery], tokens: [RecordToken]) = ([], [])
        for case .record(let token, let records) in actions {
            found.tokens.append(token)
            for case .intent(let delivery) in records { found.intents.append(delivery) }
        }
        return found
    }

    /// What is to be recorded next once these are on disk: attempts are accepted, and more of the burst is asked for.
    private func recorded(_ tokens: [RecordToken], _ engine: inout ReminderEngine, _ now: Moment) -> [EngineAction] {
        var queue = engine.recorded(tokens, now: now)
        var records: [EngineAction] = []
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .goOn: queue += engine.goOn(now: now)
            case .recordAttempts(let token, _): queue += engine.recorded([token], now: now)
            case .transfer(let id, let attempt, _):
                let end = TransferEnd(.accepted, reason: "accepted", code: 250)
                queue += engine.ended(id, attempt: attempt, end, now: now, jitter: 0)
            case let action: records.append(action)
            }
        }
        return records
    }

    @Test("what is done while the burst goes on is not said by what is decided later")
    func doneMeanwhile() throws {
        var (engine, intents, tokens) = try begun()
        let done = ActRequest(
            kind: .done, list: "demo", milestone: "1.9", unit: "u9", actor: .init(uid: 7, name: "clerk"), key: "k")
        let more = unpack(try engine.act([done], now: nine).actions)
        intents += more.0
        tokens += more.1
        while !tokens.isEmpty {
            let more = unpack(recorded(tokens, &engine, nine))
            intents += more.0
            tokens = more.1
        }
        let items = intents.filter { $0.kind == .reminder }.map { "\($0.recipient.address) \($0.items.count)" }
        #expect(items == (1...8).map { "u\($0)@x 2" } + ["u9@x 1"])
        #expect(intents.last?.kind == .digest)
    }

    @Test("files that change while the burst goes on find all of it decided")
    func reloadedMeanwhile() throws {
        var (engine, intents, _) = try begun()
        intents += unpack(engine.configured(engine.inputs, now: nine)).0
        #expect(intents.filter { $0.kind == .reminder }.count == 9)
    }

    @Test("a clock that is stepped back while the burst goes on loses nothing, over a reload too")
    func steppedBack() throws {
        var (engine, intents, tokens) = try begun()
        let before = nine.adding(seconds: -2)
        while !tokens.isEmpty {
            let more = unpack(recorded(tokens, &engine, before))
            intents += more.0
            tokens = more.1
        }
        #expect(intents.filter { $0.kind == .reminder }.count < 9)
        intents += unpack(engine.configured(engine.inputs, now: before)).0
        var actions = engine.timerFired(now: nine)
        while case let (more, tokens) = unpack(actions), !tokens.isEmpty {
            intents += more
            actions = recorded(tokens, &engine, nine)
        }
        let told = intents.filter { $0.kind == .reminder }.map(\.recipient.address)
        #expect(Set(told) == Set((1...9).map { "u\($0)@x" }))
        #expect(told.count == 9)
    }

    @Test("a process that is to end decides no more of it")
    func stopping() throws {
        var begun = try begun()
        begun.engine.rests = true
        #expect(unpack(recorded(begun.tokens, &begun.engine, nine)).0.isEmpty)
    }

    @Test("while the disk takes nothing, the timer is not armed in the past, and what fell due goes on once it does")
    func fullDisk() throws {
        var (engine, _, tokens) = try begun()
        // All of it is decided and on its way to the disk: more than is taken up at once.
        tokens += unpack(engine.configured(engine.inputs, now: nine)).1
        let later = moment("2017-06-23 09:00")
        let (intents, digest) = unpack(engine.timerFired(now: later))
        #expect(intents.allSatisfy { $0.kind == .digest })
        #expect(engine.next.map { $0 > later } ?? true)
        let armed = recorded(tokens + digest, &engine, later).compactMap { action in
            if case .arm(let moment) = action { moment } else { nil }
        }
        #expect(armed.last == later)
        #expect(unpack(engine.timerFired(now: later)).0.contains { $0.kind == .reminder })
    }
}
