package import Reminders

extension ChannelSettings {
    /// What the engine must know of the channel.
    package var traits: ChannelTraits {
        var traits = kind.traits
        traits.backOff = backOff
        traits.rates = rates
        return traits
    }

    /// Every secret the channel needs.
    package var secrets: [SecretReference] {
        switch kind {
        case .smtp(let smtp): smtp.login.map { [$0.password] } ?? []
        case .webhook(let webhook): webhook.secrets
        case .robot(let robot): [robot.address] + (robot.signingSecret.map { [$0] } ?? [])
        case .maildir: []
        }
    }
}

extension ChannelSettings.Kind {
    fileprivate var traits: ChannelTraits {
        switch self {
        // Two begun per lane keep a connection busy while the last outcome is committed, and bound what a crash leaves.
        case .smtp(let smtp):
            ChannelTraits(
                addressing: .mail, limit: 2 * smtp.connections, messageIDDomain: smtp.messageIDDomain)
        case .webhook(let webhook):
            // A webhook's id has no domain; one that nobody can own keeps the form.
            ChannelTraits(addressing: .unit, limit: webhook.connections, messageIDDomain: "webhook.invalid")
        case .robot:
            // One at a time: the parts of a message stand in the chat in their order.
            ChannelTraits(
                addressing: .room, limit: 1, messageIDDomain: "webhook.invalid", leavesRoundTimes: true)
        case .maildir(let maildir):
            ChannelTraits(addressing: .mail, limit: 2, messageIDDomain: maildir.messageIDDomain)
        }
    }

    /// What holds where the settings say nothing.
    package var standardBackOff: BackOff {
        switch self {
        case .smtp, .maildir: .mail
        case .webhook, .robot: .webhooks
        }
    }

    /// What holds where the settings say nothing.
    package var standardRates: [RateLimit] {
        switch self {
        case .smtp, .webhook, .maildir: []
        case .robot(let robot):
            switch robot.platform {
            case .wecom, .dingtalk: [RateLimit(count: 20, seconds: 60)]
            case .feishu, .lark: [RateLimit(count: 100, seconds: 60), RateLimit(count: 5, seconds: 1)]
            }
        }
    }
}
