import Reminders
import TestSupport
import Testing

@testable import Couriers

@Suite("Mail against a scripted peer", .temporaryFolder)
struct SMTPPeerTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var table: [String: [String]]
        var verdict: TransferEnd.Verdict
        var reason: String
        var code: Int?

        init(
            _ description: String, _ table: [String: [String]], _ verdict: TransferEnd.Verdict, _ reason: String,
            code: Int? = nil
        ) {
            testDescription = description
            self.table = table
            (self.verdict, self.reason, self.code) = (verdict, reason, code)
        }
    }

    @Test(
        "each fault ends as its verdict, with the reply that speaks of it",
        arguments: [
            Scene("accepted", [:], .accepted, "accepted", code: 250),
            Scene("550 at RCPT", ["RCPT": ["550 5.1.1 unknown"]], .refused, "rcpt-refused", code: 550),
            Scene(
                "550 in two lines", ["RCPT": ["550-5.1.1 unknown", "550 5.1.1 user"]], .refused, "rcpt-refused",
                code: 550),
            Scene("451 at RCPT", ["RCPT": ["451 4.7.1 later"]], .deferred, "rcpt-deferred", code: 451),
            Scene("421 at RCPT", ["RCPT": ["421 4.3.2 closing", "!drop"]], .channelDown, "unavailable", code: 421),
            Scene("530 at RCPT", ["RCPT": ["530 5.7.0 log in"]], .channelDown, "auth", code: 530),
            Scene("dropped at RCPT", ["RCPT": ["!drop"]], .deferred, "dropped"),
            Scene("554 at DATA", ["DATA": ["554 5.7.1 no"]], .refused, "data-refused", code: 554),
            Scene("550 after the dot", ["DOT": ["550 5.7.1 spam"]], .refused, "final-refused", code: 550),
            Scene("451 after the dot", ["DOT": ["451 4.3.0 disk"]], .deferred, "final-deferred", code: 451),
            Scene("dropped after the dot", ["DOT": ["!drop"]], .unknown, "dropped"),
            Scene("hangs after the dot", ["DOT": ["!hang"]], .unknown, "timeout"),
            Scene("hangs at the greeting", ["CONNECT": ["!hang"]], .channelDown, "timeout"),
            Scene("hangs at MAIL", ["MAIL": ["!hang"]], .channelDown, "timeout"),
            Scene("hangs at RCPT", ["RCPT": ["!hang"]], .deferred, "timeout"),
            Scene("554 as greeting", ["CONNECT": ["554 no service"]], .channelDown, "greeting", code: 554),
            Scene("421 as greeting", ["CONNECT": ["421 4.3.2 busy"]], .channelDown, "unavailable", code: 421),
            Scene("dropped at once", ["CONNECT": ["!drop"]], .channelDown, "dropped"),
            Scene("nonsense as greeting", ["CONNECT": ["HTTP/1.1 400 Bad Request"]], .channelDown, "timeout"),
            Scene("553 at MAIL", ["MAIL": ["553 5.7.1 not you"]], .channelDown, "sender", code: 553),
            Scene("552 at MAIL", ["MAIL": ["552 5.3.4 too big"]], .refused, "too-large", code: 552),
        ], [PeerPlan.usualOffers, PeerPlan.usualOffers + ["PIPELINING"]])
    func faults(_ scene: Scene, offers: [String]) async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: offers, connections: [scene.table]))
        let isPatient = scene.reason != "timeout"
        let courier = try mailCourier(
            port: server.port,
            timeouts: isPatient ? patience : SMTPTimeouts(connect: 1, reply: 1, final: 1, total: 10, quit: 1))
        let end = await courier.carry(parcel())
        await courier.close()
        _ = await server.finish()
        #expect(end.verdict == scene.verdict)
        #expect(end.reason == scene.reason)
        #expect(end.code == scene.code)
        #expect(end.reply?.hasPrefix("221") != true)
        #expect((end.reply == nil) == (scene.code == nil))
        #expect(end.peer == "127.0.0.1:\(server.port)")
        #expect(end.tls == nil)
    }

    @Test("one connection carries mail after mail, each byte as given, and says QUIT at the end")
    func keptConnection() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        let courier = try mailCourier(port: server.port)
        for number in 1...5 {
            let end = await courier.carry(parcel(Int64(number)))
            #expect(end.verdict == .accepted)
            #expect(end.reply == "250 2.0.0 taken")
        }
        await courier.close()
        let events = await server.finish()
        #expect(events.connections == 1)
        #expect(events.verbs().filter { $0 == "EHLO" }.count == 1)
        #expect(events.verbs().last == "QUIT")
        #expect(events.messages.map(\.bytes) == (1...5).map { parcel(Int64($0)).bytes })
    }

    @Test("where PIPELINING is offered, MAIL, RCPT and DATA come before any of them is answered")
    func oneTurn() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(
                offers: ["SIZE 1000000", "PIPELINING"],
                connections: [
                    ["MAIL": ["!answer", "!answer", "250 2.1.0 you", "550 5.1.1 unknown", "554 5.5.1 nobody"]]
                ]))
        let courier = try mailCourier(port: server.port)
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.reason == "rcpt-refused")
        #expect(end.reply == "550 5.1.1 unknown")
        #expect(
            events.compactMap(\.line).filter { !$0.hasPrefix("EHLO") }.map { $0.prefix(4) } == [
                "MAIL", "RCPT", "DATA", "QUIT",
            ])
    }

    @Test("without PIPELINING each command waits for the reply before it")
    func turnByTurn() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["MAIL": ["!wait 1", "553 5.1.8 not you"]]]))
        let courier = try mailCourier(port: server.port)
        #expect(await courier.carry(parcel()).reason == "sender")
        await courier.close()
        let verbs = await server.finish().verbs()
        #expect(verbs == ["EHLO", "MAIL", "QUIT"])
    }

    @Test("a server that asks for the body of a mail whose recipient it refused gets neither body nor dot")
    func askedAfterRefusal() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(
                offers: ["PIPELINING"], connections: [["RCPT": ["550 5.1.1 unknown"]], [:]]))
        let courier = try mailCourier(port: server.port)
        let first = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(first.reply == "550 5.1.1 unknown")
        #expect(second.verdict == .accepted)
        #expect(events.verbs(1) == ["EHLO", "MAIL", "RCPT", "DATA"])
        #expect(events.messages.map(\.bytes) == [parcel(2).bytes])
    }

    @Test("a large message of dots arrives whole")
    func dots() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        // The peer reads eighty thousand lines one by one, beside all other tests: the time that servers get in use.
        let courier = try mailCourier(port: server.port, timeouts: SMTPTimeouts())
        let text = "Subject: dots\r\n\r\n" + String(repeating: ".\r\n..x\r\n", count: 40_000)
        let end = await courier.carry(parcel(text: text))
        await courier.close()
        let events = await server.finish()
        #expect(end.reason == "accepted")
        #expect(events.messages.first?.bytes == Array(text.utf8))
    }

    @Test("a message whose doubled dots fill 64 KiB to the message's own size is not cut short there")
    func dotsAtTheBuffersEnd() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        let courier = try mailCourier(port: server.port)
        // The first 64 KiB hold a thousand dots to double, and a thousand bytes follow.
        let start = "Subject: dots\r\n\r\n" + String(repeating: ".\r\n", count: 1000)
        let filling = String(repeating: "a", count: 65536 - start.utf8.count - 2) + "\r\n"
        let text = start + filling + String(repeating: "b", count: 998) + "\r\n"
        let end = await courier.carry(parcel(text: text))
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .accepted)
        #expect(events.messages.first?.bytes == Array(text.utf8))
    }

    @Test("a refusal after the dot keeps the connection, and the next mail's reply is its own")
    func refusedThenAccepted() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["DOT#1": ["550 5.7.1 spam"]]]))
        let courier = try mailCourier(port: server.port)
        let first = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(first.verdict == .refused)
        #expect(second.verdict == .accepted)
        #expect(events.connections == 1)
    }

    @Test(
        "the late reply to one mail is not taken for the next one's",
        arguments: ["550 5.7.1 late", "250 2.0.0 late"])
    func desync(_ late: String) async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(connections: [["DOT": ["!wait 5", late]], [:]]))
        let courier = try mailCourier(port: server.port, timeouts: SMTPTimeouts(final: 3))
        let first = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(first.verdict == .unknown)
        #expect(first.code == nil)
        #expect(second.verdict == .accepted)
        #expect(events.verbs(1).filter { $0 == "MAIL" }.count == 1)
        #expect(events.verbs(2).filter { $0 == "MAIL" }.count == 1)
    }

    @Test(
        "a 421 or an end on an idle connection costs nothing: the mail goes at once over a fresh one",
        arguments: [
            ["250 2.0.0 taken", "421 4.4.2 idle too long", "!hang"],
            ["250 2.0.0 taken", "421 4.4.2 idle too long", "!drop"], ["250 2.0.0 taken", "!drop"],
        ])
    func staleConnection(_ afterDot: [String]) async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["DOT": afterDot], [:]]))
        let courier = try mailCourier(port: server.port)
        let first = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(first.verdict == .accepted)
        #expect(second.verdict == .accepted)
        #expect(events.connections == 2)
        #expect(events.messages.count == 2)
    }

    @Test("a kept connection that is refused at MAIL is tried afresh once, and the fresh answer counts")
    func refusedOnKeptConnection() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(connections: [
                ["MAIL#2": ["451 4.7.0 too many mails on this connection"]], ["MAIL": ["451 4.7.0 not now"]],
            ]))
        let courier = try mailCourier(port: server.port)
        _ = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(second.verdict == .channelDown)
        #expect(second.reply == "451 4.7.0 not now")
        #expect(events.connections == 2)
    }

    @Test("a refused recipient on a kept connection is not asked again")
    func refusedRecipientOnKeptConnection() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["RCPT#2": ["550 5.1.1 unknown"]], [:]]))
        let courier = try mailCourier(port: server.port)
        _ = await courier.carry(parcel(1))
        let second = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(second.verdict == .refused)
        #expect(events.connections == 1)
    }

    @Test("an unused connection is given back with a QUIT")
    func idle() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        let courier = try mailCourier(port: server.port, timeouts: SMTPTimeouts(idle: 1))
        _ = await courier.carry(parcel(1))
        // Ends because the courier lets go, without being closed.
        let closed = await server.wait(for: "closed")
        #expect(closed != nil)
        let second = await courier.carry(parcel(2))
        #expect(second.verdict == .accepted)
        await courier.close()
        _ = await server.finish()
    }

    @Test("addresses and messages that would break the dialogue never reach the wire")
    func injection() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        let courier = try mailCourier(port: server.port)
        let to = await courier.carry(parcel(to: "a@b.example>\r\nRCPT TO:<evil@example.org"))
        let message = await courier.carry(parcel(text: "Subject: x\r\n\r\na\n.\nMAIL FROM:<x@y>\r\n"))
        await courier.close()
        let events = await server.finish()
        #expect(to == TransferEnd(.refused, reason: "bad-address"))
        #expect(message == TransferEnd(.refused, reason: "bad-message"))
        #expect(events.connections == 0)
    }

    @Test(
        "an international address goes out with SMTPUTF8 where it is offered, and not at all where it is not",
        arguments: [true, false])
    func international(_ offered: Bool) async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: offered ? ["SMTPUTF8", "8BITMIME"] : ["8BITMIME"]))
        let courier = try mailCourier(port: server.port)
        let plain = await courier.carry(parcel(1))
        let end = await courier.carry(parcel(2, to: "联络员@huzhou.example"))
        let again = await courier.carry(parcel(3))
        await courier.close()
        let events = await server.finish()
        #expect(plain.verdict == .accepted)
        #expect(again.verdict == .accepted)
        let lines = events.compactMap(\.line)
        if offered {
            #expect(end.verdict == .accepted)
            #expect(lines.contains("RCPT TO:<联络员@huzhou.example>"))
            #expect(lines.filter { $0.hasPrefix("MAIL") && $0.hasSuffix("SMTPUTF8") }.count == 1)
        } else {
            #expect(end.verdict == .refused)
            #expect(end.reason == "smtputf8-not-offered")
            #expect(!lines.contains { $0.contains("联络员") })
        }
    }

    @Test("a port nobody listens on is the channel's fault")
    func refusedConnection() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan())
        _ = await server.finish()
        let courier = try mailCourier(port: server.port)
        let end = await courier.carry(parcel())
        await courier.close()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "connect")
    }
}
