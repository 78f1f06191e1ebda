package import CivilTime
package import Couriers
package import DeliveryLog
package import Dispatch
package import Messages
package import Reminders
package import Settings

/// Carries out what the engine decides, on one serial Dispatch queue: the ledger and the couriers have queues of
/// their own and answer by events. Nothing here decides what is said to whom.
package actor Scheduler {
    package nonisolated let unownedExecutor: UnownedSerialExecutor

    nonisolated let executor: EngineQueue

    private var decider: ReminderEngine
    let ledger: any Ledger
    let committer: Committer
    let clock: DaemonClock
    let observe: @Sendable (SchedulerEvent) -> Void
    private let leap: Int64?
    private let adopted: [LedgerRecord]
    /// The files' plan, where the engine starts on the one that the last process had.
    private var next: PlanInputs?
    var composer: Composer
    var couriers = CourierTable()
    private var timer: WallTimer?
    private var armed: Moment?
    /// Set when the ledger failed for good or the shell must end.
    var failure: LedgerFailure?
    private var ends: [CheckedContinuation<LedgerFailure?, Never>] = []
    private var isEnded = false

    /// What waits for the disk. One transaction is under way at a time, and takes all that may go.
    var records = RecordQueue()
    var isCommitting = false
    /// Whether the next commit waits for more.
    var pacing = CommitPacing()
    var isGathering = false
    /// Set while a commit that failed is to be tried again.
    var isRetrySet = false
    package internal(set) var ledgerFault: String?
    /// Callers whose answer means «on disk».
    var callers: [RecordToken: [CheckedContinuation<LedgerFailure?, Never>]] = [:]
    /// Deliveries under way or composed lately: what a transfer needs without asking the ledger.
    var parcels = ParcelShelf()
    private(set) var isStopping = false
    /// nil: the clock is a rehearsal's, and right by definition.
    var sense: ClockSense?
    var look: (any DispatchSourceTimer)?
    var random = SystemRandomNumberGenerator()

    package init(_ setup: Setup) {
        let executor = EngineQueue(label: "deadlined.engine")
        self.executor = executor
        unownedExecutor = executor.asUnownedSerialExecutor()
        decider = setup.engine
        ledger = setup.ledger
        committer = Committer(ledger: setup.ledger)
        composer = setup.composer
        clock = setup.clock
        leap = setup.leap
        adopted = setup.adopted
        next = setup.next
        sense = setup.sense
        observe = setup.observe
        _ = couriers.replace(setup.couriers)
    }

    /// Read and changed where it stands: a copy, however short its life, counts a reference for each of its tables.
    var engine: ReminderEngine {
        _read { yield decider }
        _modify { yield &decider }
    }

    /// The queue everything here runs on: the watchdog is fed from it.
    package nonisolated var queue: DispatchQueue { executor.queue }

    /// The time that is gone by here.
    package var now: Moment { readClock() }

    // MARK: - Events

    /// Takes up what was left and arms the timer.
    package func start() {
        timer = WallTimer(queue: executor.queue, clock: clock) { [weak self] in
            self?.assumeIsolated { $0.timerFired() }
        }
        watchClock()
        guard next != nil else { return step { $0.start(adopting: adopted, now: $1) } }
        // What the last process owed is settled by the files it had; a rule that is new counts from now on.
        step { $0.start(now: $1) }
        takeUpFiles()
    }

    /// Takes up files that changed while no process ran; while the clock is in doubt nothing new can be dated.
    func takeUpFiles() {
        guard let files = next, sense?.doubt == nil else { return }
        next = nil
        step { $0.configured(files, adopting: adopted, now: $1) }
    }

    private func timerFired() {
        step { $0.timerFired(now: $1) }
    }

    /// Records acts, all or none; returns once they are on disk.
    package func act(_ requests: [ActRequest], isDryRun: Bool) async throws -> (acts: [Act], known: Int) {
        try refuseInDoubt()
        let now = readClock()
        var trial = engine
        let (acts, known, actions) = try trial.act(requests, now: now)
        if isDryRun { return (acts, known) }
        engine = trial
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return (acts, known)
    }

    /// New files: the engine plans what changed, messages are composed with the new templates, channels get new couriers.
    ///
    /// What can be planned beforehand is, beside the engine's queue: a timer does not wait for a large list.
    package nonisolated func configure(
        _ inputs: PlanInputs, composer: Composer, couriers new: [(ChannelSettings, any Courier)],
        adopted: [LedgerRecord], acceptedBy: Act.Actor? = nil
    ) async throws {
        let basis = await basis
        let prepared = PreparedPlan(inputs, after: basis)
        await take(prepared, composer: composer, couriers: new, adopted: adopted, acceptedBy: acceptedBy)
        // A large list is freed here, not on the engine's queue.
        withExtendedLifetime((basis, prepared)) {}
    }

    private var basis: PreparedPlan.Basis { engine.basis }

    private func take(
        _ prepared: PreparedPlan, composer: Composer, couriers new: [(ChannelSettings, any Courier)],
        adopted: [LedgerRecord], acceptedBy: Act.Actor?
    ) {
        self.composer = composer
        for courier in couriers.replace(new) { Task { await courier.close() } }
        step { $0.configured(prepared, adopting: adopted, acceptedBy: acceptedBy, now: $1) }
        observe(.configured(lists: prepared.inputs.lists.count, obligations: engine.obligationCount))
    }

    /// No other transfer begins; those under way go on.
    package func beginNothing() {
        isStopping = true
        engine.rests = true
        timer?.cancel()
        look?.cancel()
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
        for _ in 0..<(seconds * 20) where couriers.carriedCount > 0 || isCommitting || !records.isEmpty {
            if ledgerFault != nil, couriers.carriedCount == 0 { break }
            try? await Task.sleep(for: .milliseconds(50))
        }
        // What hangs until now is cut short: the log says how far it came, and nothing that cannot have arrived is
        // taken for unknown at the next start.
        await withDiscardingTaskGroup { group in
            for courier in couriers.removeAll() { group.addTask { await courier.close() } }
        }
        // Held back by the disk: once more, without waiting for the next try's time.
        retry()
        while isCommitting { try? await Task.sleep(for: .milliseconds(50)) }
        committer.close()
        let unwritten = records.recordCount
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

    func step(_ event: (inout ReminderEngine, Moment) -> [EngineAction]) {
        let now = readClock()
        perform(event(&engine, now))
    }

    func perform(_ actions: [EngineAction]) {
        var transfers: [Transfer] = []
        var goesOn = false
        for action in actions {
            switch action {
            case .record(let token, let facts):
                records.add(token, facts)
            case .recordAttempts(let token, let facts):
                records.addAttempts(token, facts)
            case .transfer(let id, let attempt, let channel):
                transfers.append(Transfer(id: id, attempt: attempt, channel: channel))
            case .goOn:
                goesOn = true
            case .alarm(let alarm):
                observe(.alarm(alarm))
            case .arm(let moment):
                armed = moment
                if !clock.isScaled { timer?.arm(moment) }
            }
        }
        begin(transfers)
        // The disk and the lanes wait for nothing else; what only passes through to the disk goes there behind it.
        commit()
        composeNext()
        commit()
        if goesOn { step { $0.goOn(now: $1) } }
        pace()
    }

    /// On a scaled clock, time passes only while nothing is under way.
    private func pace() {
        guard clock.isScaled, !isStopping else { return }
        if engine.isBusy || isCommitting || !records.isEmpty {
            clock.hold()
            timer?.arm(nil)
        } else {
            clock.release(next: armed, leapTo: leap)
            timer?.arm(armed)
        }
    }
}
