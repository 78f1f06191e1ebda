import Foundation
package import Settings

/// A channel that cannot be served as it is set: a missing or malformed secret, an address that is none.
package struct CourierSetupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The channel's name.
    package var channel: String
    /// What is wrong and why. Never a secret's content, never the URL (a robot's key stands in it).
    package var problem: String
    package var hint: String

    package init(channel: String, problem: String, hint: String) {
        self.channel = channel
        self.problem = problem
        self.hint = hint
    }

    package var description: String { "channel \(channel): \(problem); hint: \(hint)" }
}

/// Makes the courier of a channel. Nothing is connected, written or created until the first parcel.
///
/// - Parameters:
///   - secrets: the values of every `SecretReference` the channel names, as read at start or reload.
///   - stateDirectory: where a maildir's relative path stands.
///   - now: real seconds since the epoch, also when the plan runs on a scaled clock: receivers compare it with theirs.
package func makeCourier(
    for channel: ChannelSettings, secrets: Secrets, stateDirectory: String, now: @escaping @Sendable () -> Int64
) throws(CourierSetupError) -> any Courier {
    switch channel.kind {
    case .smtp(let settings):
        return try SMTPCourier(channel: channel.name, settings: settings, secrets: secrets)
    case .webhook(let settings):
        return try WebhookCourier(channel: channel.name, settings: settings, secrets: secrets, now: now)
    case .robot(let settings):
        return try RobotCourier(channel: channel.name, settings: settings, secrets: secrets, now: now)
    case .maildir(let settings):
        let folder = URL(
            fileURLWithPath: settings.path, isDirectory: true,
            relativeTo: URL(fileURLWithPath: stateDirectory, isDirectory: true))
        return MaildirCourier(folder: folder.path)
    }
}
