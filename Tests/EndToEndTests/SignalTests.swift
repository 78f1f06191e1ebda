import Foundation
import TestSupport
import Testing

@Suite("signals", .temporaryFolder)
struct SignalTests {
    @Test(
        "TERM waits for the mails in flight, begins no other, and the next start goes on", arguments: [SIGTERM, SIGINT])
    func term(signal: Int32) async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        try server.hold(after: 3)
        let stopped = try await RunningDaemon.start(site, clock: CrashTests.clock)
        try await until("two mails are in flight") { try server.taken().count == 5 }
        stopped.signal(signal)
        try await until("the socket is closed") { !ControlClient.isAnswered(stopped.control.path) }
        #expect(try stopped.ended() == nil, "it left two mails without their answer")
        server.release()
        #expect(try await stopped.end() == 0)
        let taken = try server.taken()
        // A lane may have had one more begun.
        #expect(taken.count <= 7 && taken.allSatisfy(\.isAnswered))

        try server.hold(after: taken.count)
        let again = try await RunningDaemon.start(site, clock: .init(start: "2017-04-01T09:05:00+08:00"))
        try await until("sending goes on") { try server.taken().count > taken.count }
        let rows = try await again.deliveries()
        let settled = rows.filter { $0.state == "accepted" }
        #expect(rows.allSatisfy { $0.attempts <= 1 }, "something was left unknown")
        #expect(Set(settled.map(\.messageId)) == Set(taken.map(\.messageID)))
        #expect(settled.allSatisfy { $0.attempts == 1 && $0.lastCode == 250 })
        server.release()
        try await until("all is accepted") { try await again.deliveries().allSatisfy { $0.state == "accepted" } }
        #expect(try await again.stop() == 0)
        let ids = try server.taken().map(\.messageID)
        #expect(ids.count == Site.recipients && Set(ids).count == ids.count)
    }

    @Test("USR1 sends the digest; asked for again within a minute, by signal or by the API, it is the same one")
    func digest() async throws {
        let site = try Site.local()
        let daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-06-01T09:00:00+08:00"))
        try await daemon.accept()
        daemon.signal(SIGUSR1)
        let first = try await until("the digest is accepted") {
            try await daemon.deliveries().first { $0.kind == "digest" && $0.state == "accepted" }
        }
        daemon.signal(SIGUSR1)
        let second = try await daemon.digest()
        #expect(!second.new)
        #expect(second.deliveries == [first.id])
        daemon.signal(SIGUSR1)
        #expect(try await daemon.stop() == 0)
        let mails = try FileManager.default.contentsOfDirectory(atPath: site.rehearsal + "/local/new")
        #expect(mails.count == 1)
    }

    @Test("TERM ends an idle daemon though somebody keeps a connection to its socket open")
    func openConnection() async throws {
        let site = try Site.local()
        let daemon = try await RunningDaemon.start(site)
        let idle = try ControlClient.Connection(daemon.control.path)
        #expect(try await daemon.stop() == 0)
        withExtendedLifetime(idle) {}
    }

    @Test("a journal that cannot be written any more does not end the daemon")
    func lostJournal() async throws {
        let site = try Site.local()
        let daemon = try await RunningDaemon.start(site, clock: ReloadTests.clock, errors: "/dev/full")
        try await daemon.accept()
        #expect(try await daemon.digest().new)
        try await until("the digest is accepted") { try await daemon.deliveries().first?.state == "accepted" }
        #expect(try await daemon.stop() == 0)
    }

    @Test("a rehearsal whose reader has gone ends, and ends well")
    func lostReader() async throws {
        let site = try Site.local()
        let run = try BuiltProduct.run(
            "/bin/sh",
            arguments: [
                "-c", #"{ "$0" "$@"; echo "ended with $?" >&2; } | head -n 3"#, BuiltProduct.path("deadlined"),
                "--config", site.config, "--state", site.state, "--clock", "2017-03-31T17:00:00+08:00",
                "--speed", "1d/s", "--demo",
            ])
        #expect(run.status == 0)
        #expect(run.out.split(separator: "\n").count == 3)
        #expect(run.err == "ended with 0\n")
    }

    @Test("a minute later it is another one")
    func anotherDigest() async throws {
        let site = try Site.local()
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-06-01T09:00:00+08:00", speed: "1m/s"))
        try await daemon.accept()
        let first = try await daemon.digest()
        #expect(first.new)
        let asked = try await daemon.standing().now
        try await until("a minute passes") { try await daemon.standing().now > asked + 60 }
        let second = try await daemon.digest()
        #expect(second.new)
        #expect(second.deliveries != first.deliveries)
        #expect(try await daemon.stop() == 0)
    }
}
