import Reminders
import WorkLists

/// The channels as `deadlined.yaml` has them.
struct ChannelsDraft {
    /// Those that were understood, in the file's order.
    var settings: [ChannelSettings] = []
    /// Every name under `channels:`, understood or not, so that one fault is not told twice.
    var names: [String] = []
    var secretFiles: [Sourced<String>] = []
    var place = Place(line: 0, column: 0)
}

extension SettingsReader {
    mutating func channels(in fields: Fields) -> ChannelsDraft {
        var draft = ChannelsDraft()
        guard let node = required("channels", in: fields, hint: "the one that needs no server: kind: maildir") else {
            return draft
        }
        draft.place = fields.entries["channels"]?.key.place ?? node.place
        let entries = named("channels", in: fields)
        if entries.isEmpty, node.isNull {
            report(at: draft.place, "channels: none is defined", hint: "the one that needs no server: kind: maildir")
        }
        for (name, node) in entries {
            draft.names.append(name.value)
            guard isLogName(name, of: "channel") else { continue }
            if let channel = channel(node, name: name, secretFiles: &draft.secretFiles) {
                draft.settings.append(channel)
            }
        }
        return draft
    }

    /// Whether the name may stand in the ledger's keys, whose parts other signs set apart.
    mutating func isLogName(_ name: Located<String>, of kind: String) -> Bool {
        guard name.value.utf8.allSatisfy(Self.isNameByte), (1...64).contains(name.value.utf8.count) else {
            report(
                at: name.place, "\(kind) '\(PlainText.shown(name.value))': not a name for the log",
                hint: "at most 64 letters a to z, digits, '-', '_' and '.'")
            return false
        }
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func channel(
        _ node: YAMLTree, name: Located<String>, secretFiles: inout [Sourced<String>]
    ) -> ChannelSettings? {
        let called = "channel '\(name.value)'"
        // Which keys there are depends on the kind, so it is looked up first.
        guard case .mapping(let pairs) = node.content else {
            _ = fields(of: node, called: called, keys: [])
            return nil
        }
        guard let kindNode = pairs.first(where: { $0.key.text == "kind" })?.value else {
            report(
                at: name.place, "\(called): 'kind' is missing",
                hint: "one of: \(ChannelKind.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        guard let kindText = text(kindNode, called: "kind") else { return nil }
        guard let kind = ChannelKind(rawValue: kindText.value) else {
            let words = ChannelKind.allCases.map(\.rawValue)
            let likely = Spelling.nearest(to: kindText.value, in: words)
            report(
                at: kindText.place,
                "kind: '\(PlainText.shown(kindText.value))' is none of \(words.joined(separator: ", "))",
                hint: likely.map { "did you mean '\($0)'?" })
            return nil
        }
        guard
            let fields = self.fields(
                of: node, called: called, keys: kind.keys + Self.patienceKeys,
                refused: kind.platform?.refusedKeys ?? Self.secretsInline)
        else {
            return nil
        }
        let content: Disclosure = choice("content", in: fields) ?? .full
        let settings: ChannelSettings.Kind?
        switch kind {
        case .smtp: settings = smtp(fields, &secretFiles).map { .smtp($0) }
        case .webhook: settings = webhook(fields, &secretFiles).map { .webhook($0) }
        case .maildir: settings = maildir(fields, name: name.value).map { .maildir($0) }
        case .wecom, .dingtalk, .feishu, .lark:
            settings = kind.platform.flatMap { robot($0, fields, &secretFiles) }.map { .robot($0) }
        }
        let backOff = backOff(in: fields, standard: settings?.standardBackOff ?? .mail)
        let rates = rates(in: fields)
        if let settings { checkRates(rates, of: settings, in: fields) }
        return settings.map {
            ChannelSettings(name: name.value, kind: $0, content: content, backOff: backOff, rates: rates)
        }
    }

    /// Keys that would hold a secret itself.
    private static let secretsInline: [String: String] = [
        "password": "write it into a file that nobody else can read, and name it: password_file: /path",
        "pass": "write it into a file that nobody else can read, and name it: password_file: /path",
        "secret": "write it into a file that nobody else can read, and name it: secret_file: /path",
        "secrets": "write each into a file that nobody else can read, and name them: secret_files: [/path]",
        "token": "write it into a file that nobody else can read, and name it: secret_file: /path",
        "key": "write it into a file that nobody else can read, and name it: secret_file: /path",
    ]

    private mutating func maildir(_ fields: Fields, name: String) -> MaildirSettings? {
        var path = name
        if let given = text("path", in: fields) {
            path = given.value
            if !path.hasPrefix("/"), path.split(separator: "/").contains("..") {
                report(
                    at: given.place, "path: '\(PlainText.shown(path))' leads out of the state directory",
                    hint: "an absolute path, or one below the state directory")
            }
        }
        let from = mailbox("from", in: fields)
        let domain = messageIDDomain(fields, from: from)
        guard let from else { return nil }
        return MaildirSettings(path: path, from: from, messageIDDomain: domain)
    }

    // MARK: values of channels

    mutating func host(_ node: YAMLTree) -> Located<String>? {
        guard let host = text(node, called: "host") else { return nil }
        if let problem = HostName.problem(host.value) {
            report(
                at: host.place, "host: '\(PlainText.shown(host.value))' \(problem)",
                hint: host.value.contains(":") ? "the name alone; the port has its own key" : nil)
            return nil
        }
        return host
    }

    mutating func hostText(_ key: String, in fields: Fields) -> String? {
        guard let name = text(key, in: fields) else { return nil }
        if let problem = HostName.problem(name.value) {
            report(at: name.place, "\(key): '\(PlainText.shown(name.value))' \(problem)")
            return nil
        }
        return name.value
    }

    /// Ids stay in ASCII: a From address whose domain is not needs another one beside it.
    mutating func messageIDDomain(_ fields: Fields, from: Mailbox?) -> String? {
        if let from, fields["message_id_domain"] == nil, from.domain.utf8.contains(where: { $0 >= 0x80 }) {
            report(
                at: fields["from"]?.place ?? fields.place,
                "from: message ids are ascii, and '\(PlainText.shown(from.domain))' is not",
                hint: "message_id_domain: its xn-- form")
        }
        return hostText("message_id_domain", in: fields)
    }

    mutating func secrets(
        _ fields: Fields, file: String, credential: String, _ secretFiles: inout [Sourced<String>]
    ) -> [SecretReference] {
        var secrets: [SecretReference] = []
        for path in texts(file, in: fields) ?? [] {
            // What stands in place of a path may be the secret: it is not repeated in the message.
            guard path.value.hasPrefix("/") else {
                report(
                    at: path.place, "\(file): not an absolute path",
                    hint: "the whole path of a file that holds the secret, from /")
                continue
            }
            secrets.append(.file(path.value))
            secretFiles.append(Sourced(path.value, at: origin(path.place)))
        }
        for name in texts(credential, in: fields) ?? [] {
            guard name.value.utf8.allSatisfy(Self.isNameByte), name.value != ".", name.value != ".." else {
                report(
                    at: name.place, "\(credential): not a credential's name",
                    hint: "the name that LoadCredential= gives it, without a path")
                continue
            }
            secrets.append(.credential(name.value))
        }
        return secrets
    }
}

/// The word after `kind:`.
enum ChannelKind: String, CaseIterable {
    case smtp, webhook, maildir, wecom, dingtalk, feishu, lark

    static let secretKeys = ["secret_file", "secret_files", "secret_credential", "secret_credentials"]

    /// Every key a channel of the kind may have.
    var keys: [String] {
        switch self {
        case .smtp:
            [
                "kind", "content", "host", "port", "security", "min_tls", "verify", "ca_file", "auth", "user",
                "password_file", "password_credential", "from", "bounce_address", "bounce_per_delivery",
                "client_name", "source_address", "message_id_domain", "connections",
            ]
        case .webhook:
            ["kind", "content", "url", "verify", "ca_file", "timeout", "connections"] + Self.secretKeys
        case .maildir: ["kind", "content", "path", "from", "message_id_domain"]
        case .wecom, .dingtalk, .feishu, .lark: platform?.keys ?? []
        }
    }

    /// Of a group robot.
    var platform: RobotSettings.Platform? { RobotSettings.Platform(rawValue: rawValue) }
}
