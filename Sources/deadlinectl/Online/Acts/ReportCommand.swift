import ArgumentParser
import Control
import Foundation
import Messages
import Reminders
import WorkLists

struct ReportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Record that a unit reported; take in and hand out self-check reports (自查报告).",
        discussion: """
            What was reported waits to be checked (反馈待核), and its overdue reminders pause.

            Where a duty asks for a report, its reminder brings a file to fill in. --from takes such files back, in UTF-8 \
            or GB18030: all of them, or every fault of every file by line, and none. The same text twice is known; \
            another takes its place, and both stay on record. --export writes all reports in the list's order.

              deadlinectl report 5.2.1 --unit 市发改委 --on 2017-06-28
              deadlinectl report --from 自查报告-*.txt
              deadlinectl report --export huzhou-2017 --duty 三-2 -o 汇总.txt
            """)

    @OptionGroup var target: ActTarget

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Filled-in reports.", valueName: "file"))
    var from: [String] = []

    @Flag(help: "With --from: say what would be recorded, and record nothing.")
    var dryRun = false

    @Flag(help: "Write all reports, and who gave none.")
    var export = false

    @Option(
        help: ArgumentHelp("With --export: only this duty. Default: every one that asks for reports.", valueName: "id"))
    var duty: String?

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "With --export: write there; into a folder, a file each duty. Default: standard output.", valueName: "path")
    )
    var output: String?

    @Flag(help: "With --export: as a table for Excel and WPS.")
    var csv = false

    @Flag(help: "With -o: write over a file that is there.")
    var force = false

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    /// With `--export` the list.
    var milestone: String? { target.milestone }

    func validate() throws {
        if !from.isEmpty, export || milestone != nil {
            throw ValidationError("name a milestone, or files with --from, or say --export")
        }
        if dryRun, from.isEmpty { throw ValidationError("--dry-run goes with --from") }
        if !export, duty != nil || output != nil || csv || force {
            throw ValidationError("--duty, --output, --csv and --force go with --export")
        }
        if !from.isEmpty, act.unit != nil || act.allUnits || act.list != nil || act.document != nil {
            throw ValidationError("with --from, list, unit and duty stand in the files")
        }
        if csv, online.json { throw ValidationError("--csv and --json exclude each other") }
    }

    func perform() throws {
        if export {
            try ReportExport(command: self).perform()
        } else if from.isEmpty {
            try ActDialogue(online).record("reported", target, act)
        } else {
            try take()
        }
    }

    private func take() throws {
        var files: [ReportsQuestion.File] = []
        for path in from { files.append(.init(name: path, content: try NoticeFile.bytes(path))) }
        let question = ReportsQuestion(
            files: files, on: act.on, reason: act.reason, onBehalfOf: act.requester.onBehalfOf, isDryRun: dryRun)
        guard question.files.reduce(0, { $0 + $1.content.count }) <= Self.largest else {
            throw Failure(
                "the files have more than \(Self.largest >> 20) MB together", hint: "give them in a few at a time")
        }
        let reply = try online.client.post(ControlPath.reports, question, as: ReportsAnswer.self)
        let answer = reply.answer
        if online.json { Terminal.out(JSONText.pretty(reply.bytes)) }
        guard answer.problems.isEmpty else {
            if !online.json { Terminal.err(ReportsReport.text(of: answer.problems, language: answer.language)) }
            let isChinese = answer.language == .zh
            throw Failure(
                isChinese ? "没有登记" : "nothing was recorded",
                hint: isChinese ? "改正以上各处后,重新提交全部文件" : "correct the lines above and give all files again",
                language: answer.language)
        }
        if !online.json {
            Terminal.out(
                ReportsReport.text(answer, width: Terminal.standard.width, style: Terminal.standard.style))
        }
    }

    /// Bytes of all files of one call: in base64 they stay within what the daemon takes.
    private static let largest = 5 << 20
}
