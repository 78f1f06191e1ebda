import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import SwiftCSV
import Testing
import WorkLists

@Suite("the ledger as a spreadsheet")
struct LedgerCSVTests {
    /// What Python's csv module reads: rows of cells.
    private func read(_ bytes: [UInt8]) throws -> [[String]] {
        let script = """
            import sys, csv, io, json
            text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8-sig', newline='')
            json.dump(list(csv.reader(text, strict=True)), sys.stdout)
            """
        return try JSONDecoder().decode([[String]].self, from: Data(Python.run(script, input: bytes)))
    }

    /// Fills in cells by row (from 1) and column title, as `encoding` and with `separator`, as a spreadsheet does.
    private func fill(
        _ bytes: [UInt8], _ cells: [Int: [String: String]], encoding: String = "utf-8-sig", separator: String = ",",
        quoting: String = "QUOTE_MINIMAL", then: String = ""
    ) throws -> [UInt8] {
        let filled = cells.reduce(into: [String: [String: String]]()) { $0["\($1.key)"] = $1.value }
        let json = String(decoding: try JSONEncoder().encode(filled), as: UTF8.self)
        let script = """
            import sys, csv, io, json
            cells = json.loads(r'''\(json)''')
            rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8-sig', newline='')))
            for number, values in cells.items():
                for title, value in values.items(): rows[int(number)][rows[0].index(title)] = value
            \(then)
            out = io.StringIO(newline='')
            csv.writer(out, delimiter='\(separator)', quoting=csv.\(quoting)).writerows(rows)
            sys.stdout.buffer.write(out.getvalue().encode('\(encoding)'))
            """
        return try Python.run(script, input: bytes)
    }

