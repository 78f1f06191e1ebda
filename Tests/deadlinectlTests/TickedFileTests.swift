import CivilTime
import Foundation
import Messages
import Reminders
import TestSupport
import Testing
import WorkLists

@Suite("done --from a filled-in ledger", .temporaryFolder)
struct TickedFileTests {
    static let answers = [
        "POST /v1/acts": [
            (
                200,
                """
                {"recorded":[{"kind":"done","list":"huzhou-2017","milestone":"3.1.2","unit":"fgw",
                "unit_name":"市发改委","on":"2017-06-28"}],"unchanged":1,"dry_run":true,"language":"en"}
                """
            ),
            (200, #"{"recorded":[],"unchanged":2,"dry_run":false,"language":"en"}"#),
        ]
    ]

    @Test("it shows what would change, and without anybody to ask records nothing")
    func asks() throws {
        let file = try ledger(filled: "2017-06-28")
        let daemon = try StandIn(Self.answers)
        defer { daemon.stop() }
        let ending = try daemon.ctl("done", "--from", file)
        #expect(ending.out.contains("3.1.2"))
        #expect(ending.out.contains("1 would be recorded, 1 was on record already\n"))
        #expect(ending.err == "error: nothing was recorded: nobody is here to ask\nhint: add --yes to record this\n")
        #expect(ending.status == 1)
        #expect(try daemon.asked().map(\.body?.dry_run) == [true])
    }

    @Test("on a terminal it asks, and takes only yes for yes", arguments: [("y\n", [true, false]), ("\n", [true])])
    func asksOnTerminal(typed: String, dryRuns: [Bool]) throws {
        let file = try ledger(filled: "2017-06-28")
        let daemon = try StandIn(Self.answers)
        defer { daemon.stop() }
        // script(1) of Debian's bsdutils gives the program a terminal of its own.
        let command = "'\(BuiltProduct.path("deadlinectl"))' done --from '\(file)' --socket '\(daemon.socket)'"
        let ending = try BuiltProduct.run(
            "/usr/bin/script", arguments: ["-qec", command, "/dev/null"], input: Data(typed.utf8))
        #expect(ending.out.contains("record 1 line? [y/N]"))
        #expect(ending.status == (dryRuns.count == 2 ? 0 : 1))
        #expect(try daemon.asked().map(\.body?.dry_run) == dryRuns)
    }

    @Test(
        "with --yes all lines go in one request, each under the key of what it says", arguments: ["UTF-8", "GB18030"])
    func records(encoding: String) throws {
        let file = try ledger(filled: "2017年6月28日", encoding: encoding)
        let daemon = try StandIn(Self.answers)
        defer { daemon.stop() }
        let ending = try daemon.ctl("done", "--from", file, "--yes", "--for", "王主任")
        #expect(ending.err == "")
        #expect(ending.status == 0)
        let asked = try daemon.asked()
        #expect(asked.map(\.body?.dry_run) == [true, false])
        let acts = try #require(asked.last?.body?.acts)
        #expect(acts.count == 1)
        #expect(acts[0]["key"] == .text("csv|done|huzhou-2017:3.1.2|fgw|2017-06-28|湖发改〔2017〕12号"))
        #expect(acts[0]["unit"] == .text("fgw"))
        #expect(acts[0]["on_behalf_of"] == .text("王主任"))
    }

    @Test("a line that cannot be understood stops all of them before the daemon is asked")
    func allOrNothing() throws {
        let file = try ledger(filled: "上周五")
        let daemon = try StandIn(Self.answers)
        defer { daemon.stop() }
        let ending = try daemon.ctl("done", "--from", file, "--yes")
        #expect(ending.status == 1)
        #expect(ending.err.contains("\(file):2"))
        #expect(
            ending.err == """
                \(file):2: 错误:“上周五”不是日期
                提示:写成 2017-06-30、2017/6/30 或 6月30日
                共1处错误
                错误:没有登记
                提示:改正以上各行后再试

                """, "in the language of the file's own titles")
        #expect(try daemon.asked().isEmpty)
    }

    @Test("a ledger that nobody filled in, and one that is not there, are told apart")
    func empty() throws {
        let daemon = try StandIn(Self.answers)
        defer { daemon.stop() }
        let unfilled = try daemon.ctl("done", "--from", try ledger(filled: ""))
        #expect(unfilled.status == 1)
        #expect(unfilled.err.contains("一行也没有填写"))
        let missing = try daemon.ctl("done", "--from", "/nowhere/x.csv")
        #expect(missing.err == "error: /nowhere/x.csv cannot be read: no such file or directory\n")
        #expect(missing.status == 1)
    }

    /// The ledger as the digest carries it, with the first line's date and document filled in.
    private func ledger(filled date: String, encoding: String = "UTF-8") throws -> String {
        let lines = try ["3.1.2", "3.1.3"].map { milestone in
            Standing.Line(
                list: "huzhou-2017", milestone: milestone, unit: "fgw", unitName: "市发改委", work: "重点工作",
                requirement: "完成投资100亿元", deadline: try #require(CivilDate(iso: "2017-06-30")), state: .open,
                colour: .red, on: nil, document: nil, isReport: false, lastTold: nil)
        }
        var text = String(decoding: LedgerCSV.write(lines), as: UTF8.self)
        if !date.isEmpty {
            // The three columns to fill are the last ones.
            let end = try #require(text.range(of: "\"\",\"\",\"\"\r\n"))
            text.replaceSubrange(end, with: "\"\(date)\",\"湖发改〔2017〕12号\",\"\"\r\n")
        }
        let file = TemporaryFolder.url.appendingPathComponent("台账.csv")
        try Data(text.utf8).write(to: file)
        guard encoding != "UTF-8" else { return file.path }
        // As a spreadsheet saves it: without the mark, which GB18030 does not know.
        let converted = TemporaryFolder.url.appendingPathComponent("gb.csv")
        let plain = Data(text.utf8.dropFirst(3))
        let ending = try BuiltProduct.run(
            "/bin/sh", arguments: ["-c", "iconv -f UTF-8 -t \(encoding) > \"$0\"", converted.path], input: plain)
        try #require(ending.status == 0)
        return converted.path
    }
}
