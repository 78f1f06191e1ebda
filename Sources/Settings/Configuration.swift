package import Reminders

/// All that a configuration folder says, read and checked. A pure value: the daemon compares the old one with the new.
package struct Configuration: Sendable, Equatable {
    /// What planning needs: lists, directory, working days, policies, office, digests.
    package var inputs: PlanInputs
    /// The ways out, in the file's order.
    package var channels: [ChannelSettings]
    package var control: ControlSettings
    /// Of every message but the digests that have their own.
    package var language: Language
    /// The SHA-256 of each list's file in hexadecimal, by list id, as `sha256sum` shows it: what `adopt` records.
    package var listHashes: [String: String]
    /// The file of each list, by list id: `worklists/huzhou-2017.yaml`.
    package var listFiles: [String: String]
    /// Every secret file that a channel names, where it names it.
    package var secretFiles: [Sourced<String>]

    package init(
        inputs: PlanInputs, channels: [ChannelSettings], control: ControlSettings = ControlSettings(),
        language: Language = .zh, listHashes: [String: String] = [:], listFiles: [String: String] = [:],
        secretFiles: [Sourced<String>] = []
    ) {
        self.inputs = inputs
        self.channels = channels
        self.control = control
        self.language = language
        self.listHashes = listHashes
        self.listFiles = listFiles
        self.secretFiles = secretFiles
    }

    /// Every language that some message is in.
    package var languages: Set<Language> { Set(inputs.digests.compactMap(\.form.language) + [language]) }
}

/// The socket that `deadlinectl` speaks to.
package struct ControlSettings: Sendable, Equatable {
    /// Its path; nil: `control.sock` in the runtime directory, or else in the state directory.
    package var socket: String?
    /// The file mode of the socket: who may connect. Default 0660.
    package var mode: UInt16

    package init(socket: String? = nil, mode: UInt16 = 0o660) {
        self.socket = socket
        self.mode = mode
    }

    /// Where the socket stands. `runtime` is `$RUNTIME_DIRECTORY` as systemd sets it: of several, the first.
    package func path(state: String, runtime: String?) -> String {
        if let socket { return socket }
        let folder = runtime?.split(separator: ":").first.map(String.init) ?? state
        return folder + "/control.sock"
    }
}
