import CLibcurl
import Reminders

/// How a mail's transfer ended, as the table of verdicts looks at it.
struct SMTPOutcome: Sendable {
    var curl: CURLcode
    /// The reply to the last command other than QUIT; nil if it was not answered.
    ///
    /// libcurl's code alone does not decide, nor does its RESPONSE_CODE: 55 with 550 is a refusal, 56 with a stale 250
    /// a dropped connection. So the reply is taken from the dialogue itself.
    var reply: SMTPReply?
    var phase: SMTPPhase
    var circumstances: Set<SMTPCircumstance> = []
}

/// What else bears upon whose fault a refusal is.
enum SMTPCircumstance: Sendable {
    /// The server has not taken a recipient from this channel yet, since the start or the last reload: that we may
    /// send there at all is not shown.
    case unproven
    /// The recipient's address or the message needs SMTPUTF8, and the sender does not: other mails go without.
    case international
}

/// What the end of an attempt means and whose fault it is. docs/replies.md is this table in words.
enum SMTPVerdicts {
    /// One line of the table; the first that fits decides.
    struct Row: Sendable {
        var phases: ClosedRange<SMTPPhase> = .connecting ... .body
        var replies: ClosedRange<Int>
        /// Subject and detail of the enhanced status codes the row is for; empty: whatever it is.
        var statuses: Set<String> = []
        /// The row holds in this case only.
        var only: SMTPCircumstance?
        var verdict: TransferEnd.Verdict
        var reason: String

        func fits(_ outcome: SMTPOutcome) -> Bool {
            guard let reply = outcome.reply, phases.contains(outcome.phase), replies.contains(reply.code) else {
                return false
            }
            if let only, !outcome.circumstances.contains(only) { return false }
            guard !statuses.isEmpty else { return true }
            // RFC 3463 2: the class goes with the reply's own code. One that does not is no evidence.
            guard let status = reply.status, status.group == reply.code / 100 else { return false }
            return statuses.contains("\(status.subject).\(status.detail)")
        }
    }

    /// Verdict and reason of an end.
    ///
    /// Without a refusal: up to MAIL FROM the fault is the channel's; at RCPT or DATA it may come of this recipient (a
    /// call-out that hangs), and nothing can have arrived, so the delivery is tried later; after the body's first byte
    /// it may have arrived.
    static func verdict(_ outcome: SMTPOutcome) -> (verdict: TransferEnd.Verdict, reason: String) {
        if outcome.curl == CURLE_OK { return (.accepted, "accepted") }
        if let row = rows.first(where: { $0.fits(outcome) }) { return (row.verdict, row.reason) }
        var fault = TransportFault(outcome.curl)
        // libcurl's word for a reply it did not look for.
        if fault == .dropped, let reply = outcome.reply, (100...399).contains(reply.code), outcome.phase != .body {
            fault = .protocolError
        }
        switch outcome.phase {
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
    static func keepsConnection(_ outcome: SMTPOutcome) -> Bool {
        if outcome.curl == CURLE_OK { return true }
        guard outcome.phase == .body, let reply = outcome.reply else { return false }
        return reply.isRefusal && reply.code != 421 && reply.code != 521
    }
}
