import CivilTime
import Reminders
import Testing

/// The ledger's rules once more, as plainly as they can be written: a journal of records, and everything else read from
/// it from the start. What the rules forbid is noted, so that an engine that breaks them is caught when it does.
struct NaiveLedger {
    struct Kept {
        var delivery: Delivery
        var state = DeliveryState.waiting
        var attempts = 0
        var isUnderWay = false
        var unknowns = 0
        var next: Moment?
        var acceptedAt: Moment?
        /// Which process began the newest attempt.
        var process = 0
        /// The attempts that ended, in order; an attempt that has no end here was interrupted.
        var ends: [(attempt: Int, verdict: TransferEnd.Verdict, reason: String, at: Moment)] = []
        var replacedBy: DeliveryID?
        /// When each attempt was begun.
        var begun: [Moment] = []
        /// The attempts before it was last retried; nil: it was not.
        var retriedAfter: Int?
        /// When it was recorded that it came back, and why.
        var bounce: (at: Moment, reason: String)?

        var mayHaveArrived: Bool { ends.count < attempts || ends.contains { $0.verdict == .unknown } }

        /// The ends that count towards patience.
        var deferrals: [Moment] {
            ends.filter { $0.verdict == .deferred && $0.attempt > (retriedAfter ?? 0) }.map(\.at)
        }
    }

    private(set) var journal: [(at: Moment, record: LedgerRecord)] = []
    private(set) var kept: [DeliveryID: Kept] = [:]
    private(set) var fates: [SlotKey: SlotFate] = [:]
    private(set) var acts: [Act] = []
    private var reports: [ObligationID: String] = [:]
    private(set) var lists: [String: LedgerSnapshot.AdoptedList] = [:]
    private(set) var seen: [ObligationID: LedgerSnapshot.Sighting] = [:]
    /// What the rules forbid and the engine did.
    private(set) var violations: [String] = []
    private var process = 1
    /// How long the journal was when each process after the first opened it.
    private(set) var openings: Set<Int> = []

    mutating func write(_ records: [LedgerRecord], at now: Moment) {
        for record in records {
            apply(record)
            journal.append((now, record))
        }
    }

    /// Whether the end of an attempt was recorded by the process that made it.
    func knowsEnd(of id: DeliveryID, _ attempt: Int) -> Bool {
        guard let one = kept[id] else { return false }
        return one.attempts > attempt || !one.isUnderWay
    }

    /// Another process opens it.
    mutating func reopen() {
        process += 1
        openings.insert(journal.count)
    }

    private mutating func apply(_ record: LedgerRecord) {
        switch record {
        case .adopted(let list, let hash, _):
            lists[list, default: .init(hash: hash, settledUntil: nil)].hash = hash
        case .seen(let id, let deadline, let fingerprint, let at):
            seen[id] = .init(deadline: deadline, fingerprint: fingerprint, at: at)
        case .gone(let id, _):
            seen[id] = nil
        case .intent(let delivery):
            demand(kept[delivery.id] == nil, "intent \(delivery.id) is recorded twice")
            if let part = delivery.part {
                demand((1...part.of).contains(part.number) && part.first <= delivery.id, "\(delivery.id): \(part)")
            }
            demand(
                !kept.values.contains { $0.delivery.messageID == delivery.messageID },
                "Message-ID \(delivery.messageID) is used twice")
            kept[delivery.id] = Kept(delivery: delivery)
        case .begun(let id, let attempt, let at): begin(id, attempt, at)
        case .ended(let id, let attempt, let end, let state, let next, let at):
            finish(id, attempt, end, state, next, at)
        case .dropped(let id, let state, _, let by, _):
            demand(kept[id].map { $0.state.isOpen && !isUnderWay($0) } ?? false, "\(id) dropped in \(stateName(id))")
            demand(!state.isOpen, "\(id) dropped into an open state")
            demand(state != .superseded || by != nil, "\(id) superseded by nothing")
            kept[id]?.state = state
            kept[id]?.replacedBy = by
        case .fate(let fate):
            demand(fates[fate.slot] == nil, "second fate for \(fate.slot): \(fate.reason)")
            demand(fate.at >= fate.moment, "fate of \(fate.slot) written before its moment")
            if fates[fate.slot] == nil { fates[fate.slot] = fate }
        case .act(let act):
            demand(!acts.contains { $0.key == act.key }, "act \(act.key) recorded twice")
            acts.append(act)
            if act.kind.isAboutDelivery { apply(act) }
        case .filed(let report):
            demand(acts.contains { $0.key == report.key }, "report \(report.key) without its act")
            reports[report.obligation] = report.body.sha256
        case .settledUntil(let list, let moment):
            let until = lists[list]?.settledUntil
            demand(until.map { $0 < moment } ?? true, "watermark of \(list) does not move on")
            lists[list, default: .init(hash: "", settledUntil: nil)].settledUntil = moment
        }
    }

