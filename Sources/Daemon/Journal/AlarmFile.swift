import CivilTime
import Dispatch
import Foundation
package import Logging
package import Reminders

/// A file that is there while a channel is held or silent, or the clock is in doubt, a line each, for whatever watches
/// this machine: `alarm` in the state directory.
package final class AlarmFile: Sendable {
    package static let name = "alarm"

    private let path: String
    private let logger: Logger
    /// Writing blocks: not on the engine's queue. Guards `lines`.
    private let queue = DispatchQueue(label: "deadlined.alarm")
    /// By channel, and the clock's; guarded by `queue`.
    private nonisolated(unsafe) var lines: [String: String] = [:]

    /// What an earlier process left is over: the engine says again what still holds.
    package init(state: String, logger: Logger) {
        path = state + "/" + Self.name
        self.logger = logger
        queue.async { self.write() }
    }

    package func note(_ alarm: ChannelAlarm) {
        queue.async {
            self.lines[alarm.channel] = Self.text(alarm)
            self.write()
        }
    }

    /// nil: the clock is believed.
    package func noteClock(_ alarm: String?) {
        queue.async {
            // No channel has an empty name.
            self.lines[""] = alarm
            self.write()
        }
    }

    /// Returns once everything that was noted stands in the file.
    package func settle() { queue.sync {} }

    /// nil: nothing is wrong.
    static func text(_ alarm: ChannelAlarm) -> String? {
        switch alarm.state {
        case .held(let fault): "channel \(alarm.channel) is held: \(fault)"
        case .silent(let since, let reason, let waiting):
            "channel \(alarm.channel) has accepted nothing since \(since.iso8601): \(reason), \(waiting) waiting"
        case .freed: nil
        }
    }

    private func write() {
        do {
            if lines.isEmpty {
                if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            } else {
                let text = lines.sorted { $0.key < $1.key }.map { $0.value + "\n" }.joined()
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            logger.warning("the alarm file could not be written")
        }
    }
}
