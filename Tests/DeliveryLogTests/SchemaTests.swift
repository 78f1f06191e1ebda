import CivilTime
import Foundation
import GRDB
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

@Suite("the schema's versions", .temporaryFolder)
struct SchemaTests {
    private var path: String { TemporaryFolder.url.appendingPathComponent("ledger.sqlite").path }

    /// A ledger as version 1 left it: one delivery accepted, one put off, one given up, and what they came from.
    private func makeVersion1() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try Schema.migrate(db, to: 1) { "ancients" }
            try db.execute(
                sql: """
                    INSERT INTO delivery (id, kind, channel, address, name, units, covers, message_id, created_at,
                        due_at, not_before, body_sha256, state, attempts, accepted_at)
                    VALUES (1, 'reminder', 'mail', 'a@x', '王', 'jxw', 'jxw', '1@x', 100, 100, 100, 'ab', 'accepted', 1, 120),
                        (2, 'reminder', 'mail', 'a@x', '王', 'jxw', 'jxw', '2@x', 100, 100, 100, 'ab', 'waiting', 1, NULL),
                        (3, 'reminder', 'mail', 'a@x', '王', 'jxw', 'jxw', '3@x', 100, 100, 100, 'ab', 'given-up', 1, NULL);
                    INSERT INTO attempt (delivery, number, begun_at, ended_at, verdict, reason)
                    VALUES (1, 1, 110, 120, 'accepted', 'accepted'), (2, 1, 110, 121, 'deferred', 'greylisted'),
                        (3, 1, 130, 131, 'channelDown', 'auth');
                    INSERT INTO slot (sequence, key, list, moment, fate, reason, delivery, decided_at)
                    VALUES (7, 'l:1.1/jxw|2017-06-30|3wd', 'l', 100, 'sent', 'accepted by a server', 1, 120),
                        (9, 'l:1.1/jxw|2017-06-30|10wd', 'l', 90, 'skipped', 'late', NULL, 120);
                    INSERT INTO act (key, kind, list, uid, actor, at) VALUES ('k', 'accepted', 'l', 0, 'root', 90);
                    INSERT INTO entry (time, kind, canonical) VALUES (131, 'ended', x'7B7D');
                    """)
        }
        try queue.close()
    }

    @Test("a ledger of version 1 is taken up where it stands")
    func version1() throws {
        try makeVersion1()
        for _ in 1...2 {
            let ledger = try SQLiteLedger(path: path)
            let snapshot = try ledger.snapshot()
            #expect(snapshot.tag == "ancients")
            #expect(snapshot.open.map(\.delivery.id.rawValue) == [2])
            #expect(snapshot.open.map(\.delivery.part) == [nil])
            #expect(snapshot.open.map(\.deferredSince) == [Moment(seconds: 121)])
            #expect(snapshot.givenUp.map(\.id.rawValue) == [3])
            #expect(snapshot.acts.map(\.delivery) == [nil])
            #expect(
                snapshot.channels == [
                    "mail": .init(
                        faults: 1, fault: "auth", lastFaultAt: Moment(seconds: 131),
                        lastAcceptedAt: Moment(seconds: 120), begun: [110, 110, 130].map(Moment.init(seconds:)))
                ])
            #expect(
                try ledger.fates(list: "l", limit: 9).map { "\($0.slot) \($0.kind) \($0.delivery?.rawValue ?? 0)" }
                    == ["l:1.1/jxw|2017-06-30|3wd sent 1", "l:1.1/jxw|2017-06-30|10wd skipped 0"])
            #expect(try ledger.log(LogQuery()).map(\.part) == [nil, nil, nil])
            try ledger.close()
        }
        let ledger = try SQLiteLedger(path: path)
        #expect(
            try ledger.write(Sample.batch([Sample.retried(3), Sample.bounced(1), Sample.begun(2, 2)]))
                == [[true, true, true]])
        #expect(try ledger.snapshot().open.map(\.delivery.id.rawValue) == [2, 3])
        #expect(try ledger.pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.migrations.count)
    }

    @Test("a ledger taken up has the tables and indexes of a new one")
    func sameSchema() throws {
        try makeVersion1()
        let (old, new) = (try SQLiteLedger(path: path), try SQLiteLedger(path: path + ".new"))
        let schema = { (ledger: SQLiteLedger) in
            try ledger.pool.read { db in
                try String.fetchAll(db, sql: "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name")
            }
        }
        #expect(try schema(old) == schema(new))
    }
}
