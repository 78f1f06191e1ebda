import CivilTime
import Foundation
import GRDB
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// What only a ledger on disk has to stand.
@Suite("the ledger on disk", .temporaryFolder)
struct LedgerOnDiskTests {
    private var path: String { TemporaryFolder.url.appendingPathComponent("ledger.sqlite").path }

    @Test("the connection that writes syncs every commit, also after the file is opened again")
    func durable() throws {
        for _ in 0..<2 {
            let ledger = try SQLiteLedger(path: path)
            let pragmas = try ledger.pool.writeWithoutTransaction { db in
                try ["synchronous", "auto_vacuum", "foreign_keys", "wal_autocheckpoint", "busy_timeout"].map {
                    try Int.fetchOne(db, sql: "PRAGMA \($0)")
                }
            }
            #expect(pragmas == [2, 2, 1, 0, 5000])
            #expect(
                try ledger.pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal"
            )
            try ledger.close()
        }
    }

    @Test("the database and its log are their owner's alone, also a file that was not")
    func modes() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.write(Sample.batch([.act(Sample.act("a"))]))
        for file in [path, path + "-wal", path + "-shm"] { #expect(try mode(file) == 0o600) }
        try ledger.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try SQLiteLedger(path: path).close()
        #expect(try mode(path) == 0o600)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("what was committed is there when the process is killed at once")
    func killed() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.write(
            Sample.batch([.intent(try Sample.delivery(1)), .intent(try Sample.delivery(2)), Sample.begun(1, 1)]))
        let before = try ledger.snapshot()
        // The files as a kill leaves them: nothing was closed, nothing moved from the log into the database.
        let copy = path + ".copy"
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        #expect(try #require(FileManager.default.contents(atPath: copy + "-wal")).count > 0)
        let found = try SQLiteLedger(path: copy)
        #expect(try found.snapshot() == before)
        #expect(try found.entries() == ledger.entries())
        #expect(try found.delivery(DeliveryID(rawValue: 1))?.row.state == "unknown")
        #expect(try ledger.delivery(DeliveryID(rawValue: 1))?.row.state == "begun")
    }

    @Test("a log cut anywhere by a power failure leaves whole transactions", arguments: 1...24)
    func torn(step: Int) throws {
        let ledger = try SQLiteLedger(path: path)
        var snapshots = [try ledger.snapshot()]
        for id in 1...8 as ClosedRange<Int64> {
            try ledger.write(Sample.batch([.intent(try Sample.delivery(id)), .act(Sample.act("\(id)"))]))
            snapshots.append(try ledger.snapshot())
        }
        let wal = try #require(FileManager.default.contents(atPath: path + "-wal"))
        let copy = path + ".copy"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try wal.prefix(wal.count * step / 24 - 1).write(to: URL(fileURLWithPath: copy + "-wal"))
        var found = try SQLiteLedger(path: copy).snapshot()
        // Where not even the schema is on disk the ledger is made anew, with a word of its own.
        if found.acts.isEmpty { found.tag = snapshots[0].tag }
        #expect(snapshots.contains(found))
    }

    @Test("entries can neither be changed nor removed")
    func immutable() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.write(Sample.batch([.act(Sample.act("a")), .act(Sample.act("b"))]))
        let before = try ledger.entries()
        for sql in ["UPDATE entry SET time = 0", "DELETE FROM entry", "DELETE FROM entry WHERE sequence = 2"] {
            #expect(throws: DatabaseError.self, "\(sql)") { try ledger.pool.write { try $0.execute(sql: sql) } }
        }
        #expect(try ledger.entries() == before)
        #expect(before.count == 2)
    }

    @Test("a ledger of a newer version is refused and left as it is")
    func newer() throws {
        let ledger = try SQLiteLedger(path: path)
        let known = Schema.migrations.count
        try ledger.pool.write { try $0.execute(sql: "PRAGMA user_version = \(known + 1)") }
        try ledger.close()
        let bytes = FileManager.default.contents(atPath: path)
        #expect(throws: LedgerRefusal.newerVersion(found: known + 1, known: known)) { try SQLiteLedger(path: path) }
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test("another program's database is refused and left as it is")
    func foreign() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
        try other.close()
        #expect(throws: LedgerRefusal.foreign) { try SQLiteLedger(path: path) }
        let tables = try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["song"])
    }

    @Test("a file that is no database is refused by its name")
    func damaged() throws {
        let text = Data(String(repeating: "this is a letter, not a database\n", count: 200).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        #expect(throws: LedgerRefusal.damaged) { try SQLiteLedger(path: path) }
        #expect(FileManager.default.contents(atPath: path) == text)
        #expect(throws: LedgerRefusal.cannotOpen("cannot-open")) { try SQLiteLedger(path: path + "/x") }
    }

    @Test("a full disk writes nothing of the transaction and is got over")
    func diskFull() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.write(Sample.batch([.intent(try Sample.delivery(1)), .act(Sample.act("a"))]))
        let before = (try ledger.snapshot(), try ledger.entries())
        // `max_page_count` makes SQLite answer as a full disk does (SQLITE_FULL).
        try ledger.pool.writeWithoutTransaction { db in
            let pages = try #require(try Int.fetchOne(db, sql: "PRAGMA page_count"))
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
        }
        let small = Sample.batch([.act(Sample.act("b"))])
        var large = Sample.batch([Sample.begun(1, 1), .intent(try Sample.delivery(2))])
        large.bodies[DeliveryID(rawValue: 2)] = MessageBody(
            media: .json, subject: "", bytes: [UInt8](repeating: 0x20, count: 400_000))
        #expect(throws: LedgerFailure.retryable("disk-full")) { try ledger.commit([small, large]) }
        #expect(try ledger.snapshot() == before.0)
        #expect(try ledger.entries() == before.1)
        #expect(try ledger.commit([small]) == [[true]], "what fits is still written")
        try ledger.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        #expect(try ledger.commit([small, large]) == [[false], [true, true]])
        try ledger.close()
        #expect(try SQLiteLedger(path: path).entries().count == 5)
    }

    @Test("a lock that another connection holds is passing, and names itself so")
    func busy() throws {
        #expect(LedgerFailure(DatabaseError(resultCode: .SQLITE_BUSY)) == .retryable("busy"))
        #expect(LedgerFailure(DatabaseError(resultCode: .SQLITE_LOCKED)) == .retryable("busy"))
        #expect(LedgerFailure(DatabaseError(resultCode: .SQLITE_IOERR_FSYNC)) == .fatal("fsync-failed"))
        #expect(LedgerFailure(DatabaseError(resultCode: .SQLITE_IOERR_WRITE)) == .fatal("io-error"))
        #expect(LedgerFailure(CocoaError(.fileNoSuchFile)) == .fatal("unknown"))
    }

    @Test("a failure names no value and no path")
    func discreet() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.pool.write { try $0.execute(sql: "DROP TABLE act") }
        let failure = #expect(throws: LedgerFailure.self) {
            try ledger.write(Sample.batch([.act(Sample.act("secret-key"))]))
        }
        let text = "\(try #require(failure))"
        #expect(!text.contains("secret-key") && !text.contains(path) && !text.contains("INSERT"))
        #expect(failure == .fatal("sqlite-1"))
    }

    @Test("a reader neither waits for the writer nor sees half of what it writes")
    func readers() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.write(Sample.batch([.act(Sample.act("a"))]))
        try ledger.pool.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                var writer = try RecordWriter(db, interrupted: [:])
                #expect(
                    try writer.write(Sample.batch([.act(Sample.act("b")), .act(Sample.act("c"))])) == [true, true])
                // The write lock is held here; a reader on another thread must get through.
                let done = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    let keys = try? ledger.snapshot().acts.map(\.key)
                    #expect(keys == ["a"])
                    done.signal()
                }
                done.wait()
                return .commit
            }
        }
        #expect(try ledger.snapshot().acts.map(\.key) == ["a", "b", "c"])
    }

    @Test("the log is moved into the database as it grows, and stays short")
    func checkpoints() throws {
        let ledger = try SQLiteLedger(path: path)
        for id in 1...600 as ClosedRange<Int64> {
            var batch = Sample.batch([.intent(try Sample.delivery(id))])
            batch.bodies[DeliveryID(rawValue: id)] = MessageBody(
                media: .mail, subject: "", bytes: [UInt8](repeating: 0x41, count: 40_000))
            try ledger.write(batch)
        }
        let wal = try #require(FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int)
        let database = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        #expect(database > 10_000_000)
        #expect(wal < 3 * SQLiteLedger.checkpointPages * 4096)
    }

    @Test("a body that retention cut leaves its hash, its subject and its entry")
    func cutBody() throws {
        let ledger = try SQLiteLedger(path: path)
        let id = DeliveryID(rawValue: 1)
        try ledger.write(Sample.batch([.intent(try Sample.delivery(1))]))
        let before = try #require(try ledger.delivery(id))
        try ledger.pool.write { try $0.execute(sql: "UPDATE body SET bytes = NULL") }
        #expect(try ledger.body(of: id) == nil)
        #expect(try ledger.delivery(id) == before)
        #expect(before.bodyHash == Sample.body(id).sha256)
    }
}
