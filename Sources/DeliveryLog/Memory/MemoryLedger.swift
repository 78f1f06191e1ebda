import CivilTime
package import Reminders
import Synchronization
import WorkLists

/// The ledger's rules without a disk, written a second time and plainly: for tests and simulations, and as the model
/// that the one on disk is held to. Nothing in it outlives the process.
package final class MemoryLedger: Ledger {
    struct Storage: Sendable {
        struct Kept: Sendable {
            var delivery: Delivery
            var body: MessageBody
            var bodyHash: String
            var state = DeliveryState.waiting
            var attempts: [DeliveryHistory.Attempt] = []
            var unknowns = 0
            var next: Moment?
            var lastCode: Int?
            var lastReply: String?
            var acceptedAt: Moment?
            var reason: String?
            var replacedBy: DeliveryID?
            /// The attempts before it was last retried.
            var retriedAfter: Int?
            var bouncedAt: Moment?
            var bounce: String?
            /// The attempt under way when the process stopped, whose end nobody will hear of.
            var interrupted: Int?

            /// As it is shown: an interrupted attempt has left it unknown.
            var shownState: DeliveryState {
                state == .begun && interrupted == attempts.count ? .unknown : state
            }
        }

        var tag: String
        var entries: [LedgerEntry] = []
        var deliveries: [DeliveryID: Kept] = [:]
        var fates: [SlotFate] = []
        var fateKinds: [SlotKey: SlotFate.Kind] = [:]
        var acts: [Act] = []
        var actKeys: Set<String> = []
        var lists: [String: LedgerSnapshot.AdoptedList] = [:]
        var seen: [ObligationID: LedgerSnapshot.Sighting] = [:]
        var sightings: [History.Sighting] = []
        var reports: [FiledReport] = []
    }

    private let storage: Mutex<Storage>

    package init(tag: String = "memories") {
        storage = Mutex(Storage(tag: tag))
    }

    private init(_ storage: sending Storage) {
        self.storage = Mutex(storage)
    }

    /// The same ledger as the next process finds it.
    package func reopened() -> MemoryLedger {
        var copy = storage.withLock { $0 }
        for (id, kept) in copy.deliveries where kept.state == .begun {
            copy.deliveries[id]?.interrupted = kept.attempts.count
        }
        return MemoryLedger(copy)
    }

    package func commit(_ batches: [LedgerBatch]) throws -> [[Bool]] {
        for batch in batches {
            for case .intent(let delivery) in batch.records where batch.bodies[delivery.id] == nil {
                throw LedgerFailure.fatal("intent-without-body")
            }
            for case .filed(let report) in batch.records where report.body.bytes == nil {
                throw LedgerFailure.fatal("report-without-text")
            }
        }
        return storage.withLock { storage in
            batches.map { batch in
                batch.runs.flatMap { run in
                    run.count > 1
                        ? storage.decide(batch.fates(run))
                        : [storage.write(batch.records[run.lowerBound], bodies: batch.bodies)]
                }
            }
        }
    }

    package func snapshot() throws -> LedgerSnapshot { storage.withLock { $0.snapshot() } }

    package func body(of delivery: DeliveryID) throws -> MessageBody? {
        storage.withLock { $0.deliveries[delivery]?.body }
    }

    package func log(_ query: LogQuery) throws -> [LogRow] { storage.withLock { $0.rows(query) } }

    package func delivery(_ id: DeliveryID) throws -> DeliveryHistory? {
        storage.withLock { $0.deliveries[id]?.history }
    }

    package func kept(_ id: DeliveryID) throws -> KeptDelivery? {
        storage.withLock { $0.deliveries[id]?.asKept }
    }

    package func history(_ query: HistoryQuery) throws -> History { storage.withLock { $0.history(query) } }

    package func fates(list: String?, limit: Int) throws -> [SlotFate] {
        storage.withLock { storage in
            Array(storage.fates.lazy.filter { list == nil || $0.slot.obligation.list == list }.prefix(max(0, limit)))
        }
    }

    package func reports(list: String) throws -> [FiledReport] {
        storage.withLock { $0.reports.filter { $0.obligation.list == list } }
    }

    /// The entries after `sequence`, in order, at most `limit`.
    package func entries(after sequence: Int64 = 0, limit: Int = 1000) throws -> [LedgerEntry] {
        storage.withLock { Array($0.entries.dropFirst(Int(sequence)).prefix(max(0, limit))) }
    }
}

extension MemoryLedger.Storage {
    fileprivate mutating func write(_ record: LedgerRecord, bodies: [DeliveryID: MessageBody]) -> Bool {
        guard apply(record, bodies: bodies) else { return false }
        var bodyHash: (sha256: String, media: String)?
        if case .intent(let delivery) = record, let kept = deliveries[delivery.id] {
            bodyHash = (kept.bodyHash, kept.body.media.rawValue)
        }
        entries.append(
            LedgerEntry(
                record, sequence: Int64(entries.count) + 1, newest: entries.last?.time, bodyHash: bodyHash))
        return true
    }

