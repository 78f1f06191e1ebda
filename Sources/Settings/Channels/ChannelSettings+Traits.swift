package import Reminders

extension ChannelSettings {
    /// What the engine must know of the channel.
    package var traits: ChannelTraits {
        switch kind {
        // Two begun per lane keep a connection busy while the last outcome is committed, and bound what a crash leaves.
        case .smtp(let smtp):
            ChannelTraits(
                addressing: .mail, limit: 2 * smtp.connections, messageIDDomain: smtp.messageIDDomain)
        case .webhook(let webhook):
            // A webhook's id has no domain; one that nobody can own keeps the form.
            ChannelTraits(addressing: .unit, limit: webhook.connections, messageIDDomain: "webhook.invalid")
        case .maildir(let maildir):
            ChannelTraits(addressing: .mail, limit: 2, messageIDDomain: maildir.messageIDDomain)
        }
    }

    /// Every secret the channel needs.
    package var secrets: [SecretReference] {
        switch kind {
        case .smtp(let smtp): smtp.login.map { [$0.password] } ?? []
        case .webhook(let webhook): webhook.secrets
        case .maildir: []
        }
    }
}
