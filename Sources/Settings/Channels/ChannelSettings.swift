package import Reminders
package import WorkLists

/// One way out, as `deadlined.yaml` describes it under `channels:`. Its name stands in the log, its host does not.
package struct ChannelSettings: Sendable, Equatable {
    /// What kind of courier serves the channel, and its settings.
    package enum Kind: Sendable, Equatable {
        case smtp(SMTPSettings)
        case webhook(WebhookSettings)
        case robot(RobotSettings)
        case maildir(MaildirSettings)
    }

    package var name: String
    package var kind: Kind
    /// The most that its messages carry; a list may say less. Default `full`.
    package var content: Disclosure
    /// How long between attempts. Default: the kind's own.
    package var backOff: BackOff
    /// How many attempts in which time. Default: the kind's own.
    package var rates: [RateLimit]

    package init(
        name: String, kind: Kind, content: Disclosure = .full, backOff: BackOff? = nil, rates: [RateLimit]? = nil
    ) {
        self.name = name
        self.kind = kind
        self.content = content
        self.backOff = backOff ?? kind.standardBackOff
        self.rates = rates ?? kind.standardRates
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
