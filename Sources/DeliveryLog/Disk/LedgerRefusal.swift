/// Why a state directory or its ledger was not opened. Holds no path: the caller knows which it named.
package enum LedgerRefusal: Error, Hashable, Sendable {
    /// Another process holds the lock; its id, if it could be read.
    case inUse(process: Int32?)
    /// The lock could not be taken at all; the system's short reason.
    case cannotLock(String)
    /// The directory could not be made or read; the system's short reason.
    case noDirectory(String)
    /// The ledger's file could not be opened; a short name of the reason.
    case cannotOpen(String)
    /// Written by a newer version: the schema's number found, and the newest one known here.
    case newerVersion(found: Int, known: Int)
    /// A database of something else.
    case foreign
    /// Not a database, or a broken one.
    case damaged
    /// The connection that writes does not sync each commit: `PRAGMA synchronous` as read back, 2 wanted.
    case notDurable(synchronous: Int)

    /// A bounded name, for metrics and exit codes.
    package var shortName: String {
        switch self {
        case .inUse: "in-use"
        case .cannotLock: "cannot-lock"
        case .noDirectory: "no-directory"
        case .cannotOpen: "cannot-open"
        case .newerVersion: "newer-version"
        case .foreign: "foreign"
        case .damaged: "damaged"
        case .notDurable: "not-durable"
        }
    }
}

extension LedgerRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let process):
            """
            another deadlined\(process.map { " (process \($0))" } ?? "") uses this state directory
            hint: stop it, or give this one a state directory of its own with --state
            """
        case .cannotLock(let reason):
            """
            cannot lock the state directory: \(reason)
            hint: it must stand on a local disk that deadlined may write to
            """
        case .noDirectory(let reason):
            """
            cannot use the state directory: \(reason)
            hint: name a directory that deadlined may write to with --state
            """
        case .cannotOpen(let reason):
            """
            cannot open the ledger: \(reason)
            hint: its files must belong to the user that deadlined runs as, on a disk that has room
            """
        case .newerVersion(let found, let known):
            """
            state directory from a newer version: its ledger has schema \(found), this version knows up to \(known)
            hint: run the newer deadlined, or give this one a state directory of its own with --state
            """
        case .foreign:
            """
            the ledger's file is a database of another program
            hint: give deadlined a state directory of its own with --state
            """
        case .damaged:
            """
            the ledger's file is damaged or not a database
            hint: keep a copy of the state directory, then put a backup in its place
            """
        case .notDurable(let synchronous):
            """
            the ledger does not sync its commits: PRAGMA synchronous is \(synchronous), not 2 (FULL)
            hint: this is a fault of the program or of its SQLite library, please report it
            """
        }
    }
}
