import CivilTime
import Reminders
import Testing
import WorkLists

/// The engine in a world of its own: a naive ledger, scripted peers, and time that passes when it is told to.
///
/// Everything happens in order and at once: record → recorded → transfer → ended. A fuse kills the process at any step;
/// what comes after is built from the ledger alone.
struct World {
    /// What a peer is asked to take.
    struct Parcel {
        let delivery: Delivery
        let attempt: Int
        let at: Moment
    }

    /// A transfer that took place, and what came of it.
    struct Transfer {
        let parcel: Parcel
        /// nil: the process died before the answer was on disk.
        var verdict: TransferEnd.Verdict?
    }

    private(set) var inputs: PlanInputs
    private(set) var ledger = NaiveLedger()
    private(set) var engine: ReminderEngine
    private(set) var now: Moment
    private(set) var armed: Moment?
    private(set) var transfers: [Transfer] = []
    /// What the operator was told of channels.
    private(set) var alarms: [(at: Moment, alarm: ChannelAlarm)] = []
    /// What the other sides answer.
    var peers: (Parcel) -> TransferEnd = { _ in TransferEnd(.accepted, reason: "accepted", code: 250) }
    var jitter: () -> Double = { 0 }
    /// Steps (a commit, a transfer, and what follows each) until the process dies; nil: it lives.
    var fuse: Int?
    /// Steps taken since the start of the world.
    private(set) var steps = 0
    private(set) var isDead = false
    /// How long the journal was when the clock was stepped.
    private(set) var clockSteps: Set<Int> = []
    /// Deliveries that a person had go out at once, whatever the hour.
    private(set) var asked: Set<DeliveryID> = []
    /// How long the journal was when a person had a channel asked at once.
    private(set) var askedChannels: Set<Int> = []
    /// Deadlines that messages called moved, in the order in which these were composed.
    private(set) var moves: [String] = []
    private var queue: [EngineAction] = []
    /// Whether messages are still being composed: their records then wait, and what is said of attempts goes by them.
    var isComposing: () -> Bool = { false }
    private var behind: [EngineAction] = []
    /// How much of a burst the engine decides at a time.
    var burstPace = ReminderEngine.BurstPace() {
        didSet { engine.burstPace = burstPace }
    }
    /// How a message is cut that is too long for its channel; one group, or none: it is not.
    var parts: (Delivery) -> [[Delivery.Item]] = { _ in [] }
    private var actCount = 0
    /// Files that were planned with, for the audit.
    private(set) var history: [(from: Moment, inputs: PlanInputs)] = []

