import CivilTime
import Reminders
import Settings
import WorkLists

/// Why a row of the plan stands where it does: the rules with their places, the list's line, the notice's line, the day.
struct PlanReasons {
    let configuration: Configuration
    /// The file of each list, by its id.
    let listFiles: [String: String]
    private let obligations: [ObligationID: Obligation]

    init(configuration: Configuration, listFiles: [String: String]) {
        self.configuration = configuration
        self.listFiles = listFiles
        obligations = Dictionary(
            ObligationList.make(from: configuration.inputs).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    func lines(_ row: PlanRow) -> [(label: String, text: String)] {
        var lines: [(label: String, text: String)] = []
        let obligation = obligations[ObligationID(list: row.list, milestone: row.milestone, unit: row.unit)]
        if let obligation { lines.append(("what", obligation.requirement)) }
        lines.append(("day", day(row)))
        let rules = PlanRules(policies: configuration.inputs.policies)
        lines += obligation.map { rules.lines(row, of: $0) } ?? [("rule", row.rule)]
        let file = listFiles[row.list] ?? row.list
        lines.append(("list", row.line > 0 ? "\(file):\(row.line)" : file))
        if let source = row.sourceLine {
            lines.append(("notice", "line \(source)" + (obligation?.phrase.map { ": \($0)" } ?? "")))
        }
        if let condition = obligation?.condition { lines.append(("given", condition)) }
        return lines
    }

    /// How the rule gives the day, and where an off day moved it.
    func day(_ row: PlanRow) -> String {
        guard let day = CivilDate(iso: row.at.prefix(10)) else { return row.at }
        let ruled = row.movedFrom ?? day
        let isChinese = configuration.language == .zh
        let rule = isChinese ? chineseRule(row, ruled) : englishRule(row, ruled)
        let moved = row.movedFrom.map { isChinese ? chineseMove($0, to: day) : englishMove($0, to: day) }
        let parts = [rule, moved, row.isProvisional ? provisional(row, isChinese) : nil].compactMap { $0 }
        return parts.joined(separator: isChinese ? ";" : "; ")
    }

    // MARK: - 中文

    private func chineseRule(_ row: PlanRow, _ ruled: CivilDate) -> String {
        let deadline = Self.chinese(row.deadline, with: .weekday)
        return switch Stage(row.stage) {
        case .moved: "到期日调整通知:清单修改后的下一个提醒时间"
        case .assigned: "交办:清单生效后的第一个工作日"
        case .ahead(let lead): "\(deadline)到期,\(lead.chinese)是\(Self.chinese(ruled, with: .weekday))"
        case .due: "\(deadline)到期,当天提醒"
        case .overdue(let n): "\(deadline)到期,到期后第\(n)次询问在\(Self.chinese(ruled, with: .weekday))"
        case .escalated(let n): "\(deadline)到期,升级第\(n)步在\(Self.chinese(ruled, with: .weekday))"
        case .afterSilence(let last): "暂停提醒至\(Self.chinese(last)),之后提醒一次"
        case .statement(let year, let month): "\(year)年\(month)月第一个工作日,列出尚未反馈的事项"
        case nil: row.stage
        }
    }

    /// `7月1日是周六,提前到6月30日(周五)`, `10月2日是国庆节、中秋节(周一),推后到10月9日(周一)`.
    private func chineseMove(_ from: CivilDate, to day: CivilDate) -> String {
        let verb = day < from ? "提前" : "推后"
        // A quiet day, or an hour that comes too late: the rules name it.
        if configuration.inputs.workdays.isWorkday(from) { return "\(verb)到\(Self.chinese(day, with: .weekday))" }
        return "\(Self.chinese(from))是\(offDay(from, "节假日")),\(verb)到\(Self.chinese(day, with: .weekday))"
    }

    private func offDay(_ date: CivilDate, _ plain: String) -> String {
        guard let holiday = configuration.inputs.workdays.name(of: date) else {
            return date.weekday.isWeekend ? date.weekday.chinese : plain
        }
        return "\(holiday)(\(date.weekday.chinese))"
    }

    private enum Detail { case none, weekday }

    private static func chinese(_ date: CivilDate, with detail: Detail = .none) -> String {
        "\(date.month)月\(date.day)日" + (detail == .weekday ? "(\(date.weekday.chinese))" : "")
    }

    // MARK: - English

    private func englishRule(_ row: PlanRow, _ ruled: CivilDate) -> String {
        let deadline = Self.english(row.deadline)
        return switch Stage(row.stage) {
        case .moved: "told that its deadline was moved, at the next reminding hour after the files changed"
        case .assigned: "handed out on the first working day after the list holds"
        case .ahead(let lead): "due \(deadline), \(lead) before it is \(Self.english(ruled))"
        case .due: "due \(deadline), said on that day"
        case .overdue(let n): "due \(deadline), asked for the \(n). time on \(Self.english(ruled))"
        case .escalated(let n): "due \(deadline), step \(n) of the escalation on \(Self.english(ruled))"
        case .afterSilence(let last): "silenced until \(Self.english(last)), and told once after it"
        case .statement(let year, let month):
            "first working day of \(year)-\(month < 10 ? "0" : "")\(month): what has no feedback yet"
        case nil: row.stage
        }
    }

    private func englishMove(_ from: CivilDate, to day: CivilDate) -> String {
        let moved = "moved \(day < from ? "back" : "on") to \(Self.english(day))"
        if configuration.inputs.workdays.isWorkday(from) { return moved }
        let holiday = configuration.inputs.workdays.name(of: from).map { " (\($0))" } ?? ""
        return "\(Self.english(from))\(holiday) is an off day, \(moved)"
    }

    private static func english(_ date: CivilDate) -> String { "\(date.weekday.english) \(date)" }

    // MARK: - Both

    private func provisional(_ row: PlanRow, _ isChinese: Bool) -> String {
        isChinese ? "暂定:缺少节假日安排,按周一至周五计算" : "provisional: a year's holiday calendar is missing"
    }
}
