import CivilTime
import Couriers
import Reminders
import Settings
import TestSupport
import Testing

@Suite("a mail server that misbehaves, from the engine to the disk", .temporaryFolder)
struct SMTPFaultTests {
    @Test(
        "each fault has its state in the log and its next attempt, and disturbs no other delivery",
        arguments: MailFault.all)
    func matrix(_ fault: MailFault) async throws {
        try await Turnstile.faults.pass {
            let certificate = fault.security == .none ? nil : try await TestCertificate.make()
            var offers = ["SIZE 10000000", "8BITMIME", "PIPELINING"]
            if fault.logsIn { offers.append("AUTH PLAIN LOGIN") }
            let peer = try await ScriptedPeer.start(
                ScriptedPeer.Mail(
                    offers: fault.security == .none ? offers : offers + ["STARTTLS"], offers_after_tls: offers,
                    certificate: certificate?.certificate, key: certificate?.key, user: FaultyOffice.login.user,
                    password: FaultyOffice.login.password,
                    connections: Array(repeating: fault.script, count: fault.connections) + [[:]]))
            let office = try await FaultyOffice(
                FaultyOffice.mail(
                    port: peer.port, host: fault.security == .none ? "127.0.0.1" : "localhost",
                    security: fault.security, caFile: certificate?.certificate, logsIn: fault.logsIn,
                    timeouts: fault.timeouts))
            let matrix = FaultMatrix(
                end: fault.end, struck: fault.struck, step: 300, peer: "127.0.0.1:\(peer.port)")
            try await office.run { try matrix.isOver($0) }
            try matrix.check(office)
            try expectCopies(fault, peer, office)
        }
    }

    /// Each mail arrives as often as it was sent to its end, the same to the byte.
    private func expectCopies(_ fault: MailFault, _ peer: ScriptedPeer, _ office: FaultyOffice) throws {
        let messages = try peer.messages
        let accepted = try office.rows(FaultyOffice.bad).count { $0.state == "accepted" }
        let struck = fault.script.keys.contains { $0.hasPrefix("DOT") } ? fault.struck : 0
        #expect(messages.count == accepted + struck)
        #expect(Set(messages).count == accepted + (fault.end.verdict == .refused ? struck : 0))
    }
}
