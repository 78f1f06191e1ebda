/// What a lane learnt of its present connection; it outlives a mail and is forgotten at the next greeting.
struct SMTPConnectionFacts: Sendable, Equatable {
    /// EHLO's keywords with their parameters, as the server wrote them, of the last EHLO.
    var capabilities: [String] = []
    /// 235 was seen.
    var authenticated = false
    /// STARTTLS was agreed to, or TLS was there from the start.
    var encrypted = false
    /// `TLSv1.3`.
    var tlsVersion: String?

    func offers(_ keyword: String) -> Bool {
        // As libcurl compares: it would not log in to a server that writes `auth plain`.
        capabilities.contains { $0 == keyword || $0.hasPrefix(keyword + " ") }
    }
}

/// What a mail demands of the connection it goes over.
struct SMTPDemands: Sendable, Equatable {
    var startTLS: Bool
    var login: Bool
    var smtpUTF8: Bool
}

/// Follows one mail's commands and replies, and says how far they came and what the last reply was.
///
/// A value fed by the lane from libcurl's callbacks; it sees the verbs only, never what AUTH sends.
struct SMTPDialogue: Sendable {
    /// Why we ended the attempt ourselves.
    enum Objection: String, Sendable {
        case authNotOffered = "auth-not-offered"
        case utf8NotOffered = "smtputf8-not-offered"
    }

    /// A server's reply may have more lines; they are not kept.
    private static let mostLines = 64

    let demands: SMTPDemands
    private(set) var phase = SMTPPhase.connecting
    private(set) var facts: SMTPConnectionFacts
    /// The complete reply to the last command, QUIT's excepted; nil while there is none.
    private(set) var reply: (code: Int, text: String)?
    private(set) var objection: Objection?
    private(set) var isQuitting = false
    private var lines: [String] = []
    private var answersLogin = false
    /// HELO, libcurl's way out where EHLO is not understood, offers nothing (RFC 5321 2.2.1).
    private var listsOffers = false
    /// TLS agreed on during this mail, so of the connection that is new.
    private var notedVersion: String?

    init(demands: SMTPDemands, facts: SMTPConnectionFacts) {
        self.demands = demands
        self.facts = facts
    }

    /// A line we sent. During a login the lines are credentials and are not looked at.
    mutating func sent(_ line: some Sequence<UInt8>) {
        guard !answersLogin else {
            answersLogin = false
            reply = nil
            return
        }
        let verb = String(decoding: line.prefix { $0 > 0x20 }.prefix(8), as: UTF8.self)
        switch verb {
        case "EHLO", "HELO":
            begin(.hello)
            facts.capabilities = []
            listsOffers = verb == "EHLO"
        case "STARTTLS": begin(.startTLS)
        case "AUTH": begin(.login)
        case "MAIL":
            begin(.sender)
            // libcurl goes on without a login when it finds no way to log in: RFC 4954 leaves that to the client.
            if demands.login, !facts.authenticated { objection = .authNotOffered }
        case "RCPT": begin(.recipient)
        case "DATA": begin(.data)
        case "QUIT": isQuitting = true
        default: break
        }
    }

    /// The body's first byte is asked for.
    mutating func bodyBegins() {
        guard phase != .body else { return }
        begin(.body)
    }

    /// A line of a reply came; `objection` then says whether we go no further.
    mutating func received(_ line: some Sequence<UInt8>) {
        guard !isQuitting else { return }
        let text = Array(line)
        guard text.count >= 3, text[0..<3].allSatisfy({ (0x30...0x39).contains($0) }),
            let code = Int(String(decoding: text[0..<3], as: UTF8.self))
        else { return }
        let rest = ReplyText.clean(text.dropFirst(4))
        if phase == .connecting {
            // The first line of a fresh connection; nothing of the one before holds any more.
            phase = .greeting
            facts = SMTPConnectionFacts(encrypted: notedVersion != nil, tlsVersion: notedVersion)
        }
        if lines.count < Self.mostLines {
            if phase == .hello, listsOffers, code / 100 == 2 { facts.capabilities.append(rest) }
            lines.append(rest)
        }
        // RFC 5321 4.2.1: a hyphen after the code says that more lines follow.
        guard text.count == 3 || text[3] != UInt8(ascii: "-") else { return }
        reply = (code, ReplyText.clean("\(code) " + lines.joined(separator: " ")))
        lines = []
        replied(code)
    }

    private mutating func replied(_ code: Int) {
        switch (phase, code) {
        case (.startTLS, 200..<300):
            phase = .handshake
            facts.encrypted = true
            reply = nil
        case (.hello, 200..<300):
            // Before STARTTLS the offers do not count: anyone on the way can write them.
            guard facts.encrypted || !demands.startTLS else { return }
            if demands.login, !facts.authenticated, !facts.offers("AUTH") { objection = .authNotOffered }
            if demands.smtpUTF8, !facts.offers("SMTPUTF8") { objection = objection ?? .utf8NotOffered }
        case (.login, 334): answersLogin = true
        case (.login, 235): facts.authenticated = true
        default: break
        }
    }

    /// What libcurl says of TLS as it is agreed on: `SSL connection using TLSv1.3 / …`.
    mutating func noted(_ text: some Sequence<UInt8>) {
        guard let version = TLSNote.version(in: text) else { return }
        notedVersion = version
        facts.tlsVersion = version
        facts.encrypted = true
    }

    private mutating func begin(_ next: SMTPPhase) {
        phase = next
        reply = nil
        lines = []
    }
}
