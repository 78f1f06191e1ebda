import CivilTime
import Couriers
import Messages
import Reminders
import Settings
import Synchronization
import WorkLists

/// A configuration that was read and found good, ready to be taken.
struct Candidate: Sendable {
    var configuration: Configuration
    var composer: Composer
    var couriers: [(ChannelSettings, any Courier)]
    var files: FilesInHand
    var warnings: [Problem]

    /// What the ledger is told of the lists.
    func adoption(at now: Moment) -> [LedgerRecord] {
        configuration.listHashes.keys.sorted().map {
            .adopted(list: $0, hash: configuration.listHashes[$0] ?? "", at: now)
        }
    }
}

/// The files' texts, until they are kept: they are larger than all that is made of them.
final class FilesInHand: Sendable {
    private let files: Mutex<ConfigurationFiles?>

    init(_ files: ConfigurationFiles) { self.files = Mutex(files) }

    /// Gives them away, once.
    func take() -> ConfigurationFiles? {
        files.withLock { files in
            defer { files = nil }
            return files
        }
    }
}

/// A configuration that cannot be taken: every problem at once.
struct RefusedConfiguration: Error, Sendable {
    var problems: [Problem]
}
