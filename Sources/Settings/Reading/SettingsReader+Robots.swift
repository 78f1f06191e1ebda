import Reminders
import WorkLists

/// Channels that are group robots (群机器人).
extension SettingsReader {
    mutating func robot(
        _ platform: RobotSettings.Platform, _ fields: Fields, _ secretFiles: inout [Sourced<String>]
    ) -> RobotSettings? {
        let address = oneSecret(fields, file: "url_file", credential: "url_credential", &secretFiles)
        let signingSecret =
            platform.isSigned
            ? oneSecret(fields, file: "secret_file", credential: "secret_credential", &secretFiles) : nil
        let mentions = flag("mention", in: fields)?.value ?? true
        let verify = flag("verify", in: fields)
        let caFile = absolutePath("ca_file", in: fields)?.value
        let timeout = whole("timeout", in: fields, 1...300) ?? 20
        if let verify, !verify.value {
            report(
                .warning, at: verify.place, "verify: no takes any server for the robot's",
                hint: "name the server's own authority with ca_file instead")
        }
        if address == nil, fields["url_file"] == nil, fields["url_credential"] == nil, !fields.hasRefused {
            report(
                at: fields.place, "\(fields.name): 'url_file' is missing",
                hint: "the file of the robot's whole URL, or url_credential")
        }
        return address.map {
            RobotSettings(
                platform: platform, address: $0, signingSecret: signingSecret, mentions: mentions, caFile: caFile,
                verify: verify?.value ?? true, timeout: timeout)
        }
    }

    /// The one reference of two keys; more than one is reported.
    private mutating func oneSecret(
        _ fields: Fields, file: String, credential: String, _ secretFiles: inout [Sourced<String>]
    ) -> SecretReference? {
        let found = secrets(fields, file: file, credential: credential, &secretFiles)
        if found.count > 1 {
            let isBoth = fields[file] != nil && fields[credential] != nil
            report(
                at: (fields.entries[credential] ?? fields.entries[file])?.key.place ?? fields.place,
                isBoth
                    ? "\(fields.name): both \(file) and \(credential) are given"
                    : "\(fields.name): a robot has one \(fields[file] != nil ? file : credential)",
                hint: "keep one of them")
        }
        return found.first
    }

    /// What the platform drops, or blocks the robot for, is worth a word.
    mutating func checkRates(_ rates: [RateLimit]?, of kind: ChannelSettings.Kind, in fields: Fields) {
        guard let rates, case .robot(let robot) = kind, let node = fields["rate"] else { return }
        for limit in kind.standardRates {
            let most = rates.map { $0.count * Int((limit.seconds + $0.seconds - 1) / $0.seconds) }.min() ?? .max
            guard most > limit.count else { continue }
            report(
                .warning, at: node.place,
                "rate: \(robot.platform.rawValue) takes no more than \(limit.count) messages in "
                    + "\(limit.seconds == 1 ? "a second" : "\(limit.seconds) seconds")",
                hint: "what is over it is refused or blocked there; without 'rate' it waits here")
        }
    }
}

extension RobotSettings.Platform {
    /// Whether the platform's robots can have a signing secret.
    var isSigned: Bool {
        switch self {
        case .wecom: false
        case .dingtalk, .feishu, .lark: true
        }
    }

    /// Every key a robot's channel may have.
    var keys: [String] {
        ["kind", "content", "url_file", "url_credential"] + (isSigned ? Self.signingKeys : [])
            + ["mention", "verify", "ca_file", "timeout"]
    }

    private static let signingKeys = ["secret_file", "secret_credential"]

    /// Keys that would hold a secret itself, or that the platform has no use for.
    var refusedKeys: [String: String] {
        let address = "write the robot's whole URL into a file that nobody else can read, and name it: url_file: /path"
        var refused = ["url": address, "webhook": address, "key": address, "token": address, "access_token": address]
        if isSigned {
            refused["secret"] = "write it into a file that nobody else can read, and name it: secret_file: /path"
        } else {
            for key in Self.signingKeys + ["secret"] {
                refused[key] = "wecom robots are not signed: the key in the URL is all there is"
            }
        }
        return refused
    }
}
