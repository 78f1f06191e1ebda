/// Why a recurrence could not be read: the part of it, and what is wrong there.
package struct RecurrenceError: Error, Hashable, Sendable {
    /// The part's name as RFC 5545 has it: `FREQ`, `BYMONTHDAY`, `DTSTART`, `RRULE`.
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

extension RecurrenceError: CustomStringConvertible {
    package var description: String { "\(part): \(reason)" + (hint.map { "; hint: \($0)" } ?? "") }
}