    @Test("it begins with a mark, ends its lines in CRLF, and Python reads every cell")
    func form() throws {
        let bytes = LedgerCSV.write(try Scene.lines(), language: .zh, zone: try Huzhou.zone())
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let rows = try read(bytes)
        #expect(rows.count == 9)
        #expect(
            rows[0] == [
                "编号", "单位代码", "责任单位", "重点工作", "进度节点", "到期日", "颜色", "当前状态", "已登记日期", "已登记文号", "最近提醒",
                "办结日期", "文号", "状态",
            ])
        #expect(
            rows[1] == [
                "huzhou-2017:4.6.1", "fgw", "市发改委", "继续全面深入打好组合拳", "组织二季度重点建设、重大项目集中开工活动。", "2017-06-30",
                "绿色", "办结", "2017-06-28", "湖发改〔2017〕12号", "2017-06-27 09:00", "", "", "",
            ])
        #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0 == "\r" }.count == 9)
    }

    @Test("nothing filled in is no row, whatever stands recorded", arguments: Language.allCases)
    func untouched(language: Language) throws {
        let (rows, problems) = LedgerCSV.read(LedgerCSV.write(try Scene.lines(), language: language))
        #expect(rows.isEmpty)
        #expect(problems.isEmpty)
    }

    @Test(
        "what was filled in comes back, however the spreadsheet saved it",
        arguments: [
            ("utf-8-sig", ",", "QUOTE_MINIMAL"), ("utf-8", ",", "QUOTE_ALL"), ("gb18030", ",", "QUOTE_MINIMAL"),
            ("gb18030", ";", "QUOTE_MINIMAL"), ("utf-16", "\\t", "QUOTE_MINIMAL"),
        ])
    func roundTrip(encoding: String, separator: String, quoting: String) throws {
        let written = LedgerCSV.write(try Scene.lines(), language: .zh, zone: try Huzhou.zone())
        let saved = try fill(
            written,
            [
                1: ["办结日期": "2017/6/28", "文号": "湖发改〔2017〕12号"], 2: ["状态": "待核"],
                3: ["办结日期": "6月29日", "状态": "办结", "文号": "镕㐀𠮷"], 8: ["办结日期": "2017-08-02"],
            ], encoding: encoding, separator: separator, quoting: quoting)
        let (rows, problems) = LedgerCSV.read(saved)
        #expect(problems.isEmpty)
        func id(_ milestone: String) -> ObligationID {
            ObligationID(list: "huzhou-2017", milestone: milestone, unit: Huzhou.fgw)
        }
        #expect(
            rows == [
                TickedRow(
                    line: 2, obligation: id("4.6.1"), mark: .done, on: try Huzhou.date("2017-06-28"),
                    document: "湖发改〔2017〕12号"),
                TickedRow(line: 3, obligation: id("5.2.1"), mark: .reported, on: nil, document: nil),
                TickedRow(
                    line: 4, obligation: id("6.2.1"), mark: .done, on: try Huzhou.date("2017-06-29"),
                    document: "镕㐀𠮷"),
                TickedRow(
                    line: 9, obligation: id("7.1.2@2017-07-31"), mark: .done, on: try Huzhou.date("2017-08-02"),
                    document: nil),
            ])
    }

    @Test("columns may be moved, and dates in a deadline column that Excel rewrote are understood")
    func movedColumns() throws {
        let saved = try fill(
            LedgerCSV.write(try Scene.lines()), [1: ["办结日期": "6/29", "到期日": "2017/6/30"]],
            then: "rows = [r[::-1] for r in rows]")
        let (rows, problems) = LedgerCSV.read(saved)
        #expect(problems.isEmpty)
        #expect(rows.map(\.on) == [try Huzhou.date("2017-06-29")])
        #expect(rows.map(\.obligation.milestone) == ["4.6.1"])
    }

    @Test("every line that cannot be understood is named, with all of them at once")
    func problems() throws {
        let saved = try fill(
            LedgerCSV.write(try Scene.lines()),
            [
                1: ["办结日期": "6月31日"], 2: ["文号": "12号"], 3: ["状态": "差不多"], 4: ["编号": "4.6.1", "状态": "办结"],
                5: ["状态": "√"],
            ], then: "rows.append(rows[5])")
        let (rows, problems) = LedgerCSV.read(saved, file: "台账.csv")
        #expect(rows.map(\.line) == [6])
        #expect(problems.map(\.line) == [2, 3, 4, 5, 10])
        #expect(problems[0].message.contains("6月31日"))
        #expect(problems[4].message.contains("line 6"))
        #expect(problems.allSatisfy { $0.file == "台账.csv" })

        #expect(LedgerCSV.language(of: saved) == .zh)
        #expect(LedgerCSV.language(of: LedgerCSV.write(try Scene.lines(), language: .en)) == .en)
        #expect(
            LedgerCSV.read(saved, language: .zh).problems.map(\.message) == [
                "“6月31日”不是日期", "只填了文号,没有日期和状态", "“差不多”不是状态",
                "“4.6.1”不是事项编号", "“huzhou-2017:7.1.1/fgw”填了两次,第6行已填",
            ])
    }

    @Test("a file that is no ledger is refused with a reason")
    func notALedger() {
        #expect(LedgerCSV.read([]).problems.map(\.message) == ["the file is empty"])
        #expect(
            LedgerCSV.read([0xFF, 0xFF, 0x00]).problems.map(\.message) == ["the file is neither UTF-8 nor GB18030"])
        #expect(LedgerCSV.read(Array("a,b\r\n1,2\r\n".utf8)).problems.count == 5)
        let shifted = LedgerCSV.read(Array("编号,单位代码,办结日期,文号,状态\r\na:1,fgw,,甲,乙,办结\r\na:2,fgw,,,办结\r\n".utf8))
        #expect(shifted.problems.map(\.line) == [2])
        #expect(shifted.rows.map(\.line) == [3])
        let open = LedgerCSV.read(Array("编号,单位代码,办结日期,文号,状态\r\n\"a:1,fgw,,,办结\r\n".utf8))
        #expect(open.problems.contains { $0.message.contains("quote is not closed") && $0.line == 2 })
    }

    @Test(
        "no cell is a formula, and the guard comes off again",
        arguments: [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "　＝1", "＋1", "'quoted", "33", "1.10", "3-4", "1e5",
            "=1,\"2\"",
        ])
    func formulas(text: String) throws {
        var lines = try Scene.lines()
        lines[0].requirement = text
        lines[0].document = text
        let cells = try read(LedgerCSV.write(lines))[1]
        #expect(cells[4].hasPrefix("'"))
        #expect(cells[4] == "'" + CleanText.line(text))
        #expect(cells[9] == cells[4])
        // As a document number it comes back as it was written.
        let saved = try fill(LedgerCSV.write(lines), [1: ["文号": cells[9], "状态": "办结"]])
        let trimmed = CleanText.line(text).trimmingCharacters(in: .whitespaces)
        #expect(LedgerCSV.read(saved).rows.map(\.document) == [trimmed])
    }

    @Test("no id or number is one that a spreadsheet would take for a date or a figure")
    func ids() throws {
        for cells in try read(LedgerCSV.write(try Scene.lines())).dropFirst() {
            #expect(cells[0].hasPrefix("huzhou-2017:"))
        }
        var line = try Scene.lines()[0]
        line.list = "2017"
        line.milestone = "3.10"
        #expect(try read(LedgerCSV.write([line]))[1][0] == "'2017:3.10")
        let saved = try fill(LedgerCSV.write([line]), [1: ["状态": "办结"]])
        #expect(LedgerCSV.read(saved).rows.map(\.obligation.description) == ["2017:3.10/fgw"])
    }

    @Test("SwiftCSV reads the same cells")
    func swiftCSV() throws {
        let bytes = LedgerCSV.write(try Scene.lines(), language: .zh, zone: try Huzhou.zone())
        let other = try NamedCSV(string: String(decoding: bytes, as: UTF8.self))
        let rows = try read(bytes)
        #expect(other.header == rows[0])
        #expect(other.rows == rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) })
    }

    @Test("a quote joined by a combining mark neither opens nor closes a cell")
    func joinedQuote() throws {
        var lines = try Scene.lines()
        lines[0].requirement = "a\"\u{301},\"b"
        lines[0].work = "\"\u{301}"
        let saved = try fill(LedgerCSV.write(lines), [1: ["状态": "办结"]])
        #expect(LedgerCSV.read(saved).rows.map(\.obligation.milestone) == ["4.6.1"])
    }

    @Test(
        "dates are read as people and spreadsheets write them",
        arguments: [
            ("2017-06-28", "2017-06-28"), ("2017/6/28", "2017-06-28"), ("2017/06/28 0:00", "2017-06-28"),
            ("2017.6.28", "2017-06-28"), ("2017年6月28日", "2017-06-28"), ("20170628", "2017-06-28"),
            ("6月28日", "2017-06-28"), ("6/28", "2017-06-28"), ("２０１７-6-28", "2017-06-28"), ("1月3日", "2017-01-03"),
            ("12月30日", "2016-12-30"), ("6月31日", nil), ("2017-13-01", nil), ("17/6/28", nil), ("昨天", nil), ("28", nil),
            ("2017-06", nil), ("1-2-3-4", nil), ("99999999999999999999", nil),
        ] as [(String, String?)])
    func dates(text: String, expected: String?) throws {
        var line = try Scene.lines()[1]
        line.deadline = try Huzhou.date(text == "12月30日" ? "2017-01-05" : "2017-06-30")
        let saved = try fill(LedgerCSV.write([line]), [1: ["办结日期": text]])
        let (rows, problems) = LedgerCSV.read(saved)
        #expect(rows.map(\.on?.description) == (expected.map { [$0] } ?? []))
        #expect(problems.count == (expected == nil ? 1 : 0))
    }
}
