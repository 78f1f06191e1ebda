import Reminders
import WorkLists

/// Channels that speak to a server: SMTP and webhook.
extension SettingsReader {
    mutating func smtp(_ fields: Fields, _ secretFiles: inout [Sourced<String>]) -> SMTPSettings? {
        let host = required("host", in: fields, hint: "the mail server's name").flatMap { self.host($0) }
        let security: SMTPSettings.Security = choice("security", in: fields) ?? .starttls
        let port = whole("port", in: fields, 1...65535)
        let verify = flag("verify", in: fields)
        let from = mailbox("from", in: fields)
        let bounces = bounces(fields, from: from)
        let clientName = hostText("client_name", in: fields)
        let source = sourceAddress(fields)
        let minTLS: SMTPSettings.TLSVersion? = choice("min_tls", in: fields)
        let domain = messageIDDomain(fields, from: from)
        let connections = whole("connections", in: fields, 1...32) ?? 2
        let caFile = absolutePath("ca_file", in: fields)?.value
        let login = self.login(fields, &secretFiles)
        guard let host, let from else { return nil }
        let isLocal = HostName.isLoopback(host.value)
        if security == .none, !isLocal {
            let place = fields["security"]?.place ?? fields.place
            if login != nil {
                report(
                    at: place, "security: none would send the password to '\(host.value)' in the clear",
                    hint: "starttls or tls; none only without a login or to this machine")
            } else {
                report(.warning, at: place, "security: none sends mails to '\(host.value)' in the clear")
            }
        } else if let verify, !verify.value, security != .none, !isLocal {
            report(
                .warning, at: verify.place, "verify: no takes any server for '\(host.value)'",
                hint: "name the server's own authority with ca_file instead")
        }
        let standard =
            switch security {
            case .starttls: 587
            case .tls: 465
            case .none: 25
            }
        return SMTPSettings(
            host: host.value, port: port ?? standard, security: security, minTLS: minTLS ?? .tls12, caFile: caFile,
            verify: verify?.value ?? true, login: login, from: from, bounces: bounces, clientName: clientName,
            sourceAddress: source, messageIDDomain: domain, connections: connections)
    }

    private mutating func bounces(_ fields: Fields, from: Mailbox?) -> BounceAddress? {
        let given = address("bounce_address", in: fields)
        let perDelivery = flag("bounce_per_delivery", in: fields)
        guard let address = given?.value ?? from?.address else { return nil }
        let bounces = BounceAddress(address, isPerDelivery: perDelivery?.value ?? false)
        // The longest that a Message-ID's left part comes to.
        let longest = String(repeating: "x", count: BounceAddress.longestMessageIDLeft)
        if let perDelivery, perDelivery.value, bounces.sender(messageID: longest) == address {
            report(
                at: given?.place ?? perDelivery.place,
                "bounce_per_delivery: the address's part before '@' leaves no room for a delivery's mark",
                hint: "a shorter bounce_address: bounces@…")
        }
        return bounces
    }

    private mutating func sourceAddress(_ fields: Fields) -> SourceAddress? {
        guard let text = text("source_address", in: fields) else { return nil }
        guard let source = SourceAddress(text.value) else {
            report(
                at: text.place,
                "source_address: '\(PlainText.shown(text.value))' is neither an IP address nor an interface's name",
                hint: "192.0.2.25 or eth0")
            return nil
        }
        return source
    }

    private mutating func login(_ fields: Fields, _ secretFiles: inout [Sourced<String>]) -> SMTPSettings.Login? {
        let user = text("user", in: fields)
        let mechanism: SMTPSettings.Mechanism? = choice("auth", in: fields)
        let passwords = secrets(fields, file: "password_file", credential: "password_credential", &secretFiles)
        if passwords.count > 1 {
            report(
                at: fields.entries["password_credential"]?.key.place ?? fields.place,
                "\(fields.name): both password_file and password_credential are given", hint: "keep one of them")
        }
        switch (user, passwords.first) {
        case (nil, nil):
            if let mechanism, fields["user"] == nil, let auth = fields["auth"] {
                report(
                    at: auth.place, "\(fields.name): 'auth: \(mechanism.rawValue)' stands without a 'user'",
                    hint: "give user and password_file, or take 'auth' out")
            }
        case (let user?, let password?):
            return SMTPSettings.Login(user: user.value, password: password, mechanism: mechanism)
        case (let user?, nil):
            if fields["password_file"] == nil, fields["password_credential"] == nil, !fields.hasRefused {
                report(at: user.place, "\(fields.name): 'user' stands without a password_file or password_credential")
            }
        case (nil, _?):
            if fields["user"] == nil {
                report(at: fields.place, "\(fields.name): a password stands without a 'user'", hint: "user: deadlined")
            }
        }
        return nil
    }

    mutating func webhook(_ fields: Fields, _ secretFiles: inout [Sourced<String>]) -> WebhookSettings? {
        let verify = flag("verify", in: fields)
        let url = required("url", in: fields, hint: "https://host/path").flatMap {
            self.url($0, verify: verify?.value ?? true)
        }
        let timeout = whole("timeout", in: fields, 1...300) ?? 20
        let connections = whole("connections", in: fields, 1...64) ?? 4
        let caFile = absolutePath("ca_file", in: fields)?.value
        let secrets =
            self.secrets(fields, file: "secret_file", credential: "secret_credential", &secretFiles)
            + self.secrets(fields, file: "secret_files", credential: "secret_credentials", &secretFiles)
        if secrets.isEmpty, !fields.hasRefused, !ChannelKind.secretKeys.contains(where: { fields[$0] != nil }) {
            report(
                at: fields.place, "\(fields.name): 'secret_file' is missing",
                hint: "the file of the signing secret (whsec_…), or secret_credential")
        }
        guard let url, !secrets.isEmpty else { return nil }
        return WebhookSettings(
            url: url, secrets: secrets, caFile: caFile, verify: verify?.value ?? true, timeout: timeout,
            connections: connections)
    }

    /// An `http` URL to another machine is an error unless `verify: no` says that nobody's name is looked at.
    private mutating func url(_ node: YAMLTree, verify: Bool) -> String? {
        guard let text = node.text, !node.isNull, !text.isEmpty else {
            report(at: node.place, "url: no value", hint: "https://host/path")
            return nil
        }
        do throws(WebAddress.Fault) {
            let address = try WebAddress(text)
            let isLocal = HostName.isLoopback(address.host)
            if !address.isSecure, !isLocal, verify {
                report(
                    at: node.place, "url: http to '\(address.host)' would send the texts in the clear",
                    hint: "https; or 'verify: no' beside it, if that is meant")
            } else if !address.isSecure, !isLocal {
                report(.warning, at: node.place, "url: http sends the texts to '\(address.host)' in the clear")
            } else if !verify, !isLocal {
                report(
                    .warning, at: node.place, "url: with 'verify: no' any server is taken for '\(address.host)'",
                    hint: "name the server's own authority with ca_file instead")
            }
            return text
        } catch {
            report(at: node.place, "url: \(error.message)", hint: error.hint)
            return nil
        }
    }
}
