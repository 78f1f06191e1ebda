import CivilTime
import Couriers
import Messages
import Reminders
import Settings
import WorkLists

/// A configuration that was read and found good, ready to be taken.
struct Candidate: Sendable {
    var configuration: Configuration
    var composer: Composer
    var couriers: [(ChannelSettings, any Courier)]
    var files: ConfigurationFiles
    var warnings: [Problem]

    /// What the ledger is told of the lists.
    func adoption(at now: Moment) -> [LedgerRecord] {
        configuration.listHashes.keys.sorted().map {
            .adopted(list: $0, hash: configuration.listHashes[$0] ?? "", at: now)
        }
    }
}

/// A configuration that cannot be taken: every problem at once.
struct RefusedConfiguration: Error, Sendable {
    var problems: [Problem]
}
