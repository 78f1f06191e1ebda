/// An SMTP submission or relay host (RFC 5321, RFC 6409).
package struct SMTPSettings: Sendable, Equatable {
    /// How TLS is entered. `starttls` (default) and `tls` (implicit, RFC 8314) are required, never opportunistic.
    package enum Security: String, Sendable, Equatable, CaseIterable {
        case starttls, tls, none
    }

    /// The lowest version of TLS that is spoken.
    package enum TLSVersion: String, Sendable, Equatable, CaseIterable {
        case tls12 = "1.2"
        case tls13 = "1.3"
    }

    /// How a login is made (RFC 4616, the older LOGIN, OAuth 2.0 as Google and Microsoft have it).
    package enum Mechanism: String, Sendable, Equatable, CaseIterable {
        case plain, login, xoauth2
    }

    /// A user and where the password stands: a systemd credential's name or a file nobody else can read.
    package struct Login: Sendable, Equatable {
        package var user: String
        /// With `xoauth2` the bearer token, which something else renews and a reload reads again.
        package var password: SecretReference
        /// Default nil: what the server offers of plain and login.
        package var mechanism: Mechanism?

        package init(user: String, password: SecretReference, mechanism: Mechanism? = nil) {
            self.user = user
            self.password = password
            self.mechanism = mechanism
        }
    }

    package var host: String
    package var port: Int
    package var security: Security
    /// Default 1.2.
    package var minTLS: TLSVersion
    /// A PEM file of trust anchors in place of the system's.
    package var caFile: String?
    /// Whether certificate and host name are verified. Default true.
    package var verify: Bool
    package var login: Login?
    /// The address of the From header, with an optional name: `市政府督查室 <ducha@huzhou.example>`.
    package var from: Mailbox
    /// The envelope sender. Default: the From address, the same for all mails.
    package var bounces: BounceAddress
    /// The name given in EHLO. Default: nil, the host's own name.
    package var clientName: String?
    /// What connections go out from. Default: nil, what the system chooses.
    package var sourceAddress: SourceAddress?
    /// The domain of Message-IDs. Default: the From address's domain.
    package var messageIDDomain: String
    /// How many connections (lanes) may be open at once. Default 2.
    package var connections: Int

    package init(
        host: String, port: Int, security: Security = .starttls, minTLS: TLSVersion = .tls12, caFile: String? = nil,
        verify: Bool = true, login: Login? = nil, from: Mailbox, bounces: BounceAddress? = nil,
        clientName: String? = nil, sourceAddress: SourceAddress? = nil, messageIDDomain: String? = nil,
        connections: Int = 2
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.minTLS = minTLS
        self.caFile = caFile
        self.verify = verify
        self.login = login
        self.from = from
        self.bounces = bounces ?? BounceAddress(from.address)
        self.clientName = clientName
        self.sourceAddress = sourceAddress
        self.messageIDDomain = messageIDDomain ?? from.domain
        self.connections = connections
    }
}
