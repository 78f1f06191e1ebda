import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("What was under way, handed out, or left without a channel")
struct UnderWayStoryTests {
    @Test("put off while it was recorded as done: it is withdrawn when it comes back, and not sent again")
    func doneWhileUnderWay() throws {
        let accepted = moment("2017-06-15 17:00")
        let morning = moment("2017-06-16 09:00")
        var engine = ReminderEngine(
            inputs: Files.inputs([Files.june]), ledger: LedgerSnapshot(tag: "t"), now: accepted)
        var transfers: [DeliveryID] = []
        var dropped: [DeliveryState] = []
        func perform(_ actions: [EngineAction], _ now: Moment) {
            for action in actions {
                switch action {
                case .record(let token, let records), .recordAttempts(let token, let records):
                    for case .dropped(_, let state, _, _, _) in records { dropped.append(state) }
                    perform(engine.recorded([token], now: now), now)
                case .transfer(let id, _, _): transfers.append(id)
                case .goOn: perform(engine.goOn(now: now), now)
                case .arm, .alarm: break
                }
            }
        }
        func record(_ kind: Act.Kind, _ milestone: String?, list: String?, _ now: Moment) throws {
            let request = ActRequest(
                kind: kind, list: list, milestone: milestone, actor: .init(uid: 7, name: "clerk"), key: kind.rawValue)
            perform(try engine.act([request], now: now).actions, now)
        }
        perform(engine.start(now: accepted), accepted)
        try record(.accepted, nil, list: "demo", accepted)
        perform(engine.timerFired(now: morning), morning)
        let id = try #require(transfers.first)
        try record(.done, "1.1", list: nil, morning)
        #expect(dropped.isEmpty)
        let end = TransferEnd(.deferred, reason: "greylisted", code: 451)
        perform(engine.ended(id, attempt: 1, end, now: morning, jitter: 0), morning)
        #expect(dropped == [.withdrawn])
        perform(engine.timerFired(now: moment("2017-06-16 12:00")), moment("2017-06-16 12:00"))
        #expect(transfers == [id])
    }

    @Test("what may have arrived ends as failed when its channel leaves the files")
    func channelGone() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-06-15 17:00")
        try world.accept()
        world.peers = { _ in TransferEnd(.unknown, reason: "timeout") }
        world.run(until: "2017-06-16 09:01")
        var inputs = world.inputs
        inputs.channels = [:]
        world.reload(inputs)
        #expect(world.fates("1.1", "a").contains("assigned failed: may have arrived; its channel is gone"))
    }

    @Test("nothing is reminded of before it was handed out")
    func handedOutFirst() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-05-31 08:00")
        try world.accept()
        world.run(until: "2017-06-02")
        #expect(world.told == ["06-01 09:00 a: 1.1 assigned"])
        #expect(world.fates("1.1", "a").contains("30d superseded: the handing-out follows and says it"))
        world.expectSound()
    }

    @Test("a monthly statement names all that was asked after, and nothing that was not")
    func statement() throws {
        let nodes = [
            Files.june, Files.Node(id: "1.2", deadline: "2017-07-26", units: ["a"]),
            Files.Node(id: "1.3", deadline: "2017-07-31", units: ["a"]),
        ]
        var world = World(Files.inputs(nodes), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-08-02")
        let delivery = try #require(
            world.transfers.last {
                $0.parcel.delivery.items.contains { $0.slot.stage.description == "statement-2017-08" }
            }
        ).parcel.delivery
        #expect(delivery.items.map(\.slot.obligation.milestone) == ["1.1"])
        let briefing = world.engine.briefing(for: delivery, now: moment("2017-08-01 09:00"))
        #expect(briefing.sections.flatMap(\.items).map(\.obligation.id.milestone) == ["1.1", "1.2"])
    }
}
