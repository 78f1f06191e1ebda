import CivilTime
import Foundation
import GRDB
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// What the ledger has on record about a milestone, a unit, and one unit's share: both ledgers answer alike.
@Suite("histories", .temporaryFolder)
struct HistoryTests {
    private static let june30 = CivilDate(iso: "2017-06-30") ?? .first
    private static let list = "huzhou-2017"

    private static func id(_ milestone: String, _ unit: UnitID) -> ObligationID {
        ObligationID(list: list, milestone: milestone, unit: unit)
    }

    private static func seen(
        _ milestone: String, _ unit: UnitID, deadline: CivilDate = june30, at: Int64 = 0
    ) -> LedgerRecord {
        .seen(id(milestone, unit), deadline: deadline, fingerprint: "f", at: Sample.moment(at))
    }

    private static func act(
        _ kind: Act.Kind, _ milestone: String? = nil, unit: UnitID? = nil, key: String, at: Int64
    ) -> LedgerRecord {
        .act(
            Act(
                kind: kind, list: list, milestone: milestone, unit: unit, actor: .init(uid: 1000, name: "zhang"),
                at: Sample.moment(at), key: key))
    }

    /// 3.1.2 is shared by two units; 3.1.20 and 7.1.2's occurrences stand beside it.
    private func year(_ bench: LedgerBench) throws {
        try bench.write(
            Self.act(.accepted, key: "a", at: 0), Self.seen("3.1.2", "jxw"), Self.seen("3.1.2", "fgw"),
            Self.seen("3.1.20", "jxw"), Self.seen("7.1.2@2017-07-31", "jxw"), Self.seen("7.1.2@2017-08-31", "jxw"))
        try bench.write(
            .intent(try Sample.delivery(1)),
            .intent(try Sample.delivery(2, units: ["fgw"], items: [try Sample.slot(unit: "fgw")])),
            .intent(try Sample.delivery(3, items: [try Sample.slot("3.1.20")])),
            .intent(try Sample.delivery(4, kind: .digest, items: [], digest: "now:jxw")))
        try bench.write(
            Sample.begun(1, 1),
            Sample.ended(1, 1, TransferEnd(.deferred, reason: "greylisted", code: 451), state: .waiting),
            Sample.begun(1, 2, at: 400), Sample.ended(1, 2, at: 401), Sample.begun(2, 1), Sample.ended(2, 1))
        try bench.write(Sample.fate(try Sample.slot()), Sample.fate(try Sample.slot(unit: "fgw"), delivery: 2))
        try bench.write(Sample.fate(try Sample.slot("3.1.20"), .skipped, delivery: nil))
        try bench.write(
            Self.act(.acknowledged, unit: "jxw", key: "ack", at: 500),
            Self.act(.done, "3.1.2", unit: "jxw", key: "c", at: 600),
            Self.act(.done, "3.1.20", unit: "jxw", key: "d", at: 700), Sample.bounced(1, at: 800),
            Self.seen("3.1.2", "fgw", deadline: CivilDate(iso: "2017-09-30") ?? .first, at: 900),
            .gone(Self.id("3.1.2", "fgw"), at: Sample.moment(950)))
    }

