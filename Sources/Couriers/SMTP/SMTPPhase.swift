/// How far a mail's transaction had come.
enum SMTPPhase: Int, Sendable, CaseIterable, Comparable {
    /// Name, connection, and the handshake of implicit TLS; or a kept connection before our first command.
    case connecting
    /// The server's first line has come.
    case greeting
    /// EHLO or HELO is out.
    case hello
    /// STARTTLS is out.
    case startTLS
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

    static func < (left: SMTPPhase, right: SMTPPhase) -> Bool { left.rawValue < right.rawValue }
}
