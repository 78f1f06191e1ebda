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
        StandardStream.write(line(of: event), to: STDERR_FILENO)
    }

    /// `<6>message accepted attempt=1 channel=mail`: values by key, quoted where they hold a space or a quote.
    package func line(of event: LogEvent) -> String {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = hasPriorities ? "<\(Self.priority(event.level))>" : ""
        line += Self.oneLine(event.message.description)
        for key in values.keys.sorted() {
            if let value = values[key] { line += " \(key)=\(Self.shown("\(value)"))" }
        }
        return line
    }

    /// Whether standard error is connected to the journal: `JOURNAL_STREAM` names its device and inode.
    package static func isJournal(environment: [String: String]) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"] else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    private static func shown(_ value: String) -> String {
        let clean = oneLine(value)
        guard clean.isEmpty || clean.unicodeScalars.contains(where: { $0 == " " || $0 == "\"" }) else { return clean }
        return "\"" + clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// One line, whatever the text holds: scalar by scalar, since a control character may hide in a larger Character.
    private static func oneLine(_ text: String) -> String {
        // Unicode's tables are slow to ask, and most lines are ASCII.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: clean.append(" ")
            default: clean.append(scalar)
            }
        }
        return String(clean)
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
