import CivilTime
import Messages
import Reminders

/// The delivery log for people.
enum LogTable {
    static func text(
        _ rows: [LogRow], _ times: LocalTimes, width: Int, style: Style = .plain, language: Language
    ) -> String {
        let titles =
            language == .zh
            ? ["编号", "计划时间", "状态", "通道", "收件人", "主题"] : ["ID", "DUE", "STATE", "CHANNEL", "TO", "SUBJECT"]
        var table = TextTable(titles.enumerated().map { .init($1, isNumber: $0 == 0, givesWay: $0 == 5) })
        for row in rows {
            table.add([
                .init("\(row.id)"), .init(times.minute(row.dueAt)), .init(state(row, language), ink(of: row)),
                .init(row.channel), .init(row.to), .init(headline(row.subject)),
            ])
        }
        let count = language == .zh ? "共\(rows.count)条消息" : PlanTable.count(rows.count, "message")
        return table.text(width: width, style: style) + style(.faint, count) + "\n"
    }

    /// The subject without the marks that every one begins with: the column is narrow.
    private static func headline(_ subject: String) -> String {
        let unmarked = subject.hasPrefix("[演练] ") ? subject.dropFirst(5) : subject[...]
        guard unmarked.hasPrefix("【"), let end = unmarked.firstIndex(of: "】") else { return String(unmarked) }
        return String(unmarked[unmarked.index(after: end)...])
    }

    /// One row as `--follow` prints it, when nobody knows how wide the next will be.
    static func line(
        _ row: LogRow, _ times: LocalTimes, style: Style = .plain, language: Language
    ) -> String {
        [
            "\(row.id)", times.minute(row.createdAt), style(ink(of: row), state(row, language)),
            PlainLine.of(row.channel),
            PlainLine.of(row.to), PlainLine.of(row.subject),
        ].joined(separator: "  ")
    }

    /// The state, and how many attempts it took if more than one.
    private static func state(_ row: LogRow, _ language: Language) -> String {
        let state = Wording(language: language).deliveryStateColumn(
            row.bouncedAt == nil ? row.state : Act.Kind.bounced.rawValue)
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
