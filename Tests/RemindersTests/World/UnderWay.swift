import CivilTime
import Reminders
import WorkLists

/// An engine whose transfers end when the test says so, and whose ledger answers at once. Its list `demo` is handed out
/// on Friday 16 June 2017 at nine.
struct UnderWay {
    private(set) var engine: ReminderEngine
    var now = moment("2017-06-16 09:00")
    /// Messages, in the order in which they were decided on.
    private(set) var intents: [Delivery] = []
    /// What is with a courier, oldest first.
    private(set) var underWay: [DeliveryID] = []
    private(set) var alarms: [ChannelAlarm.State] = []
    private(set) var armed: Moment?
    /// Where the list's watermark was moved to last.
    private(set) var settledUntil: Moment?
    private var attempts: [DeliveryID: Int] = [:]

    /// As many units with one obligation each.
    init(units count: Int, limit: Int) throws {
        let units = (1...count).map { Files.unit("u\($0)", ["u\($0)@x"]) }
        let node = Files.Node(id: "1.1", deadline: "2017-06-30", units: units.map(\.id.rawValue))
        var inputs = Files.inputs([node], units: units)
        inputs.channels["mail"]?.limit = limit
        try self.init(inputs)
    }

    init(_ inputs: PlanInputs, pace: ReminderEngine.BurstPace = .init()) throws {
        let accepted = moment("2017-06-15 17:00")
        engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "t"), now: accepted)
        engine.burstPace = pace
        perform(engine.start(now: accepted))
        let request = ActRequest(kind: .accepted, list: "demo", actor: .init(uid: 7, name: "clerk"), key: "k")
        perform(try engine.act([request], now: accepted).actions)
        fire(after: 0)
    }

    mutating func fire(after seconds: Int64) {
        now = now.adding(seconds: seconds)
        perform(engine.timerFired(now: now))
    }

    mutating func end(_ id: DeliveryID, _ end: TransferEnd = TransferEnd(.accepted, reason: "accepted", code: 250)) {
        underWay.removeAll { $0 == id }
        perform(engine.ended(id, attempt: attempts[id] ?? 0, end, now: now, jitter: 0))
    }

    private mutating func perform(_ actions: [EngineAction]) {
        for action in actions {
            switch action {
            case .record(let token, let records), .recordAttempts(let token, let records):
                for record in records {
                    switch record {
                    case .intent(let delivery): intents.append(delivery)
                    case .settledUntil(_, let moment): settledUntil = moment
                    default: break
                    }
                }
                perform(engine.recorded([token], now: now))
            case .transfer(let id, let attempt, _):
                underWay.append(id)
                attempts[id] = attempt
            case .goOn: perform(engine.goOn(now: now))
            case .alarm(let alarm): alarms.append(alarm.state)
            case .arm(let moment): armed = moment
            }
        }
    }
}
