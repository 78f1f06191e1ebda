import Foundation
import TestSupport
import Testing

@Suite("webhooks to a real receiver", .temporaryFolder)
struct WebhookTests {
    @Test("each unit is one signed POST; one that was refused for now comes again under the same id")
    func retried() async throws {
        let receiver = try WebhookReceiver.start(refusesFirst: true)
        let site = try receiver.site()
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        // Back-off is scaled: five minutes are half a second.
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-04-01T08:59:00+08:00", speed: "10m/s"))
        try await until("all is accepted") {
            let rows = try await daemon.deliveries().filter { $0.channel == "board" }
            return rows.count == Site.recipients && rows.allSatisfy { $0.state == "accepted" }
        }
        let rows = try await daemon.deliveries().filter { $0.channel == "board" }
        #expect(try await daemon.stop() == 0)

        let requests = try receiver.requests()
        #expect(requests.allSatisfy { $0.verified == "yes" })
        #expect(requests.allSatisfy { $0.type == "application/json" })
        let copies = Dictionary(grouping: requests, by: \.id)
        #expect(Set(copies.keys) == Set(rows.map(\.messageId)))
        var units: Set<[String]> = []
        for row in rows {
            let tries = try #require(copies[row.messageId])
            #expect(tries.map(\.status) == [503, 200])
            #expect(Set(tries.map(\.body)).count == 1, "the second body differs")
            #expect(row.attempts == 2 && row.lastCode == 200)
            let payload = try WebhookReceiver.payload(tries[0])
            #expect(payload.type == "reminder.assigned")
            #expect(payload.data.messageId == row.messageId)
            #expect(payload.data.unit == [row.unit])
            #expect(payload.data.totalItems == row.slots.count)
            units.insert(payload.data.unit)
        }
        #expect(units.count == Site.recipients)
        for data in try site.stateFiles().values { #expect(data.range(of: Data(receiver.secret.utf8)) == nil) }
        #expect(!daemon.said.contains(receiver.secret))
    }
}
