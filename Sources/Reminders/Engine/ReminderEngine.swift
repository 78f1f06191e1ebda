package import CivilTime
import WorkLists

/// Decides what is said to whom and when; the shell around it acts.
///
/// A value: events in, `[EngineAction]` out. It has no clock, no disk, no network and no randomness; time and jitter
/// come in as arguments. The order record → recorded → transfer → ended → record lives here and nowhere else. Nothing
/// depends on the order of a Dictionary.
package struct ReminderEngine: Sendable {
    /// A slot said later than this after its moment is late, and the message says so: one hour.
    package static let lateAfter: Int64 = 3600
    /// No late reminder goes out this close to the obligation's next slot, which takes its place: four hours.
    package static let lateYields: Int64 = 4 * 3600

    package internal(set) var inputs: PlanInputs {
        didSet {
            zoneOfOffice = inputs.office.civilZone
            reportIndex = ReportIndex(inputs)
        }
    }
    /// That of the office's own messages: kept, because a zone is looked up by its name.
    package private(set) var zoneOfOffice: Zone
    /// What is under way ends, nothing new begins: the program is to end, or its clock is not to be believed.
    package var rests = false

    private(set) var reportIndex: ReportIndex
    var tracks: [Track] = []
    /// Counts the plans, so that one prepared from another than the present one is noticed.
    var planNumber = 0
    /// Whether the ledger knows obligations that neither the files have nor an open list, which may be opened again.
    var hasStrangers = false
    var index: [ObligationID: Int] = [:]
    var lists: [String: ListTrack] = [:]
    var agenda = Agenda(tracks: 0)
    /// What of it has come due and is not decided yet.
    var burst = Burst()
    package var burstPace = BurstPace()
    /// Slots that have a fate (the kind) or stand in an open delivery (nil).
    var decided: [SlotKey: SlotFate.Kind?]
    var outbox = Outbox()
    /// The day's messages: when a reminder was last accepted for an address over a channel, or may have been.
    var lastMessage: [Address: Told] = [:]
    /// When each digest was last made.
    var lastDigest: [DigestKey.Series: LastDigest] = [:]
    /// By name.
    var digestMoments: [String: DigestMoment] = [:]
    var acts: [Act] = []
    /// Acts by their keys: the same act twice is one.
    var actKeys: Set<String> = []
    /// When acts were undone, by their keys.
    var undoneAt: [String: Moment] = [:]
    /// When word first came of how things stand with a deadline that the files name.
    var recordedAt: [ListDay: Moment] = [:]
    /// Deadlines whose first overdue stage was held, because nothing had been recorded: the office was told.
    var held: Set<ListDay> = []
    /// Of these, what the office is to be told.
    var newlyHeld: [ListDay] = []
    /// When each step after a deadline was accepted.
    var asked: [SlotKey: Moment]
    /// Names of the lists that the office was given to work through, or of which the moment is over.
    var givenLists: Set<String> = []
    /// What it is still to be given, by moment.
    var officeLists: [OfficeList] = []
    /// Found while planning, and taken up after it.
    var offeredLists: [OfficeList] = []
    /// What was given up in the last `LedgerSnapshot.givenUpSeconds`, newest last.
    var failures: [LedgerSnapshot.GivenUp]
    /// When a reminder of each obligation was last accepted, also of those that the files do not have now.
    var lastTold: [ObligationID: LedgerSnapshot.Telling]
    var seen: [ObligationID: LedgerSnapshot.Sighting]
    /// SHA-256 of the newest report of each obligation that has one.
    var reports: [ObligationID: String]
    /// Whom each unit's share in a list was told, once for all.
    var readers: [LedgerSnapshot.Share: Set<String>]
    /// Who came to a unit after its obligations were handed out, and is still to be handed them.
    var newcomers = Newcomers()
    /// Whose service ends with nobody to follow.
    var departures = Departures()
    /// When who serves changes by itself.
    var turns = ServiceTurns()
    /// The ledger's word, which keeps the Message-IDs of two ledgers apart.
    package let tag: String
    var lastDelivery: DeliveryID
    var lastToken = 0
    /// What follows once a batch is on disk.
    var awaiting: [RecordToken: [Consequence]] = [:]
    var armed: Moment?
    /// The newest event's time: an earlier one after it means that the clock was stepped back.
    var clock: Moment
    /// When the office was last told of each channel's silence.
    var lastReport: [String: Moment] = [:]

    struct Address: Hashable, Comparable, Sendable {
        let channel: String
        let address: String

        static func < (a: Self, b: Self) -> Bool { (a.channel, a.address) < (b.channel, b.address) }
    }

    struct Told: Sendable, Equatable {
        var at: Moment
        /// The delivery, or its part 1.
        var message: DeliveryID
    }

    struct LastDigest: Sendable, Equatable {
        /// nil: nobody was there to send it to.
        var id: DeliveryID?
        var at: Moment
        /// When the one before it was made.
        var before: Moment?
    }

    enum Consequence: Sendable, Equatable {
        case intended(DeliveryID)
        case begun(DeliveryID)
        case ended(DeliveryID)
        /// The end of a delivery that is over is on disk; its place on the lane is free.
        case over(DeliveryID, lane: Int)
    }

    /// An engine that goes on from what the ledger knows. Call `start` next.
    package init(inputs: PlanInputs, ledger: LedgerSnapshot, now: Moment) {
        self.inputs = inputs
        zoneOfOffice = inputs.office.civilZone
        reportIndex = ReportIndex(inputs)
        decided = ledger.slots
        seen = ledger.seen
        reports = ledger.reports
        asked = ledger.asked
        failures = ledger.givenUp
        lastTold = ledger.lastTold
        readers = ledger.readers
        tag = ledger.tag
        lastDelivery = ledger.lastDelivery
        clock = now
        for (id, adopted) in ledger.lists {
            lists[id] = ListTrack(zone: .utc, settledUntil: adopted.settledUntil)
        }
        for act in ledger.acts { remember(act) }
        refreshLists()
        for recent in ledger.recent { remember(recent) }
        for open in ledger.open {
            var entry = Outbox.Entry(open.delivery, phase: .waiting)
            entry.attempts = open.attempts
            entry.unknowns = open.unknowns
            entry.deferrals = open.deferrals
            entry.deferredSince = open.deferredSince
            entry.mayHaveArrived = open.mayHaveArrived
            entry.isInterrupted = open.state == .unknown
            entry.notBefore = max(entry.notBefore, open.next ?? entry.notBefore)
            outbox.add(entry)
        }
        recallChannels(ledger, now: now)
    }

    // MARK: - Events

    /// The first event: plans, and takes up what was left.
    package mutating func start(adopting adopted: [LedgerRecord] = [], now: Moment) -> [EngineAction] {
        recordAttempts(interrupted(now: now)) + record(adopted) + plan(Track.all(of: inputs), now: now)
            + changeService(isByFile: false, now: now) + work(now: now)
    }

    /// New files were taken; `adopted` says which lists, and stands in the ledger before anything that follows.
    ///
    /// - Parameter acceptedBy: who took them although obligations vanished or changed their words; nil: none did.
    package mutating func configured(
        _ inputs: PlanInputs, adopting adopted: [LedgerRecord] = [], acceptedBy: Act.Actor? = nil, now: Moment
    ) -> [EngineAction] {
        configured(PreparedPlan(inputs, after: basis), adopting: adopted, acceptedBy: acceptedBy, now: now)
    }

    /// The same with what could be planned beforehand, beside the engine.
    package mutating func configured(
        _ prepared: PreparedPlan, adopting adopted: [LedgerRecord] = [], acceptedBy: Act.Actor? = nil, now: Moment
    ) -> [EngineAction] {
        let closing = closeOldPlan(now: now)
        let isComparable = prepared.basis == planNumber
        let planned = record(adopted) + plan(prepared, acceptedBy: acceptedBy, now: now)
        let isSameService = isComparable && prepared.changed != nil && !prepared.changesRecipients
        let revised = isSameService ? reviseWaiting(now: now) : changeService(isByFile: true, now: now)
        return closing + planned + revised + work(now: now)
    }

    /// What a plan is prepared from; what it holds is not freed before it is.
    package var basis: PreparedPlan.Basis { PreparedPlan.Basis(inputs: inputs, number: planNumber) }

    /// The armed moment has come, or the clock was stepped.
    package mutating func timerFired(now: Moment) -> [EngineAction] {
        // The timer may have fired early: it is armed again in any case.
        armed = nil
        return work(now: now)
    }

    /// Batches are on disk.
    package mutating func recorded(_ tokens: [RecordToken], now: Moment) -> [EngineAction] {
        var actions: [EngineAction] = []
        var back: [DeliveryID] = []
        for consequence in tokens.flatMap({ awaiting.removeValue(forKey: $0) ?? [] }) {
            switch consequence {
            case .intended(let id):
                if outbox[id]?.phase == .intending { outbox.wait(id) }
            case .begun(let id):
                guard let entry = outbox[id], entry.phase == .beginning else { continue }
                outbox[id]?.phase = .transferring
                actions.append(.transfer(id, attempt: entry.attempts, channel: entry.delivery.channel))
            case .ended(let id):
                guard outbox[id]?.phase == .settling else { continue }
                outbox.wait(id)
                back.append(id)
            case .over(let id, let lane):
                outbox[lane: lane].freePlace(of: id)
            }
        }
        // Acts and files that came while it was under way count now.
        if !back.isEmpty { actions += reviseWaiting(back, now: now) }
        // What follows from it is under way before more is decided.
        return actions + pump(now: now) + (burst.isEmpty ? [] : [.goOn])
    }

    /// Decides more of a burst.
    package mutating func goOn(now: Moment) -> [EngineAction] {
        burst.isEmpty ? [] : work(now: now)
    }

    /// Moves the watermarks of open lists to `now` where nothing is owed up to there: the ledger has an entry of today.
    package mutating func signOfLife(now: Moment) -> [EngineAction] {
        guard burst.isEmpty, agenda.head.map({ $0 > now }) ?? true else { return [] }
        return record(lists.keys.sorted().filter { lists[$0]?.isOpen == true }.flatMap { settle(until: now, list: $0) })
    }

    // MARK: - What is left to do

    /// Whether anybody is to be told of anything.
    package var hasOpenLists: Bool { lists.values.contains { $0.isOpen } }

    package var obligationCount: Int { tracks.count }

    /// Bodies that answer for them: an inner office counts with the unit around it.
    package var unitCount: Int { Set(tracks.map { inputs.directory.root(of: $0.id.unit) }).count }

    /// A delivery that is still to go out.
    package func delivery(_ id: DeliveryID) -> Delivery? { outbox[id]?.delivery }

    /// Whether anything is on its way to the disk or to the other side.
    package var isBusy: Bool {
        !awaiting.isEmpty || outbox.isBusy
    }

    /// The next moment something happens by itself; nil where nothing will, and while it rests.
    package var next: Moment? {
        mutating get {
            if rests { return nil }
            // With that much on its way to the disk nothing is taken up: it is armed again when some of it is there.
            if outbox.intending >= burstPace.ahead { return outbox.next }
            if burst.isEmpty { return upcoming }
            // It goes on as its messages get to the disk and out, until it waits for nobody; digests come after it.
            let impatient = burst.impatient(burstPace).flatMap { $0 > clock ? $0 : nil }
            return [agenda.head, outbox.next, impatient].compactMap { $0 }.min()
        }
    }

    /// `Standing.next` and `Standing.waiting` alone, which cost nothing.
    package var outlook: (next: Moment?, waiting: Int) {
        mutating get { (rests ? nil : upcoming, outbox.waitingCount) }
    }

    /// The next moment of the agenda, of what waits, of a digest, or of those who come and go.
    var upcoming: Moment? {
        mutating get { [agenda.head, outbox.next, nextDigest, nextOfficeList, nextOfPeople].compactMap { $0 }.min() }
    }

    /// Does what is due at `now`, sends what may go, and arms the timer on what comes next.
    mutating func work(now: Moment) -> [EngineAction] {
        let turned = turnService(now: now)
        let slots = fireSlots(now: now)
        guard burst.isEmpty else { return turned + slots + pump(now: now) }
        // A newcomer who was just told something was handed all with it.
        let people = handOver(now: now) + tellOfDepartures(now: now)
        return turned + slots + people + fireDigests(now: now) + fireOfficeLists(now: now) + pump(now: now)
    }

    // MARK: - Small change

    mutating func record(_ records: [LedgerRecord], then consequences: [Consequence] = []) -> [EngineAction] {
        records.isEmpty ? [] : [.record(newToken(consequences), records)]
    }

    /// Facts about attempts only, and the fates that follow from them.
    mutating func recordAttempts(_ records: [LedgerRecord], then consequences: [Consequence] = []) -> [EngineAction] {
        records.isEmpty ? [] : [.recordAttempts(newToken(consequences), records)]
    }

    private mutating func newToken(_ consequences: [Consequence]) -> RecordToken {
        lastToken += 1
        let token = RecordToken(number: lastToken)
        awaiting[token] = consequences
        return token
    }

    mutating func newDeliveryID() -> DeliveryID {
        lastDelivery = DeliveryID(rawValue: lastDelivery.rawValue + 1)
        return lastDelivery
    }

    mutating func remember(_ act: Act) {
        guard actKeys.insert(act.key).inserted else { return }
        acts.append(act)
        if act.kind == .undone, let undone = act.undoes { undoneAt[undone] = act.at }
    }

    private mutating func remember(_ recent: LedgerSnapshot.RecentDelivery) {
        if let (units, day) = Departures.units(ofKey: recent.digest) {
            departures.tell(units, day)
        } else if recent.kind == .trouble {
            if let channel = Self.channel(ofReport: recent.digest) {
                lastReport[channel] = max(lastReport[channel] ?? recent.createdAt, recent.createdAt)
            }
        } else if let digest = recent.digest {
            if let list = OfficeList(name: String(digest.prefix { $0 != "@" })) {
                givenLists.insert(list.name)
                if list.kind == .held { held.insert(list.day) }
                return
            }
            let series = DigestKey.series(of: digest)
            let last = lastDigest[series]
            if last.map({ $0.at < recent.createdAt }) ?? true {
                lastDigest[series] = LastDigest(id: recent.id, at: recent.createdAt, before: last?.at)
            }
        } else if recent.kind == .reminder, let at = recent.acceptedAt {
            // One that still waits told nobody anything.
            let address = Address(channel: recent.channel, address: recent.address)
            if lastMessage[address].map({ $0.at <= at }) ?? true {
                lastMessage[address] = Told(at: at, message: recent.message)
            }
        }
    }

    /// Attempts that were under way when the last process stopped: they may have arrived, and go out again under the
    /// same id. Recording an end that stands in the ledger changes nothing.
    private func interrupted(now: Moment) -> [LedgerRecord] {
        outbox.entries.keys.sorted().compactMap { id in
            guard let entry = outbox[id], entry.isInterrupted, entry.attempts > 0 else { return nil }
            return .ended(
                id, attempt: entry.attempts, TransferEnd(.unknown, reason: "interrupted"), state: .unknown,
                next: entry.notBefore, at: now)
        }
    }

    func zone(of list: String) -> Zone { lists[list]?.zone ?? .utc }
}
