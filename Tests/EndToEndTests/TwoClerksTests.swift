import Foundation
import TestSupport
import Testing

/// Two people at two terminals, and one daemon.
@Suite("two people acting at once", .temporaryFolder)
struct TwoClerksTests {
    /// What one of them types, one verb after the other.
    private func type(_ lines: [[String]], at daemon: RunningDaemon) async throws -> [BuiltProduct.Ending] {
        try await Task.detached {
            try lines.map { line in
                try BuiltProduct.run(
                    BuiltProduct.path("deadlinectl"), arguments: line + ["--json"],
                    environment: ["DEADLINED_SOCKET": daemon.control.path])
            }
        }.value
    }

    @Test("they lose nothing: each act is on record once, also where both say the same, and over a kill")
    func atOnce() async throws {
        let site = try Site.mail(try MailServer.start())
        try await site.accept(at: "2017-06-22T10:00:00+08:00")
        var daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-06-22T11:00:00+08:00"))
        let lines = try await daemon.standing().standing.lines.filter { $0.milestone != "三-2" && $0.milestone != "三-3" }
        try #require(lines.count >= 16)
        let verbs = lines.map { ["done", $0.milestone, "--unit", $0.unit] }
        // Six of each one's own, and four that both settle.
        let (ours, theirs, both) = (verbs[0..<6], verbs[6..<12], verbs[12..<16])
        let there = daemon
        async let first = type(Array(both + ours), at: there)
        async let second = type(Array(both + theirs), at: there)
        let endings = try await first + second
        #expect(endings.map(\.status).allSatisfy { $0 == 0 }, "\(endings.map(\.err))")
        let answers = try endings.map { try ControlClient.read(ActsSeen.self, from: Data($0.out.utf8)) }
        #expect(answers.map(\.recorded.count).reduce(0, +) == 16)
        #expect(answers.map(\.unchanged).reduce(0, +) == 4, "who came second is told that it was on record")

        try await daemon.kill()
        daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-06-22T11:05:00+08:00"))
        let settled = try await daemon.standing().standing.lines.filter { $0.state == "done" }
        #expect(
            Set(settled.map { "\($0.milestone)/\($0.unit)" }) == Set(lines[0..<16].map { "\($0.milestone)/\($0.unit)" })
        )
        for line in lines[12..<16] {
            let story = try daemon.ctl("history", line.milestone, "--unit", line.unit)
            #expect(story.out.components(separatedBy: "办结;登记人").count == 2, "\(story.out)")
        }
    }
}
