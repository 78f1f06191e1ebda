import CivilTime
import Foundation
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@testable import Messages

@Suite("reports given back")
struct ReportReaderTests {
    static let said = ReportText(parts: [
        .init(id: "4.6", progress: "已开工12个项目,完成投资3.5亿元。\n其余6月底前开工。", problems: "无", suggestions: "无"),
        .init(id: "6.2", progress: "项目库已编制。", problems: "资金到位率偏低。", suggestions: "建议市财政局加快拨付。"),
        .init(id: "8.4", progress: "清单已完善,待批。", problems: "无", suggestions: "无"),
    ])

    static func filled(_ text: ReportText = said, language: Language = .zh) throws -> String {
        let bytes = ReportFile.write(
            try Huzhou.form(), text, today: try Huzhou.date("2017-06-23"), contact: "0572-0000000", language: language)
        return try #require(TextEncoding.decode(bytes))
    }

    private func read(
        _ bytes: [UInt8], name: String = "a.txt", form: ReportForm? = nil
    ) throws -> (reports: [ReportReader.Report], problems: [String]) {
        try read([.init(name: name, bytes: bytes)], form: form)
    }

    private func read(
        _ files: [ReportReader.File], form: ReportForm? = nil
    ) throws -> (reports: [ReportReader.Report], problems: [String]) {
        let form = try form ?? Huzhou.form()
        var forms: [ObligationID: Result<ReportForm, RefusalText>] = [:]
        let reader = ReportReader(files, language: .en)
        for id in reader.obligations {
            forms[id] =
                id == form.obligation
                ? .success(form) : .failure(.init("no unit is called \(id.unit)", hint: "look at 编号"))
        }
        let (reports, problems) = reader.read(forms: forms) { name in
            ["市发改委": "fgw", "市经信委": "jxw"][name]
        }
        return (reports, problems.map { "\($0.file):\($0.line): \($0.message)" })
    }

    private func problems(_ text: String) throws -> [String] { try read(Array(text.utf8)).problems }

    @Test("what was filled in comes back, in either language", arguments: Language.allCases)
    func roundTrip(language: Language) throws {
        let (reports, problems) = try read(Array(try Self.filled(language: language).utf8))
        #expect(problems == [])
        let report = try #require(reports.first)
        #expect(report.text == Self.said)
        #expect(report.obligation.description == "huzhou-2017:三-2/fgw" && report.unitName == "市发改委")
        #expect(report.characters == 62)
        let body = try ReportBody(report.text)
        #expect(body.text == Self.said && body.sha256.count == 64)
    }

    /// What people, editors and mail programs do to such a file.
    static func changes() throws -> [(String, [UInt8])] {
        let text = try filled()
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let first = try #require(lines.firstIndex { $0.hasPrefix("【4.6】") })
        let last = try #require(lines.firstIndex { $0.hasPrefix("【8.4】") })
        let wide = text.replacing("【4.6】", with: "【４．６】").replacing("编号:", with: "编号：").replacing(
            "工作进度:", with: "工作进度 ：")
        let gb18030 = try Python.run(
            "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode('utf-8').encode('gb18030'))",
            input: Array(text.utf8))
        let narrow = text.replacing("【6.2】", with: "[6.2] ")
        return [
            ("a byte order mark", CSVText.byteOrderMark + Array(text.utf8)),
            ("GB18030", gb18030),
            ("UTF-16", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            ("LF", Array(text.replacing("\r\n", with: "\n").utf8)),
            ("blank lines gone", Array(lines.filter { !$0.isEmpty }.joined(separator: "\n").utf8)),
            ("blank lines doubled", Array(text.replacing("\r\n", with: "\r\n\u{3000}\r\n").utf8)),
            ("full-width colons and digits", Array(wide.utf8)),
            ("narrow brackets", Array(narrow.utf8)),
            ("indented", Array(text.replacing("\r\n", with: "\r\n  ").utf8)),
            (
                "explanations cut away",
                Array(
                    (lines.filter { $0.hasPrefix("编号") } + lines[first...].filter { !$0.hasPrefix("  ·") })
                        .joined(separator: "\r\n").utf8)
            ),
            (
                "parts in another order",
                Array((lines[..<first] + lines[last...] + lines[first..<last]).joined(separator: "\r\n").utf8)
            ),
            ("text beside its title", Array(text.replacing(":\r\n", with: ":").utf8)),
        ]
    }

    @Test("what people do to the file changes nothing")
    func tolerance() throws {
        for (name, bytes) in try Self.changes() {
            let (reports, problems) = try read(bytes)
            #expect(problems == [], "\(name)")
            #expect(reports.map(\.text) == [Self.said], "\(name)")
        }
    }

    @Test("a text that begins with a document's number is no part")
    func documentNumber() throws {
        var said = Self.said
        said.parts[0].progress = "〔2017〕33号文已落实。\n[2017]12号文已印发。"
        #expect(try read(Array(Self.filled(said).utf8)).reports.map(\.text) == [said])
    }

    @Test("over its length: by how many, and where; at it, it is taken")
    func length() throws {
        var said = Self.said
        said.parts[1].progress = String(repeating: "工", count: 497)
        said.parts[1].problems = "无"
        said.parts[1].suggestions = "无。"
        let text = try Self.filled(said)
        #expect(try problems(text) == [])
        let longer = text.replacing("工工工", with: "工 PM2.5工 工", maxReplacements: 1)
        let line = longer.split(separator: "\r\n", omittingEmptySubsequences: false).firstIndex {
            $0.hasPrefix("【6.2】")
        }
        #expect(
            try problems(longer) == ["a.txt:\(try #require(line) + 1): part 【6.2】 has 501 characters, 1 more than 500"])
        #expect(try read(Array(longer.utf8), form: Huzhou.form(limit: nil)).problems == [])
    }

