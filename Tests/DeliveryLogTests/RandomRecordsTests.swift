import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Records over few keys, so that most meet something: valid ones, repeated ones, and ones that must be refused.
struct RandomRecords {
    var random: SeededGenerator
    private var now: Int64 = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func batches() throws -> [LedgerBatch] {
        try (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Sample.batch(try (0..<Int.random(in: 1...8, using: &random)).flatMap { _ in try records() })
        }
    }

    /// One, or now and then the fates of a message's slots.
    private mutating func records() throws -> [LedgerRecord] {
        let first = try record()
        guard case .fate(let fate) = first else { return [first] }
        return try (0..<Int.random(in: 1...4, using: &random)).map { _ in
            .fate(
                SlotFate(
                    slot: try slot(), moment: fate.moment, kind: fate.kind, reason: fate.reason,
                    delivery: fate.delivery, at: fate.at))
        }
    }

    private mutating func record() throws -> LedgerRecord {
        now += Int64.random(in: -50...20_000, using: &random)
        let at = Sample.moment(now)
        let id = DeliveryID(rawValue: Int64.random(in: 1...60, using: &random))
        let attempt = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            return .adopted(list: pick(["huzhou-2017", "wuxing"]), hash: pick(["a", "b"]), at: at)
        case 1:
            return .seen(
                try slot().obligation, deadline: try #require(CivilDate(iso: pick(["2017-06-30", "2017-07-31"]))),
                fingerprint: pick(["x", "y"]), at: at)
        case 2, 3, 4: return .intent(try delivery(id))
        case 5, 6: return .begun(id, attempt: attempt, at: at)
        case 7, 8:
            let verdict = pick(TransferEnd.Verdict.allCases)
            let end = TransferEnd(
                verdict, reason: pick(["timeout", "interrupted", "550"]), code: pick([nil, 250, 451]),
                reply: pick([nil, "250 好"]), peer: pick([nil, "[::1]:25"]), tls: pick([nil, "TLSv1.3"]))
            return .ended(
                id, attempt: attempt, end, state: pick(DeliveryState.allCases),
                next: pick([nil, Sample.moment(now + 300)]), at: at)
        case 9:
            return .dropped(
                id, state: pick(DeliveryState.allCases), reason: "done", by: pick([nil, DeliveryID(rawValue: 7)]),
                at: at)
        case 10:
            return .fate(
                SlotFate(
                    slot: try slot(), moment: at, kind: pick(SlotFate.Kind.allCases), reason: "because",
                    delivery: pick([nil, id]), at: at))
        default:
            if Bool.random(using: &random) {
                return .settledUntil(
                    list: pick(["huzhou-2017", "wuxing"]),
                    Sample.moment(now + Int64.random(in: -50_000...0, using: &random)))
            }
            let act = pick(Act.Kind.allCases)
            return .act(
                Act(
                    kind: act, list: "huzhou-2017", milestone: pick([nil, "3.1.2"]),
                    unit: pick([nil, "jxw"]), delivery: act.isAboutDelivery ? pick([nil, id, id, id]) : nil,
                    actor: .init(uid: 0, name: "王 \"二\"", onBehalfOf: pick([nil, "局长"])),
                    at: at, on: pick([nil, CivilDate(iso: "2017-02-28")]), reason: pick([nil, "a\nb"]),
                    document: pick([nil, "湖政办发〔2017〕33号"]),
                    key: String(Int.random(in: 0..<200, using: &random))))
        }
    }

    private mutating func delivery(_ id: DeliveryID) throws -> Delivery {
        let items = try (0..<Int.random(in: 0...3, using: &random)).map { _ in try slot() }
        let digest: String? = pick([nil, nil, "now", "weekly@1", "weekly@2", "monthly@1"])
        return try Sample.delivery(
            id.rawValue, kind: digest == nil ? .reminder : .digest, channel: pick(["mail", "hook"]),
            address: pick(["a@huzhou.example", "b@huzhou.example"]), units: pick([[], ["jxw"], ["fgw", "jxw"]]),
            createdAt: now, dueAt: now + Int64.random(in: -9...9, using: &random), items: items, digest: digest,
            part: pick([nil, nil, .init(number: 2, of: 3, first: DeliveryID(rawValue: id.rawValue - 1))]))
    }

    mutating func slot() throws -> SlotKey {
        try Sample.slot(
            pick(["3.1.2", "7.1.2@2017-07-31", "三-2"]), unit: pick(["jxw", "fgw", "nyj"]),
            stage: pick(["assigned", "3wd", "due", "overdue-1", "statement-2017-08"]))
    }

    mutating func query() -> LogQuery {
        LogQuery(
            from: pick([nil, nil, Sample.moment(now / 2)]), until: pick([nil, nil, Sample.moment(now / 2 + 9000)]),
            unit: pick([nil, nil, "jxw", "nyj"]), milestone: pick([nil, nil, "7.1.2", "huzhou-2017:三-2"]),
            channel: pick([nil, nil, "hook"]), state: pick([nil] + DeliveryState.allCases.map(\.rawValue)),
            before: pick([nil, nil, 30]), after: pick([nil, nil, 12]), limit: pick([3, 200]))
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}

@Suite("random records", .temporaryFolder)
struct RandomRecordsTests {
    @Test("any records leave the ledger on disk as the one in memory", arguments: 1...12 as ClosedRange<UInt64>)
    func agree(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        let (disk, memory) = (try LedgerBench(.sqlite), try LedgerBench(.memory))
        for step in 0..<60 {
            let batches = try random.batches()
            let answers = try disk.ledger.commit(batches)
            #expect(try answers == memory.ledger.commit(batches), "seed \(seed), step \(step)")
            if random.pick(Array(0..<10)) == 0 {
                try disk.reopen()
                try memory.reopen()
            }
            let query = random.query()
            #expect(try disk.ledger.log(query) == memory.ledger.log(query), "seed \(seed), step \(step), \(query)")
            let delivery = DeliveryID(rawValue: random.pick(Array(1...60)))
            #expect(
                try disk.ledger.delivery(delivery) == memory.ledger.delivery(delivery), "seed \(seed), step \(step)")
            var snapshot = try disk.ledger.snapshot()
            snapshot.tag = "memories"
            try #require(try snapshot == memory.ledger.snapshot(), "seed \(seed), step \(step)")
        }
        #expect(try disk.entries() == memory.entries(), "seed \(seed)")
        #expect(try disk.entries().count > 100, "seed \(seed): the records meet something")
        for list in [nil, "huzhou-2017", "wuxing"] {
            #expect(try disk.ledger.fates(list: list, limit: 9) == memory.ledger.fates(list: list, limit: 9))
        }
    }
}
