import Glibc
package import Settings
package import WorkLists

/// Reads a configuration folder from the disk: the one place that does.
///
/// Layout: `deadlined.yaml`, `units.yaml`, `worklists/*.yaml` and `worklists/*.json`, `calendars/**/*.json`,
/// `templates/**/*.mustache`. Names that begin with a dot are passed over (editors' locks and swap files). Links are
/// followed. What the files mean is `ConfigurationReader`'s matter. Blocks while a file is being written: call it off the
/// queues that must not wait.
package enum ConfigurationFolder {
    /// The largest file that is read, in bytes: 64 MB. A list of a hundred thousand milestones has 41 MB.
    package static let largestFile = 64 << 20

    /// The files, and what was wrong with them; nil if one that must be there could not be read.
    ///
    /// Problems name files by their place under the folder. A file that changes while it is read is read again, all
    /// files with it, so that a save of several is not taken by half; one that keeps changing is a problem.
    package static func read(_ path: String) -> (ConfigurationFiles?, [Problem]) {
        read(path, settling: 200, whileReading: { _ in })
    }

    /// - Parameters:
    ///   - settling: milliseconds for which a file must have been left alone. An editor that empties a file and writes
    ///     it again is between the two for less.
    ///   - whileReading: called after a file's bytes are taken and before they are trusted, so that a test can play the
    ///     editor.
    static func read(
        _ path: String, settling: Int, whileReading: (String) -> Void
    ) -> (ConfigurationFiles?, [Problem]) {
        guard FolderListing.isFolder(path) else {
            let problem = Problem(
                file: path, FolderListing.exists(path) ? "is not a folder" : "there is no such folder",
                hint: "name the folder that holds deadlined.yaml")
            return (nil, [problem])
        }
        // Enough for an editor that writes in several steps, and an end for a file that a program keeps rewriting.
        for attempt in 1...5 {
            var reading = FolderReading(root: path)
            let files = reading.readAll(whileReading)
            reading.waitUntilSettled(settling)
            guard let restless = reading.firstChanged() else {
                return (reading.problems.hasErrors ? nil : files, reading.problems.inOrder())
            }
            if attempt == 5 {
                let problem = Problem(
                    file: restless, "the file changed each time it was read",
                    hint: "save it, wait until whatever writes it is done, and try again")
                return (nil, [problem])
            }
            usleep(UInt32(settling) * 250)
        }
        return (nil, [])
    }
}

/// One pass over the folder: what was read, and how each file looked when it was.
private struct FolderReading {
    let root: String
    private(set) var problems: [Problem] = []
    private var seen: [(name: String, stamp: FileStamp?)] = []

    init(root: String) { self.root = root }

    mutating func readAll(_ whileReading: (String) -> Void) -> ConfigurationFiles? {
        let settings = required(
            "deadlined.yaml", whileReading, hint: "it holds the settings; the one that is shipped is the reference")
        let units = required("units.yaml", whileReading, hint: "it says who the units are and whom to write to")
        let lists = folder(
            "worklists", endings: ["yaml", "json"],
            likely: ["yml": "yaml", "YAML": "yaml", "YML": "yaml", "JSON": "json"],
            deep: false, whileReading)
        let calendars = folder("calendars", endings: ["json"], likely: ["JSON": "json"], deep: true, whileReading)
        let templates = folder("templates", endings: ["mustache"], likely: [:], deep: true, whileReading)
        guard let settings, let units else { return nil }
        return ConfigurationFiles(
            settings: settings, units: units, lists: lists, calendars: calendars, templates: templates)
    }

    /// Waits, if a file was written just now, until `milliseconds` have passed since.
    func waitUntilSettled(_ milliseconds: Int) {
        var now = timespec()
        guard clock_gettime(CLOCK_REALTIME, &now) == 0 else { return }
        let ages = seen.compactMap { $0.stamp?.age(at: now) }
        // A file from the future, by a clock that was set back, is waited for no longer than others.
        guard let youngest = ages.filter({ $0 >= 0 }).min(), youngest < milliseconds else { return }
        usleep(UInt32(milliseconds - youngest) * 1000)
    }

    /// The first file that does not look as it did when it was read.
    func firstChanged() -> String? {
        seen.first { FileStamp(path: root + "/" + $0.name) != $0.stamp }?.name
    }

    private mutating func required(
        _ name: String, _ whileReading: (String) -> Void, hint: String
    ) -> NamedText? {
        guard FolderListing.exists(root + "/" + name) else {
            seen.append((name, nil))
            problems.append(Problem(file: name, "the file is missing", hint: hint))
            return nil
        }
        return file(name, whileReading)
    }

    private mutating func folder(
        _ name: String, endings: Set<String>, likely: [String: String], deep: Bool, _ whileReading: (String) -> Void
    ) -> [NamedText] {
        guard FolderListing.exists(root + "/" + name) else { return [] }
        let listing = FolderListing(root: root, folder: name, deep: deep)
        problems += listing.problems
        var texts: [NamedText] = []
        for entry in listing.names {
            let ending = entry.split(separator: "/").last?.split(separator: ".").last.map(String.init) ?? ""
            if endings.contains(ending) {
                if let text = file(entry, whileReading) { texts.append(text) }
            } else if let right = likely[ending] {
                problems.append(
                    Problem(.warning, file: entry, "the file is not read", hint: "end its name in .\(right)"))
            }
        }
        return texts
    }

    private mutating func file(_ name: String, _ whileReading: (String) -> Void) -> NamedText? {
        switch FileText.read(root + "/" + name, largest: ConfigurationFolder.largestFile) {
        case .text(let text, let stamp):
            whileReading(name)
            seen.append((name, stamp))
            return NamedText(name: name, text: text)
        case .refused(let refusal, let stamp):
            whileReading(name)
            seen.append((name, stamp))
            problems.append(
                Problem(
                    file: name, line: refusal.line, column: refusal.column, refusal.message, hint: refusal.hint))
            return nil
        }
    }
}
