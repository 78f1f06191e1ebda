import Foundation
import TestSupport
import Testing

/// A user, a network and mounts of one's own.
private enum Namespaces {
    static let command = ["/usr/bin/unshare", "--user", "--map-root-user", "--net", "--mount"]

    static let areAllowed: Bool = {
        let tried = try? BuiltProduct.run(command[0], arguments: command.dropFirst() + ["true"])
        return tried?.status == 0
    }()
}

@Suite(
    "a name server that never answers", .temporaryFolder,
    .enabled(if: Namespaces.areAllowed, "not tried: this machine allows no namespaces (see unshare(1))"))
struct HangingLookupTests {
    @Test("a lookup that hangs keeps no other channel waiting, and the daemon stops all the same")
    func lookup() async throws {
        // A network of the daemon's own: nothing leaves it, whatever is asked.
        let server = try MailServer.down()
        let good = try Site.mailChannel(port: server.port, certificate: server.certificate, connections: 2)
        let lost = """
              lost:
                kind: smtp
                host: mail.office.example
                port: 25
                security: none
                from: ducha@huzhou.example
                connections: 2
            """
        let site = try Site(channels: good + "\n" + lost, units: "mail, lost", office: "mail")
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        let script = Repository.file("Tests/EndToEndTests/Servers/mute_names.py")
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-04-01T08:59:00+08:00", speed: "10m/s"),
            under: Namespaces.command
                + ["/usr/bin/python3", script, server.folder.path, String(server.port)])
        let rows = try await until("all that needs no name is accepted") {
            let rows = try await daemon.deliveries()
            let mails = rows.filter { $0.channel == "mail" }
            return mails.count == Site.recipients && mails.allSatisfy { $0.state == "accepted" } ? rows : nil
        }
        // Meanwhile these were under way, and no name has come.
        let lostOnes = rows.filter { $0.channel == "lost" }
        #expect(lostOnes.count == Site.recipients)
        #expect(lostOnes.contains { $0.state == "begun" })
        #expect(lostOnes.allSatisfy { $0.state == "begun" || $0.state == "waiting" })
        #expect(FileManager.default.contents(atPath: server.folder.path + "/asked")?.isEmpty == false)
        #expect(try server.taken().count == Site.recipients)
        #expect(try await daemon.stop() == 0)
    }
}
