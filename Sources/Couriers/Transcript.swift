import Reminders
import Synchronization

/// What was said on the wire in one attempt, line by line, as an administrator would see it by hand.
///
/// Secrets never come in: couriers mask them before they note a line. A message's own text is not noted either, only
/// how long it is.
package final class Transcript: Sendable {
    package struct Line: Sendable, Equatable {
        package enum Speaker: String, Sendable, CaseIterable {
            /// We said it.
            case us = ">"
            /// The other side said it.
            case them = "<"
            /// What happened beside it: a connection, TLS.
            case note = "*"
        }

        package var speaker: Speaker
        /// One line without control characters, at most 300 characters.
        package var text: String

        package init(_ speaker: Speaker, _ text: String) {
            self.speaker = speaker
            self.text = text
        }
    }

    /// More lines are not kept: an endless reply must not fill the memory.
    private static let most = 500
    private let state = Mutex<[Line]>([])

    package init() {}

    package var lines: [Line] { state.withLock { $0 } }

    func note(_ speaker: Line.Speaker, _ text: String) {
        let line = Line(speaker, ReplyText.clean(text))
        state.withLock { lines in
            if lines.count < Self.most { lines.append(line) }
        }
    }

    /// How the attempt ended, if its last lines do not say so.
    func note(_ end: TransferEnd) {
        if end.verdict != .accepted { note(.note, "ended: \(end.verdict.rawValue), \(end.reason)") }
    }
}