    private mutating func apply(_ act: Act) {
        let id = act.delivery ?? DeliveryID(rawValue: 0)
        if act.kind == .retried {
            demand(kept[id]?.state == .givenUp, "\(id) retried in \(stateName(id))")
            kept[id]?.state = .waiting
            kept[id]?.next = act.at
            kept[id]?.unknowns = 0
            let attempts = kept[id]?.attempts
            kept[id]?.retriedAfter = attempts
            kept[id]?.replacedBy = nil
        } else {
            demand(kept[id]?.state == .accepted, "\(id) bounced in \(stateName(id))")
            demand(kept[id]?.bounce == nil, "\(id) bounced twice")
            kept[id]?.bounce = (act.at, act.reason ?? "")
        }
    }

    private mutating func begin(_ id: DeliveryID, _ attempt: Int, _ at: Moment) {
        demand(kept[id].map { $0.state.isOpen && !isUnderWay($0) } ?? false, "\(id) begun in \(stateName(id))")
        demand(attempt == (kept[id]?.attempts ?? 0) + 1, "\(id): attempt \(attempt) out of turn")
        kept[id]?.attempts = attempt
        kept[id]?.begun.append(at)
        kept[id]?.isUnderWay = true
        kept[id]?.state = .begun
        kept[id]?.process = process
    }

    private mutating func finish(
        _ id: DeliveryID, _ attempt: Int, _ end: TransferEnd, _ state: DeliveryState, _ next: Moment?, _ at: Moment
    ) {
        guard let old = kept[id] else { return demand(false, "\(id) ended without an intent") }
        if !old.isUnderWay {
            // A start records again what it cannot know to be recorded.
            return demand(end == .interrupted && attempt == old.attempts, "\(id): attempt \(attempt) ended twice")
        }
        demand(attempt == old.attempts, "\(id): attempt \(attempt) is not under way")
        kept[id]?.isUnderWay = false
        kept[id]?.state = state
        kept[id]?.next = next
        kept[id]?.ends.append((attempt, end.verdict, end.reason, at))
        if state == .accepted { kept[id]?.acceptedAt = at }
        if end.verdict == .unknown, end != .interrupted { kept[id]?.unknowns += 1 }
    }

    /// Under way in this process: what another began ended with it.
    private func isUnderWay(_ one: Kept) -> Bool { one.isUnderWay && one.process == process }

    private func stateName(_ id: DeliveryID) -> String { kept[id]?.state.rawValue ?? "none" }

    private mutating func demand(_ isTrue: Bool, _ what: String) {
        if !isTrue { violations.append(what) }
    }

    /// One delivery, whatever became of it.
    func delivery(_ id: DeliveryID) -> KeptDelivery? {
        kept[id].map {
            KeptDelivery(
                delivery: $0.delivery, state: $0.state, attempts: $0.attempts, mayHaveArrived: $0.mayHaveArrived,
                bouncedAt: $0.bounce?.at)
        }
    }

