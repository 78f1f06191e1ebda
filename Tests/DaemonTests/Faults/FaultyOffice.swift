import CivilTime
import DeliveryLog
import Foundation
import Glibc
import Messages
import Reminders
import Settings
import Synchronization
import TestSupport
import Testing
import WorkLists

@testable import Couriers
@testable import Daemon

/// A daemon's inside with a channel whose peer misbehaves and one whose peer does not: a ledger on disk, the real
/// couriers, three units on each channel. Whatever the office is told goes over the good one.
struct FaultyOffice: Sendable {
    static let bad = "bad"
    static let good = "good"

    /// A channel as its courier serves it.
    typealias Channel = (settings: ChannelSettings, courier: any Courier)

    /// How an attempt over the bad channel ended, and what a process would find that started then.
    struct End: Sendable {
        var delivery: Delivery
        var attempt: Int
        var end: TransferEnd
        var state: DeliveryState
        var at: Moment
        var ledger: LedgerSnapshot
    }

    /// What the scheduler told.
    final class Told: Sendable {
        private let kept = Mutex<(ends: [End], alarms: [ChannelAlarm])>(([], []))
        var ends: [End] { kept.withLock { $0.ends } }
        var alarms: [ChannelAlarm.State] { kept.withLock { $0.alarms.filter { $0.channel == bad }.map(\.state) } }
        var otherAlarms: [ChannelAlarm] { kept.withLock { $0.alarms.filter { $0.channel != bad } } }
        func note(_ end: End) { kept.withLock { $0.ends.append(end) } }
        func note(_ alarm: ChannelAlarm) { kept.withLock { $0.alarms.append(alarm) } }
    }

    let inputs: PlanInputs
    let ledger: SQLiteLedger
    let scheduler: Scheduler
    let told = Told()

    /// - Parameter isLeaping: the clock leaps from one thing to do to the next, so that a retry comes when it is due and
    ///   at once; else it is the system's, and only digests go out.
    init(_ bad: Channel, isLeaping: Bool = true) async throws {
        let good = try Self.mail(Self.good, port: try await ScriptedPeer.healthy().port)
        var inputs = try SmallOffice.inputs(units: 6)
        inputs.channels = [Self.bad: bad.settings.traits, Self.good: good.settings.traits]
        inputs.policies.all.channels = Sourced([Self.good])
        for number in 1...3 {
            var own = PolicyOverrides()
            own.channels = Sourced([Self.bad])
            inputs.policies.units[UnitID("u\(number)")] = own
        }
        // What is handed out, and nothing after it.
        inputs.policies.all.ahead = Sourced([])
        inputs.policies.all.due = Sourced(false)
        inputs.policies.all.overdue = Sourced([])
        inputs.policies.all.statement = Sourced(false)
        inputs.office.channels = isLeaping ? [Self.good] : [Self.bad, Self.good]
        inputs.office.contacts = (1...3).map {
            Contact(name: "专员\($0)", role: .liaison, mail: "office\($0)@x.example")
        }
        self.inputs = inputs
        let ledger = try SQLiteLedger(
            path: TemporaryFolder.url.appendingPathComponent("ledger-\(UUID().uuidString).sqlite").path)
        self.ledger = ledger
        let clock = isLeaping ? DaemonClock(start: SmallOffice.start, speed: 1) : DaemonClock()
        let told = told
        scheduler = Scheduler(
            Scheduler.Setup(
                engine: ReminderEngine(inputs: inputs, ledger: try ledger.snapshot(), now: clock.now()),
                ledger: ledger, composer: try SmallOffice.composer(), couriers: [bad, good], clock: clock,
                adopted: [.adopted(list: SmallOffice.list, hash: "h", at: clock.now())], leap: isLeaping ? 0 : nil,
                observe: { event in
                    switch event {
                    case .ended(let delivery, _, let attempt, let end, let state, let at):
                        guard delivery.channel == Self.bad, let found = try? ledger.snapshot() else { return }
                        told.note(
                            End(delivery: delivery, attempt: attempt, end: end, state: state, at: at, ledger: found))
                    case .alarm(let alarm): told.note(alarm)
                    default: break
                    }
                }))
    }

    // MARK: - Channels

    private static let password = SecretReference.file("/secrets/password")
    static let login = (user: "ducha", password: "correct horse battery staple")

    /// Far above what a busy machine needs: only a fault runs into them, and what is about waiting sets its own.
    static let patience = SMTPTimeouts(connect: 60, reply: 60, final: 60, stall: 60, total: 180, quit: 1, idle: 60)

    static func mail(
        _ name: String = bad, port: Int, host: String = "127.0.0.1", security: SMTPSettings.Security = .none,
        caFile: String? = nil, logsIn: Bool = false, connections: Int = 1, timeouts: SMTPTimeouts = patience
    ) throws -> Channel {
        let settings = SMTPSettings(
            host: host, port: port, security: security, caFile: caFile,
            login: logsIn ? SMTPSettings.Login(user: login.user, password: password) : nil,
            from: Mailbox(address: "ducha@huzhou.example"), clientName: "deadlined.huzhou.example",
            connections: connections)
        return (
            ChannelSettings(name: name, kind: .smtp(settings)),
            try SMTPCourier(
                channel: name, settings: settings, secrets: Secrets(values: [password: Array(login.password.utf8)]),
                timeouts: timeouts)
        )
    }

    private static let key = SecretReference.file("/secrets/key")

    /// A channel that posts to `http_peer.py`, or to nobody.
    static func posts(
        _ kind: PostKind, port: Int, host: String? = nil, caFile: String? = nil, timeout: Int = 60
    ) throws -> Channel {
        let url = "\(host == nil ? "http" : "https")://\(host ?? "127.0.0.1"):\(port)\(kind.target)"
        let settings: ChannelSettings.Kind
        let secret: String
        if let platform = RobotSettings.Platform(rawValue: kind.rawValue) {
            settings = .robot(RobotSettings(platform: platform, address: key, caFile: caFile, timeout: timeout))
            secret = url
        } else {
            settings = .webhook(
                WebhookSettings(url: url, secrets: [key], caFile: caFile, timeout: timeout, connections: 2))
            secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        }
        let channel = ChannelSettings(name: bad, kind: settings)
        return (
            channel,
            try makeCourier(
                for: channel, secrets: Secrets(values: [key: Array(secret.utf8)]), stateDirectory: "/nonexistent",
                now: { Int64(time(nil)) })
        )
    }

    // MARK: - What tests do

    /// Starts, hands the list out and waits until `isOver`; then stops, and everything is on disk.
    func run(until isOver: (FaultyOffice) throws -> Bool) async throws {
        await scheduler.start()
        _ = try await scheduler.act(
            [SmallOffice.request(.accepted, list: SmallOffice.list, key: "accept")], isDryRun: false)
        do {
            try await until("it is over") { try isOver(self) }
        } catch {
            for row in try ledger.log(LogQuery(limit: 1000)) {
                let attempts = try history(row.id)?.attempts.map { $0.reason ?? "under way" } ?? []
                Issue.record("\(row.channel) \(row.kind) \(row.id): \(row.state) \(attempts)")
            }
            throw error
        }
        await scheduler.stop(within: 60)
    }

    /// What was said over a channel, oldest first.
    func rows(_ channel: String, _ kind: Delivery.Kind = .reminder) throws -> [LogRow] {
        try ledger.log(LogQuery(channel: channel, limit: 1000)).reversed().filter { $0.kind == kind.rawValue }
    }

    func history(_ id: Int64) throws -> DeliveryHistory? { try ledger.delivery(DeliveryID(rawValue: id)) }
}
