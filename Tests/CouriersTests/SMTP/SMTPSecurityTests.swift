import Reminders
import Settings
import TestSupport
import Testing

@testable import Couriers

@Suite("Mail over TLS with a login", .temporaryFolder)
struct SMTPSecurityTests {
    @Test(
        "aiosmtpd takes mails over STARTTLS and over implicit TLS, logged in, on a kept connection, byte for byte",
        arguments: [SMTPSettings.Security.starttls, .tls])
    func realServer(_ security: SMTPSettings.Security) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_real.py",
            plan: PeerPlan(
                certificate: tls.certificate, key: tls.key, implicit: security == .tls, user: "ducha",
                password: rightPassword))
        let courier = try mailCourier(
            port: server.port, security: security, caFile: tls.certificate, user: "ducha")
        for number in 1...3 {
            let end = await courier.carry(parcel(Int64(number)))
            #expect(end.verdict == .accepted)
            #expect(end.code == 250)
            #expect(end.tls == "TLSv1.3")
            #expect(end.peer == "127.0.0.1:\(server.port)")
        }
        await courier.close()
        let messages = await server.finish().messages
        #expect(messages.map(\.bytes) == (1...3).map { parcel(Int64($0)).bytes })
        #expect(messages.map(\.subject) == ["mail 1", "mail 2", "mail 3"])
        #expect(messages.allSatisfy { $0.authenticated == true && $0.encrypted == true })
        #expect(messages.allSatisfy { $0.sender == "bounces@huzhou.example" })
        #expect(messages.allSatisfy { $0.recipients == ["liaison@huzhou.example"] })
        #expect(Set(messages.map(\.connection)).count == 1)
    }

    @Test("a server that knows one of our mechanisms only is logged in to", arguments: ["PLAIN", "LOGIN"])
    func mechanisms(_ excluded: String) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_real.py",
            plan: PeerPlan(
                certificate: tls.certificate, key: tls.key, user: "ducha", password: rightPassword,
                excluded: [excluded]))
        let courier = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate, user: "ducha")
        let end = await courier.carry(parcel())
        await courier.close()
        let messages = await server.finish().messages
        #expect(end.verdict == .accepted)
        #expect(messages.map(\.authenticated) == [true])
    }

    @Test("without verification, which must be asked for, any certificate will do")
    func unverified() async throws {
        let tls = try await TestCertificate.make(name: "elsewhere.example")
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: ["STARTTLS"], certificate: tls.certificate, key: tls.key))
        let courier = try mailCourier(port: server.port, security: .starttls, verify: false)
        let end = await courier.carry(parcel())
        await courier.close()
        _ = await server.finish()
        #expect(end.verdict == .accepted)
        #expect(end.tls == "TLSv1.3")
    }

    @Test("a wrong password is the channel's fault and is not shown")
    func wrongPassword() async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_real.py",
            plan: PeerPlan(
                certificate: tls.certificate, key: tls.key, user: "ducha", password: rightPassword))
        let courier = try mailCourier(
            port: server.port, security: .starttls, caFile: tls.certificate, user: "ducha", password: "hunter2secret")
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "auth")
        #expect(end.code == 535)
        #expect(events.messages.isEmpty)
        #expect(!"\(end)".contains("hunter2"))
    }

    @Test("STARTTLS that is not offered ends before MAIL")
    func noStartTLS() async throws {
        let server = try await PythonServer.start("smtp_peer.py", plan: PeerPlan(offers: ["SIZE 1000"]))
        let courier = try mailCourier(port: server.port, security: .starttls, user: "ducha")
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "starttls-not-offered")
        #expect(!events.verbs().contains("MAIL"))
        #expect(!events.verbs().contains("AUTH"))
    }

    @Test("STARTTLS that is refused ends before MAIL")
    func refusedStartTLS() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(offers: ["STARTTLS"], connections: [["STARTTLS": ["454 4.7.0 not available"]]]))
        let courier = try mailCourier(port: server.port, security: .starttls)
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "starttls")
        #expect(end.code == 454)
        #expect(!events.verbs().contains("MAIL"))
    }

    @Test(
        "a login that is not offered, or not by a mechanism we have, ends before the body",
        arguments: [["SIZE 1000"], ["AUTH GSSAPI NTLM"], ["auth plain"]])
    func noAuth(_ offers: [String]) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(
                offers: ["STARTTLS", "AUTH PLAIN"], offers_after_tls: offers, certificate: tls.certificate, key: tls.key
            ))
        let courier = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate, user: "ducha")
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "auth-not-offered" || end.reason == "auth-mechanism")
        #expect(!events.verbs().contains("MAIL"))
        #expect(events.messages.isEmpty)
    }

    @Test("a server that forgets EHLO after TLS gets no mail without the login")
    func heloFallback() async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(
                offers: ["STARTTLS", "AUTH PLAIN"], certificate: tls.certificate, key: tls.key,
                connections: [["EHLO#2": ["502 5.5.1 no"]]]))
        let courier = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate, user: "ducha")
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(!events.verbs().contains("MAIL"))
    }

    /// What is wrong about a certificate.
    enum Flaw: CaseIterable {
        case anotherName, expired, nobodyVouches
    }

    @Test(
        "a certificate for another name, one that has expired and one that nobody vouches for end before MAIL",
        arguments: Flaw.allCases)
    func badCertificate(_ flaw: Flaw) async throws {
        let tls = try await TestCertificate.make(
            name: flaw == .anotherName ? "elsewhere.example" : "localhost", isExpired: flaw == .expired)
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: ["STARTTLS"], certificate: tls.certificate, key: tls.key))
        let courier = try mailCourier(
            port: server.port, security: .starttls, caFile: flaw == .nobodyVouches ? nil : tls.certificate)
        let end = await courier.carry(parcel())
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "certificate")
        #expect(!events.verbs().contains("MAIL"))
    }

    @Test("two channels to one server share no connection, whatever their TLS")
    func channelsApart() async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: ["STARTTLS"], certificate: tls.certificate, key: tls.key))
        let plain = try mailCourier(port: server.port, security: .none, host: "localhost")
        let encrypted = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate)
        let ends = [await plain.carry(parcel(1)), await encrypted.carry(parcel(2)), await plain.carry(parcel(3))]
        await plain.close()
        await encrypted.close()
        let events = await server.finish()
        #expect(ends.map(\.verdict) == [.accepted, .accepted, .accepted])
        #expect(ends.map(\.tls) == [nil, "TLSv1.3", nil])
        #expect(events.connections == 2)
        #expect(events.filter { $0.line?.hasPrefix("MAIL") == true }.map(\.encrypted) == [false, true, false])
    }

    @Test("a large message arrives whole over TLS, at a server that takes it slowly too", arguments: [false, true])
    func largeOverTLS(isSlow: Bool) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_peer.py",
            plan: PeerPlan(
                offers: ["STARTTLS", "PIPELINING"], certificate: tls.certificate, key: tls.key,
                connections: [isSlow ? ["DATA#1": ["!sip"]] : [:]]))
        let courier = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate)
        let line = String(repeating: "x", count: 997) + "\r\n"
        let text = "Subject: large\r\n\r\n" + String(repeating: line, count: isSlow ? 40 : 200)
        let end = await courier.carry(parcel(1, text: text))
        let next = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(end.reason == "accepted" && end.tls == "TLSv1.3")
        #expect(next.verdict == .accepted)
        #expect(events.messages.map(\.bytes) == [Array(text.utf8), parcel(2).bytes])
    }

    @Test("a CA file that is not there is the channel's fault")
    func missingCAFile() async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(offers: ["STARTTLS"], certificate: tls.certificate, key: tls.key))
        let courier = try mailCourier(port: server.port, security: .starttls, caFile: tls.certificate + ".gone")
        let end = await courier.carry(parcel())
        await courier.close()
        _ = await server.finish()
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "certificate")
    }
}
