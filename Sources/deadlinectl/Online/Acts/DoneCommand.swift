import ArgumentParser
import CivilTime
import Control
import Messages
import Reminders
import WorkLists

struct DoneCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Record that something is settled (办结/核销).",
        discussion: """
            One milestone, or with --from the ledger (台账) that the digest carried, as it was filled in and saved: \
            UTF-8 or GB18030. It shows what would change and asks; all lines are taken or none, and the same file \
            twice changes nothing.

              deadlinectl done 5.2.1 --unit 市发改委 --on 2017-06-28 --document 湖发改〔2017〕12号
              deadlinectl done 2.1.1 --all-units
              deadlinectl done --from 台账.csv
            """)

    @OptionGroup var target: ActTarget

    @Option(help: ArgumentHelp("The filled-in ledger; `-` is standard input.", valueName: "file.csv"))
    var from: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func validate() throws {
        guard from != nil else { return }
        if target.milestone != nil { throw ValidationError("name a milestone, or a file with --from") }
        if act.unit != nil || act.allUnits || act.list != nil || act.on != nil || act.document != nil {
            throw ValidationError("with --from, units, dates and documents stand in the file")
        }
    }

    func perform() throws {
        if let from {
            try record(file: from)
        } else {
            try ActDialogue(online).record("done", target, act)
        }
    }

    private func record(file: String) throws {
        let bytes = try NoticeFile.bytes(file)
        // Before the daemon is asked: the file is in the office's language, which wrote it.
        let language = LedgerCSV.language(of: [UInt8](bytes))
        let isChinese = language == .zh
        let (rows, problems) = LedgerCSV.read([UInt8](bytes), file: file, language: language)
        guard !problems.hasErrors else {
            Terminal.err(ReportsReport.text(of: problems, language: language))
            throw Failure(
                isChinese ? "没有登记" : "nothing was recorded",
                hint: isChinese ? "改正以上各行后再试" : "correct the lines above and try again", language: language)
        }
        for problem in problems { Terminal.err(PlainLine.lines(of: problem.description)) }
        guard !rows.isEmpty else {
            throw Failure(
                isChinese ? "\(file) 一行也没有填写" : "no line of \(file) is filled in",
                hint: isChinese
                    ? "填写办结日期,或在“状态”中写办结,然后存盘"
                    : "fill in the date (办结日期), or mark the line as done, and save", language: language)
        }
        let acts = rows.map { TickedActs.act($0, reason: act.reason, onBehalfOf: act.requester.onBehalfOf) }
        let preview = try online.client.post(
            ControlPath.acts, ActsQuestion(acts: acts, isDryRun: true), as: ActsAnswer.self)
        if preview.answer.recorded.isEmpty { return online.show(preview, report) }
        if !act.yes {
            let (language, count) = (preview.answer.language, preview.answer.recorded.count)
            let isChinese = language == .zh
            // On standard error where the answer is for a program.
            let text = report(preview.answer)
            if online.json { Terminal.err(text) } else { Terminal.out(text) }
            guard file != "-", Terminal.standard.canAsk else {
                throw Failure(
                    isChinese ? "没有登记:需要在终端中确认" : "nothing was recorded: nobody is here to ask",
                    hint: isChinese ? "加 --yes 直接登记" : "add --yes to record this", language: language)
            }
            guard Terminal.confirms(isChinese ? "确认登记这\(count)条?" : "record \(PlanTable.count(count, "line"))?")
            else {
                throw Failure(isChinese ? "没有登记" : "nothing was recorded", language: language)
            }
        }
        let reply = try online.client.post(ControlPath.acts, ActsQuestion(acts: acts), as: ActsAnswer.self)
        online.show(reply) { act.yes ? report($0) : ActsReport.summary($0) }
    }

    private func report(_ answer: ActsAnswer) -> String {
        ActsReport.text(answer, width: Terminal.standard.width, style: Terminal.standard.style)
    }
}

/// The acts that a filled-in ledger asks for.
enum TickedActs {
    static func act(_ row: TickedRow, reason: String?, onBehalfOf: String?) -> ActsQuestion.Act {
        let id = row.obligation
        return ActsQuestion.Act(
            kind: row.mark.rawValue, list: id.list, milestone: id.milestone, unit: id.unit.rawValue, on: row.on,
            reason: reason, document: row.document, onBehalfOf: onBehalfOf, key: key(row))
    }

    /// `csv|done|huzhou-2017:3.1.2|fgw|2017-06-28|湖发改〔2017〕12号`: what the line says, so that the same line in any
    /// file is the same act, and a corrected one is another.
    static func key(_ row: TickedRow) -> String {
        [
            "csv", row.mark.rawValue, "\(row.obligation.list):\(row.obligation.milestone)",
            row.obligation.unit.rawValue,
            row.on?.description ?? "", row.document ?? "",
        ].joined(separator: "|")
    }
}
