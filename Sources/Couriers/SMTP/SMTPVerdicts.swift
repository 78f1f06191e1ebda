import CLibcurl
import Reminders

/// How far a mail's transaction had come.
enum SMTPPhase: String, Sendable, CaseIterable, Comparable {
    /// Name, connection, and the handshake of implicit TLS; or a kept connection before our first command.
    case connecting
    /// The server's first line has come.
    case greeting
    /// EHLO or HELO is out.
    case hello
    /// STARTTLS is out.
    case startTLS = "starttls"
    /// STARTTLS was agreed to.
    case handshake
    /// AUTH is out.
    case login
    /// MAIL FROM is out.
    case sender
    /// RCPT TO is out.
    case recipient
    /// DATA is out.
    case data
    /// The body's first byte was given away.
    case body

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    static func < (left: SMTPPhase, right: SMTPPhase) -> Bool { left.order < right.order }
}

/// What ended an attempt: libcurl's code and, if the last command (other than QUIT) was answered, the reply's code.
///
/// Neither decides alone: 55 with 550 is a refusal, 56 with a stale 250 a dropped connection, so the reply is taken
/// from the dialogue itself and is nil when the last command has none.
enum SMTPVerdicts {
    /// One line of the table; the first that fits decides.
    struct Row: Sendable {
        var phases: ClosedRange<SMTPPhase> = .connecting ... .body
        var replies: ClosedRange<Int>
        var verdict: TransferEnd.Verdict
        var reason: String
    }

    /// Replies, first match first. RFC 5321 4.2 and 4.3.2, RFC 3463, RFC 4954 for the 53x, RFC 1870 for the size.
    static let rows: [Row] = [
        // Whatever it answers, a server that is going away speaks of itself.
        Row(replies: 421...421, verdict: .channelDown, reason: "unavailable"),
        // So does one that wants a login or encryption first, though it may say so only at RCPT.
        Row(replies: 530...530, verdict: .channelDown, reason: "auth"),
        Row(replies: 534...535, verdict: .channelDown, reason: "auth"),
        Row(replies: 538...538, verdict: .channelDown, reason: "auth"),
        Row(phases: .connecting ... .greeting, replies: 400...599, verdict: .channelDown, reason: "greeting"),
        Row(phases: .hello ... .hello, replies: 400...599, verdict: .channelDown, reason: "hello"),
        Row(phases: .startTLS ... .handshake, replies: 400...599, verdict: .channelDown, reason: "starttls"),
        Row(phases: .login ... .login, replies: 400...599, verdict: .channelDown, reason: "auth"),
        // The one refusal at MAIL FROM that speaks of the mail: our SIZE= is over the server's limit.
        Row(phases: .sender ... .sender, replies: 552...552, verdict: .refused, reason: "too-large"),
        Row(phases: .sender ... .sender, replies: 400...599, verdict: .channelDown, reason: "sender"),
        Row(phases: .recipient ... .recipient, replies: 400...499, verdict: .deferred, reason: "rcpt-deferred"),
        Row(phases: .recipient ... .recipient, replies: 500...599, verdict: .refused, reason: "rcpt-refused"),
        Row(phases: .data ... .data, replies: 400...499, verdict: .deferred, reason: "data-deferred"),
        Row(phases: .data ... .data, replies: 500...599, verdict: .refused, reason: "data-refused"),
        Row(phases: .body ... .body, replies: 400...499, verdict: .deferred, reason: "final-deferred"),
        Row(phases: .body ... .body, replies: 500...599, verdict: .refused, reason: "final-refused"),
    ]

    /// What the end means.
    ///
    /// Without a reply: up to MAIL FROM the fault is the channel's; at RCPT or DATA it may come of this recipient (a
    /// call-out that hangs), and nothing can have arrived, so the delivery is tried later; after the body's first
    /// byte it may have arrived.
    static func verdict(
        curl: CURLcode, reply: Int?, phase: SMTPPhase
    ) -> (verdict: TransferEnd.Verdict, reason: String) {
        if curl == CURLE_OK { return (.accepted, "accepted") }
        if let reply, let row = rows.first(where: { $0.phases.contains(phase) && $0.replies.contains(reply) }) {
            return (row.verdict, row.reason)
        }
        let fault = TransportFault(curl)
        switch phase {
        case .connecting, .greeting, .hello, .startTLS, .handshake, .login, .sender:
            return (.channelDown, fault.rawValue)
        case .recipient, .data:
            return (fault == .setup ? .channelDown : .deferred, fault.rawValue)
        case .body:
            return (.unknown, fault.rawValue)
        }
    }

    /// Whether the connection may carry the next mail: only after a mail was accepted, or refused by a reply to its
    /// final dot. Anything else leaves a dialogue whose next reply could belong to the mail before.
    static func keepsConnection(curl: CURLcode, reply: Int?, phase: SMTPPhase) -> Bool {
        if curl == CURLE_OK { return true }
        guard phase == .body, let reply, reply != 421 else { return false }
        return (400...599).contains(reply)
    }
}
