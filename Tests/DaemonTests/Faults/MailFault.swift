import Reminders
import Settings
import Testing

@testable import Couriers

/// A mail server's misbehaviour, and how the attempts it strikes end.
struct MailFault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What the peer does, by verb; with `MAIL` a command, with `MAIL#1` the first of a connection.
    var script: [String: [String]]
    var end: TransferEnd
    var timeouts: SMTPTimeouts
    /// Connections on which it happens; the later ones do well.
    var connections: Int
    var struck: Int
    var security: SMTPSettings.Security
    var logsIn: Bool

    init(
        _ name: String, _ script: [String: [String]], _ verdict: TransferEnd.Verdict, _ reason: String,
        _ reply: String? = nil, connections: Int? = nil, struck: Int? = nil,
        waits: WritableKeyPath<SMTPTimeouts, Int>? = nil,
        security: SMTPSettings.Security = .none, logsIn: Bool = false, tls: String? = nil
    ) {
        testDescription = name
        self.script = script
        end = TransferEnd(
            verdict, reason: reason, code: reply.flatMap { Int($0.prefix(3)) }, reply: reply, tls: tls)
        timeouts = FaultyOffice.patience
        if let waits { timeouts[keyPath: waits] = 2 }
        // A channel with one connection has two deliveries begun: both meet the channel's fault, one its own.
        self.connections = connections ?? (verdict == .channelDown ? 2 : 1)
        self.struck = struck ?? (verdict == .accepted ? 0 : verdict == .channelDown ? 2 : 1)
        self.security = security
        self.logsIn = logsIn
    }

    /// What waits comes first: it takes the longest.
    static let all = hangs + refusals + drops + logins + tls + oddities

    /// It says no, at each step.
    private static let refusals: [MailFault] = [
        MailFault("554 as greeting", ["CONNECT": ["554 no service"]], .channelDown, "greeting", "554 no service"),
        MailFault("421 as greeting", ["CONNECT": ["421 4.3.2 busy"]], .channelDown, "unavailable", "421 4.3.2 busy"),
        MailFault(
            "550 to EHLO and HELO", ["EHLO": ["550 5.7.1 not you"], "HELO": ["550 5.7.1 not you"]], .channelDown,
            "hello", "550 5.7.1 not you"),
        MailFault("421 at MAIL", ["MAIL": ["421 4.7.0 slow down"]], .channelDown, "unavailable", "421 4.7.0 slow down"),
        MailFault("450 at MAIL", ["MAIL": ["450 4.1.0 later"]], .channelDown, "sender", "450 4.1.0 later"),
        MailFault("451 at MAIL", ["MAIL": ["451 4.3.0 later"]], .channelDown, "sender", "451 4.3.0 later"),
        MailFault("452 at MAIL", ["MAIL": ["452 4.3.1 full"]], .channelDown, "unavailable", "452 4.3.1 full"),
        MailFault("550 at MAIL", ["MAIL": ["550 5.1.0 not you"]], .channelDown, "sender", "550 5.1.0 not you"),
        MailFault("552 at MAIL", ["MAIL#1": ["552 5.3.4 too big"]], .refused, "too-large", "552 5.3.4 too big"),
        MailFault(
            "421 at RCPT", ["RCPT": ["421 4.3.2 closing", "!drop"]], .channelDown, "unavailable", "421 4.3.2 closing"),
        MailFault("450 at RCPT", ["RCPT": ["450 4.2.1 busy"]], .deferred, "rcpt-deferred", "450 4.2.1 busy"),
        MailFault("451 at RCPT", ["RCPT": ["451 4.3.0 later"]], .deferred, "rcpt-deferred", "451 4.3.0 later"),
        MailFault("452 at RCPT", ["RCPT": ["452 4.2.2 full"]], .deferred, "rcpt-deferred", "452 4.2.2 full"),
        MailFault(
            "greylisting: 450 to whom it does not know", ["RCPT": ["450 4.7.1 greylisted, come again"]], .deferred,
            "rcpt-deferred", "450 4.7.1 greylisted, come again", connections: 3, struck: 3),
        MailFault("550 at RCPT", ["RCPT": ["550 5.1.1 unknown"]], .refused, "rcpt-refused", "550 5.1.1 unknown"),
        MailFault("552 at RCPT", ["RCPT": ["552 5.2.2 full"]], .refused, "rcpt-refused", "552 5.2.2 full"),
        MailFault("554 at RCPT", ["RCPT": ["554 5.7.9 no"]], .channelDown, "auth", "554 5.7.9 no"),
        MailFault("554 at RCPT, bare", ["RCPT": ["554 no"]], .refused, "rcpt-refused", "554 no"),
        MailFault(
            "relaying denied", ["RCPT": ["554 5.7.1 relay access denied"]], .channelDown, "relay",
            "554 5.7.1 relay access denied"),
        MailFault(
            "421 at DATA", ["DATA": ["421 4.3.2 closing", "!drop"]], .channelDown, "unavailable", "421 4.3.2 closing"),
        MailFault("451 at DATA", ["DATA": ["451 4.3.0 later"]], .deferred, "data-deferred", "451 4.3.0 later"),
        MailFault("554 at DATA", ["DATA": ["554 5.6.0 no"]], .refused, "data-refused", "554 5.6.0 no"),
        MailFault(
            "421 after the dot", ["DOT": ["421 4.3.2 closing", "!drop"]], .channelDown, "unavailable",
            "421 4.3.2 closing"),
        MailFault("450 after the dot", ["DOT#1": ["450 4.2.0 busy"]], .deferred, "final-deferred", "450 4.2.0 busy"),
        MailFault("451 after the dot", ["DOT#1": ["451 4.3.0 later"]], .deferred, "final-deferred", "451 4.3.0 later"),
        MailFault("452 after the dot", ["DOT#1": ["452 4.2.2 full"]], .deferred, "final-deferred", "452 4.2.2 full"),
        MailFault("550 after the dot", ["DOT#1": ["550 5.7.1 spam"]], .refused, "final-refused", "550 5.7.1 spam"),
        MailFault("552 after the dot", ["DOT#1": ["552 5.2.2 full"]], .refused, "final-refused", "552 5.2.2 full"),
        MailFault("554 after the dot", ["DOT#1": ["554 5.6.0 virus"]], .refused, "final-refused", "554 5.6.0 virus"),
    ]

    /// It falls silent, at each step.
    private static let hangs: [MailFault] = [
        MailFault("hangs at the greeting", ["CONNECT": ["!hang"]], .channelDown, "timeout", waits: \.connect),
        MailFault("hangs at EHLO", ["EHLO": ["!hang"]], .channelDown, "timeout", waits: \.connect),
        MailFault(
            "hangs at STARTTLS", ["STARTTLS": ["!hang"]], .channelDown, "timeout", waits: \.connect, security: .starttls
        ),
        MailFault(
            "hangs in the handshake", ["STARTTLS": ["220 go on", "!hang"]], .channelDown, "timeout", waits: \.connect,
            security: .starttls),
        MailFault("hangs at AUTH", ["AUTH": ["!hang"]], .channelDown, "timeout", waits: \.connect, logsIn: true),
        MailFault("hangs at MAIL", ["MAIL": ["!hang"]], .channelDown, "timeout", waits: \.reply),
        MailFault("hangs at RCPT", ["RCPT": ["!hang"]], .deferred, "timeout", waits: \.reply),
        MailFault("hangs at DATA", ["DATA": ["!hang"]], .deferred, "timeout", waits: \.reply),
        MailFault("reads nothing after DATA", ["DATA": ["354 go on", "!stall"]], .unknown, "timeout", waits: \.final),
        MailFault("hangs after the dot", ["DOT": ["!hang"]], .unknown, "timeout", waits: \.final),
        MailFault(
            "hangs within the final reply", ["DOT": ["250-2.0.0 almost", "!hang"]], .unknown, "timeout", waits: \.final),
        MailFault(
            "hangs after the final reply", ["DOT": ["250 2.0.0 taken", "!hang"]], .accepted, "accepted",
            waits: \.reply),
        MailFault(
            "answers the dot too late", ["DOT": ["!wait 4", "550 5.7.1 late"]], .unknown, "timeout", waits: \.final),
        MailFault("hangs at the QUIT of an unused connection", ["QUIT": ["!hang"]], .accepted, "accepted"),
        MailFault(
            "hangs at QUIT",
            ["RCPT": ["550 5.1.1 unknown"], "DATA": ["554 5.5.1 nobody"], "QUIT": ["!hang"]], .refused, "rcpt-refused",
            "550 5.1.1 unknown"),
        MailFault(
            "hangs at the DATA that went out with a refused RCPT",
            ["RCPT": ["550 5.1.1 unknown"], "DATA": ["!hang"]], .refused, "rcpt-refused", "550 5.1.1 unknown",
            waits: \.quit),
    ]

    /// It ends the connection, at each step.
    private static let drops: [MailFault] = [
        MailFault("drops at once", ["CONNECT": ["!drop"]], .channelDown, "dropped"),
        MailFault("drops at EHLO", ["EHLO": ["!drop"]], .channelDown, "dropped"),
        MailFault("drops at STARTTLS", ["STARTTLS": ["!drop"]], .channelDown, "dropped", security: .starttls),
        MailFault(
            "drops in the handshake", ["STARTTLS": ["220 go on", "!drop"]], .channelDown, "tls", security: .starttls),
        MailFault("drops at AUTH", ["AUTH": ["!drop"]], .channelDown, "dropped", logsIn: true),
        MailFault("drops at MAIL", ["MAIL": ["!drop"]], .channelDown, "dropped"),
        MailFault("drops at RCPT", ["RCPT": ["!drop"]], .deferred, "dropped"),
        MailFault("drops at DATA", ["DATA": ["!drop"]], .deferred, "dropped"),
        MailFault("drops within the body", ["DATA": ["354 go on", "!drop"]], .unknown, "dropped"),
        MailFault("drops before the final reply", ["DOT": ["!drop"]], .unknown, "dropped"),
        MailFault("drops within the final reply", ["DOT": ["250-2.0.0 almost", "!drop"]], .unknown, "dropped"),
        MailFault("drops after the final reply", ["DOT": ["250 2.0.0 taken", "!drop"]], .accepted, "accepted"),
        MailFault(
            "drops at QUIT",
            ["RCPT": ["550 5.1.1 unknown"], "DATA": ["554 5.5.1 nobody"], "QUIT": ["!drop"]], .refused, "rcpt-refused",
            "550 5.1.1 unknown"),
        MailFault(
            "drops at the DATA that went out with a refused RCPT",
            ["RCPT": ["550 5.1.1 unknown"], "DATA": ["!drop"]], .refused, "rcpt-refused", "550 5.1.1 unknown"),
        MailFault(
            "421 on an idle connection", ["DOT": ["250 2.0.0 taken", "421 4.4.2 idle too long", "!drop"]], .accepted,
            "accepted"),
        MailFault(
            "421 on an idle connection that stays", ["DOT": ["250 2.0.0 taken", "421 4.4.2 idle too long", "!hang"]],
            .accepted, "accepted"),
    ]

    private static let logins: [MailFault] = [
        MailFault(
            "AUTH not offered though configured", ["EHLO": ["250 peer.example"]], .channelDown, "auth-not-offered",
            "250 peer.example", logsIn: true),
        MailFault(
            "535: a wrong password", ["AUTH": ["535 5.7.8 wrong"]], .channelDown, "auth", "535 5.7.8 wrong",
            logsIn: true),
        MailFault(
            "454 at AUTH", ["AUTH": ["454 4.7.0 directory away"]], .channelDown, "auth", "454 4.7.0 directory away",
            logsIn: true),
        MailFault(
            "530: it wants a login we do not have", ["MAIL": ["530 5.7.0 log in"]], .channelDown, "auth",
            "530 5.7.0 log in"),
    ]

    /// Lines that come in one piece.
    private static func together(_ lines: String...) -> String {
        "!bytes "
            + lines.flatMap { Array("\($0)\r\n".utf8) }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let tls: [MailFault] = [
        MailFault(
            "STARTTLS stripped", ["EHLO": ["250-peer.example", "250 8BITMIME"]], .channelDown, "starttls-not-offered",
            "250 peer.example 8BITMIME", security: .starttls),
        MailFault(
            "STARTTLS refused", ["STARTTLS": ["454 4.7.0 not now"]], .channelDown, "starttls", "454 4.7.0 not now",
            security: .starttls),
        // What comes before the handshake may be anybody's: libcurl reads none of it.
        MailFault(
            "a reply slipped in before the handshake", ["STARTTLS": [together("220 go on", "250 what"), "!hang"]],
            .channelDown, "protocol", security: .starttls),
    ]

    private static let oddities: [MailFault] = [
        MailFault(
            "a refusal of several lines", ["RCPT": ["550-5.1.1 unknown", "550-5.1.1 here", "550 5.1.1 ask elsewhere"]],
            .refused, "rcpt-refused", "550 5.1.1 unknown 5.1.1 here 5.1.1 ask elsewhere"),
        MailFault(
            "an acceptance of several lines", ["DOT": ["250-2.0.0 taken", "250 2.0.0 queued as 4711"]], .accepted,
            "accepted"),
        MailFault("an endless greeting", ["CONNECT": ["!flood 220-welcome"]], .channelDown, "endless-reply"),
        // libcurl's own bound for an EHLO comes before ours.
        MailFault("an endless EHLO", ["EHLO": ["!flood 250-X-MORE"]], .channelDown, "dropped"),
        MailFault("an endless reply at RCPT", ["RCPT": ["!flood 250-more"]], .deferred, "endless-reply"),
        MailFault("an endless final reply", ["DOT": ["!flood 250-more"]], .unknown, "endless-reply"),
        MailFault("a slow reader", ["DATA": ["!sip"]], .accepted, "accepted"),
        MailFault("another protocol", ["CONNECT": ["HTTP/1.1 400 Bad Request", "!drop"]], .channelDown, "dropped"),
    ]
}