    @Test("every fault of a file is named, with its line")
    func faults() throws {
        let text = try Self.filled().replacing("\r\n", with: "\n")
            .replacing("【4.6】", with: "【4.5】")
            .replacing("项目库已编制。", with: "无。")
            .replacing("资金到位率偏低。", with: "  ")
            .replacing("【8.4】", with: "【6.2】")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func line(_ start: String, _ number: Int = 1) throws -> Int {
            try #require(lines.indices.filter { lines[$0].hasPrefix(start) }.dropFirst(number - 1).first) + 1
        }
        let second = try line("【6.2】", 2)
        #expect(
            try Set(problems(text)) == [
                "a.txt:\(line("【4.5】")): part 【4.5】 is not one of 市发改委",
                "a.txt:\(second): part 【4.6】 is missing",
                "a.txt:\(second): part 【8.4】 is missing",
                "a.txt:\(second): part 【6.2】 stands twice, first in line \(line("【6.2】"))",
                "a.txt:\(line("工作进度", 2)): 工作进度 of part 【6.2】 says `无。`",
                "a.txt:\(line("存在的问题", 2)): 存在的问题 of part 【6.2】 is empty",
            ])
        let trimmed = text.replacing("存在的问题:\n", with: "")
        #expect(try problems(trimmed).contains { $0.hasSuffix("存在的问题 of part 【6.2】 is missing") })
        let doubled = text.replacing("相关建议:", with: "工作进度:")
        #expect(try problems(doubled).contains { $0.hasSuffix("工作进度 of part 【6.2】 stands twice") })
    }

    @Test("an empty form is refused field by field")
    func empty() throws {
        let bytes = ReportFile.write(try Huzhou.form(), today: try Huzhou.date("2017-06-23"))
        #expect(try read(bytes).problems.count == 9)
    }

    @Test(
        "a file that is nobody's is refused as a whole",
        arguments: [
            ("编号:huzhou-2017:三-2/fgw", "编号:", "`` names no report"),
            ("编号:huzhou-2017:三-2/fgw", "", "the line 编号 is missing: nothing says whose report it is"),
            ("三-2/fgw", "三-2/zzz", "no unit is called zzz"),
            ("单位:市发改委", "单位:市经信委", "it is headed `市经信委`, and its 编号 is that of 市发改委"),
            ("单位:市发改委", "单位:没有的单位", "it is headed `没有的单位`, and its 编号 is that of 市发改委"),
        ])
    func nobody(old: String, new: String, fault: String) throws {
        let found = try problems(try Self.filled().replacing(old, with: new))
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix(fault) == true, "\(found)")
    }

    @Test("what is no text, too large, or given twice is refused, and the other files are read all the same")
    func files() throws {
        let good = Array(try Self.filled().utf8)
        let (_, problems) = try read([
            .init(name: "a.txt", bytes: good), .init(name: "b.docx", bytes: [0x50, 0x4B, 3, 4, 0, 0]),
            .init(name: "c.txt", bytes: Array(repeating: 0x20, count: ReportReader.largest + 1)),
            .init(name: "d.txt", bytes: good), .init(name: "e.txt", bytes: Array(good.dropLast(20))),
        ])
        #expect(
            problems == [
                "b.docx:0: it is no text in UTF-8 or GB18030", "c.txt:0: it has more than 256 KB",
                "d.txt:5: it reports for the same unit and duty as a.txt",
                "e.txt:5: it reports for the same unit and duty as a.txt",
            ])
    }

    @Test("bytes of any kind end in problems, not in a trap")
    func random() throws {
        var seeded = Seeded(state: 7)
        let good = Array(try Self.filled().utf8)
        for _ in 0..<300 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...30, using: &seeded) {
                bytes[Int.random(in: bytes.indices, using: &seeded)] = UInt8.random(in: 0...255, using: &seeded)
            }
            _ = try read(bytes)
        }
    }
}
