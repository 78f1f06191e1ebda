import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// The ledgers that are held to one suite.
enum LedgerKind: String, CaseIterable, Sendable {
    case sqlite, memory
}

protocol TestedLedger: Ledger {
    func entries(after sequence: Int64, limit: Int) throws -> [LedgerEntry]
}

extension SQLiteLedger: TestedLedger {}
extension MemoryLedger: TestedLedger {}

extension TestedLedger {
    @discardableResult
    func write(_ batches: LedgerBatch...) throws -> [[Bool]] { try commit(batches) }
}

/// A ledger of either kind that can be closed and opened again.
final class LedgerBench {
    private(set) var ledger: any TestedLedger
    let path: String

    init(_ kind: LedgerKind) throws {
        path = TemporaryFolder.url.appendingPathComponent("ledger.sqlite").path
        switch kind {
        case .sqlite: ledger = try SQLiteLedger(path: path)
        case .memory: ledger = MemoryLedger()
        }
    }

    /// As the next process finds it.
    func reopen() throws {
        if let memory = ledger as? MemoryLedger {
            ledger = memory.reopened()
        } else if let disk = ledger as? SQLiteLedger {
            try disk.close()
            ledger = try SQLiteLedger(path: path)
        }
    }

    /// Writes one batch; whether each record was new.
    @discardableResult
    func write(_ records: LedgerRecord...) throws -> [Bool] {
        try #require(try ledger.commit([Sample.batch(records)]).first)
    }

    func entries() throws -> [LedgerEntry] { try ledger.entries(after: 0, limit: .max) }

    /// The delivery's state as the log shows it.
    func state(_ id: Int64) throws -> String? { try ledger.delivery(DeliveryID(rawValue: id))?.row.state }
}

/// Values for tests, each with a default for what the test is not about.
enum Sample {
    /// 2017-06-22T09:00:00+08:00, in seconds.
    static let start: Int64 = 1_498_093_200

    static func moment(_ seconds: Int64) -> Moment { Moment(seconds: start + seconds) }

    static func slot(_ milestone: String = "3.1.2", unit: String = "jxw", stage: String = "3wd") throws -> SlotKey {
        try #require(SlotKey("huzhou-2017:\(milestone)/\(unit)|2017-06-30|\(stage)"))
    }

    static func delivery(
        _ id: Int64, kind: Delivery.Kind = .reminder, channel: String = "mail", address: String = "jxw@huzhou.example",
        units: [UnitID] = ["jxw"], createdAt: Int64 = 0, dueAt: Int64? = nil, items: [SlotKey]? = nil,
        digest: String? = nil, part: Delivery.Part? = nil
    ) throws -> Delivery {
        let items = try items ?? [slot()]
        return Delivery(
            id: DeliveryID(rawValue: id), kind: kind, channel: channel,
            recipient: Recipient(address: address, name: "市经信委 王二", units: units),
            messageID: "\(id).abcdefgh@huzhou.example", createdAt: moment(createdAt),
            dueAt: moment(dueAt ?? createdAt), notBefore: moment(createdAt + 60),
            items: items.map { .init(slot: $0, moment: moment(dueAt ?? createdAt), isLate: false) }, digest: digest,
            part: part)
    }

    static func body(_ id: DeliveryID) -> MessageBody {
        MessageBody(
            media: .mail, subject: "【市政府重点工作】第\(id)封", bytes: Array("Subject: \(id)\r\n\r\n到期\r\n".utf8))
    }

    static func batch(_ records: [LedgerRecord]) -> LedgerBatch {
        var batch = LedgerBatch(records)
        for case .intent(let delivery) in records { batch.bodies[delivery.id] = body(delivery.id) }
        return batch
    }

    static func begun(_ id: Int64, _ attempt: Int, at: Int64 = 100) -> LedgerRecord {
        .begun(DeliveryID(rawValue: id), attempt: attempt, at: moment(at))
    }

    static func ended(
        _ id: Int64, _ attempt: Int, _ end: TransferEnd = TransferEnd(.accepted, reason: "accepted", code: 250),
        state: DeliveryState = .accepted, next: Int64? = nil, at: Int64 = 101
    ) -> LedgerRecord {
        .ended(
            DeliveryID(rawValue: id), attempt: attempt, end, state: state, next: next.map(moment), at: moment(at))
    }

    static func fate(
        _ slot: SlotKey, _ kind: SlotFate.Kind = .sent, delivery: Int64? = 1, at: Int64 = 200
    ) -> LedgerRecord {
        .fate(
            SlotFate(
                slot: slot, moment: moment(0), kind: kind, reason: "accepted for the unit",
                delivery: delivery.map(DeliveryID.init(rawValue:)), at: moment(at)))
    }

    static func retried(_ id: Int64, key: String = "r", at: Int64 = 1000) -> LedgerRecord {
        .act(about(id, .retried, key: key, at: at))
    }

    static func bounced(
        _ id: Int64, key: String = "b", reason: String? = "user unknown", at: Int64 = 1000
    ) -> LedgerRecord {
        .act(about(id, .bounced, key: key, reason: reason, at: at))
    }

    private static func about(
        _ id: Int64, _ kind: Act.Kind, key: String, reason: String? = nil, at: Int64
    ) -> Act {
        Act(
            kind: kind, list: "", delivery: DeliveryID(rawValue: id), actor: .init(uid: 1000, name: "zhang"),
            at: moment(at), reason: reason, key: key)
    }

    /// A report of 市经信委, whose text is its hash.
    static func report(_ hash: String, key: String? = nil, at: Int64 = 300, bytes: [UInt8]? = nil) -> FiledReport {
        FiledReport(
            obligation: ObligationID(list: "huzhou-2017", milestone: "三-2", unit: "jxw"),
            key: key ?? "report|\(hash)", at: moment(at),
            body: ReportBody(sha256: hash, bytes: bytes ?? Array(hash.utf8)))
    }

    static func act(_ key: String, kind: Act.Kind = .done, at: Int64 = 300) -> Act {
        Act(
            kind: kind, list: "huzhou-2017", milestone: "3.1.2", unit: "jxw",
            actor: .init(uid: 1000, name: "zhang", onBehalfOf: "李科长"), at: moment(at),
            on: CivilDate(iso: "2017-06-21"), reason: "来电", document: "湖经信〔2017〕9号", key: key)
    }
}
