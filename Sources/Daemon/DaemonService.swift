import CJemalloc
import CivilTime
import Control
import DeliveryLog
import Dispatch
import Glibc
import Logging
import Messages
import Reminders
import ServiceLifecycle
import Settings
import WorkLists

/// The daemon between the scheduler and the world: reload, digest, status, signs of life.
///
/// Lives on a queue of its own, since reading files and the ledger blocks.
actor DaemonService: Service {
    nonisolated let unownedExecutor: UnownedSerialExecutor
    private nonisolated let executor: EngineQueue

    /// Seconds that transfers under way get to end.
    static let settling = 20

    private let scheduler: Scheduler
    private let keeper: ConfigurationKeeper
    private let ledger: any Ledger
    private let notifier: ServiceNotifier
    private let clock: DaemonClock
    private let logger: Logger
    private let observe: @Sendable (SchedulerEvent) -> Void
    private let isRehearsal: Bool
    private let reallySends: Bool
    private var refused: [String]
    private var watchdog: (any DispatchSourceTimer)?

    init(
        scheduler: Scheduler, keeper: ConfigurationKeeper, ledger: any Ledger, notifier: ServiceNotifier,
        clock: DaemonClock, logger: Logger, isRehearsal: Bool, reallySends: Bool, refused: [String],
        observe: @escaping @Sendable (SchedulerEvent) -> Void
    ) {
        executor = EngineQueue(label: "deadlined.service")
        unownedExecutor = executor.asUnownedSerialExecutor()
        self.scheduler = scheduler
        self.keeper = keeper
        self.ledger = ledger
        self.notifier = notifier
        self.clock = clock
        self.logger = logger
        self.isRehearsal = isRehearsal
        self.reallySends = reallySends
        self.refused = refused
        self.observe = observe
    }

    /// Runs until told to stop, or until the ledger fails.
    func run() async throws {
        await scheduler.start()
        feedWatchdog()
        let failure = await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await scheduler.untilFailure()
            } onCancel: { [scheduler] in
                Task { await scheduler.end() }
            }
        } onGracefulShutdown: { [scheduler] in
            Task { await scheduler.end() }
        }
        if let failure { throw failure }
        notifier.stopping()
        notifier.extend(seconds: Self.settling + 10)
        if let failure = await scheduler.stop(within: Self.settling) { throw failure }
    }

    /// The socket answers and the timer is armed: `candidate` has proved good as a whole.
    func isListening(with candidate: Candidate?) async {
        if let candidate { keep(candidate) }
        notifier.ready()
        logger.notice("ready", metadata: ["version": "\(DeadlinedVersion.current)"])
        await tellStatus()
    }

    // MARK: - What is asked

    /// Reads the files again. A bad configuration is refused, and the old one stays.
    ///
    /// - Parameter acceptedBy: who takes the files though obligations vanished or changed their words; nil: they are
    ///   refused then.
    func reload(acceptedBy: Act.Actor? = nil) async -> ReloadAnswer {
        notifier.reloading()
        defer { notifier.ready() }
        if await scheduler.clockDoubt != nil {
            return await refuse([
                Problem(
                    file: "clock", "it is in doubt, so that nothing new can be dated",
                    hint: "set it, or say `deadlinectl resume` if it is right; then reload")
            ])
        }
        do {
            let candidate = try keeper.read()
            let snapshot = try ledger.snapshot()
            let upheavals = Upheaval.find(in: candidate.configuration.inputs, ledger: snapshot)
            if !upheavals.isEmpty, acceptedBy == nil {
                return await refuse(upheavals.map { $0.problem(in: candidate.configuration.listFiles) })
            }
            try await scheduler.configure(
                candidate.configuration.inputs, composer: candidate.composer, couriers: candidate.couriers,
                adopted: candidate.adoption(at: await scheduler.now), acceptedBy: acceptedBy)
            keep(candidate)
            refused = []
            await tellStatus()
            return ReloadAnswer(
                isTaken: true, problems: candidate.warnings.map(\.description), language: await scheduler.language)
        } catch let refusal as RefusedConfiguration {
            return await refuse(refusal.problems)
        } catch let failure as LedgerFailure {
            return await refuse([Problem(file: "ledger", failure.description)])
        } catch {
            return await refuse([Problem(file: "ledger", "cannot be read")])
        }
    }

    func resume(_ request: ReminderEngine.Request) async throws -> ResumeAnswer {
        let wasInDoubt = try await scheduler.resume(request)
        await tellStatus()
        return ResumeAnswer(wasInDoubt: wasInDoubt, language: await scheduler.language)
    }

    private func refuse(_ problems: [Problem]) async -> ReloadAnswer {
        refused = problems.filter { $0.severity == .error }.map(\.description)
        observe(.refused(refused))
        return ReloadAnswer(
            isTaken: false, problems: problems.map(\.description), language: await scheduler.language)
    }

    private func keep(_ candidate: Candidate) {
        do {
            if let files = candidate.files.take() { try keeper.keep(files) }
        } catch {
            logger.warning("the configuration in use could not be copied to the state directory")
        }
        // Reading leaves more behind than is kept of it.
        _ = jemalloc_purge()
    }

    func sendDigest(
        _ name: String? = nil, unit: UnitID? = nil, by request: ReminderEngine.Request
    ) async throws -> DigestAnswer {
        let (deliveries, isNew) = try await scheduler.digestNow(name, unit: unit, by: request)
        return DigestAnswer(
            deliveries: deliveries.map(\.rawValue), isNew: isNew, language: await scheduler.language)
    }

    func status(unit: UnitID?) async -> StatusAnswer {
        let (standing, zone) = await scheduler.standing(unit: unit)
        let language = await scheduler.language
        let alarms = await alarms(standing, Zone(identifier: zone) ?? .utc)
        return StatusAnswer(
            version: DeadlinedVersion.current, pid: getpid(), now: clock.now(), zone: zone, isRehearsal: isRehearsal,
            reallySends: reallySends, refused: refused, alarms: alarms.map { $0.text(language) }, standing: standing,
            language: language)
    }

    private func alarms(_ standing: Standing, _ zone: Zone) async -> [StandingAlarm] {
        func shown(_ moment: Moment) -> String {
            let civil = zone.civil(moment)
            return "\(civil.date) \(civil.time.description.prefix(5))"
        }
        var alarms: [StandingAlarm] = refused.isEmpty ? [] : [.configurationRefused]
        for (channel, reason) in standing.heldChannels.sorted(by: { $0.key < $1.key }) {
            alarms.append(.held(channel: channel, reason: reason))
        }
        for (channel, silence) in standing.silentChannels.sorted(by: { $0.key < $1.key }) {
            alarms.append(
                .silent(
                    channel: channel, since: shown(silence.since), reason: silence.reason, waiting: silence.waiting))
        }
        if let (doubt, reading, believed) = await scheduler.clockDoubt {
            alarms.append(
                .clockInDoubt(isAhead: doubt == .ahead, shown: shown(reading), believed: shown(believed)))
        }
        if let fault = await scheduler.ledgerFault { alarms.append(.ledgerFault(fault)) }
        if !standing.missingCalendars.isEmpty { alarms.append(.missingCalendars(standing.missingCalendars)) }
        if !standing.withoutContact.isEmpty {
            let names = await scheduler.unitNames
            alarms.append(.withoutContact(standing.withoutContact.map { names[$0] ?? $0.rawValue }))
        }
        return alarms
    }

    // MARK: - Signs of life

    /// Fed from the scheduling queue itself: a scheduler that is stuck is restarted.
    private func feedWatchdog() {
        guard let interval = notifier.watchdog else { return }
        let timer = DispatchSource.makeTimerSource(queue: scheduler.queue)
        timer.schedule(
            deadline: .now(), repeating: .microseconds(Int(clamping: interval / 2)), leeway: .milliseconds(500))
        timer.setEventHandler { @Sendable [notifier] in notifier.alive() }
        timer.activate()
        watchdog = timer
    }

    func tellStatus() async {
        let outlook = await scheduler.outlook
        let isDoubted = await scheduler.clockDoubt != nil
        let next = isDoubted ? ClockAlarm.short : outlook.next.map { "next at \($0.iso8601)" } ?? "nothing to come"
        notifier.status("\(next), \(outlook.waiting) waiting")
    }
}
