import CivilTime
import Reminders

/// The delivery log for people.
enum LogTable {
    static func text(_ rows: [LogRow], _ times: LocalTimes, width: Int, style: Style = .plain) -> String {
        var table = TextTable([
            .init("ID", isNumber: true), .init("DUE"), .init("STATE"), .init("CHANNEL"), .init("TO"),
            .init("SUBJECT", givesWay: true),
        ])
        for row in rows {
            table.add([
                .init("\(row.id)"), .init(times.minute(row.dueAt)), .init(state(row), ink(of: row)),
                .init(row.channel), .init(row.to), .init(headline(row.subject)),
            ])
        }
        return table.text(width: width, style: style) + style(.faint, PlanTable.count(rows.count, "message")) + "\n"
    }

    /// The subject without the marks that every one begins with: the column is narrow.
    private static func headline(_ subject: String) -> String {
        let unmarked = subject.hasPrefix("[演练] ") ? subject.dropFirst(5) : subject[...]
        guard unmarked.hasPrefix("【"), let end = unmarked.firstIndex(of: "】") else { return String(unmarked) }
        return String(unmarked[unmarked.index(after: end)...])
    }

    /// One row as `--follow` prints it, when nobody knows how wide the next will be.
    static func line(_ row: LogRow, _ times: LocalTimes, style: Style = .plain) -> String {
        [
            "\(row.id)", times.minute(row.createdAt), style(ink(of: row), state(row)), PlainLine.of(row.channel),
            PlainLine.of(row.to), PlainLine.of(row.subject),
        ].joined(separator: "  ")
    }

    /// The state, and how many attempts it took if more than one.
    private static func state(_ row: LogRow) -> String {
        let state = row.bouncedAt == nil ? row.state : "bounced"
        return row.attempts > 1 ? "\(state) ×\(row.attempts)" : state
    }

    private static func ink(of row: LogRow) -> Style.Ink? { row.bouncedAt == nil ? ink(row.state) : .red }

    static func ink(_ state: String) -> Style.Ink? {
        switch DeliveryState(rawValue: state) {
        case .accepted: .green
        case .waiting, .begun: nil
        case .unknown: .yellow
        case .superseded, .withdrawn: .grey
        case .givenUp, nil: .red
        }
    }
}
