import Glibc

/// The folder that holds the ledger, locked for this process as long as the value lives.
///
/// The lock is `flock` on `deadlined.lock` beside the database: the kernel releases it however the process ends. The
/// file holds the process id of its holder and is never removed (removing it would let two processes lock two files).
package final class StateDirectory: Sendable {
    package let path: String
    private let descriptor: Int32

    package static let lockName = "deadlined.lock"
    package static let databaseName = "ledger.sqlite"

    /// Takes the directory, made with mode 0700 if it is missing.
    /// - Throws: `LedgerRefusal`, `.inUse` while another process has it.
    package init(path: String) throws(LedgerRefusal) {
        try Self.makeDirectory(path)
        self.path = path
        descriptor = open(path + "/" + Self.lockName, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotLock(Self.reason()) }
        do {
            try Self.lock(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Where the ledger's database stands.
    package var databasePath: String { path + "/" + Self.databaseName }

    private static func lock(_ descriptor: Int32) throws(LedgerRefusal) {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: throw .inUse(process: holder(descriptor))
            default: throw .cannotLock(reason())
            }
        }
        // Who holds it is a help to a person, not the lock: a disk too full for four digits does not matter.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    private static func makeDirectory(_ path: String) throws(LedgerRefusal) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .noDirectory("it is not a directory") }
            return
        }
        guard errno == ENOENT else { throw .noDirectory(reason()) }
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw .noDirectory(reason()) }
            made += "/"
        }
    }

    /// The system's words for the last error: they name no path.
    private static func reason() -> String {
        let code = errno
        return strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }
}
