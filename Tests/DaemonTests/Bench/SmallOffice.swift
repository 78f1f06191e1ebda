import CivilTime
import Control
import Couriers
import Daemon
import DeliveryLog
import Messages
import Reminders
import Settings
import Synchronization
import TestSupport
import Testing
import WorkLists

/// A list `demo` with one milestone a unit, due on Friday 30 June 2017, and a daemon's inside on a virtual clock.
struct SmallOffice: Sendable {
    static let list = "demo"
    /// What no log may hold: the list's own words.
    static let requirement = "绝密要求一二三"
    static let start = Moment(iso8601: "2017-03-31T12:00:00+08:00") ?? Moment(seconds: 0)

    let trace: Trace
    let ledger: FaultyLedger
    let courier: ScriptedCourier
    let scheduler: Scheduler
    let clock: DaemonClock
    private let seen: Events

    /// The scheduler's events, as they were told.
    final class Events: Sendable {
        private let kept = Mutex<[SchedulerEvent]>([])
        var all: [SchedulerEvent] { kept.withLock { $0 } }
        func note(_ event: SchedulerEvent) { kept.withLock { $0.append(event) } }
    }

    /// - Parameters:
    ///   - isHolding: the courier answers only when it is released.
    ///   - leap: nil: the clock does not leap, so that nothing is due by itself.
    ///   - speed: virtual seconds a second.
    ///   - kept: the ledger, and the trace it writes to, that a daemon before this one left.
    init(
        units: Int = 3, isHolding: Bool = false, leap: Int64? = nil, speed: Double = 1,
        mail: (Int) -> String = { "u\($0)@x.example" },
        trace: Trace = Trace(), ledger kept: FaultyLedger? = nil, start: Moment = Self.start,
        observe: @escaping @Sendable (SchedulerEvent) -> Void = { _ in },
        answer: @escaping @Sendable (Parcel) -> TransferEnd = { _ in TransferEnd(.accepted, reason: "accepted") }
    ) throws {
        self.trace = trace
        ledger = kept ?? FaultyLedger(trace)
        courier = ScriptedCourier("first", trace, isHolding: isHolding, answer: answer)
        clock = DaemonClock(start: start, speed: speed)
        let seen = Events()
        self.seen = seen
        let inputs = try Self.inputs(units: units, mail: mail)
        scheduler = Scheduler(
            Scheduler.Setup(
                engine: ReminderEngine(inputs: inputs, ledger: try ledger.snapshot(), now: start),
                ledger: ledger, composer: try Self.composer(), couriers: [(Self.channel, courier)], clock: clock,
                adopted: [.adopted(list: Self.list, hash: "h", at: Self.start)], leap: leap,
                observe: {
                    seen.note($0)
                    observe($0)
                }))
    }

    var events: [SchedulerEvent] { seen.all }

    static let channel = ChannelSettings(
        name: "mail", kind: .maildir(MaildirSettings(path: "mail", from: Mailbox(address: "office@x.example"))))

    static func composer() throws -> Composer {
        let (files, _) = ConfigurationFolder.read(Repository.file("Config"))
        let (templates, problems) = Templates.load(try #require(files).templates.map { ($0.name, $0.text) })
        #expect(!problems.hasErrors)
        return Composer(templates: try #require(templates), language: .zh, isRehearsal: false)
    }

    static func inputs(units: Int, mail: (Int) -> String = { "u\($0)@x.example" }) throws -> PlanInputs {
        let text = try Repository.text("Config/calendars/cn/2017.json")
        let year = try #require(HolidayYear.parse(text, fileName: "2017.json").0)
        let deadline = try #require(CivilDate(iso: "2017-06-30"))
        let measures = (1...units).map { number in
            Measure(
                id: "1.\(number)", text: "举措\(number)", responsibleUnits: ["单位\(number)"],
                milestones: [
                    Milestone(
                        id: "1.\(number).1", deadlinePhrase: "6月底前", deadline: deadline, kind: .date,
                        requirement: "\(requirement),第\(number)项")
                ])
        }
        var policies = PolicyTable()
        policies.all.channels = Sourced(["mail"])
        return PlanInputs(
            lists: [
                WorkList(
                    id: list, title: "重点工作清单", year: 2017,
                    works: [KeyWork(number: 1, title: "工作", text: "工作。", measures: measures)])
            ],
            directory: Directory(
                units: (1...units).map { number in
                    OfficeUnit(
                        id: UnitID("u\(number)"), name: "单位\(number)",
                        contacts: [Contact(name: "联络员\(number)", role: .liaison, mail: mail(number))])
                }),
            workdays: Workdays([year]), policies: policies,
            office: Office(
                name: "督查室", contacts: [Contact(name: "专员", role: .liaison, mail: "office@x.example")],
                channels: ["mail"], zone: "Asia/Shanghai"),
            channels: ["mail": channel.traits])
    }

    // MARK: - What tests do

    static func request(
        _ kind: Act.Kind, _ milestone: String? = nil, list: String? = nil, key: String
    ) -> ActRequest {
        ActRequest(
            kind: kind, list: list, milestone: milestone, allUnits: milestone != nil,
            actor: Act.Actor(uid: 1000, name: "clerk"), key: key)
    }

    func accept() async throws {
        _ = try await scheduler.act(
            [Self.request(.accepted, list: Self.list, key: "accept")], isDryRun: false)
    }

    func act(_ kind: Act.Kind, _ milestone: String, key: String, isDryRun: Bool = false) async throws {
        _ = try await scheduler.act([Self.request(kind, milestone, key: key)], isDryRun: isDryRun)
    }
}

extension ReminderEngine.Request {
    static func clerk(key: String = "clerk") -> Self {
        Self(actor: Act.Actor(uid: 1000, name: "clerk"), key: key)
    }
}
