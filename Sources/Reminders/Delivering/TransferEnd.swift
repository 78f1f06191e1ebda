/// How one attempt to hand a delivery to the other side ended, as far as the other side said.
///
/// Couriers make it; the engine decides what follows. It never holds a secret or a message's text.
package struct TransferEnd: Sendable, Hashable {
    /// What the end means and whose fault it is.
    package enum Verdict: String, Sendable, Equatable, CaseIterable {
        /// The other side took responsibility (SMTP 250 after the final dot, HTTP 2xx, the file is synced).
        case accepted
        /// A permanent answer about this delivery (5yz at RCPT, DATA or the final reply).
        case refused
        /// A passing answer about this delivery: try again later.
        case deferred
        /// The channel's fault, whoever is written to: its deliveries wait and spend no attempt.
        case channelDown
        /// The body was under way and no answer came: it may have arrived.
        case unknown
    }

    package var verdict: Verdict
    /// SMTP reply code or HTTP status, if one came.
    package var code: Int?
    /// The other side's reply line, at most 300 characters, without control characters.
    package var reply: String?
    /// A bounded short name of the reason, for metrics: `accepted`, `rcpt-refused`, `tls`, `auth`, `timeout` …
    package var reason: String
    /// The other side's address as reached, `192.0.2.1:25`.
    package var peer: String?
    /// The TLS version spoken, `TLSv1.3`; nil without TLS.
    package var tls: String?
    /// Seconds the other side asked to wait (`Retry-After`).
    package var retryAfter: Int?

    /// The process stopped while the attempt was under way: it may have arrived, and nobody kept us waiting.
    package static let interrupted = TransferEnd(.unknown, reason: "interrupted")

    package init(
        _ verdict: Verdict, reason: String, code: Int? = nil, reply: String? = nil, peer: String? = nil,
        tls: String? = nil, retryAfter: Int? = nil
    ) {
        self.verdict = verdict
        self.reason = reason
        self.code = code
        self.reply = reply
        self.peer = peer
        self.tls = tls
        self.retryAfter = retryAfter
    }
}
