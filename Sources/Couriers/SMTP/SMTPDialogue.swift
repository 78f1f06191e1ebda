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
    enum Objection: String, Sendable, CaseIterable {
        case authNotOffered = "auth-not-offered"
        case utf8NotOffered = "smtputf8-not-offered"
        case endlessReply = "endless-reply"
    }

    /// Bytes of one reply, all lines together. An EHLO's are some hundreds.
    static let longestReply = 64 * 1024
    /// Bytes of a reply that are kept: `ReplyText.longest` characters and some to clean away.
    private static let keptBytes = 2000
    /// More of EHLO's keywords are not kept.
    private static let mostOffers = 64

    let demands: SMTPDemands
    private(set) var phase = SMTPPhase.connecting
    private(set) var facts: SMTPConnectionFacts
    private(set) var objection: Objection?
    private(set) var isQuitting = false
    /// Whether the next line we send answers a login's challenge: credentials.
    private(set) var answersLogin = false

    /// The last line's code, its texts so far, and how long they truly were.
    private var code = 0
    private var lines: [UInt8] = []
    private var length = 0
    private var isComplete = false
    /// HELO, libcurl's way out where EHLO is not understood, offers nothing (RFC 5321 2.2.1).
    private var listsOffers = false
    /// TLS agreed on during this mail, so of the connection that is new.
    private var notedVersion: String?

    init(demands: SMTPDemands, facts: SMTPConnectionFacts) {
        self.demands = demands
        self.facts = facts
    }

    /// The complete reply to the last command, QUIT's excepted; nil while there is none.
    var reply: SMTPReply? { isComplete ? SMTPReply(code: code, lines: lines) : nil }

    /// Its code, as soon as it is complete.
    var replyCode: Int? { isComplete ? code : nil }

    /// A line we sent. During a login the lines are credentials and are not looked at.
    mutating func sent(_ line: some Collection<UInt8>) {
        guard !answersLogin else {
            answersLogin = false
            forgetReply()
            return
        }
        switch SMTPVerb(of: line) {
        case .hello(let isExtended):
            begin(.hello)
            facts.capabilities = []
            listsOffers = isExtended
        case .startTLS: begin(.startTLS)
        case .auth: begin(.login)
        case .mail:
            begin(.sender)
            // libcurl goes on without a login when it finds no way to log in: RFC 4954 leaves that to the client.
            if demands.login, !facts.authenticated { objection = .authNotOffered }
        case .recipient: begin(.recipient)
        case .data: begin(.data)
        case .quit: isQuitting = true
        case nil: break
        }
    }

    /// The body's first byte is asked for.
    mutating func bodyBegins() {
        guard phase != .body else { return }
        begin(.body)
    }

    /// A line of a reply came; `objection` then says whether we go no further.
    mutating func received(_ line: some RandomAccessCollection<UInt8>) {
        guard !isQuitting else { return }
        length += line.count
        guard length <= Self.longestReply else {
            objection = objection ?? .endlessReply
            forgetReply(keepingLength: true)
            return
        }
        guard let code = Self.code(of: line) else { return }
        if phase == .connecting {
            // The first line of a fresh connection; nothing of the one before holds any more.
            phase = .greeting
            facts = SMTPConnectionFacts(encrypted: notedVersion != nil, tlsVersion: notedVersion)
        }
        // Complete before: another reply to the same command, as in a login.
        if isComplete { forgetReply() }
        self.code = code
        let text = line.dropFirst(4)
        if phase == .hello, listsOffers, code / 100 == 2, facts.capabilities.count < Self.mostOffers {
            facts.capabilities.append(ReplyText.clean(text))
        }
        lines.append(contentsOf: text.prefix(Self.keptBytes - lines.count))
        // RFC 5321 4.2.1: a hyphen after the code says that more lines follow.
        guard line.dropFirst(3).first != UInt8(ascii: "-") else { return }
        isComplete = true
        length = 0
        replied(code)
    }

    private static func code(of line: some RandomAccessCollection<UInt8>) -> Int? {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func replied(_ code: Int) {
        switch (phase, code) {
        case (.startTLS, 200..<300):
            phase = .handshake
            facts.encrypted = true
            forgetReply()
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
    mutating func noted(_ text: some Collection<UInt8>) {
        guard let version = TLSNote.version(in: text) else { return }
        notedVersion = version
        facts.tlsVersion = version
        facts.encrypted = true
    }

    private mutating func begin(_ next: SMTPPhase) {
        phase = next
        forgetReply()
    }

    private mutating func forgetReply(keepingLength: Bool = false) {
        isComplete = false
        lines.removeAll(keepingCapacity: true)
        if !keepingLength { length = 0 }
    }
}

/// The commands libcurl sends, as far as they tell phases apart.
enum SMTPVerb: Equatable {
    case hello(isExtended: Bool)
    case startTLS, auth, mail, recipient, data, quit

    init?(of line: some Collection<UInt8>) {
        // libcurl writes them in capitals.
        switch String(decoding: line.prefix(8).prefix { $0 > 0x20 }, as: UTF8.self) {
        case "MAIL": self = .mail
        case "RCPT": self = .recipient
        case "DATA": self = .data
        case "EHLO": self = .hello(isExtended: true)
        case "HELO": self = .hello(isExtended: false)
        case "STARTTLS": self = .startTLS
        case "AUTH": self = .auth
        case "QUIT": self = .quit
        default: return nil
        }
    }
}
