import Foundation
import Reminders
import TestSupport
import Testing

@testable import DeliveryLog

@Suite("the state directory", .temporaryFolder)
struct StateDirectoryTests {
    private var path: String { TemporaryFolder.url.appendingPathComponent("var/state").path }

    @Test("it is made for its owner alone, and the ledger within")
    func made() throws {
        let directory = try StateDirectory(path: path)
        let ledger = try SQLiteLedger(in: directory)
        #expect(try ledger.commit([Sample.batch([.act(Sample.act("a"))])]) == [[true]])
        let modes = try ["", "/deadlined.lock", "/ledger.sqlite"].map {
            try FileManager.default.attributesOfItem(atPath: path + $0)[.posixPermissions] as? Int
        }
        #expect(modes == [0o700, 0o600, 0o600])
    }

    @Test("a second one is refused and says which process holds it, until the first is gone")
    func locked() throws {
        let process = ProcessInfo.processInfo.processIdentifier
        do {
            let first = try StateDirectory(path: path)
            let refusal = #expect(throws: LedgerRefusal.self) { try StateDirectory(path: path) }
            #expect(refusal == .inUse(process: process))
            #expect(
                "\(try #require(refusal))".hasPrefix(
                    "another deadlined (process \(process)) uses this state directory\nhint: "))
            #expect(first.databasePath == path + "/ledger.sqlite")
        }
        #expect(throws: Never.self) { try StateDirectory(path: path) }
    }

    @Test("a ledger keeps its directory locked")
    func lockedByLedger() throws {
        let ledger = try SQLiteLedger(in: StateDirectory(path: path))
        #expect(throws: LedgerRefusal.self) { try StateDirectory(path: path) }
        try ledger.close()
        withExtendedLifetime(ledger) {}
    }

    @Test("another process is kept out and named")
    func otherProcess() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let lock = path + "/deadlined.lock"
        // A process that takes the lock, writes its id as deadlined does, says so, and waits to be told to end.
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/bin/sh")
        holder.arguments = ["-c", "exec 9>'\(lock)'; flock 9 && echo $$ >&9 && echo ready && read line"]
        let (input, output) = (Pipe(), Pipe())
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        #expect(throws: LedgerRefusal.inUse(process: holder.processIdentifier)) { try StateDirectory(path: path) }
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        #expect(throws: Never.self) { try StateDirectory(path: path) }
        #expect(
            FileManager.default.contents(atPath: lock) == Data("\(ProcessInfo.processInfo.processIdentifier)\n".utf8))
    }

    @Test("a file in its place, or in its way, is a clear refusal")
    func notADirectory() throws {
        let file = TemporaryFolder.url.appendingPathComponent("file").path
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: LedgerRefusal.noDirectory("it is not a directory")) { try StateDirectory(path: file) }
        #expect(throws: LedgerRefusal.noDirectory("not a directory")) { try StateDirectory(path: file + "/state") }
    }

    @Test(
        "every refusal is one lower-case line without a period, then a hint",
        arguments: [
            LedgerRefusal.inUse(process: nil), .inUse(process: 4711), .cannotLock("permission denied"),
            .noDirectory("it is not a directory"), .cannotOpen("disk-full"), .newerVersion(found: 9, known: 1),
            .foreign, .damaged, .notDurable(synchronous: 1),
        ])
    func words(refusal: LedgerRefusal) throws {
        let lines = "\(refusal)".split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].first?.isLowercase == true && lines[0].last != ".")
        #expect(lines[1].hasPrefix("hint: ") && lines[1].last != ".")
    }
}