    @Test("a milestone's history has all that is on record about it, and nothing else", arguments: LedgerKind.allCases)
    func milestone(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try year(bench)
        try bench.reopen()
        let history = try bench.ledger.history(HistoryQuery(list: Self.list, milestone: "3.1.2", unit: nil))
        #expect(
            history.sightings.map { "\($0.obligation.unit) \($0.deadline?.description ?? "gone")" }
                == ["jxw 2017-06-30", "fgw 2017-06-30", "fgw 2017-09-30", "fgw gone"])
        #expect(history.fates.map(\.slot.obligation.unit) == ["jxw", "fgw"])
        #expect(history.acts.map(\.kind) == [.accepted, .acknowledged, .done, .bounced])
        #expect(history.deliveries.map(\.row.id) == [1, 2])
        #expect(history.deliveries.first?.attempts.map(\.code) == [451, 250])
        #expect(history.deliveries.first?.toName == "市经信委 王二")
        #expect(history.next == nil)
        #expect(history.ledger.entries == Int64(try bench.entries().count))
        #expect(history.ledger.tag == (try bench.ledger.snapshot().tag))
    }

    @Test("a share's history is its unit's alone; a unit's has its digests too", arguments: LedgerKind.allCases)
    func units(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try year(bench)
        let share = try bench.ledger.history(HistoryQuery(list: Self.list, milestone: "3.1.2", unit: "fgw"))
        #expect(share.deliveries.map(\.row.id) == [2])
        #expect(share.acts.map(\.kind) == [.accepted])
        let unit = try bench.ledger.history(HistoryQuery(list: nil, milestone: nil, unit: "jxw"))
        #expect(unit.deliveries.map(\.row.id) == [1, 3, 4])
        #expect(unit.fates.map(\.slot.obligation.milestone) == ["3.1.2", "3.1.20"])
        #expect(unit.acts.map(\.kind) == [.accepted, .acknowledged, .done, .done, .bounced])
        #expect(try bench.ledger.history(HistoryQuery(list: "other", milestone: nil, unit: "jxw")).deliveries == [])
    }

    @Test("a recurring milestone's number means every occurrence, its full name one", arguments: LedgerKind.allCases)
    func occurrences(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try year(bench)
        func seen(_ milestone: String) throws -> [String] {
            try bench.ledger.history(HistoryQuery(list: Self.list, milestone: milestone, unit: nil)).sightings.map(
                \.obligation.milestone)
        }
        #expect(try seen("7.1.2") == ["7.1.2@2017-07-31", "7.1.2@2017-08-31"])
        #expect(try seen("7.1.2@2017-08-31") == ["7.1.2@2017-08-31"])
        #expect(try seen("7.1") == [])
    }

    @Test(
        "a long history comes in pages: each delivery once, everything else on the first",
        arguments: LedgerKind.allCases)
    func pages(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try year(bench)
        for number in 5...9 as ClosedRange<Int64> { try bench.write(.intent(try Sample.delivery(number))) }
        var query = HistoryQuery(list: Self.list, milestone: "3.1.2", unit: nil, limit: 3)
        var whole = try bench.ledger.history(query)
        var pages = 1
        while let next = whole.next {
            query.after = DeliveryID(rawValue: next)
            whole.append(try bench.ledger.history(query))
            pages += 1
        }
        #expect(pages == 3)
        query.after = nil
        query.limit = 200
        #expect(try bench.ledger.history(query) == whole)
        #expect(whole.deliveries.map(\.row.id) == [1, 2, 5, 6, 7, 8, 9])
    }

    @Test("each part of it is read by an index")
    func indexes() throws {
        let bench = try LedgerBench(.sqlite)
        let ledger = try #require(bench.ledger as? SQLiteLedger)
        for sql in [
            "SELECT * FROM sighting WHERE obligation >= 'a' AND obligation < 'b'",
            "SELECT * FROM sighting WHERE unit = 'a'",
            "SELECT * FROM fate WHERE key >= 'a' AND key < 'b'",
            "SELECT * FROM act WHERE list = 'a' AND milestone = 'b'",
            "SELECT * FROM act WHERE list = 'a' AND milestone IS NULL", "SELECT * FROM act WHERE delivery = 1",
            "SELECT delivery FROM delivery_unit WHERE unit = 'a' AND delivery > 1 ORDER BY delivery",
        ] {
            let plan = try ledger.pool.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
            }
            #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        }
    }

    @Test("a ledger of before knows from its entries when an obligation came")
    func migrated() throws {
        let path = TemporaryFolder.url.appendingPathComponent("old.sqlite").path
        let old = try SQLiteLedger(path: path)
        try old.write(LedgerBatch([Self.seen("3.1.2", "jxw"), .gone(Self.id("3.1.2", "jxw"), at: Sample.moment(9))]))
        let before = try old.history(HistoryQuery(list: nil, milestone: nil, unit: "jxw"))
        // As version 3 left it.
        try old.pool.write { db in
            try db.execute(
                sql: """
                    DROP TABLE sighting; DROP INDEX act_milestone; DROP INDEX act_delivery;
                    PRAGMA user_version = \(Schema.migrations.count - 1)
                    """)
        }
        try old.close()
        let new = try SQLiteLedger(path: path)
        #expect(before.sightings.map(\.deadline) == [Self.june30, nil])
        #expect(try new.history(HistoryQuery(list: nil, milestone: nil, unit: "jxw")) == before)
    }
}
