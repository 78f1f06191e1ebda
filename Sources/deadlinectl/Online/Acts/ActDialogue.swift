import CivilTime
import Control
import Messages
import Reminders
import Settings
import WorkLists

/// Records an act with the clerk: picks what is meant where no number was typed, asks back before more than one unit is
/// touched, and says how to take it back.
struct ActDialogue {
    private let online: OnlineOptions

    init(_ online: OnlineOptions) { self.online = online }

    /// - Parameters:
    ///   - isOffered: what can be picked from; by default what is open or reported.
    ///   - change: what the act has beside the common options.
    func record(
        _ kind: String, _ target: ActTarget, _ options: ActOptions,
        isOffered: (Standing.Line) -> Bool = { $0.state == .open || $0.state == .reported },
        with change: (inout ActsQuestion.Act) -> Void = { _ in }
    ) throws(Failure) {
        var acts: [ActsQuestion.Act]
        if let milestone = target.milestone {
            acts = [options.act(kind, milestone: milestone)]
        } else {
            acts = try pick(kind, target, options, isOffered)
        }
        for index in acts.indices { change(&acts[index]) }
        if options.allUnits || target.milestone == nil, !options.yes { try confirm(acts) }
        try online.client.record(acts, online)
    }

    /// Shows what would be recorded, and asks, where it touches more than one unit.
    private func confirm(_ acts: [ActsQuestion.Act]) throws(Failure) {
        let preview = try online.client.post(
            ControlPath.acts, ActsQuestion(acts: acts, isDryRun: true), as: ActsAnswer.self
        ).answer
        guard Set(preview.recorded.map(\.unit)).count > 1 else { return }
        let isChinese = preview.language == .zh
        guard Terminal.standard.canAsk else {
            throw Failure(
                isChinese ? "没有登记:涉及多个单位,需要确认" : "nothing was recorded: it touches several units",
                hint: isChinese ? "加 --yes 直接登记" : "add --yes to record it", language: preview.language)
        }
        Terminal.err(ActsReport.text(preview, width: Terminal.standard.width, style: Terminal.standard.style))
        guard Terminal.confirms(isChinese ? "确认登记?" : "record this?") else {
            throw Failure(isChinese ? "没有登记" : "nothing was recorded", language: preview.language)
        }
    }

    // MARK: - Picking

    private func pick(
        _ kind: String, _ target: ActTarget, _ options: ActOptions, _ isOffered: (Standing.Line) -> Bool
    ) throws(Failure) -> [ActsQuestion.Act] {
        let answer = try online.client.get(ControlPath.status, as: StatusAnswer.self).answer
        let isChinese = answer.language == .zh
        let lines = answer.standing.lines.filter { line in
            isOffered(line) && target.offers(line, unit: options.unit)
                && (options.list == nil || options.list == line.list)
        }
        guard !lines.isEmpty else {
            throw Failure(
                isChinese ? "没有符合条件的事项" : "nothing there is to pick from",
                hint: isChinese ? "用 deadlinectl status 查看全部" : "`deadlinectl status` shows all",
                language: answer.language)
        }
        let chosen: [Standing.Line]
        if options.yes {
            guard target.deadline != nil || target.find != nil || options.unit != nil else {
                throw Failure(
                    isChinese
                        ? "没有写明登记哪些事项:编号、--deadline、--find 或 --unit"
                        : "say which: a milestone, --deadline, --find or --unit", language: answer.language)
            }
            chosen = lines
        } else {
            guard Terminal.standard.canAsk else {
                throw Failure(
                    isChinese ? "没有登记:需要在终端中选择" : "nothing was recorded: nobody is here to pick",
                    hint: isChinese
                        ? "写明编号,或加 --yes 登记全部符合条件的\(lines.count)项"
                        : "name a milestone, or add --yes for all \(lines.count)", language: answer.language)
            }
            Terminal.err(Self.menu(lines, answer, width: Terminal.standard.width, style: Terminal.standard.style))
            let question =
                isChinese
                ? "\(ActName.text(kind, language: .zh)):输入序号(如 1,3-5,全部输 all,取消直接回车): "
                : "\(kind): which numbers (1,3-5, all, or nothing)? "
            guard let numbers = Self.numbers(Terminal.answer(to: question), of: lines.count) else {
                throw Failure(
                    isChinese ? "没有登记:序号不对" : "nothing was recorded: no such number", language: answer.language)
            }
            guard !numbers.isEmpty else {
                throw Failure(isChinese ? "没有登记" : "nothing was recorded", language: answer.language)
            }
            chosen = numbers.map { lines[$0 - 1] }
        }
        return chosen.map { line in
            var act = options.act(kind, milestone: "\(line.list):\(line.milestone)")
            act.list = nil
            act.unit = line.unit.rawValue
            act.allUnits = false
            return act
        }
    }

    static func menu(_ lines: [Standing.Line], _ answer: StatusAnswer, width: Int, style: Style) -> String {
        let titles =
            answer.language == .zh
            ? ["序号", "编号", "责任单位", "到期日", "状态", "进度节点"] : ["NO.", "WHAT", "UNIT", "DUE", "STATE", "REQUIREMENT"]
        var table = TextTable(titles.enumerated().map { .init($1, isNumber: $0 == 0, givesWay: $0 == 5) })
        for (index, line) in lines.enumerated() {
            table.add([
                .init("\(index + 1)"), .init(line.milestone), .init(line.unitName), .init(line.deadline.description),
                .init(StateName.text(line.state, language: answer.language)), .init(line.requirement),
            ])
        }
        return table.text(width: width, style: style)
    }

    /// `1,3-5` and `all`, with the full-width signs that an input method writes; empty: none; nil: not understood.
    static func numbers(_ text: String, of count: Int) -> [Int]? {
        let plain = text.replacing(",", with: ",").replacing("、", with: ",").replacing("-", with: "-")
            .replacing(" ", with: ",").lowercased()
        if plain == "all" || plain == "全部" { return Array(1...count) }
        var numbers: [Int] = []
        for part in plain.split(separator: ",") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 1,
                first <= last, last <= count
            else { return nil }
            numbers += (first...last).filter { !numbers.contains($0) }
        }
        return numbers
    }
}