    /// Fates of one decision.
    fileprivate mutating func decide(_ fates: [SlotFate]) -> [Bool] {
        let answers = fates.map { apply(.fate($0), bodies: [:]) }
        let new = zip(fates, answers).filter(\.1).map(\.0)
        if !new.isEmpty { entries.append(LedgerEntry(new, sequence: Int64(entries.count) + 1)) }
        return answers
    }

    private mutating func apply(_ record: LedgerRecord, bodies: [DeliveryID: MessageBody]) -> Bool {
        switch record {
        case .adopted(let list, let hash, _):
            guard lists[list]?.hash != hash else { return false }
            lists[list, default: .init(hash: hash, settledUntil: nil)].hash = hash
        case .seen(let obligation, let deadline, let fingerprint, let at):
            if let old = seen[obligation], old.deadline == deadline, old.fingerprint == fingerprint { return false }
            seen[obligation] = .init(deadline: deadline, fingerprint: fingerprint, at: at)
            sightings.append(.init(obligation: obligation, at: at, deadline: deadline, fingerprint: fingerprint))
        case .gone(let obligation, let at):
            guard seen.removeValue(forKey: obligation) != nil else { return false }
            sightings.append(.init(obligation: obligation, at: at, deadline: nil, fingerprint: nil))
        case .intent(let delivery):
            guard deliveries[delivery.id] == nil, let body = bodies[delivery.id] else { return false }
            deliveries[delivery.id] = Kept(delivery: delivery, body: body, bodyHash: body.sha256)
        case .begun(let id, let attempt, let at):
            guard let kept = deliveries[id], kept.isIdle, attempt == kept.attempts.count + 1 else { return false }
            deliveries[id]?.begin(attempt, at)
        case .ended(let id, let attempt, let end, let state, let next, let at):
            guard let kept = deliveries[id], kept.state == .begun, attempt == kept.attempts.count, state != .begun
            else { return false }
            deliveries[id]?.end(attempt, end, state, next, at)
        case .dropped(let id, let state, let reason, let newer, _):
            guard let kept = deliveries[id], kept.isIdle, !state.isOpen else { return false }
            deliveries[id]?.state = state
            deliveries[id]?.next = nil
            deliveries[id]?.reason = reason
            deliveries[id]?.replacedBy = newer
        case .fate(let fate):
            guard fateKinds[fate.slot] == nil else { return false }
            fateKinds[fate.slot] = fate.kind
            fates.append(fate)
        case .act(let act):
            guard !actKeys.contains(act.key), !act.kind.isAboutDelivery || applyToDelivery(act) else { return false }
            actKeys.insert(act.key)
            acts.append(act)
        case .filed(let report):
            guard !reports.contains(where: { $0.key == report.key }) else { return false }
            reports.append(report)
        case .settledUntil(let list, let moment):
            if let until = lists[list]?.settledUntil, until >= moment { return false }
            lists[list, default: .init(hash: "", settledUntil: nil)].settledUntil = moment
        }
        return true
    }
}

extension MemoryLedger.Storage {
    private mutating func applyToDelivery(_ act: Act) -> Bool {
        guard let id = act.delivery, let kept = deliveries[id] else { return false }
        if act.kind == .retried, kept.state == .givenUp {
            deliveries[id]?.retry(act.at)
            return true
        }
        if act.kind == .bounced, kept.state == .accepted, kept.bouncedAt == nil {
            deliveries[id]?.bouncedAt = act.at
            deliveries[id]?.bounce = act.reason ?? ""
            return true
        }
        return false
    }
}

extension MemoryLedger.Storage.Kept {
    /// Open, and no attempt under way.
    fileprivate var isIdle: Bool { shownState == .waiting || shownState == .unknown }

    fileprivate mutating func begin(_ attempt: Int, _ at: Moment) {
        state = .begun
        next = nil
        attempts.append(
            .init(
                number: attempt, begunAt: at, endedAt: nil, verdict: nil, reason: nil, code: nil, reply: nil,
                peer: nil, tls: nil))
    }

    fileprivate mutating func retry(_ at: Moment) {
        state = .waiting
        next = at
        unknowns = 0
        retriedAfter = attempts.count
        reason = nil
        replacedBy = nil
    }

    fileprivate mutating func end(
        _ attempt: Int, _ end: TransferEnd, _ state: DeliveryState, _ next: Moment?, _ at: Moment
    ) {
        attempts[attempt - 1] = .init(
            number: attempt, begunAt: attempts[attempt - 1].begunAt, endedAt: at, verdict: end.verdict.rawValue,
            reason: end.reason, code: end.code, reply: end.reply, peer: end.peer, tls: end.tls)
        self.state = state
        self.next = next
        lastCode = end.code
        lastReply = end.reply
        acceptedAt = state == .accepted ? at : nil
        if end.countsAsUnknown { unknowns += 1 }
    }
}
