import Foundation
import TestSupport
import Testing

@Suite("a configuration that changes under the running daemon", .temporaryFolder)
struct ReloadTests {
    static let clock = RunningDaemon.Clock(start: "2017-04-05T10:00:00+08:00")

    @Test("HUP with a bad file keeps the old one and says why; repaired, it is taken")
    func hangUp() async throws {
        let site = try Site.local()
        let daemon = try await RunningDaemon.start(site, clock: Self.clock)
        try await daemon.accept()
        let obligations = try await daemon.standing().standing.lines.count
        try site.edit("deadlined.yaml", replacing: "  phone:", with: "  phones:")
        daemon.signal(SIGHUP)
        let refused = try await until("the file is refused") {
            let status = try await daemon.standing()
            return status.refused.isEmpty ? nil : status
        }
        #expect(refused.refused.contains { $0.hasPrefix("deadlined.yaml:3:3: ") && $0.contains("phones") })
        #expect(refused.alarms.contains { $0.contains("仍按原配置运行") })
        #expect(refused.standing.lines.count == obligations)
        #expect(daemon.log.contains("configuration refused"))
        // It still works.
        #expect(try await daemon.digest().new)

        try site.edit("deadlined.yaml", replacing: "  phones:", with: "  phone:")
        daemon.signal(SIGHUP)
        try await until("the file is taken") { try await daemon.standing().refused.isEmpty }
        #expect(try await daemon.standing().alarms.isEmpty)
        #expect(try await daemon.stop() == 0)
    }

    @Test("a start with a bad file runs on the one last taken, loudly, and HUP takes the repaired one")
    func badStart() async throws {
        let site = try Site.local()
        try await site.accept(at: Self.clock.start)
        try site.edit("units.yaml", replacing: "- id: nanxun", with: "- id: wuxing")
        let daemon = try await RunningDaemon.start(site, clock: Self.clock)
        let status = try await daemon.standing()
        #expect(status.refused.contains { $0.hasPrefix("units.yaml:") })
        #expect(status.alarms.contains { $0.contains("仍按原配置运行") })
        #expect(status.standing.lines.contains { $0.unit == "nanxun" })
        #expect(daemon.log.contains("configuration refused; the last good one holds"))
        try site.edit(
            "units.yaml", replacing: "- id: wuxing\n    name: 南浔区政府", with: "- id: nanxun\n    name: 南浔区政府")
        daemon.signal(SIGHUP)
        try await until("the file is taken") { try await daemon.standing().refused.isEmpty }
        #expect(try await daemon.stop() == 0)
    }

    @Test("a milestone of an accepted list that vanishes is refused until it is accepted", arguments: [false, true])
    func vanished(restarts: Bool) async throws {
        let site = try Site.local()
        var daemon = try await RunningDaemon.start(site, clock: Self.clock)
        try await daemon.accept()
        #expect(try await daemon.standing().standing.lines.contains { $0.milestone == "11.1.2" })
        try site.edit("worklists/huzhou-2017.yaml", replacing: "- id: \"11.1.2\"", with: "- id: \"11.1.9\"")
        if restarts {
            #expect(try await daemon.stop() == 0)
            daemon = try await RunningDaemon.start(site, clock: Self.clock)
        } else {
            let answer = try await daemon.reload()
            #expect(!answer.taken)
            #expect(answer.problems.contains { $0.contains("11.1.2") && $0.contains("no longer in the files") })
        }
        let status = try await daemon.standing()
        #expect(status.refused.contains { $0.contains("11.1.2") })
        #expect(status.standing.lines.contains { $0.milestone == "11.1.2" })
        #expect(!status.standing.lines.contains { $0.milestone == "11.1.9" })

        #expect(try await daemon.reload(accept: true).taken)
        let taken = try await daemon.standing()
        #expect(taken.refused.isEmpty)
        #expect(!taken.standing.lines.contains { $0.milestone == "11.1.2" })
        #expect(taken.standing.lines.contains { $0.milestone == "11.1.9" })
        #expect(try await daemon.reload().taken, "accepted once is accepted")
        #expect(try await daemon.stop() == 0)
        let again = try await RunningDaemon.start(site, clock: Self.clock)
        #expect(try await again.standing().refused.isEmpty)
        #expect(try await again.stop() == 0)
    }

    @Test("a lead that is new in the files while no daemon ran counts from the start on, and is not said late")
    func newLead() async throws {
        let site = try Site.local()
        try await site.accept(at: "2017-04-05T10:00:00+08:00")
        // 84 days before the 30th of June are the 7th of April, 09:00.
        try site.edit("deadlined.yaml", replacing: "reminders:\n", with: "reminders:\n  ahead: [84d, 30d, 10wd, 3wd]\n")
        let daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-04-07T11:00:00+08:00"))
        // The handing-out of the 6th, which was owed, comes late.
        let told = try await until("what was owed is told") {
            let rows = try await daemon.deliveries()
            return rows.count >= 39 && rows.allSatisfy { $0.state == "accepted" } ? rows : nil
        }
        #expect(told.allSatisfy { $0.slots.allSatisfy { $0.hasSuffix("|assigned") } })
        #expect(try await daemon.stop() == 0)
    }
}
