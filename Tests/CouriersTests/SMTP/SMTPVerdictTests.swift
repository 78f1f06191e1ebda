import CLibcurl
import Reminders
import Testing

@testable import Couriers

@Suite("What an SMTP end means")
struct SMTPVerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var outcome: SMTPOutcome
        var verdict: TransferEnd.Verdict
        var reason: String
        var testDescription: String

        /// - Parameter reply: `550` or `550 5.7.1`; nil if none came.
        init(
            _ curl: CURLcode, _ reply: String?, _ phase: SMTPPhase, _ verdict: TransferEnd.Verdict, _ reason: String,
            _ circumstances: Set<SMTPCircumstance> = []
        ) {
            let parts = reply?.split(separator: " ").map(String.init) ?? []
            let code = parts.first.flatMap { Int($0) }
            outcome = SMTPOutcome(
                curl: curl,
                reply: code.map { SMTPReply(code: $0, status: parts.dropFirst().first.flatMap(Self.status)) },
                phase: phase, circumstances: circumstances)
            (self.verdict, self.reason) = (verdict, reason)
            testDescription =
                "\(curl.rawValue) with \(reply ?? "none") at \(phase)"
                + (circumstances.isEmpty ? "" : ", \(circumstances.map { "\($0)" }.sorted().joined(separator: ", "))")
        }

        private static func status(_ text: String) -> EnhancedStatus? { EnhancedStatus(opening: Array(text.utf8)) }
    }

    private static let refused = CURLE_SEND_ERROR
    private static let final = CURLE_WEIRD_SERVER_REPLY

    /// A reply to each command, by its code alone.
    static let codes: [Case] = {
        var cases: [Case] = []
        func add(
            _ phase: SMTPPhase, _ curl: CURLcode, _ verdict: TransferEnd.Verdict, _ reason: String, _ codes: Int...
        ) {
            cases += codes.map { Case(curl, "\($0)", phase, verdict, reason) }
        }
        for phase in SMTPPhase.allCases where phase != .connecting && phase != .handshake {
            add(phase, refused, .channelDown, "unavailable", 421, 521)
            add(phase, refused, .channelDown, "auth", 530, 534, 535, 538, 524, 525)
        }
        add(.greeting, final, .channelDown, "greeting", 450, 451, 452, 454, 500, 502, 504, 550, 554, 571)
        add(.hello, CURLE_REMOTE_ACCESS_DENIED, .channelDown, "hello", 450, 451, 500, 501, 502, 503, 504, 550, 554)
        add(.startTLS, CURLE_USE_SSL_FAILED, .channelDown, "starttls", 451, 454, 500, 501, 502, 503, 554)
        add(.login, CURLE_LOGIN_DENIED, .channelDown, "auth", 334, 432, 451, 454, 500, 501, 502, 503, 504, 550, 554)
        add(.sender, refused, .channelDown, "sender", 450, 451, 452, 500, 501, 502, 503, 504, 550, 551, 553, 554, 555)
        add(.sender, refused, .channelDown, "sender", 556, 571)
        add(.sender, refused, .refused, "too-large", 552, 523)
        add(.recipient, refused, .deferred, "rcpt-deferred", 450, 451, 452, 455)
        add(.recipient, refused, .refused, "rcpt-refused", 500, 501, 502, 504, 550, 551, 552, 553, 554, 555, 556, 571)
        add(.data, refused, .deferred, "data-deferred", 450, 451, 452)
        add(.data, refused, .refused, "data-refused", 550, 551, 552, 553, 554, 556, 571)
        add(.data, refused, .channelDown, "protocol", 500, 501, 502, 503, 504)
        add(.recipient, refused, .channelDown, "protocol", 503)
        for phase in [SMTPPhase.sender, .recipient, .data, .body] {
            add(phase, refused, .channelDown, "unavailable", 454)
        }
        add(.body, final, .deferred, "final-deferred", 450, 451, 452)
        add(.body, final, .refused, "final-refused", 500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 556, 571)
        return cases
    }()

    @Test("each reply code has its verdict at each step", arguments: codes)
    func code(_ row: Case) { check(row) }

    @Test(
        "an enhanced code says whose fault it is where the reply's code does not",
        arguments: [
            Case(refused, "550 5.1.1", .recipient, .refused, "rcpt-refused", [.unproven]),
            Case(refused, "550 5.1.8", .recipient, .channelDown, "sender"),
            Case(refused, "450 4.1.8", .recipient, .channelDown, "sender"),
            Case(refused, "553 5.1.7", .recipient, .channelDown, "sender"),
            Case(refused, "552 5.2.2", .recipient, .refused, "rcpt-refused"),
            Case(refused, "552 5.2.3", .recipient, .refused, "too-large"),
            Case(refused, "552 5.3.4", .sender, .refused, "too-large"),
            Case(refused, "550 5.3.4", .sender, .refused, "too-large"),
            Case(refused, "554 5.3.4", .data, .refused, "too-large"),
            Case(final, "552 5.3.4", .body, .refused, "too-large"),
            Case(final, "552 5.2.2", .body, .refused, "final-refused"),
            Case(refused, "452 4.3.1", .sender, .channelDown, "unavailable"),
            Case(refused, "452 4.3.1", .recipient, .channelDown, "unavailable"),
            Case(final, "452 4.3.1", .body, .channelDown, "unavailable"),
            Case(final, "451 4.3.0", .body, .deferred, "final-deferred"),
            Case(refused, "554 5.3.2", .recipient, .channelDown, "unavailable"),
            Case(refused, "453 4.3.2", .recipient, .channelDown, "unavailable"),
            Case(refused, "523 5.7.10", .sender, .channelDown, "tls-required"),
            Case(refused, "530 5.7.10", .recipient, .channelDown, "tls-required"),
            Case(refused, "550 5.7.8", .recipient, .channelDown, "auth"),
            Case(refused, "554 5.7.14", .recipient, .channelDown, "auth"),
            Case(refused, "454 4.7.0", .recipient, .channelDown, "unavailable"),
            Case(final, "550 5.7.60", .body, .channelDown, "sender"),
            Case(refused, "550 5.7.23", .recipient, .channelDown, "sender"),
            Case(refused, "450 4.7.25", .recipient, .channelDown, "sender"),
            Case(refused, "450 4.7.1", .recipient, .deferred, "rcpt-deferred", [.unproven]),
            Case(refused, "450 4.2.0", .recipient, .deferred, "rcpt-deferred", [.unproven]),
            Case(final, "550 5.7.1", .body, .refused, "final-refused"),
            Case(final, "554 5.7.1", .body, .refused, "final-refused"),
            Case(refused, "554 5.7.1", .data, .refused, "data-refused"),
        ])
    func enhanced(_ row: Case) { check(row) }

    @Test(
        "a policy's refusal of the first recipient speaks of us, later ones of theirs",
        arguments: [
            Case(refused, "554 5.7.1", .recipient, .channelDown, "relay", [.unproven]),
            Case(refused, "554 5.7.1", .recipient, .refused, "rcpt-refused"),
            Case(refused, "550 5.7.0", .recipient, .channelDown, "relay", [.unproven]),
            Case(refused, "550 5.7.0", .recipient, .refused, "rcpt-refused"),
            Case(refused, "550 5.7.54", .recipient, .channelDown, "relay", [.unproven]),
            Case(refused, "550 5.7.54", .recipient, .refused, "rcpt-refused"),
            Case(refused, "571", .recipient, .channelDown, "relay", [.unproven]),
            Case(refused, "504 5.5.2", .recipient, .channelDown, "protocol", [.unproven]),
            Case(refused, "504 5.5.2", .recipient, .refused, "rcpt-refused"),
            Case(refused, "501 5.5.2", .recipient, .channelDown, "protocol", [.unproven]),
            Case(refused, "501 5.1.3", .recipient, .refused, "rcpt-refused", [.unproven]),
            Case(refused, "501", .recipient, .refused, "rcpt-refused", [.unproven]),
            Case(refused, "500", .recipient, .channelDown, "protocol", [.unproven]),
            Case(refused, "502", .recipient, .channelDown, "protocol", [.unproven]),
            Case(refused, "550", .recipient, .refused, "rcpt-refused", [.unproven]),
        ])
    func unproven(_ row: Case) { check(row) }

    @Test(
        "SMTPUTF8 that is offered and not taken is the delivery's, unless the sender needs it",
        arguments: [
            Case(refused, "555 5.5.4", .sender, .refused, "smtputf8-refused", [.international]),
            Case(refused, "501 5.5.4", .sender, .refused, "smtputf8-refused", [.international]),
            Case(refused, "504", .sender, .refused, "smtputf8-refused", [.international]),
            Case(refused, "550 5.6.7", .sender, .refused, "smtputf8-refused", [.international]),
            Case(refused, "553 5.6.7", .recipient, .refused, "smtputf8-refused", [.international]),
            Case(final, "554 5.6.9", .body, .refused, "smtputf8-refused", [.international]),
            Case(refused, "550", .sender, .channelDown, "sender", [.international]),
            Case(refused, "451", .sender, .channelDown, "sender", [.international]),
            Case(refused, "555 5.5.4", .sender, .channelDown, "sender"),
            Case(refused, "550 5.6.7", .sender, .channelDown, "sender"),
            Case(refused, "553 5.6.7", .recipient, .refused, "rcpt-refused"),
        ])
    func international(_ row: Case) { check(row) }

    @Test(
        "an enhanced code whose class is not the reply's is no evidence",
        arguments: [
            Case(refused, "450 5.3.2", .recipient, .deferred, "rcpt-deferred"),
            Case(refused, "550 4.3.2", .recipient, .refused, "rcpt-refused"),
            Case(refused, "550 2.7.8", .recipient, .refused, "rcpt-refused"),
        ])
    func mismatched(_ row: Case) { check(row) }

    @Test(
        "without a refusal, libcurl's code and the phase decide",
        arguments: [
            Case(CURLE_OK, "250", .body, .accepted, "accepted"),
            // libcurl wants 250; RFC 5321 any 2yz.
            Case(final, "251", .body, .accepted, "accepted"),
            Case(final, "354", .body, .unknown, "protocol"),
            Case(CURLE_RECV_ERROR, nil, .body, .unknown, "dropped"),
            Case(CURLE_SEND_ERROR, nil, .body, .unknown, "dropped"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .body, .unknown, "timeout"),
            Case(CURLE_WRITE_ERROR, nil, .body, .unknown, "transport"),
            Case(CURLE_RECV_ERROR, nil, .recipient, .deferred, "dropped"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .recipient, .deferred, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .data, .deferred, "timeout"),
            Case(CURLE_RECV_ERROR, "354", .data, .deferred, "protocol"),
            Case(refused, "354", .recipient, .deferred, "protocol"),
            Case(refused, "354", .sender, .channelDown, "protocol"),
            Case(CURLE_LOGIN_DENIED, nil, .hello, .channelDown, "auth-mechanism"),
            Case(CURLE_LOGIN_DENIED, "250", .hello, .channelDown, "auth-mechanism"),
            Case(CURLE_USE_SSL_FAILED, "250", .hello, .channelDown, "starttls-not-offered"),
            Case(CURLE_PEER_FAILED_VERIFICATION, nil, .handshake, .channelDown, "certificate"),
            Case(CURLE_PEER_FAILED_VERIFICATION, nil, .connecting, .channelDown, "certificate"),
            Case(CURLE_SSL_CONNECT_ERROR, nil, .handshake, .channelDown, "tls"),
            Case(CURLE_SSL_CONNECT_ERROR, nil, .connecting, .channelDown, "tls"),
            Case(CURLE_SSL_CACERT_BADFILE, nil, .handshake, .channelDown, "certificate"),
            Case(CURLE_COULDNT_RESOLVE_HOST, nil, .connecting, .channelDown, "dns"),
            Case(CURLE_COULDNT_CONNECT, nil, .connecting, .channelDown, "connect"),
            Case(CURLE_INTERFACE_FAILED, nil, .connecting, .channelDown, "source-address"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .connecting, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .greeting, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .hello, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .startTLS, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .handshake, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .login, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .sender, .channelDown, "timeout"),
            Case(CURLE_GOT_NOTHING, nil, .greeting, .channelDown, "dropped"),
            Case(CURLE_WEIRD_SERVER_REPLY, nil, .greeting, .channelDown, "protocol"),
            Case(CURLE_OUT_OF_MEMORY, nil, .recipient, .channelDown, "setup"),
            Case(CURLE_OUT_OF_MEMORY, nil, .body, .unknown, "setup"),
        ])
    func transport(_ row: Case) { check(row) }

    private func check(_ row: Case) {
        let meaning = SMTPVerdicts.verdict(row.outcome)
        #expect(meaning.verdict == row.verdict)
        #expect(meaning.reason == row.reason)
    }

    @Test("every row of the table is the first for some reply")
    func reachable() {
        var reached: Set<Int> = []
        for outcome in Self.everyEnd where outcome.curl == CURLE_SEND_ERROR {
            if let row = SMTPVerdicts.rows.firstIndex(where: { $0.fits(outcome) }) { reached.insert(row) }
        }
        let idle = SMTPVerdicts.rows.indices.filter { !reached.contains($0) }.map { SMTPVerdicts.rows[$0] }
        #expect(idle.map { "\($0.phases) \($0.replies) \($0.statuses) \($0.reason)" } == [])
    }

    @Test("reasons are short names, fit for a metric")
    func reasons() {
        let reasons = Set(SMTPVerdicts.rows.map(\.reason) + TransportFault.allCases.map(\.rawValue))
            .union(SMTPDialogue.Objection.allCases.map(\.rawValue))
        for reason in reasons {
            #expect(reason.utf8.count <= 24)
            #expect(reason.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
        }
        #expect(reasons.count < 50)
    }

    static let everyEnd: [SMTPOutcome] = {
        let curls =
            [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_OPERATION_TIMEDOUT]
            + [CURLE_OUT_OF_MEMORY, CURLE_LOGIN_DENIED, CURLE_WRITE_ERROR]
        let statuses = [
            "", "1.1", "1.7", "2.2", "2.3", "3.0", "3.1", "3.2", "3.4", "4.4", "5.1", "5.2", "5.4", "6.7", "7.0", "7.1",
            "7.8", "7.10", "7.23", "7.54", "7.60",
        ]
        var replies: [SMTPReply?] = [nil, SMTPReply(code: 220), SMTPReply(code: 250), SMTPReply(code: 354)]
        replies.append(SMTPReply(code: 334))
        for code in (400..<460).map({ $0 }) + (500..<575).map({ $0 }) {
            for status in statuses {
                replies.append(
                    SMTPReply(code: code, status: EnhancedStatus(opening: Array("\(code / 100).\(status)".utf8))))
            }
        }
        let circumstances: [Set<SMTPCircumstance>] = [[], [.unproven], [.international]]
        return curls.flatMap { curl in
            replies.flatMap { reply in
                SMTPPhase.allCases.flatMap { phase in
                    circumstances.map {
                        SMTPOutcome(curl: curl, reply: reply, phase: phase, circumstances: $0)
                    }
                }
            }
        }
    }()

    @Test("no end of any code, reply and phase ends or doubts a delivery without cause")
    func bounds() {
        var wrong: [String] = []
        for outcome in Self.everyEnd {
            let (verdict, reason) = SMTPVerdicts.verdict(outcome)
            let code = outcome.reply?.code ?? 0
            let isRefusal = outcome.reply?.isRefusal ?? false
            let phase = outcome.phase
            let right =
                switch verdict {
                case .accepted: phase == .body && (200..<300).contains(code)
                case .refused:
                    code >= 500
                        && (phase >= .recipient
                            || phase == .sender && ["too-large", "smtputf8-refused"].contains(reason))
                case .deferred: phase >= .recipient && (!isRefusal && phase != .body || (400..<500).contains(code))
                case .unknown: phase == .body && !isRefusal
                case .channelDown: phase < .recipient || isRefusal || reason == "setup"
                }
            if !right { wrong.append("\(outcome): \(verdict), \(reason)") }
        }
        #expect(wrong.prefix(10).joined(separator: "\n") == "")
    }

    @Test("a connection is kept after acceptance or a reply to the final dot, and after nothing else")
    func keeping() {
        func keeps(_ curl: CURLcode, _ code: Int?, _ phase: SMTPPhase) -> Bool {
            SMTPVerdicts.keepsConnection(
                SMTPOutcome(curl: curl, reply: code.map { SMTPReply(code: $0) }, phase: phase))
        }
        #expect(keeps(CURLE_OK, 250, .body))
        #expect(keeps(CURLE_WEIRD_SERVER_REPLY, 550, .body))
        #expect(keeps(CURLE_WEIRD_SERVER_REPLY, 451, .body))
        let wrong = Self.everyEnd.filter { outcome in
            let isAnswered = outcome.phase == .body && outcome.reply?.isRefusal == true
            let isLeaving = outcome.reply?.code == 421 || outcome.reply?.code == 521
            return SMTPVerdicts.keepsConnection(outcome) != (isAnswered && !isLeaving)
        }
        #expect(wrong.prefix(3).map { "\($0)" } == [])
    }

    @Test("an enhanced code is read from a reply's beginning, and nothing like it from elsewhere")
    func enhancedStatus() {
        func read(_ text: String) -> String? { EnhancedStatus(opening: Array(text.utf8)).map { "\($0)" } }
        #expect(read("5.7.1 no") == "5.7.1")
        #expect(read("4.7.133") == "4.7.133")
        #expect(read("2.0.0\r\n") == "2.0.0")
        for text in ["", "no 5.7.1", "3.1.1 x", "5.7", "5.7.1.1", "5.7.1000", "5.-7.1", "5..1", "５.7.1", "192.0.2.1"] {
            #expect(read(text) == nil, "\(text)")
        }
    }
}
