import CivilTime
import Reminders

/// The year ahead: what each month holds, and how many messages each unit gets in which month. For people, and with the
/// warnings as JSON.
struct PlanOverviewReport: Encodable {
    let overview: PlanOverview
    let warnings: PlanWarnings

    func text(width: Int, style: Style = .plain) -> String {
        let span = "\(overview.from) to \(overview.to)"
        guard !overview.isEmpty else {
            return "nothing falls due, and nobody would be told anything from \(span)\n"
        }
        var text = style(.bold, "the plan from \(span)") + "\n\n"
        text += months(width, style)
        for year in Groups(overview.months.indices, by: { overview.months[$0].month.year }).all {
            text += "\n" + units(year.key, year.members, width, style)
        }
        if sharesMessages { text += style(.faint, "a message to several units counts once in the total") + "\n" }
        text += "\n" + style(.faint, Self.legend) + "\n"
        return text
    }

    private static let legend = "due: deadlines; owed: one unit's share in one of them each"

    // MARK: - Months

    private func months(_ width: Int, _ style: Style) -> String {
        var table = TextTable([
            .init("month"), .init("due", isNumber: true), .init("owed", isNumber: true),
            .init("reminders", isNumber: true), .init("messages", isNumber: true), .init("units", isNumber: true),
            .init("heaviest day"),
        ])
        for month in shownMonths {
            table.add([.init("\(month.month)")] + Self.cells(month.tally) + [.init(Self.heaviest(month))])
        }
        let days = overview.days == 0 ? "" : "on \(PlanTable.count(overview.days, "day"))"
        table.add([.init("total", .bold)] + Self.cells(overview.total, .bold) + [.init(days, .bold)])
        return table.text(width: width, style: style)
    }

    private static func cells(_ tally: PlanOverview.Tally, _ ink: Style.Ink? = nil) -> [TextTable.Cell] {
        [tally.deadlines, tally.obligations, tally.reminders, tally.messages, tally.units].map { .init($0, ink) }
    }

    /// A year in which nothing happens is not shown: one mistyped deadline would bring a hundred.
    private var shownMonths: [PlanOverview.Month] {
        let years = Set(overview.months.filter { $0.tally.reminders > 0 || $0.tally.deadlines > 0 }.map(\.month.year))
        return overview.months.filter { years.contains($0.month.year) || years.isEmpty }
    }

    /// `06-30 Fri 周五, 38 messages`.
    private static func heaviest(_ month: PlanOverview.Month) -> String {
        guard let day = month.heaviestDay else { return "" }
        let name = PlanTable.named(day.date).dropFirst(5)
        let count =
            day.messages > 0
            ? PlanTable.count(day.messages, "message") : PlanTable.count(day.reminders, "reminder")
        return "\(name), \(count)"
    }

    // MARK: - Units

    /// One year's units by month. `months` are places in the overview's months.
    private func units(_ year: Int, _ months: [Int], _ width: Int, _ style: Style) -> String {
        var table = TextTable(
            [.init("责任单位 unit", givesWay: true), .init("owed", isNumber: true)]
                + months.map { .init("\(overview.months[$0].month.month)", isNumber: true) }
                + [.init("total", isNumber: true)])
        for unit in overview.units {
            let shares = months.map { unit.months[$0] }
            let owed = shares.reduce(0) { $0 + $1.obligations }
            let messages = shares.reduce(0) { $0 + $1.messages }
            guard owed + messages > 0 else { continue }
            table.add(
                [.init(unit.unitName), .init(owed)] + shares.map { .init($0.messages) } + [.init(messages, .bold)])
        }
        guard !table.isEmpty else { return "" }
        let tallies = months.map { overview.months[$0].tally }
        table.add(
            [.init("total", .bold), .init(tallies.reduce(0) { $0 + $1.obligations }, .bold)]
                + tallies.map { .init($0.messages, .bold) }
                + [.init(tallies.reduce(0) { $0 + $1.messages }, .bold)])
        return style(.bold, "messages by unit and month, \(year)") + "\n" + table.text(width: width, style: style)
    }

    /// Whether some message speaks to two units, so that the units' messages are more than there are.
    private var sharesMessages: Bool { overview.units.reduce(0) { $0 + $1.messages } > overview.total.messages }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey { case warnings }

    func encode(to encoder: any Encoder) throws {
        try overview.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(warnings, forKey: .warnings)
    }
}
