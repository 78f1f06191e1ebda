import Foundation
import TestSupport
import Testing

@Suite("a full disk", .temporaryFolder, .serialized)
struct DiskTests {
    /// A file system of its own for the state directory needs root, and in a container more than that.
    static let canMount: Bool = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("deadlined-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return (try? SmallDisk(at: path)) != nil
    }()

    @Test(
        "acts are answered «not on disk yet» and kept; with room again they are written, by themselves",
        .enabled(if: canMount, "NOT TESTED: a small file system for the state directory needs the right to mount"))
    func full() async throws {
        let site = try Site.local()
        let disk = try SmallDisk(at: site.state)
        let daemon = try await RunningDaemon.start(site, clock: ReloadTests.clock)
        try await daemon.accept()
        try disk.fill()

        // What is already allocated takes some more: the write-ahead log is reused.
        let milestones = try await daemon.standing().standing.lines.map(\.milestone)
        var unwritten: String?
        var written: [String] = []
        for milestone in milestones where !written.contains(milestone) {
            let answer = try await daemon.control.ask("POST", "/v1/acts", Self.done(milestone))
            if answer.status == 503 {
                #expect(answer.text.contains("尚未写入磁盘:disk-full"))
                #expect(answer.text.contains("hint"))
                unwritten = milestone
                break
            }
            try #require(answer.status == 200, "\(answer.text)")
            written.append(milestone)
        }
        let lost = try #require(unwritten, "the disk was never full")
        let status = try await daemon.standing()
        #expect(status.alarms.contains("台账无法写入:disk-full"))
        #expect(daemon.log.contains("ledger cannot be written"))

        try disk.makeRoom()
        try await until("the ledger is written again") { try await daemon.standing().alarms.isEmpty }
        #expect(daemon.log.contains("ledger is written again"))
        // The act was not sent again: it stands there from the first time, with its key.
        let again = try await daemon.control.post(ActsSeen.self, "/v1/acts", Self.done(lost))
        #expect(again.recorded.isEmpty && again.unchanged > 0)
        #expect(try await daemon.stop() == 0)
        let restarted = try await RunningDaemon.start(site, clock: ReloadTests.clock)
        let lines = try await restarted.standing().standing.lines
        for milestone in written + [lost] {
            #expect(lines.filter { $0.milestone == milestone }.allSatisfy { $0.state == "done" })
        }
        #expect(try await restarted.stop() == 0)
    }

    private static func done(_ milestone: String) -> String {
        #"{"acts":[{"kind":"done","milestone":"\#(milestone)","all_units":true,"key":"tick-\#(milestone)"}],"#
            + #""dry_run":false}"#
    }
}

/// A tmpfs of a few megabytes, unmounted when the test lets go of it.
private final class SmallDisk {
    private let path: String
    private var ballast: String { path + "/ballast" }

    struct Failed: Error {
        var code: Int32
    }

    init(at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=8m") == 0 else { throw Failed(code: errno) }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    func fill() throws {
        let descriptor = open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failed(code: errno) }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
        guard errno == ENOSPC else { throw Failed(code: errno) }
    }

    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: ballast)
    }
}
