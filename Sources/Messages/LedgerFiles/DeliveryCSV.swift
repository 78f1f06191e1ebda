import CivilTime
package import Reminders

/// The delivery log as a table: the columns are the fields of its JSON, under the same names; times are UTC.
package enum DeliveryCSV {
    private static let columns: [(name: String, cell: @Sendable (LogRow) -> CSVText.Cell)] = [
        ("id", { .number($0.id) }),
        ("kind", { .text($0.kind) }),
        ("unit", { .text($0.unit) }),
        ("channel", { .text($0.channel) }),
        ("to", { .text($0.to) }),
        ("subject", { .text($0.subject) }),
        ("due_at", { moment($0.dueAt) }),
        ("created_at", { moment($0.createdAt) }),
        ("state", { .text($0.state) }),
        ("attempts", { .number(Int64($0.attempts)) }),
        ("last_code", { number($0.lastCode) }),
        ("last_reply", { text($0.lastReply) }),
        ("accepted_at", { moment($0.acceptedAt) }),
        ("message_id", { .text($0.messageID) }),
        ("part", { number($0.part) }),
        ("parts", { number($0.parts) }),
        ("bounced_at", { moment($0.bouncedAt) }),
        ("bounce", { text($0.bounce) }),
        ("slots", { .text($0.slots.joined(separator: " ")) }),
    ]

    /// The first line, behind the byte order mark.
    package static var head: [UInt8] {
        CSVText.byteOrderMark + CSVText.record(columns.map { .text($0.name) })
    }

    package static func line(_ row: LogRow) -> [UInt8] { CSVText.record(columns.map { $0.cell(row) }) }

    private static func text(_ text: String?) -> CSVText.Cell { text.map { .text($0) } ?? .empty }
    private static func number(_ number: Int?) -> CSVText.Cell { number.map { .number(Int64($0)) } ?? .empty }
    private static func moment(_ moment: Moment?) -> CSVText.Cell { text(moment?.iso8601) }
}
