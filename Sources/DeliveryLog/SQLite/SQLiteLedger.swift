import GRDB
package import Reminders
import Synchronization

/// The ledger on disk: one SQLite database in WAL mode, through GRDB.
///
/// `commit` returns once the transaction is synced (`synchronous=FULL` on the connection that writes, read back when
/// it is opened). Readers have connections of their own and neither wait for the writer nor hold it up. Every call
/// blocks its thread; errors are `LedgerFailure`, which names no statement, value or path.
package final class SQLiteLedger: Ledger {
    /// Seconds to wait for a lock that another program holds on the file: 5.
    static let busyTimeout = 5.0
    /// A checkpoint is made after about this many pages were written: 6000, which is a log of 16 to 24 MB. SQLite's own
    /// 1000 would be every sixty deliveries, with two more syncs each.
    static let checkpointPages = 6000

    let pool: DatabasePool
    /// Attempts that were under way when the last process stopped, by delivery: neither will hear of its end, so
    /// such a delivery counts as `unknown`.
    let interrupted: [Int64: Int]
    /// Held while the ledger is open, for its lock.
    private let directory: StateDirectory?
    /// The file that was opened.
    private let opened: FileIdentity?
    /// Pages written since the last checkpoint, about.
    private let written = Mutex(0)

    /// Opens the ledger of a locked state directory, or makes it.
    /// - Throws: `LedgerRefusal`.
    package convenience init(in directory: StateDirectory) throws {
        try self.init(path: directory.databasePath, directory: directory)
    }

    /// Opens the database at `path` without the lock: for copies and tests. It may write even so (the log is read in).
    package convenience init(path: String) throws {
        try self.init(path: path, directory: nil)
    }

    private init(path: String, directory: StateDirectory?) throws {
        self.directory = directory
        (pool, interrupted) = try LedgerOpening.open(path)
        opened = FileIdentity(path: pool.path)
    }

    // MARK: - Writing

    package func commit(_ batches: [LedgerBatch]) throws -> [[Bool]] {
        // Where the folder was taken away, the open file is nobody's: what is written there is gone with the process.
        guard FileIdentity(path: pool.path) == opened else { throw LedgerFailure.fatal("moved") }
        return try LedgerFailure.wrapping {
            try pool.writeWithoutTransaction { db in
                var answers: [[Bool]] = []
                answers.reserveCapacity(batches.count)
                var pages = 0
                try db.inTransaction(.immediate) {
                    var writer = try RecordWriter(db, interrupted: interrupted)
                    for batch in batches { answers.append(try writer.write(batch)) }
                    pages = writer.pages
                    return .commit
                }
                try checkpoint(db, after: pages)
                return answers
            }
        }
    }

    /// Moves the log into the database now and then. SQLite's own checkpoint, within a commit, hides its errors: a
    /// failed fsync of the database would go unnoticed, and the log be used again over pages that were never written.
    private func checkpoint(_ db: Database, after pages: Int) throws {
        let isDue = written.withLock { written in
            written += pages
            return written >= Self.checkpointPages
        }
        guard isDue else { return }
        do {
            try db.checkpoint(.passive)
            written.withLock { $0 = 0 }
        } catch {
            // The records are on disk. No room, or a reader in the way: the next commit tries again.
            if case .fatal = LedgerFailure(error) { throw error }
        }
    }

    /// Moves the log into the database and closes all connections; the ledger answers nothing afterwards.
    package func close() throws {
        try LedgerFailure.wrapping { try pool.close() }
    }

    // MARK: - Reading

    package func snapshot() throws -> LedgerSnapshot {
        try read { try SnapshotReader(db: $0).snapshot() }
    }

    package func body(of delivery: DeliveryID) throws -> MessageBody? {
        try read { try LogReader(db: $0, interrupted: interrupted).body(of: delivery) }
    }

    package func log(_ query: LogQuery) throws -> [LogRow] {
        try read { try LogReader(db: $0, interrupted: interrupted).rows(query) }
    }

    package func delivery(_ id: DeliveryID) throws -> DeliveryHistory? {
        try read { try LogReader(db: $0, interrupted: interrupted).history(of: id) }
    }

    package func kept(_ id: DeliveryID) throws -> KeptDelivery? {
        try read { try DeliveryReader(db: $0).kept(id, interrupted: interrupted) }
    }

    package func history(_ query: HistoryQuery) throws -> History {
        try read { try HistoryReader(db: $0, log: LogReader(db: $0, interrupted: interrupted)).page(query) }
    }

    package func fates(list: String?, limit: Int) throws -> [SlotFate] {
        try read { try LogReader(db: $0, interrupted: interrupted).fates(list: list, limit: limit) }
    }

    package func reports(list: String) throws -> [FiledReport] {
        try read { try LogReader(db: $0, interrupted: interrupted).reports(list: list) }
    }

    /// The entries after `sequence`, in order, at most `limit`.
    package func entries(after sequence: Int64 = 0, limit: Int = 1000) throws -> [LedgerEntry] {
        try read { try LogReader(db: $0, interrupted: interrupted).entries(after: sequence, limit: limit) }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try LedgerFailure.wrapping { try pool.read(body) }
    }
}

extension LedgerFailure {
    /// Runs `body`; whatever it throws comes out as a `LedgerFailure`.
    static func wrapping<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw LedgerFailure(error) }
    }

    init(_ error: any Error) {
        if let failure = error as? LedgerFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self = .fatal("unknown")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .retryable("disk-full")
            case .SQLITE_BUSY, .SQLITE_LOCKED: .retryable("busy")
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_FSYNC: .fatal("fsync-failed")
            case .SQLITE_IOERR: .fatal("io-error")
            case .SQLITE_CORRUPT where error.extendedResultCode == .SQLITE_CORRUPT: .fatal("damaged")
            case .SQLITE_CORRUPT: .fatal("damaged-\(error.extendedResultCode.rawValue)")
            case .SQLITE_NOTADB: .fatal("not-a-database")
            case .SQLITE_READONLY: .fatal("read-only")
            case .SQLITE_CANTOPEN: .fatal("cannot-open")
            case .SQLITE_NOMEM: .fatal("no-memory")
            case .SQLITE_CONSTRAINT: .fatal("constraint")
            default: .fatal("sqlite-\(error.resultCode.rawValue)")
            }
    }
}
