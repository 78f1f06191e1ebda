import GRDB
import Glibc

/// Opens the database: its file, its pragmas, its schema.
enum LedgerOpening {
    /// The pool, and the attempts that the last process left without an end, by delivery.
    /// - Throws: `LedgerRefusal`.
    static func open(_ path: String) throws -> (pool: DatabasePool, interrupted: [Int64: Int]) {
        do {
            try protect(path)
            try inspect(path)
            let pool = try DatabasePool(path: path, configuration: configuration)
            let interrupted = try pool.writeWithoutTransaction { db in
                try makeDurable(db)
                try Schema.migrate(db, tag: tag)
                return try interruptedAttempts(db)
            }
            return (pool, interrupted)
        } catch let refusal as LedgerRefusal {
            throw refusal
        } catch {
            let failure = LedgerFailure(error)
            throw failure.isDamage ? LedgerRefusal.damaged : .cannotOpen(failure.shortName)
        }
    }

    /// Over a connection that only reads: opening a pool writes to the file, and a ledger that is refused stays as it
    /// is.
    private static func inspect(_ path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteLedger.busyTimeout)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read(Schema.inspect)
        try queue.close()
    }

    /// GRDB sets WAL mode after `prepareDatabase`, and with it `synchronous` to NORMAL: FULL comes after opening.
    private static func makeDurable(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        // Checkpoints are the ledger's own: see `SQLiteLedger.checkpoint`.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        guard synchronous == 2 else { throw LedgerRefusal.notDurable(synchronous: synchronous) }
    }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "deadlined.ledger"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(SQLiteLedger.busyTimeout)
        configuration.maximumReaderCount = 2
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { db in
            // Has an effect before the first table only, and before WAL mode, which is set after this.
            if !db.configuration.readonly, try Int.fetchOne(db, sql: "PRAGMA page_count") == 0 {
                try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
        }
        return configuration
    }

    /// Makes the file readable by its owner alone before SQLite makes it; its log takes the same mode. A file that
    /// exists is not opened here: closing it would drop the locks that this process may hold on it.
    private static func protect(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
            return
        }
        var status = stat()
        guard errno == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerRefusal.cannotOpen("cannot-open")
        }
        if status.st_mode & 0o077 != 0 { chmod(path, 0o600) }
    }

    /// Eight lower-case letters.
    private static func tag() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        var generator = SystemRandomNumberGenerator()
        return String((0..<8).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
    }

    private static func interruptedAttempts(_ db: Database) throws -> [Int64: Int] {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, attempts FROM delivery WHERE state <> 'accepted' AND state = 'begun'")
        var attempts: [Int64: Int] = [:]
        while let row = try rows.next() { attempts[row[0]] = row[1] }
        return attempts
    }
}