    init(_ inputs: PlanInputs, at now: Moment) {
        self.inputs = inputs
        self.now = now
        engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "naive"), now: now)
        history = [(now, inputs)]
        let adopted = inputs.lists.map { LedgerRecord.adopted(list: $0.id, hash: "1", at: now) }
        perform(engine.start(adopting: adopted, now: now))
    }

    init(_ inputs: PlanInputs, at text: String) {
        self.init(inputs, at: moment(text))
    }

    // MARK: - Time

    /// Lets time pass: everything that is armed up to and with `end` happens.
    mutating func run(until end: Moment) {
        var firings = 0
        var last: Moment?
        while !isDead, let next = armed, next <= end {
            now = max(now, next)
            firings = last == now ? firings + 1 : 0
            last = now
            if firings > 100 {
                Issue.record("the timer fires for ever at \(shown(now))")
                break
            }
            armed = nil
            perform(engine.timerFired(now: now))
        }
        now = max(now, end)
    }

    mutating func run(until text: String) { run(until: moment(text)) }

    /// The clock is stepped, forward or back, and the timer fires for it.
    mutating func stepClock(to moment: Moment) {
        clockSteps.insert(ledger.journal.count)
        now = moment
        armed = nil
        perform(engine.timerFired(now: now))
    }

    /// The clock is at `moment`, and the timer has not fired yet.
    mutating func stepClockWithoutTimer(to moment: Moment) {
        clockSteps.insert(ledger.journal.count)
        now = moment
    }

    // MARK: - The process

    /// The process dies here and now.
    mutating func kill() {
        isDead = true
        queue = []
        behind = []
        armed = nil
        for index in transfers.indices.reversed().prefix(20)
        where !ledger.knowsEnd(of: transfers[index].parcel.delivery.id, transfers[index].parcel.attempt) {
            transfers[index].verdict = nil
        }
    }

    /// A new process goes on from what is on disk, at `text` or now.
    mutating func restart(at text: String? = nil, with files: PlanInputs? = nil) {
        if let text { now = moment(text) }
        if let files { take(files) }
        isDead = false
        armed = nil
        queue = []
        behind = []
        ledger.reopen()
        let snapshot = ledger.snapshot()
        engine = ReminderEngine(inputs: inputs, ledger: snapshot, now: now)
        engine.burstPace = burstPace
        perform(engine.start(now: now))
    }

    /// Dies and comes back at `text`.
    mutating func sleep(until text: String, files: PlanInputs? = nil) {
        kill()
        restart(at: text, with: files)
    }

    /// - Parameter acceptedBy: who took what vanished.
    mutating func reload(_ files: PlanInputs, acceptedBy name: String = "clerk") {
        take(files)
        perform(engine.configured(files, acceptedBy: .init(uid: 1000, name: name), now: now))
    }

    /// As a signal does: what is under way ends, nothing new begins.
    mutating func stop() {
        engine.rests = true
        armed = nil
        perform(engine.timerFired(now: now))
    }

    private mutating func take(_ files: PlanInputs) {
        inputs = files
        history.append((now, files))
    }

    // MARK: - People

    @discardableResult
    mutating func act(
        _ kind: Act.Kind, _ milestone: String? = nil, unit: String? = nil, list: String? = nil, all: Bool = false,
        on: String? = nil, document: String? = nil, until: String? = nil, undoing: Act.Kind? = nil, key: String? = nil
    ) throws -> [Act] {
        actCount += 1
        let request = ActRequest(
            kind: kind, list: list, milestone: milestone, unit: unit, allUnits: all,
            actor: .init(uid: 1000, name: "clerk"), on: on.map(date), document: document,
            until: until.map(date), undoing: undoing, key: key ?? "act-\(actCount)")
        let answer = try engine.act([request], now: now)
        perform(answer.actions)
        return answer.acts
    }

    /// Gives in reports, each by its obligation and the hash of its text; answers which were new.
    @discardableResult
    mutating func file(_ reports: [(String, String)], on: String? = nil) throws -> [String] {
        let filings = try reports.map { name, hash in
            ReportFiling(
                obligation: try #require(ObligationID(name)), body: ReportBody(sha256: hash, bytes: Array(hash.utf8)),
                actor: .init(uid: 1000, name: "clerk"), on: on.map(date))
        }
        let answer = try engine.file(filings, now: now)
        perform(answer.actions)
        return answer.new.map(\.description)
    }

    mutating func accept(_ list: String = "demo") throws { try act(.accepted, list: list) }

    /// Asks for deliveries to be sent now, by their numbers.
    @discardableResult
    mutating func retry(_ ids: Int64...) throws -> (retried: [DeliveryID], hastened: [DeliveryID]) {
        actCount += 1
        let kept = ids.compactMap { ledger.delivery(DeliveryID(rawValue: $0)) }
        let answer = try engine.retry(kept, request(reason: nil), now: now)
        asked.formUnion(answer.retried + answer.hastened)
        perform(answer.actions)
        return (answer.retried, answer.hastened)
    }

    @discardableResult
    mutating func retry(channel: String) throws -> Int {
        let answer = try engine.retry(channel: channel, now: now)
        askedChannels.insert(ledger.journal.count)
        asked.formUnion(
            ledger.kept.values.filter { $0.delivery.channel == channel && $0.state.isOpen }.map(\.delivery.id))
        perform(answer.actions)
        return answer.waiting
    }

    /// Records that a delivery came back; whether that was new.
    @discardableResult
    mutating func bounced(_ id: Int64, reason: String? = "550 no such user") throws -> Bool {
        actCount += 1
        guard let kept = ledger.delivery(DeliveryID(rawValue: id)) else { return false }
        let answer = try engine.bounced(kept, request(reason: reason), now: now)
        perform(answer.actions)
        return answer.isNew
    }

    private func request(reason: String?) -> ReminderEngine.Request {
        ReminderEngine.Request(actor: .init(uid: 1000, name: "clerk"), reason: reason, key: "act-\(actCount)")
    }

    @discardableResult
    mutating func digestNow(
        _ name: String? = nil, unit: UnitID? = nil
    ) throws -> (deliveries: [DeliveryID], isNew: Bool) {
        actCount += 1
        let answer = try engine.digestNow(name, unit: unit, by: request(reason: nil), now: now)
        perform(answer.actions)
        return (answer.deliveries, answer.isNew)
    }

    // MARK: - Carrying out

    private mutating func perform(_ actions: [EngineAction]) {
        queue += actions
        while !isDead, let action = nextAction() {
            switch action {
            case .record(let token, let records), .recordAttempts(let token, let records):
                guard survives() else { return }
                var whole: [LedgerRecord] = []
                for record in records { whole += composed(record) }
                let records = whole
                ledger.write(records, at: now)
                guard survives() else { return }
                queue += engine.recorded([token], now: now)
            case .transfer(let id, let attempt, let channel):
                guard survives() else { return }
                transfer(id, attempt, channel)
            case .goOn:
                queue += engine.goOn(now: now)
            case .arm(let moment):
                armed = moment
            case .alarm(let alarm):
                alarms.append((now, alarm))
            }
        }
    }

    /// A message as it is recorded: whole, or in parts.
    private mutating func composed(_ record: LedgerRecord) -> [LedgerRecord] {
        guard case .intent(let delivery) = record else { return [record] }
        read(engine.briefing(for: delivery, now: now))
        let groups = delivery.part == nil ? parts(delivery) : []
        guard groups.count > 1 else { return [record] }
        let cut = engine.split(delivery.id, into: groups)
        for part in cut { read(engine.briefing(for: part, now: now)) }
        return cut.isEmpty ? [record] : cut.map { .intent($0) }
    }

    private mutating func nextAction() -> EngineAction? {
        while !queue.isEmpty {
            if !behind.isEmpty, !isComposing() { return behind.removeFirst() }
            let action = queue.removeFirst()
            guard case .record = action, !behind.isEmpty || isComposing() else { return action }
            behind.append(action)
        }
        return behind.isEmpty ? nil : behind.removeFirst()
    }

    private mutating func transfer(_ id: DeliveryID, _ attempt: Int, _ channel: String) {
        guard let delivery = engine.delivery(id), let kept = ledger.kept[id] else {
            Issue.record("\(id) is transferred and the ledger does not know it")
            return
        }
        #expect(kept.delivery == delivery && kept.attempts == attempt && kept.isUnderWay, "begun is on disk first")
        #expect(delivery.channel == channel)
        let parcel = Parcel(delivery: delivery, attempt: attempt, at: now)
        let end = peers(parcel)
        transfers.append(Transfer(parcel: parcel, verdict: end.verdict))
        guard survives() else { return }
        queue += engine.ended(id, attempt: attempt, end, now: now, jitter: jitter())
    }

    /// A step is taken, unless the fuse burns down at it.
    private mutating func survives() -> Bool {
        steps += 1
        guard let left = fuse else { return true }
        fuse = left - 1
        if left > 1 { return true }
        fuse = nil
        kill()
        return false
    }

    /// A message says all it covers, each obligation once.
    private mutating func read(_ briefing: Briefing) {
        for item in briefing.sections.flatMap(\.items) {
            guard let old = item.movedFrom else { continue }
            moves.append("\(item.obligation.id.milestone): \(old) to \(item.obligation.deadline)")
        }
        let said = Set(briefing.delivery.items.map(\.slot.obligation))
        let written = briefing.sections.flatMap { $0.items.map(\.obligation.id) }
        #expect(Set(written).count == written.count)
        // A monthly statement names all that is open, beyond its own slots.
        let isStatement = briefing.delivery.items.contains { $0.slot.stage.description.hasPrefix("statement") }
        #expect(
            isStatement || briefing.delivery.kind == .officeList || Set(written).isSubset(of: said),
            "\(briefing.delivery.kind)")
        if briefing.delivery.kind == .digest { #expect(briefing.standing != nil) }
    }
}
