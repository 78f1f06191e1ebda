import CivilTime
import Couriers
import DeliveryLog
import Reminders
import Settings
import TestSupport
import Testing

@Suite("a channel's fault that lasts", .temporaryFolder)
struct LastingFaultTests {
    enum Fault: CaseIterable, Sendable {
        case nobodyListens, noSuchName, expired, anotherName, nobodyVouches, noTLS

        var reason: String {
            switch self {
            case .nobodyListens: "connect"
            case .noSuchName: "dns"
            case .expired, .anotherName, .nobodyVouches: "certificate"
            case .noTLS: "tls"
            }
        }
    }

    struct Row: Sendable {
        var fault: Fault
        /// The kind of channel; nil: mail.
        var kind: PostKind?

        /// A robot's host is known to have a name.
        static let all = Fault.allCases.flatMap { fault in
            [nil, .webhook, .wecom].map { Row(fault: fault, kind: $0) }
        }.filter { $0.fault != .noSuchName || $0.kind != .wecom }
    }

    @Test(
        "the channel is asked again after its holds, one delivery at a time; nothing is given up, nobody else waits",
        arguments: Row.all)
    func holds(_ row: Row) async throws {
        let (fault, kind) = (row.fault, row.kind)
        try await Turnstile.faults.pass {
            let (channel, peer) = try await channel(fault, kind)
            let office = try await FaultyOffice(channel)
            try await office.run { office in
                try begun(office).count >= 5 && office.rows(FaultyOffice.good).allSatisfy { $0.state == "accepted" }
            }
            let moments = try begun(office)
            let waits = zip(moments, moments.dropFirst()).map { $0.seconds(until: $1) }
            #expect((60...66).contains(waits[0]) && (300...330).contains(waits[1]), "\(waits)")
            #expect((900...990).contains(waits[2]) && (1800...1980).contains(waits[3]), "\(waits)")
            let ends = office.told.ends
            #expect(
                ends.allSatisfy { $0.end.verdict == .channelDown && $0.end.reason == fault.reason },
                "\(ends.map(\.end))")
            #expect(ends.allSatisfy { $0.end.code == nil || fault == .noTLS })
            // One a hold, but for those that were begun before it was known.
            #expect(Set(ends.map(\.at)).count >= 4 && ends.count <= Set(ends.map(\.at)).count + 1)
            let open = try office.ledger.snapshot().open.filter { $0.delivery.channel == FaultyOffice.bad }
            #expect(open.count == (kind == .wecom ? 1 : 3))
            #expect(open.allSatisfy { $0.state == .waiting && $0.deferrals == 0 && $0.unknowns == 0 })
            // The clock leaps on: it may have come to four hours of silence.
            #expect(office.told.alarms.first == .held(fault: fault.reason))
            #expect(!office.told.alarms.contains(.freed) && office.told.otherAlarms.isEmpty)
            let good = try office.rows(FaultyOffice.good)
            #expect(good.count == 3 && good.allSatisfy { $0.attempts == 1 && $0.acceptedAt == $0.createdAt })
            if let peer { #expect(try peer.events.allSatisfy { $0.event != "message" && $0.event != "request" }) }
        }
    }

    /// When attempts were begun over the bad channel.
    private func begun(_ office: FaultyOffice) throws -> [Moment] {
        let attempts = try office.rows(FaultyOffice.bad).flatMap { try office.history($0.id)?.attempts ?? [] }
        return Set(attempts.map(\.begunAt)).sorted()
    }

    private func channel(_ fault: Fault, _ kind: PostKind?) async throws -> (FaultyOffice.Channel, ScriptedPeer?) {
        var (host, port, caFile) = ("localhost", 1, String?.none)
        var peer: ScriptedPeer?
        switch fault {
        case .nobodyListens: host = "127.0.0.1"
        // A label of 64 letters is none (RFC 1035): no name server is asked.
        case .noSuchName: host = String(repeating: "x", count: 64) + ".example"
        case .noTLS:
            peer = try await start(kind, certificate: nil)
        case .expired, .anotherName, .nobodyVouches:
            let tls = try await TestCertificate.make(
                name: fault == .anotherName ? "elsewhere.example" : "localhost", isExpired: fault == .expired)
            if fault != .nobodyVouches { caFile = tls.certificate }
            peer = try await start(kind, certificate: tls)
        }
        port = peer?.port ?? port
        guard let kind else {
            return (try FaultyOffice.mail(port: port, host: host, security: .starttls, caFile: caFile), peer)
        }
        return (try FaultyOffice.posts(kind, port: port, host: host, caFile: caFile), peer)
    }

    private func start(_ kind: PostKind?, certificate: TestCertificate?) async throws -> ScriptedPeer {
        if let kind {
            return try await ScriptedPeer.start(
                ScriptedPeer.Posts(
                    kind: kind.rawValue, certificate: certificate?.certificate, key: certificate?.key,
                    answers: certificate == nil ? [.init(fault: "unread")] : []))
        }
        return try await ScriptedPeer.start(
            ScriptedPeer.Mail(
                offers: ["STARTTLS"], certificate: certificate?.certificate, key: certificate?.key,
                connections: certificate == nil ? [["STARTTLS": ["220 go on", "!drop"]]] : []))
    }
}
