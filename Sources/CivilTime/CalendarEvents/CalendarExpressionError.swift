/// Why a calendar event expression could not be read: the part of it, and what is wrong there.
package struct CalendarExpressionError: Error, Hashable, Sendable {
    /// `weekdays`, `year`, `month`, `day`, `time`; `expression` where it is about the whole.
    package let part: String
    /// Lower case, no final period.
    package let reason: String
    package let hint: String?

    init(_ part: String, _ reason: String, hint: String? = nil) {
        self.part = part
        self.reason = reason
        self.hint = hint
    }
}

extension CalendarExpressionError: CustomStringConvertible {
    package var description: String { "\(part): \(reason)" + (hint.map { "; hint: \($0)" } ?? "") }
}
