package import Reminders

/// One way out, as `deadlined.yaml` describes it under `channels:`. Its name stands in the log, its host does not.
package struct ChannelSettings: Sendable, Equatable {
    /// What kind of courier serves the channel, and its settings.
    package enum Kind: Sendable, Equatable {
        case smtp(SMTPSettings)
        case webhook(WebhookSettings)
        case maildir(MaildirSettings)
    }

    /// `full`: everything; `titles`: numbers and titles; `count`: how many and when, for channels many people read.
    package enum Content: String, Sendable, Equatable, CaseIterable {
        case full, titles, count
    }

    package var name: String
    package var kind: Kind
    package var content: Content
    /// How long between attempts. Default: the kind's own.
    package var backOff: BackOff
    /// How many attempts in which time. Default: the kind's own.
    package var rates: [RateLimit]

    package init(
        name: String, kind: Kind, content: Content = .full, backOff: BackOff? = nil, rates: [RateLimit]? = nil
    ) {
        self.name = name
        self.kind = kind
        self.content = content
        self.backOff = backOff ?? kind.standardBackOff
        self.rates = rates ?? kind.standardRates
    }
}

/// An SMTP submission or relay host (RFC 5321, RFC 6409).
package struct SMTPSettings: Sendable, Equatable {
    /// How TLS is entered. `starttls` (default) and `tls` (implicit, RFC 8314) are required, never opportunistic.
    package enum Security: String, Sendable, Equatable, CaseIterable {
        case starttls, tls, none
    }

    /// A user and where the password stands: a systemd credential's name or a file nobody else can read.
    package struct Login: Sendable, Equatable {
        package var user: String
        package var password: SecretReference

        package init(user: String, password: SecretReference) {
            self.user = user
            self.password = password
        }
    }

    package var host: String
    package var port: Int
    package var security: Security
    /// A PEM file of trust anchors in place of the system's.
    package var caFile: String?
    /// Whether certificate and host name are verified. Default true.
    package var verify: Bool
    package var login: Login?
    /// The address of the From header, with an optional name: `市政府督查室 <ducha@huzhou.example>`.
    package var from: Mailbox
    /// The envelope sender, where bounces go. Default: the From address.
    package var bounceAddress: String
    /// The name given in EHLO. Default: nil, the host's own name.
    package var clientName: String?
    /// The domain of Message-IDs. Default: the From address's domain.
    package var messageIDDomain: String
    /// How many connections (lanes) may be open at once. Default 2.
    package var connections: Int

    package init(
        host: String, port: Int, security: Security = .starttls, caFile: String? = nil, verify: Bool = true,
        login: Login? = nil, from: Mailbox, bounceAddress: String? = nil, clientName: String? = nil,
        messageIDDomain: String? = nil, connections: Int = 2
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.caFile = caFile
        self.verify = verify
        self.login = login
        self.from = from
        self.bounceAddress = bounceAddress ?? from.address
        self.clientName = clientName
        self.messageIDDomain = messageIDDomain ?? from.domain
        self.connections = connections
    }
}

/// A receiver of one's own (Standard Webhooks 1.0.0). Each unit's message is one POST.
package struct WebhookSettings: Sendable, Equatable {
    package var url: String
    /// One secret, or several while one is rotated (`whsec_…`): each signs.
    package var secrets: [SecretReference]
    package var caFile: String?
    package var verify: Bool
    /// Seconds for one request. Default 20.
    package var timeout: Int
    /// Requests under way at once. Default 4.
    package var connections: Int

    package init(
        url: String, secrets: [SecretReference], caFile: String? = nil, verify: Bool = true, timeout: Int = 20,
        connections: Int = 4
    ) {
        self.url = url
        self.secrets = secrets
        self.caFile = caFile
        self.verify = verify
        self.timeout = timeout
        self.connections = connections
    }
}

/// A folder in maildir form (`tmp`, `new`, `cur`), read by any mail program.
package struct MaildirSettings: Sendable, Equatable {
    /// The folder; a relative path stands under the state directory.
    package var path: String
    package var from: Mailbox
    package var messageIDDomain: String

    package init(path: String, from: Mailbox, messageIDDomain: String? = nil) {
        self.path = path
        self.from = from
        self.messageIDDomain = messageIDDomain ?? from.domain
    }
}

/// Where a secret stands; the secret itself is read by the daemon at start and reload and is never kept here.
package enum SecretReference: Sendable, Equatable, Hashable {
    /// A name under `$CREDENTIALS_DIRECTORY` (systemd `LoadCredential=`).
    case credential(String)
    /// A file with mode 0600 or 0400 owned by the daemon's user or root.
    case file(String)
}

/// A mail address with an optional display name (RFC 5322 mailbox).
package struct Mailbox: Sendable, Equatable, Hashable {
    package var name: String?
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }

    /// What stands after the last `@`.
    package var domain: String {
        address.split(separator: "@").last.map(String.init) ?? address
    }
}
