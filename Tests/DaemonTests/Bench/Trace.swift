import CivilTime
import Couriers
import DeliveryLog
import Reminders
import Synchronization

/// What happened at the scheduler's two shores, ledger and couriers, in one order.
final class Trace: Sendable {
    enum Event: Sendable, Equatable {
        /// On disk.
        case wrote(LedgerRecord)
        /// A courier was given it.
        case carried(DeliveryID, attempt: Int, by: String)
        case closed(String)
    }

    private let kept = Mutex<[Event]>([])

    var events: [Event] { kept.withLock { $0 } }
    var records: [LedgerRecord] {
        events.compactMap { event in
            if case .wrote(let record) = event { record } else { nil }
        }
    }
    var carried: [DeliveryID] {
        events.compactMap { event in
            if case .carried(let id, _, _) = event { id } else { nil }
        }
    }
    var accepted: Int {
        records.count { record in
            if case .ended(_, _, _, state: .accepted, _, _) = record { true } else { false }
        }
    }

    func note(_ event: Event) { kept.withLock { $0.append(event) } }

    /// Every transfer whose intent and beginning were not on disk before it.
    var transfersTooEarly: [DeliveryID] {
        var intended: Set<DeliveryID> = []
        var begun: [DeliveryID: Int] = [:]
        var early: [DeliveryID] = []
        for event in events {
            switch event {
            case .wrote(.intent(let delivery)): intended.insert(delivery.id)
            case .wrote(.begun(let id, let attempt, _)): begun[id] = attempt
            case .carried(let id, let attempt, _):
                if !intended.contains(id) || begun[id] != attempt { early.append(id) }
            case .wrote, .closed: break
            }
        }
        return early
    }
}

/// The ledger in memory, with faults on demand.
final class FaultyLedger: Ledger {
    private let memory = MemoryLedger()
    private let trace: Trace
    private let fault = Mutex<LedgerFailure?>(nil)
    private let refused = Mutex(0)
    private let isUnreadable = Mutex(false)

    init(_ trace: Trace) { self.trace = trace }

    /// From now on every commit fails in this way; nil: no longer.
    func fail(_ failure: LedgerFailure?) { fault.withLock { $0 = failure } }

    /// From now on no message can be read, or again.
    func hide(_ hidden: Bool) { isUnreadable.withLock { $0 = hidden } }

    /// How many commits failed.
    var failures: Int { refused.withLock { $0 } }

    func commit(_ batches: [LedgerBatch]) throws -> [[Bool]] {
        if let failure = fault.withLock({ $0 }) {
            refused.withLock { $0 += 1 }
            throw failure
        }
        let answers = try memory.commit(batches)
        for batch in batches { for record in batch.records { trace.note(.wrote(record)) } }
        return answers
    }

    func snapshot() throws -> LedgerSnapshot { try memory.snapshot() }
    func body(of delivery: DeliveryID) throws -> MessageBody? {
        if isUnreadable.withLock({ $0 }) { throw LedgerFailure.fatal("io-error") }
        return try memory.body(of: delivery)
    }
    func log(_ query: LogQuery) throws -> [LogRow] { try memory.log(query) }
    func delivery(_ id: DeliveryID) throws -> DeliveryHistory? { try memory.delivery(id) }
    func history(_ query: HistoryQuery) throws -> History { try memory.history(query) }
    func kept(_ id: DeliveryID) throws -> KeptDelivery? { try memory.kept(id) }
    func fates(list: String?, limit: Int) throws -> [SlotFate] { try memory.fates(list: list, limit: limit) }
    func reports(list: String) throws -> [FiledReport] { try memory.reports(list: list) }
}

/// A courier that answers as it is told, at once or when it is let.
actor ScriptedCourier: Courier {
    nonisolated let limit = 2
    let name: String
    private let trace: Trace
    private let answer: @Sendable (Parcel) -> TransferEnd
    private var isHolding: Bool
    private var held: [CheckedContinuation<Void, Never>] = []
    private(set) var parcels: [Parcel] = []

    init(
        _ name: String, _ trace: Trace, isHolding: Bool = false,
        answer: @escaping @Sendable (Parcel) -> TransferEnd = { _ in TransferEnd(.accepted, reason: "accepted") }
    ) {
        self.name = name
        self.trace = trace
        self.isHolding = isHolding
        self.answer = answer
    }

    /// How many transfers wait for their answer.
    var waiting: Int { held.count }

    func release() {
        isHolding = false
        for continuation in held { continuation.resume() }
        held = []
    }

    nonisolated func carry(
        _ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void
    ) {
        Task { ended(await answered(parcel)) }
    }

    private func answered(_ parcel: Parcel) async -> TransferEnd {
        trace.note(.carried(DeliveryID(rawValue: parcel.delivery), attempt: parcel.attempt, by: name))
        parcels.append(parcel)
        if isHolding { await withCheckedContinuation { held.append($0) } }
        return answer(parcel)
    }

    func close() async { trace.note(.closed(name)) }
}
