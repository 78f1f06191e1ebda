import Control
import Couriers
import Foundation
import Messages
import Reminders
import Settings
import WorkLists

/// Reads configurations, checks all there is to check, and keeps a copy of the one in use under the state directory,
/// so that a start with a bad one can run on the last good one.
struct ConfigurationKeeper: Sendable {
    let folder: String
    let state: String
    /// `$CREDENTIALS_DIRECTORY`.
    let credentials: String?
    /// On a scaled clock nothing leaves the machine: every channel is a maildir.
    let staysHere: Bool
    /// Subjects are marked.
    let isRehearsal: Bool
    /// Virtual seconds a real second: rates hold in real time.
    var speed: Double = 1

    private var kept: String { state + "/adopted" }
    /// The copy before it: whole, and there only while a new one takes its place.
    private var keptBefore: String { kept + ".old" }

    /// Reads the folder.
    /// - Throws: every problem at once; warnings and notes come with the candidate.
    func read() throws(RefusedConfiguration) -> Candidate { try read(folder) }

    /// Reads the copy of the configuration last taken; nil if there is none.
    func readKept() throws(RefusedConfiguration) -> Candidate? {
        for path in [kept, keptBefore] where FileManager.default.fileExists(atPath: path) { return try read(path) }
        return nil
    }

    private func read(_ path: String) throws(RefusedConfiguration) -> Candidate {
        var (files, problems) = ConfigurationFolder.read(path)
        guard let files else { throw RefusedConfiguration(problems: problems) }
        let (configuration, found) = ConfigurationReader.read(files)
        problems += found
        let (templates, templateProblems) = Templates.load(
            files.templates.map { ($0.name, $0.text) })
        problems += templateProblems
        if let configuration, let templates { problems += templates.problems(with: configuration) }
        guard var configuration, let templates, !problems.hasErrors else {
            throw RefusedConfiguration(problems: problems)
        }
        if staysHere { stayHere(&configuration) }
        for (name, traits) in configuration.inputs.channels where speed > 1 {
            configuration.inputs.channels[name]?.rates = traits.rates.map { $0.scaled(by: speed) }
        }
        let couriers = makeCouriers(configuration, &problems)
        guard !problems.hasErrors else { throw RefusedConfiguration(problems: problems) }
        return Candidate(
            configuration: configuration,
            composer: Composer(templates: templates, language: configuration.language, isRehearsal: isRehearsal),
            couriers: couriers, files: FilesInHand(files), warnings: problems)
    }

    private func makeCouriers(
        _ configuration: Configuration, _ problems: inout [Problem]
    ) -> [(ChannelSettings, any Courier)] {
        var secrets: [SecretReference: [UInt8]] = [:]
        for reference in Set(configuration.channels.flatMap(\.secrets)) {
            do {
                secrets[reference] = try SecretFile.read(reference, credentialsDirectory: credentials)
            } catch {
                problems.append(
                    Problem(file: "deadlined.yaml", "\(error.problem), in \(error.subject)", hint: error.hint))
            }
        }
        guard !problems.hasErrors else { return [] }
        return configuration.channels.compactMap { channel in
            do throws(CourierSetupError) {
                let courier = try makeCourier(
                    for: channel, secrets: Secrets(values: secrets), stateDirectory: state,
                    now: DaemonClock.realSeconds)
                return (channel, courier)
            } catch {
                problems.append(
                    Problem(file: "deadlined.yaml", "channel \(channel.name): \(error.problem)", hint: error.hint))
                return nil
            }
        }
    }

    /// Every channel becomes a maildir of its name.
    private func stayHere(_ configuration: inout Configuration) {
        configuration.channels = configuration.channels.map { channel in
            let from =
                switch channel.kind {
                case .smtp(let settings): settings.from
                case .maildir(let settings): settings.from
                case .webhook, .robot:
                    Mailbox(name: configuration.inputs.office.name, address: "deadlined@rehearsal.invalid")
                }
            let path = if case .maildir(let own) = channel.kind { own.path } else { "maildir-\(channel.name)" }
            return ChannelSettings(
                name: channel.name, kind: .maildir(MaildirSettings(path: path, from: from)), content: channel.content)
        }
        configuration.inputs.channels = Dictionary(
            uniqueKeysWithValues: configuration.channels.map { ($0.name, $0.traits) })
    }

    /// Keeps a copy of what was taken. A failure loses nothing now; it is told.
    ///
    /// At every moment `adopted` or `adopted.old` is there, whole and synced.
    func keep(_ files: ConfigurationFiles) throws {
        let manager = FileManager.default
        let new = kept + ".new"
        try? manager.removeItem(atPath: new)
        var folders: Set = [new]
        for file in [files.settings, files.units] + files.lists + files.calendars + files.templates {
            let path = new + "/" + file.name
            var folder = (path as NSString).deletingLastPathComponent
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(file.text.utf8).write(to: URL(fileURLWithPath: path))
            try Self.sync(path)
            while folder != new, folders.insert(folder).inserted {
                folder = (folder as NSString).deletingLastPathComponent
            }
        }
        for folder in folders { try Self.sync(folder) }
        if manager.fileExists(atPath: kept) {
            try? manager.removeItem(atPath: keptBefore)
            try manager.moveItem(atPath: kept, toPath: keptBefore)
        }
        try manager.moveItem(atPath: new, toPath: kept)
        try Self.sync(state)
        try? manager.removeItem(atPath: keptBefore)
    }

    /// Brings a file's or folder's content to the disk (fsync(2)).
    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
