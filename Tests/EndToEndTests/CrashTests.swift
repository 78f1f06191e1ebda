import Foundation
import TestSupport
import Testing

@Suite("kill -9 in the middle, and a restart", .temporaryFolder)
struct CrashTests {
    /// The list is accepted, and the next morning all are told.
    static let clock = RunningDaemon.Clock(start: "2017-03-31T12:00:00+08:00", speed: "12h/s")

    @Test("nothing is lost, and only the two mails in flight come twice, under the same Message-ID")
    func mail() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        try server.hold(after: 10)
        let killed = try await RunningDaemon.start(site, clock: Self.clock)
        // Ten are answered; two lanes wait for the reply to their final dot, the others for their turn.
        try await until("two mails are in flight") { try server.taken().count == 12 }
        try await until("ten are on disk") { try await killed.deliveries().count { $0.state == "accepted" } == 10 }
        let before = try await killed.deliveries()
        try await killed.kill()
        let inFlight = Set(try server.taken().filter { !$0.isAnswered }.map(\.messageID))
        #expect(inFlight.count == 2)
        // Each lane has one more begun, so that it never waits for the disk.
        let begun = Set(before.filter { $0.state == "begun" }.map(\.messageId))
        #expect(begun.count <= 4 && begun.isSuperset(of: inFlight))
        #expect(before.count { $0.state == "waiting" } == Site.recipients - 10 - begun.count)

        server.release()
        let again = try await RunningDaemon.start(site, clock: .init(start: "2017-04-01T09:05:00+08:00"))
        try await until("all is accepted") { try await again.deliveries().allSatisfy { $0.state == "accepted" } }
        let rows = try await again.deliveries()
        #expect(try await again.stop() == 0)

        #expect(rows.map(\.messageId) == before.map(\.messageId), "the restart made other messages")
        #expect(rows.map(\.slots) == before.map(\.slots))
        #expect(Set(rows.map(\.to)).count == Site.recipients)
        let copies = Dictionary(grouping: try server.taken(), by: \.messageID)
        #expect(Set(copies.keys) == Set(rows.map(\.messageId)))
        for row in rows {
            let came = try #require(copies[row.messageId])
            #expect(came.count == (inFlight.contains(row.messageId) ? 2 : 1))
            #expect(row.attempts == (begun.contains(row.messageId) ? 2 : 1))
            let bytes = Set(came.map { FileManager.default.contents(atPath: $0.file) })
            #expect(bytes.count == 1, "the second copy has other bytes")
        }
    }

    @Test("killed five times at any moment, each message still arrives, at most once more for each kill")
    func oftenKilled() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        var clock = Self.clock
        for kill in 1...5 {
            let daemon = try await RunningDaemon.start(site, clock: clock)
            _ = try await until("some mails are taken", every: 1) { try server.taken().count >= kill * 6 ? true : nil }
            try await daemon.kill()
            clock = .init(start: "2017-04-01T09:05:00+08:00")
        }
        let daemon = try await RunningDaemon.start(site, clock: clock)
        try await until("all is accepted") {
            let rows = try await daemon.deliveries()
            return rows.count >= Site.recipients && rows.allSatisfy { $0.state == "accepted" }
        }
        let rows = try await daemon.deliveries()
        #expect(try await daemon.stop() == 0)
        #expect(rows.count == Site.recipients)
        let copies = Dictionary(grouping: try server.taken(), by: \.messageID)
        #expect(Set(copies.keys) == Set(rows.map(\.messageId)))
        let surplus = copies.values.map { $0.count - 1 }.reduce(0, +)
        #expect(surplus <= 5 * 4, "more came twice than two lanes could have begun")
        for row in rows {
            // What the ledger says was tried is what may have come: no more copies than attempts.
            #expect((copies[row.messageId]?.count ?? 0) <= row.attempts)
        }
    }

    @Test("a webhook in flight is posted again under the same webhook-id")
    func webhook() async throws {
        let receiver = try WebhookReceiver.start()
        let site = try receiver.site()
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        try receiver.hold(after: 5)
        let killed = try await RunningDaemon.start(site, clock: Self.clock)
        // Four connections are the default.
        try await until("four are in flight") { try receiver.requests().count == 9 }
        try await until("five are on disk") { try await killed.deliveries().count { $0.state == "accepted" } == 5 }
        let inFlight = Set(try await killed.deliveries().filter { $0.state == "begun" }.map(\.messageId))
        try await killed.kill()
        #expect(inFlight == Set(try receiver.requests().dropFirst(5).map(\.id)))
        receiver.release()

        let again = try await RunningDaemon.start(site, clock: .init(start: "2017-04-01T09:05:00+08:00"))
        try await until("all is accepted") { try await again.deliveries().allSatisfy { $0.state == "accepted" } }
        #expect(try await again.stop() == 0)
        let copies = Dictionary(grouping: try receiver.requests(), by: \.id)
        #expect(copies.count == Site.recipients)
        for (id, requests) in copies {
            #expect(requests.count == (inFlight.contains(id) ? 2 : 1))
            #expect(Set(requests.map(\.body)).count == 1)
            #expect(requests.allSatisfy { $0.verified == "yes" })
        }
    }
}
