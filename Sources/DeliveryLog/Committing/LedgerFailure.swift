/// Why the ledger did not write or read. Holds a bounded short name only: no statement, no value, no path.
package enum LedgerFailure: Error, Hashable, Sendable {
    /// Nothing was written, and the same may succeed later: `disk-full`, `busy`.
    case retryable(String)
    /// The disk or the database cannot be trusted any more, or the program is at fault: the process ends and is
    /// started again, which reads what is truly on disk. Never retried: after a failed fsync the kernel may call
    /// pages clean that it lost.
    case fatal(String)

    /// Whether what stands in the file is not what SQLite wrote there.
    var isDamage: Bool { self == .fatal("not-a-database") || shortName.hasPrefix("damaged") }

    package var shortName: String {
        switch self {
        case .retryable(let name), .fatal(let name): name
        }
    }
}

extension LedgerFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .retryable("disk-full"):
            "cannot write the ledger: the disk is full\nhint: make room; what waits is written as soon as there is some"
        case .retryable(let name):
            "cannot write the ledger: \(name)\nhint: another program may be reading its file; deadlined tries again"
        case .fatal("moved"):
            "the ledger's file was moved or removed under deadlined\nhint: put it back, or start with a new one"
        case .fatal(let name):
            "the ledger failed: \(name)\nhint: look at the disk's health; deadlined ends and must be started again"
        }
    }
}
