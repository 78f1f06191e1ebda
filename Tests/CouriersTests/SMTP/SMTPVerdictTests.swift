import CLibcurl
import Reminders
import Testing

@testable import Couriers

@Suite("What an SMTP end means")
struct SMTPVerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var curl: CURLcode
        var reply: Int?
        var phase: SMTPPhase
        var verdict: TransferEnd.Verdict
        var reason: String
        var testDescription: String { "\(curl.rawValue)/\(reply.map(String.init) ?? "none") at \(phase)" }

        init(_ curl: CURLcode, _ reply: Int?, _ phase: SMTPPhase, _ verdict: TransferEnd.Verdict, _ reason: String) {
            (self.curl, self.reply, self.phase, self.verdict, self.reason) = (curl, reply, phase, verdict, reason)
        }
    }

    @Test(
        "each code, reply and phase has its verdict",
        arguments: [
            Case(CURLE_OK, 250, .body, .accepted, "accepted"),
            Case(CURLE_SEND_ERROR, 550, .recipient, .refused, "rcpt-refused"),
            Case(CURLE_SEND_ERROR, 451, .recipient, .deferred, "rcpt-deferred"),
            Case(CURLE_SEND_ERROR, 452, .recipient, .deferred, "rcpt-deferred"),
            Case(CURLE_SEND_ERROR, 554, .data, .refused, "data-refused"),
            Case(CURLE_SEND_ERROR, 451, .data, .deferred, "data-deferred"),
            Case(CURLE_WEIRD_SERVER_REPLY, 550, .body, .refused, "final-refused"),
            Case(CURLE_WEIRD_SERVER_REPLY, 451, .body, .deferred, "final-deferred"),
            Case(CURLE_RECV_ERROR, nil, .body, .unknown, "dropped"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .body, .unknown, "timeout"),
            Case(CURLE_RECV_ERROR, nil, .recipient, .deferred, "dropped"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .data, .deferred, "timeout"),
            Case(CURLE_SEND_ERROR, 421, .recipient, .channelDown, "unavailable"),
            Case(CURLE_WEIRD_SERVER_REPLY, 421, .body, .channelDown, "unavailable"),
            Case(CURLE_SEND_ERROR, 530, .recipient, .channelDown, "auth"),
            Case(CURLE_SEND_ERROR, 530, .sender, .channelDown, "auth"),
            Case(CURLE_LOGIN_DENIED, 535, .login, .channelDown, "auth"),
            Case(CURLE_LOGIN_DENIED, 454, .login, .channelDown, "auth"),
            Case(CURLE_LOGIN_DENIED, nil, .hello, .channelDown, "auth-mechanism"),
            Case(CURLE_SEND_ERROR, 553, .sender, .channelDown, "sender"),
            Case(CURLE_SEND_ERROR, 451, .sender, .channelDown, "sender"),
            Case(CURLE_SEND_ERROR, 552, .sender, .refused, "too-large"),
            Case(CURLE_WEIRD_SERVER_REPLY, 554, .greeting, .channelDown, "greeting"),
            Case(CURLE_REMOTE_ACCESS_DENIED, 502, .hello, .channelDown, "hello"),
            Case(CURLE_USE_SSL_FAILED, 454, .startTLS, .channelDown, "starttls"),
            Case(CURLE_USE_SSL_FAILED, 250, .hello, .channelDown, "starttls-not-offered"),
            Case(CURLE_PEER_FAILED_VERIFICATION, nil, .handshake, .channelDown, "certificate"),
            Case(CURLE_SSL_CONNECT_ERROR, nil, .handshake, .channelDown, "tls"),
            Case(CURLE_COULDNT_RESOLVE_HOST, nil, .connecting, .channelDown, "dns"),
            Case(CURLE_COULDNT_CONNECT, nil, .connecting, .channelDown, "connect"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .connecting, .channelDown, "timeout"),
            Case(CURLE_OPERATION_TIMEDOUT, nil, .sender, .channelDown, "timeout"),
            Case(CURLE_OUT_OF_MEMORY, nil, .recipient, .channelDown, "setup"),
        ])
    func verdict(_ row: Case) {
        let meaning = SMTPVerdicts.verdict(curl: row.curl, reply: row.reply, phase: row.phase)
        #expect(meaning.verdict == row.verdict)
        #expect(meaning.reason == row.reason)
    }

    static let everyEnd: [(CURLcode, Int?, SMTPPhase)] = {
        let codes = (1..<100).map { CURLcode(rawValue: $0) }
        let replies: [Int?] = [nil, 220, 250, 354] + (400..<600).map { $0 }
        return codes.flatMap { code in
            replies.flatMap { reply in SMTPPhase.allCases.map { (code, reply, $0) } }
        }
    }()

    @Test("no end of any code, reply and phase ends or doubts a delivery without cause")
    func bounds() {
        var wrong: [String] = []
        for (curl, reply, phase) in Self.everyEnd {
            let (verdict, reason) = SMTPVerdicts.verdict(curl: curl, reply: reply, phase: phase)
            let isReply = reply.map { (400...599).contains($0) } ?? false
            let right =
                switch verdict {
                case .accepted: false
                case .refused: (reply ?? 0) >= 500 && (phase >= .recipient || (phase == .sender && reply == 552))
                case .deferred: phase >= .recipient && (!isReply && phase != .body || (400..<500).contains(reply ?? 0))
                case .unknown: phase == .body && !isReply
                case .channelDown: phase < .recipient || isReply || reason == "setup"
                }
            if !right { wrong.append("\(curl.rawValue)/\(reply ?? 0) at \(phase): \(verdict), \(reason)") }
        }
        #expect(wrong.prefix(10).joined(separator: "\n") == "")
    }

    @Test("a connection is kept after acceptance or a reply to the final dot, and after nothing else")
    func keeping() {
        #expect(SMTPVerdicts.keepsConnection(curl: CURLE_OK, reply: 250, phase: .body))
        #expect(SMTPVerdicts.keepsConnection(curl: CURLE_WEIRD_SERVER_REPLY, reply: 550, phase: .body))
        #expect(SMTPVerdicts.keepsConnection(curl: CURLE_WEIRD_SERVER_REPLY, reply: 451, phase: .body))
        for (curl, reply, phase) in Self.everyEnd where reply == nil || phase != .body || reply == 421 {
            if SMTPVerdicts.keepsConnection(curl: curl, reply: reply, phase: phase) {
                Issue.record("kept after \(curl.rawValue)/\(reply ?? 0) at \(phase)")
                return
            }
        }
    }
}
