import Dispatch
import Foundation
package import Logging

/// Writes a log line to standard error: a constant message, then its values. Under systemd each line begins with its
/// priority (`<4>`, sd-daemon(3)), which the journal reads and takes off.
package struct JournalHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata = Logger.Metadata()
    private let hasPriorities: Bool

    /// - Parameter hasPriorities: standard error is the journal's.
    package init(hasPriorities: Bool) {
        self.hasPriorities = hasPriorities
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = hasPriorities ? "<\(Self.priority(event.level))>" : ""
        line += event.message.description
        for key in values.keys.sorted() {
            if let value = values[key] { line += " \(key)=\(Self.shown("\(value)"))" }
        }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Whether standard error is connected to the journal: `JOURNAL_STREAM` names its device and inode.
    package static func isJournal(environment: [String: String]) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"] else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    /// One line, whatever a value holds.
    private static func shown(_ value: String) -> String {
        let clean = String(value.map { $0.isNewline || $0.asciiValue.map { $0 < 32 } ?? false ? " " : $0 })
        return clean.contains(" ") ? "\"\(clean)\"" : clean
    }

    /// syslog(3) priorities.
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