    /// What the next process starts from.
    func snapshot() -> LedgerSnapshot {
        let ids = kept.keys.sorted()
        var snapshot = LedgerSnapshot(
            tag: "naive", lastDelivery: ids.last ?? DeliveryID(rawValue: 0), lastEntryAt: journal.last?.at,
            lists: lists, seen: seen, acts: acts, reports: reports)
        let since = (journal.last?.at ?? Moment(seconds: 0)).adding(seconds: -LedgerSnapshot.recentSeconds)
        let firstDeferrals = firstDeferrals()
        var newestDigest: [String: DeliveryID] = [:]
        for id in ids {
            guard let one = kept[id], let digest = one.delivery.digest else { continue }
            let name = digest.prefix { $0 != "@" }
            newestDigest["\(name)|\(one.delivery.channel)|\(one.delivery.recipient.address)"] = id
        }
        for id in ids {
            guard let one = kept[id] else { continue }
            if one.state.isOpen {
                snapshot.open.append(
                    .init(
                        delivery: one.delivery, state: one.state == .waiting ? .waiting : .unknown,
                        attempts: one.attempts, unknowns: one.unknowns,
                        deferrals: one.deferrals.count, deferredSince: firstDeferrals[id],
                        mayHaveArrived: one.mayHaveArrived,
                        next: one.isUnderWay ? nil : one.next))
                for item in one.delivery.items { snapshot.slots.updateValue(nil, forKey: item.slot) }
            }
            let isAlive = one.state.isOpen || one.state == .accepted
            let isRecent = one.delivery.createdAt >= since || one.acceptedAt.map { $0 >= since } ?? false
            if isAlive && isRecent || newestDigest.values.contains(id) {
                snapshot.recent.append(
                    .init(
                        id: id, message: one.delivery.message, kind: one.delivery.kind, channel: one.delivery.channel,
                        address: one.delivery.recipient.address, digest: one.delivery.digest,
                        createdAt: one.delivery.createdAt, acceptedAt: one.acceptedAt))
            }
        }
        for one in kept.values where one.delivery.kind == .reminder {
            guard one.acceptedAt != nil || one.state == .givenUp else { continue }
            for id in one.delivery.items.map(\.slot.obligation) {
                snapshot.readers[.init(list: id.list, unit: id.unit), default: []].insert(
                    one.delivery.recipient.address)
            }
        }
        for (slot, fate) in fates {
            snapshot.slots.updateValue(fate.kind, forKey: slot)
            if fate.kind == .sent, slot.stage.isStep { snapshot.asked[slot] = fate.at }
        }
        tell(&snapshot)
        snapshot.channels = channels()
        return snapshot
    }

    /// What was given up lately, and when each obligation was last told of.
    private func tell(_ snapshot: inout LedgerSnapshot) {
        for entry in journal {
            guard case .ended(let id, let attempt, let end, let state, _, _) = entry.record, let one = kept[id] else {
                continue
            }
            let delivery = one.delivery
            if one.state == .givenUp, attempt == one.attempts, let newest = journal.last?.at,
                entry.at.seconds(until: newest) <= LedgerSnapshot.givenUpSeconds
            {
                snapshot.givenUp.append(
                    .init(
                        id: id, channel: delivery.channel, address: delivery.recipient.address, reason: end.reason,
                        at: entry.at))
            }
            if state == .accepted, attempt == one.attempts, let bounce = one.bounce {
                snapshot.givenUp.append(
                    .init(
                        id: id, channel: delivery.channel, address: delivery.recipient.address, reason: bounce.reason,
                        at: bounce.at, isBounced: true))
            }
            if state == .accepted, delivery.kind == .reminder {
                for item in delivery.items {
                    let before = snapshot.lastTold[item.slot.obligation]
                    guard before.map({ $0.at <= entry.at }) ?? true else { continue }
                    snapshot.lastTold[item.slot.obligation] = .init(at: entry.at, deadline: item.slot.deadline)
                }
            }
        }
    }

    /// When each was first put off, or one that it took the place of.
    private func firstDeferrals() -> [DeliveryID: Moment] {
        var first: [DeliveryID: Moment] = [:]
        for (id, one) in kept.sorted(by: { $0.key < $1.key }) {
            if one.retriedAfter != nil { first[id] = nil }
            for at in one.deferrals { first[id] = min(first[id] ?? at, at) }
            if let new = one.replacedBy, one.state == .superseded, let at = first[id] {
                first[new] = min(first[new] ?? at, at)
            }
        }
        return first
    }
}
