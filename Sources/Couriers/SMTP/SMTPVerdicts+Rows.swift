import Reminders

extension SMTPVerdicts {
    /// What each reply means in each phase. RFC 5321 4.2 and 4.3.2 (codes), RFC 3463 and the registry of enhanced
    /// status codes, RFC 4954 (53x), RFC 3207 (454), RFC 1870 and 5321 (552), RFC 6531 (SMTPUTF8), RFC 7504 (521, 556).
    static let rows: [Row] = anyPhase + session + sender + recipient + data + final

    /// Whatever it answers, the server speaks of itself, or of what it thinks of us.
    private static let anyPhase: [Row] = [
        Row(replies: 421...421, verdict: .channelDown, reason: "unavailable"),
        Row(replies: 521...521, verdict: .channelDown, reason: "unavailable"),
        // x.3.2: not accepting messages.
        Row(replies: 400...599, statuses: ["3.2"], verdict: .channelDown, reason: "unavailable"),
        // 4.3.1: its disk is full, whoever is written to.
        Row(replies: 400...499, statuses: ["3.1"], verdict: .channelDown, reason: "unavailable"),
        // It wants a login or encryption first, though it may say so only at RCPT.
        Row(replies: 530...530, statuses: ["7.10"], verdict: .channelDown, reason: "tls-required"),
        Row(replies: 530...530, verdict: .channelDown, reason: "auth"),
        Row(replies: 534...535, verdict: .channelDown, reason: "auth"),
        Row(replies: 538...538, verdict: .channelDown, reason: "auth"),
        Row(replies: 524...525, verdict: .channelDown, reason: "auth"),
        Row(replies: 400...599, statuses: ["7.10"], verdict: .channelDown, reason: "tls-required"),
        // Credentials wrong, mechanism too weak, password to be changed, account disabled; 7.57: Exchange's 5.7.0.
        Row(
            replies: 400...599, statuses: ["7.8", "7.9", "7.11", "7.12", "7.13", "7.14", "7.57"],
            verdict: .channelDown, reason: "auth"),
        // The sender's address or domain, SPF, the name of our address; 7.60: Exchange, we may not send as this sender.
        Row(
            replies: 400...599, statuses: ["1.7", "1.8", "7.23", "7.24", "7.25", "7.26", "7.27", "7.60"],
            verdict: .channelDown, reason: "sender"),
        // Exchange: it relays to its own domains only, as far as we are concerned.
        Row(replies: 400...599, statuses: ["7.54"], only: .unproven, verdict: .channelDown, reason: "relay"),
    ]

    /// Before the mail's own commands all is the channel's.
    private static let session: [Row] = [
        Row(phases: .connecting ... .greeting, replies: 400...599, verdict: .channelDown, reason: "greeting"),
        Row(phases: .hello ... .hello, replies: 400...599, verdict: .channelDown, reason: "hello"),
        Row(phases: .startTLS ... .handshake, replies: 400...599, verdict: .channelDown, reason: "starttls"),
        // 334: XOAUTH2 tells of its refusal as a challenge.
        Row(phases: .login ... .login, replies: 334...334, verdict: .channelDown, reason: "auth"),
        Row(phases: .login ... .login, replies: 400...599, verdict: .channelDown, reason: "auth"),
        // Past the login, 454 is a server that can do nothing for us now (RFC 4954 4.7.0; a sender's quota).
        Row(phases: .sender ... .body, replies: 454...454, verdict: .channelDown, reason: "unavailable"),
    ]

    /// MAIL FROM: our own sender, but for what the mail itself brings along.
    private static let sender: [Row] = [
        // Its SIZE= is over the limit.
        Row(phases: .sender ... .sender, replies: 552...552, verdict: .refused, reason: "too-large"),
        Row(phases: .sender ... .sender, replies: 523...523, verdict: .refused, reason: "too-large"),
        // 3.4: over the system's limit, 2.3: over the mailbox's.
        Row(
            phases: .sender ... .body, replies: 500...599, statuses: ["3.4", "2.3"], verdict: .refused,
            reason: "too-large"),
        // Its SMTPUTF8, offered and yet not taken: RFC 6531 3.5.
        Row(
            phases: .sender ... .body, replies: 500...599, statuses: ["6.7", "6.8", "6.9"], only: .international,
            verdict: .refused, reason: "smtputf8-refused"),
        Row(
            phases: .sender ... .sender, replies: 500...504, only: .international, verdict: .refused,
            reason: "smtputf8-refused"),
        Row(
            phases: .sender ... .sender, replies: 555...555, only: .international, verdict: .refused,
            reason: "smtputf8-refused"),
        Row(phases: .sender ... .sender, replies: 400...599, verdict: .channelDown, reason: "sender"),
    ]

    /// RCPT TO: the delivery's, unless the server does not know what we want of it, or does not want us.
    private static let recipient: [Row] = [
        Row(phases: .recipient ... .recipient, replies: 503...503, verdict: .channelDown, reason: "protocol"),
        // Postfix and others answer here what they have against our EHLO name (504 5.5.2).
        Row(
            phases: .recipient ... .recipient, replies: 500...504, statuses: ["5.0", "5.1", "5.2", "5.4"],
            only: .unproven, verdict: .channelDown, reason: "protocol"),
        Row(
            phases: .recipient ... .recipient, replies: 500...500, only: .unproven, verdict: .channelDown,
            reason: "protocol"),
        Row(
            phases: .recipient ... .recipient, replies: 502...504, only: .unproven, verdict: .channelDown,
            reason: "protocol"),
        // "Relay access denied", "client host rejected", "sender not owned by user": that we may send through this
        // server at all is not shown yet, and if we may not, every delivery would be given up for it.
        Row(
            phases: .recipient ... .recipient, replies: 500...599, statuses: ["7.0", "7.1"], only: .unproven,
            verdict: .channelDown, reason: "relay"),
        Row(
            phases: .recipient ... .recipient, replies: 571...571, only: .unproven, verdict: .channelDown,
            reason: "relay"),
        Row(phases: .recipient ... .recipient, replies: 400...499, verdict: .deferred, reason: "rcpt-deferred"),
        Row(phases: .recipient ... .recipient, replies: 500...599, verdict: .refused, reason: "rcpt-refused"),
    ]

    /// DATA has no argument: a syntax error in it speaks of the two programs, not of the mail.
    private static let data: [Row] = [
        Row(phases: .data ... .data, replies: 500...504, verdict: .channelDown, reason: "protocol"),
        Row(phases: .data ... .data, replies: 400...499, verdict: .deferred, reason: "data-deferred"),
        Row(phases: .data ... .data, replies: 500...599, verdict: .refused, reason: "data-refused"),
    ]

    /// The final dot.
    private static let final: [Row] = [
        // libcurl takes 250 alone for success; any 2yz is one (RFC 5321 4.2.1).
        Row(phases: .body ... .body, replies: 200...299, verdict: .accepted, reason: "accepted"),
        Row(phases: .body ... .body, replies: 400...499, verdict: .deferred, reason: "final-deferred"),
        Row(phases: .body ... .body, replies: 500...599, verdict: .refused, reason: "final-refused"),
    ]
}
