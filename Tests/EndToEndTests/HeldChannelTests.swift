import Foundation
import TestSupport
import Testing

@Suite("a mail server that is down", .temporaryFolder)
struct HeldChannelTests {
    @Test("its mails wait and status says so; once it is up, each arrives once")
    func downThenUp() async throws {
        let down = try MailServer.down()
        let site = try Site.mail(down)
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-04-01T08:59:00+08:00", speed: "10m/s"))
        let held = try await until("the channel is held") {
            let status = try await daemon.standing()
            return status.alarms.contains { $0.hasPrefix("发送通道 mail 已暂停:") } ? status : nil
        }
        #expect(held.standing.heldChannels["mail"] == "connect")
        let alarm = site.rehearsal + "/alarm"
        try await until("the alarm file names the channel") {
            (try? String(contentsOfFile: alarm, encoding: .utf8))?.hasPrefix("channel mail ") == true
        }
        #expect(held.standing.waiting >= Site.recipients - 4)
        #expect(try await daemon.deliveries().allSatisfy { $0.state != "accepted" && $0.state != "given-up" })

        let server = try down.up()
        try await until("all is accepted") {
            try await daemon.deliveries().allSatisfy { $0.state == "accepted" }
        }
        let rows = try await daemon.deliveries()
        let freed = try await daemon.standing()
        #expect(freed.alarms.isEmpty && freed.standing.heldChannels.isEmpty)
        try await until("the alarm file is gone") { !FileManager.default.fileExists(atPath: alarm) }
        #expect(try await daemon.stop() == 0)
        #expect(rows.count == Site.recipients)
        #expect(try server.taken().map(\.messageID).sorted() == rows.map(\.messageId).sorted())
        // One delivery at a time probes the channel; the others were not tried in vain. A busy machine takes longer to
        // bring the server up, and the clock runs fast: there is a probe after each hold until it answers.
        let begun = try #require(rows.map(\.dueAt).max())
        let silence = try #require(rows.compactMap(\.acceptedAt).min()) - begun
        let holds: [Int64] = [60, 360, 1260, 3060] + stride(from: 4860, through: 172_800, by: 1800)
        #expect(rows.count { $0.attempts > 1 } <= 2 + holds.count { $0 <= silence }, "\(silence) s")
    }

    @Test("a wrong password is the channel's fault: nothing is given up, and a reload with the right one sends all")
    func wrongPassword() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        let secret = site.folder.appendingPathComponent("password").path
        try Site.writeSecret("not the one", to: secret)
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-04-01T08:59:00+08:00", speed: "10m/s"))
        try await until("the channel is held") {
            try await daemon.standing().standing.heldChannels["mail"] == "auth"
        }
        #expect(try server.taken().isEmpty)
        try Site.writeSecret(Site.password, to: secret)
        #expect(try await daemon.reload().taken)
        try await until("all is accepted") {
            try await daemon.deliveries().allSatisfy { $0.state == "accepted" }
        }
        #expect(try server.taken().count == Site.recipients)
        #expect(try await daemon.stop() == 0)
        #expect(!daemon.said.contains("not the one"))
        for data in try site.stateFiles().values { #expect(data.range(of: Data("not the one".utf8)) == nil) }
    }
}
