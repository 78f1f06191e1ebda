package import CivilTime
package import Couriers
package import DeliveryLog
package import Dispatch
package import Messages
package import Reminders
package import Settings
package import WorkLists

/// Carries out what the engine decides, on one serial Dispatch queue: the ledger and the couriers have queues of
/// their own and answer by events. Nothing here decides what is said to whom.
package actor Scheduler {
    package nonisolated let unownedExecutor: UnownedSerialExecutor
    private nonisolated let executor: EngineQueue

    var engine: ReminderEngine
    private let ledger: any Ledger
    private let committer: Committer
    private let clock: DaemonClock
    private let observe: @Sendable (SchedulerEvent) -> Void
    private let leap: Int64?
    private let adopted: [LedgerRecord]
    /// The files' plan, where the engine starts on the one that the last process had.
    private let next: PlanInputs?
    private var composer: Composer
    private var couriers = CourierTable()
    private var timer: WallTimer?
    private var armed: Moment?
    /// Set when the ledger failed for good or the shell must end.
    private var failure: LedgerFailure?
    private var ends: [CheckedContinuation<LedgerFailure?, Never>] = []
    private var isEnded = false

    /// What waits for the disk, in the order the engine asked. One transaction is under way at a time, and takes all.
    private var waiting: [(token: RecordToken, batch: LedgerBatch)] = []
    private var isCommitting = false
    package private(set) var ledgerFault: String?
    /// Callers whose answer means «on disk».
    private var callers: [RecordToken: [CheckedContinuation<LedgerFailure?, Never>]] = [:]
    /// Deliveries under way or composed lately: what a transfer needs without asking the ledger.
    private var parcels: [DeliveryID: (delivery: Delivery, body: MessageBody)] = [:]
    private var isStopping = false
    private var random = SystemRandomNumberGenerator()

    package init(_ setup: Setup) {
        let executor = EngineQueue(label: "deadlined.engine")
        self.executor = executor
        unownedExecutor = executor.asUnownedSerialExecutor()
        engine = setup.engine
        ledger = setup.ledger
        committer = Committer(ledger: setup.ledger)
        composer = setup.composer
        clock = setup.clock
        leap = setup.leap
        adopted = setup.adopted
        next = setup.next
        observe = setup.observe
        _ = couriers.replace(setup.couriers)
    }

    /// The queue everything here runs on: the watchdog is fed from it.
    package nonisolated var queue: DispatchQueue { executor.queue }

    package var now: Moment { clock.now() }

    // MARK: - Events

    /// Takes up what was left and arms the timer.
    package func start() {
        timer = WallTimer(queue: executor.queue, clock: clock) { [weak self] in
            self?.assumeIsolated { $0.timerFired() }
        }
        guard let next else { return step { $0.start(adopting: adopted, now: $1) } }
        // What the last process owed is settled by the files it had; a rule that is new counts from now on.
        step { $0.start(now: $1) }
        step { $0.configured(next, adopting: adopted, now: $1) }
    }

    private func timerFired() {
        step { $0.timerFired(now: $1) }
    }

    /// Records acts, all or none; returns once they are on disk.
    package func act(_ requests: [ActRequest], isDryRun: Bool) async throws -> (acts: [Act], known: Int) {
        let now = clock.now()
        var trial = engine
        let (acts, known, actions) = try trial.act(requests, now: now)
        if isDryRun { return (acts, known) }
        engine = trial
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return (acts, known)
    }

    /// Sends the digest; returns once it is on disk.
    package func digestNow(unit: UnitID?) async throws -> (deliveries: [DeliveryID], isNew: Bool) {
        let now = clock.now()
        let (deliveries, isNew, actions) = engine.digestNow(unit: unit, now: now)
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return (deliveries, isNew)
    }

    /// What the digest would say now.
    package func digestPreview(unit: UnitID?) -> MessageBody? {
        let now = clock.now()
        var trial = engine
        let (ids, _, actions) = trial.digestNow(unit: unit, now: now.adding(seconds: 3600))
        guard let id = ids.first else { return nil }
        for case .record(_, let records) in actions {
            for case .intent(let delivery) in records where delivery.id == id {
                guard let seat = couriers.seats[delivery.channel] else { continue }
                return try? composer.compose(trial.briefing(for: delivery, now: now), for: seat.channel)
            }
        }
        return nil
    }

    /// New files: the engine plans anew, messages are composed with the new templates, channels get new couriers.
    package func configure(
        _ inputs: PlanInputs, composer: Composer, couriers new: [(ChannelSettings, any Courier)],
        adopted: [LedgerRecord]
    ) async throws {
        self.composer = composer
        for courier in couriers.replace(new) { Task { await courier.close() } }
        step { $0.configured(inputs, adopting: adopted, now: $1) }
        observe(.configured(lists: inputs.lists.count, obligations: engine.obligationCount))
    }

    /// No other transfer begins; those under way go on.
    package func beginNothing() {
        isStopping = true
        engine.isStopping = true
        timer?.cancel()
    }

    /// Ends after what is under way has ended and is on disk: at most `seconds`.
    /// - Returns: why facts could not be written, which are lost then; nil where all are on disk.
    @discardableResult
    package func stop(within seconds: Int) async -> LedgerFailure? {
        beginNothing()
        // In a task of its own: where the caller's is cancelled, no sleep would last.
        return await Task { await settle(within: seconds) }.value
    }

    private func settle(within seconds: Int) async -> LedgerFailure? {
        for _ in 0..<(seconds * 20) where couriers.carriedCount > 0 || isCommitting || !waiting.isEmpty {
            if ledgerFault != nil, couriers.carriedCount == 0 { break }
            try? await Task.sleep(for: .milliseconds(50))
        }
        for courier in couriers.replace([]) { await courier.close() }
        // Held back by the disk: once more, without waiting for the next try's time.
        commit()
        while isCommitting { try? await Task.sleep(for: .milliseconds(50)) }
        committer.close()
        let unwritten = waiting.reduce(0) { $0 + $1.batch.records.count }
        if let failure { return failure }
        // Nothing is written any more: a late act is refused, and the next try does not come.
        failure = .fatal("closed")
        guard unwritten > 0 else { return nil }
        observe(.unwritten(unwritten))
        return .retryable(ledgerFault ?? "busy")
    }

    /// Returns when the ledger has failed for good, or when it was told to end.
    package func untilFailure() async -> LedgerFailure? {
        if failure != nil || isEnded { return failure }
        return await withCheckedContinuation { ends.append($0) }
    }

    package func end() {
        // TERM may come before anybody waits for the end.
        isEnded = true
        for continuation in ends { continuation.resume(returning: failure) }
        ends = []
    }

    // MARK: - Carrying out

    private func step(_ event: (inout ReminderEngine, Moment) -> [EngineAction]) {
        perform(event(&engine, clock.now()))
    }

    private func perform(_ actions: [EngineAction]) {
        for action in actions {
            switch action {
            case .record(let token, let records), .recordAttempts(let token, let records):
                waiting.append((token, LedgerBatch(records, bodies: compose(records))))
            case .transfer(let id, let attempt, let channel):
                transfer(id, attempt: attempt, channel: channel)
            case .arm(let moment):
                armed = moment
                if !clock.isScaled { timer?.arm(moment) }
            }
        }
        commit()
        pace()
    }

    /// On a scaled clock, time passes only while nothing is under way.
    private func pace() {
        guard clock.isScaled, !isStopping else { return }
        if engine.isBusy || isCommitting || !waiting.isEmpty {
            clock.hold()
            timer?.arm(nil)
        } else {
            clock.release(next: armed, leapTo: leap)
            timer?.arm(armed)
        }
    }

    private func compose(_ records: [LedgerRecord]) -> [DeliveryID: MessageBody] {
        var bodies: [DeliveryID: MessageBody] = [:]
        let now = clock.now()
        for case .intent(let delivery) in records {
            guard let seat = couriers.seats[delivery.channel] else {
                // A channel that the new files no longer have: the engine withdraws the message next.
                bodies[delivery.id] = MessageBody(media: .mail, subject: "(no channel)", bytes: [])
                continue
            }
            let body: MessageBody
            do {
                body = try composer.compose(engine.briefing(for: delivery, now: now), for: seat.channel)
            } catch {
                observe(.notComposed(delivery.id, "\(error)"))
                body = MessageBody(media: .mail, subject: "(not composed)", bytes: [])
            }
            bodies[delivery.id] = body
            parcels[delivery.id] = (delivery, body)
        }
        return bodies
    }

    // MARK: - The ledger

    private func commit() {
        guard !isCommitting, !waiting.isEmpty, failure == nil else { return }
        isCommitting = true
        let taken = waiting
        waiting = []
        let batch = LedgerBatch(
            taken.flatMap(\.batch.records),
            bodies: taken.reduce(into: [:]) { $0.merge($1.batch.bodies) { first, _ in first } })
        let queue = executor.queue
        committer.submit(batch) { result in
            queue.async { self.assumeIsolated { $0.committed(taken, result) } }
        }
    }

    private func committed(
        _ taken: [(token: RecordToken, batch: LedgerBatch)], _ result: Result<[Bool], LedgerFailure>
    ) {
        isCommitting = false
        switch result {
        case .success:
            if ledgerFault != nil {
                ledgerFault = nil
                observe(.ledgerFreed)
            }
            for (token, batch) in taken { tell(batch); release(token, nil) }
            let now = clock.now()
            perform(engine.recorded(taken.map(\.token), now: now))
        case .failure(.retryable(let name)):
            // Nothing is lost: the batch keeps its place and is tried again.
            waiting = taken + waiting
            if ledgerFault == nil { observe(.ledgerHeld(name)) }
            ledgerFault = name
            for token in callers.keys { release(token, .retryable(name)) }
            executor.queue.asyncAfter(deadline: .now() + .seconds(2)) { self.assumeIsolated { $0.commit() } }
        case .failure(.fatal(let name)):
            failure = .fatal(name)
            for token in callers.keys { release(token, failure) }
            end()
        }
    }

    private func onDisk(_ token: RecordToken) async -> LedgerFailure? {
        // After a failure for good nothing is written any more, and nobody would be told.
        if let failure { return failure }
        return await withCheckedContinuation { callers[token, default: []].append($0) }
    }

    private func release(_ token: RecordToken, _ failure: LedgerFailure?) {
        for caller in callers.removeValue(forKey: token) ?? [] { caller.resume(returning: failure) }
    }

    private func firstToken(_ actions: [EngineAction]) -> RecordToken? {
        for case .record(let token, _) in actions { return token }
        return nil
    }

    /// Says what is on disk now.
    private func tell(_ batch: LedgerBatch) {
        for record in batch.records {
            switch record {
            case .intent(let delivery):
                observe(.intended(delivery, subject: batch.bodies[delivery.id]?.subject ?? ""))
            case .ended(let id, let attempt, let end, let state, _, let at):
                guard let parcel = parcels[id] else { continue }
                observe(.ended(parcel.delivery, subject: parcel.body.subject, attempt: attempt, end, state, at: at))
                if !state.isOpen { parcels[id] = nil }
            case .dropped(let id, let state, let reason, _, _):
                observe(.dropped(id, state, reason: reason))
                parcels[id] = nil
            case .fate(let fate):
                observe(.fate(fate))
            case .act(let act):
                observe(.act(act))
            case .adopted, .seen, .gone, .begun, .settledUntil:
                break
            }
        }
    }

    // MARK: - Transfers

    private func transfer(_ id: DeliveryID, attempt: Int, channel: String) {
        guard let seat = couriers.seats[channel] else {
            return finish(id, attempt, TransferEnd(.channelDown, reason: "no-courier"), seat: nil)
        }
        guard let delivery = engine.delivery(id) else { return }
        couriers.entered(seat.number)
        if let known = parcels[id] {
            carry(delivery, known.body, attempt, seat)
        } else {
            let ledger = ledger
            let queue = executor.queue
            // Reading blocks: not on the engine's queue.
            Self.reading.async {
                let found = Result { try ledger.body(of: id) }
                queue.async {
                    self.assumeIsolated { scheduler in
                        switch found {
                        case .success(let body):
                            scheduler.carry(delivery, body, attempt, seat)
                        case .failure:
                            // Not the message's fault: it costs no attempt, and is tried again.
                            scheduler.finish(
                                id, attempt, TransferEnd(.channelDown, reason: "ledger-read"), seat: seat.number)
                        }
                    }
                }
            }
        }
    }

    private static let reading = DispatchQueue(label: "deadlined.ledger.reading")

    private func carry(_ delivery: Delivery, _ body: MessageBody?, _ attempt: Int, _ seat: CourierTable.Seat) {
        guard let body, !body.bytes.isEmpty else {
            return finish(delivery.id, attempt, TransferEnd(.refused, reason: "not-composed"), seat: seat.number)
        }
        parcels[delivery.id] = (delivery, body)
        let parcel = Parcel(
            delivery: delivery.id.rawValue, attempt: attempt, messageID: delivery.messageID,
            to: delivery.recipient.address, envelopeSender: seat.channel.envelopeSender, bytes: body.bytes)
        let courier = seat.courier
        let id = delivery.id
        let number = seat.number
        let queue = executor.queue
        courier.carry(parcel, notes: nil) { end in
            queue.async { self.assumeIsolated { $0.finish(id, attempt, end, seat: number) } }
        }
    }

    private func finish(_ id: DeliveryID, _ attempt: Int, _ end: TransferEnd, seat: Int?) {
        if let seat, let idle = couriers.left(seat) { Task { await idle.close() } }
        let jitter = Double.random(in: 0...1, using: &random)
        step { $0.ended(id, attempt: attempt, end, now: $1, jitter: jitter) }
    }
}
