import CivilTime
import Control
import DeliveryLog
import Foundation
import Logging
import Reminders
import ServiceLifecycle
import Settings
import UnixSignals
import WorkLists

/// Wires everything and runs it. Errors are for a person: what, on what, why, and a hint.
package enum DeadlinedDaemon {
    /// Why the daemon did not start; the text is ready to be printed.
    package struct StartFailure: Error, CustomStringConvertible {
        package let description: String
        /// sysexits(3): 78 configuration, 75 try again later, 70 internal.
        package let code: Int32

        init(description: String, code: Int32) {
            self.description = description
            self.code = code
        }

        init(_ refusal: ControlSocketRefusal) {
            self.init(description: refusal.description, code: refusal.code)
        }
    }

    package static func run(_ options: DaemonOptions) async throws {
        // Until something listens for them they would end the process: systemd or a clerk may be early.
        signal(SIGHUP, SIG_IGN)
        signal(SIGUSR1, SIG_IGN)
        let signals = await UnixSignalsSequence(trapping: .sighup, .sigusr1)
        guard Zone.selfCheck() else {
            throw StartFailure(
                description:
                    "the time zones are not in this program\nhint: it was linked without ICU; take another build",
                code: 70)
        }
        umask(0o077)
        let clock = options.clock.map { DaemonClock(start: $0, speed: options.speed) } ?? DaemonClock()
        // A rehearsal's ledger is kept apart: its deliveries never happened.
        let state = clock.isScaled ? options.state + "/rehearsal" : options.state
        let logger = makeLogger(options)
        let ledger = try openLedger(state)
        let keeper = ConfigurationKeeper(
            folder: options.config, state: state, credentials: options.environment["CREDENTIALS_DIRECTORY"],
            staysHere: clock.isScaled && !options.reallySend, isRehearsal: clock.isScaled,
            speed: clock.isScaled ? options.speed : 1)
        let (candidate, refused) = try choose(keeper, ledger, logger)
        try await run(options, clock, state, logger, ledger, keeper, candidate, refused, signals)
    }

    private static func run(
        _ options: DaemonOptions, _ clock: DaemonClock, _ state: String, _ logger: Logger, _ ledger: SQLiteLedger,
        _ keeper: ConfigurationKeeper, _ candidate: Candidate, _ refused: [Problem],
        _ signals: UnixSignalsSequence
    ) async throws {
        let configuration = candidate.configuration
        let socket = configuration.control.path(state: state, runtime: options.environment["RUNTIME_DIRECTORY"])
        if let refusal = ControlService.refusal(socket) { throw StartFailure(refusal) }
        let zone = configuration.inputs.office.civilZone
        let screen =
            options.isDemo
            ? RehearsalScreen(zone: zone, end: { kill(getpid(), SIGTERM) }) { line in
                // Nobody looks any more: `make run | head`.
                if !StandardStream.write(line, to: STDOUT_FILENO) { kill(getpid(), SIGTERM) }
            } : nil
        let journal = EventJournal(logger: logger)
        let alarms = AlarmFile(state: state, logger: logger)
        let notifier = ServiceNotifier(environment: options.environment)
        let observe: @Sendable (SchedulerEvent) -> Void = { event in
            journal.note(event)
            switch event {
            case .alarm(let alarm): alarms.note(alarm)
            case .clockDoubted(let doubt, let shown, let believed):
                alarms.noteClock(ClockAlarm.text(doubt, shown: shown, believed: believed))
                notifier.status(ClockAlarm.short)
            case .clockBelieved:
                alarms.noteClock(nil)
                notifier.status("clock is believed again")
            default: break
            }
            screen?.note(event)
        }
        let snapshot = try ledger.snapshot()
        let sense =
            clock.isScaled ? nil : ClockSense(lastEntry: snapshot.lastEntryAt, released: DeadlinedVersion.released)
        var start = sense
        let now = start?.read(clock.now(), isAtStake: !snapshot.openLists.isEmpty) ?? clock.now()
        var former = refused.isEmpty ? try? keeper.readKept()?.configuration.inputs : nil
        // Not two of the same.
        if former == configuration.inputs { former = nil }
        let next = former == nil ? nil : configuration.inputs
        let scheduler = Scheduler(
            Scheduler.Setup(
                engine: ReminderEngine(inputs: former ?? configuration.inputs, ledger: snapshot, now: now),
                ledger: ledger, composer: candidate.composer, couriers: candidate.couriers, clock: clock,
                adopted: refused.isEmpty ? candidate.adoption(at: now) : [],
                sense: sense, next: next,
                // What really goes out keeps real time: rates are real.
                leap: options.isDemo && !options.reallySend ? Int64(options.speed) : nil, observe: observe))
        let service = DaemonService(
            scheduler: scheduler, keeper: keeper, ledger: ledger, notifier: notifier, clock: clock, logger: logger,
            isRehearsal: clock.isScaled, reallySends: clock.isScaled && options.reallySend,
            refused: refused.map(\.description), observe: observe)
        let control = ControlService(
            path: socket, mode: configuration.control.mode,
            routes: ControlRoutes(service: service, scheduler: scheduler, ledger: ledger), logger: logger,
            isListening: {
                await service.isListening(with: refused.isEmpty ? candidate : nil)
                if let screen {
                    let counts = await scheduler.counts
                    screen.begin(
                        lists: configuration.inputs.lists, obligations: counts.obligations, units: counts.units,
                        maildirs: configuration.channels.compactMap { $0.maildir(under: state) },
                        sending: configuration.channels.filter { $0.maildir(under: state) == nil }.map(\.name))
                    await acceptAll(scheduler, configuration.inputs.lists)
                }
            }, isEnding: { Task { await scheduler.beginNothing() } })
        // Stopped in the reverse order: the socket first, the scheduler last.
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: SignalService(service: service, signals: signals, logger: logger)),
                .init(service: control, failureTerminationBehavior: .gracefullyShutdownGroup),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        group.maximumGracefulShutdownDuration = .seconds(DaemonService.settling + 15)
        defer { if let screen { StandardStream.write(screen.summary(), to: STDOUT_FILENO) } }
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let refusal as ControlSocketRefusal {
            throw StartFailure(refusal)
        } catch let failure as LedgerFailure {
            throw StartFailure(description: failure.description, code: 75)
        }
    }

    /// The folder's configuration, or the last good one where the folder's cannot be taken.
    private static func choose(
        _ keeper: ConfigurationKeeper, _ ledger: SQLiteLedger, _ logger: Logger
    ) throws -> (Candidate, refused: [Problem]) {
        var problems: [Problem]
        do {
            let candidate = try keeper.read()
            let upheavals = Upheaval.find(in: candidate.configuration.inputs, ledger: try ledger.snapshot())
            if upheavals.isEmpty {
                for warning in candidate.warnings { logger.warning("problem", metadata: ["at": "\(warning)"]) }
                return (candidate, [])
            }
            problems = upheavals.map { $0.problem(in: candidate.configuration.listFiles) }
        } catch let refusal as RefusedConfiguration {
            problems = refusal.problems
        }
        guard let kept = try? keeper.readKept() else {
            throw StartFailure(
                description: problems.map(\.description).joined(separator: "\n")
                    + "\nhint: `deadlinectl check` shows the same; nothing was started", code: 78)
        }
        // They stand where they are kept.
        _ = kept.files.take()
        logger.error("configuration refused; the last good one holds", metadata: ["problems": "\(problems.count)"])
        for problem in problems { logger.error("problem", metadata: ["at": "\(problem)"]) }
        return (kept, problems)
    }

    private static func openLedger(_ state: String) throws -> SQLiteLedger {
        do {
            return try SQLiteLedger(in: try StateDirectory(path: state))
        } catch let refusal as LedgerRefusal {
            throw StartFailure(description: "\(refusal)", code: 75)
        } catch let failure as LedgerFailure {
            throw StartFailure(description: failure.description, code: 75)
        }
    }

    private static func acceptAll(_ scheduler: Scheduler, _ lists: [WorkList]) async {
        let actor = Act.Actor(uid: getuid(), name: "demo")
        for list in lists {
            _ = try? await scheduler.act(
                [ActRequest(kind: .accepted, list: list.id, actor: actor, key: "demo")], isDryRun: false)
        }
    }

    private static func makeLogger(_ options: DaemonOptions) -> Logger {
        var handler = JournalHandler(hasPriorities: JournalHandler.isJournal(environment: options.environment))
        handler.logLevel = options.isDemo ? .error : .info
        return Logger(label: "deadlined") { _ in handler }
    }

    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }
}
