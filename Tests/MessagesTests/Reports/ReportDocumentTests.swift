import CivilTime
import Foundation
import Reminders
import Settings
import SwiftCSV
import TestSupport
import Testing
import WorkLists

@testable import Messages

@Suite("all reports, for the office")
struct ReportDocumentTests {
    /// Three units, of which one reported, on a measure of its own and on one that the list no longer has.
    private func collection() throws -> ReportCollection {
        let json = """
            {"list":"huzhou-2017","title":"2017年度湖州市政府重点工作清单","document_number":"湖政办发〔2017〕33号",
            "duty":"三-2","asked":"上半年清单落实情况报市政府督查室","deadline":"2017-06-30","zone":"Asia/Shanghai","others":[],
            "works":[{"number":6,"title":"深化“谋大招强”,加快项目推进","measures":[{"id":"6.2","text":"切实增强民间投资信心。",
            "shares":[{"unit":"fgw","unit_name":"市发改委"},{"unit":"czj","unit_name":"市财政局"}]}]}],
            "units":[{"unit":"fgw","name":"市发改委","state":"reported","filings":0},
            {"unit":"czj","name":"市财政局","state":"open","filings":0},
            {"unit":"jyj","name":"市教育局","state":"done","filings":0}]}
            """
        var collection = try JSONDecoder().decode(ReportCollection.self, from: Data(json.utf8))
        let at = try Huzhou.zone().moment(Huzhou.date("2017-06-28"), #require(TimeOfDay("16:00")))
        let text = ReportText(parts: [
            .init(id: "6.2", progress: "=HYPERLINK(\"http://x\")\n第二行", problems: "无", suggestions: "+1"),
            .init(id: "6.9", progress: "已并入6.2。", problems: "无", suggestions: "无"),
        ])
        let report = FiledReport(
            obligation: ObligationID(list: "huzhou-2017", milestone: "三-2", unit: "fgw"), key: "k", at: at,
            body: try ReportBody(text))
        collection.fill(report, with: text)
        return collection
    }

    @Test("the text names who gave none and keeps the list's order", arguments: Language.allCases)
    func text(language: Language) throws {
        let bytes = ReportDocument.write([try collection()], language: language)
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self).replacing("\r\n", with: "\n")
        try expectGolden(text, "Tests/MessagesTests/Golden/report-collection.\(language.rawValue).txt")
    }

    @Test("the table is read back by another reader, and no cell of it is a formula")
    func table() throws {
        let bytes = ReportCSV.write([try collection()])
        #expect(bytes.starts(with: CSVText.byteOrderMark))
        let table = try NamedCSV(string: String(decoding: bytes.dropFirst(3), as: UTF8.self))
        #expect(table.rows.map { $0["责任单位"] } == ["市发改委", "市财政局", "市发改委"])
        #expect(table.rows[0]["工作进度"] == "'=HYPERLINK(\"http://x\") 第二行")
        #expect(table.rows[0]["相关建议"] == "'+1")
        #expect(table.rows.map { $0["反馈日期"] } == ["2017-06-28", "", "2017-06-28"])
        #expect(table.rows.map { $0["序号"] } == ["6", "6", ""])
        #expect(table.rows.map { $0["字数"] } == ["6", "", "7"])
        #expect(table.rows.map { $0["举措编号"] } == ["huzhou-2017:6.2", "huzhou-2017:6.2", "huzhou-2017:6.9"])
    }

    @Test("a newer report takes the place of all that the older one said")
    func newer() throws {
        var collection = try collection()
        let text = ReportText(parts: [.init(id: "6.2", progress: "已完成。", problems: "无", suggestions: "无")])
        collection.fill(
            FiledReport(
                obligation: ObligationID(list: "huzhou-2017", milestone: "三-2", unit: "fgw"), key: "l",
                at: Moment(seconds: 9),
                body: try ReportBody(text)), with: text)
        #expect(collection.works[0].measures[0].shares.map(\.text?.progress) == ["已完成。", nil])
        #expect(collection.others.isEmpty)
        #expect(collection.units.map(\.filings) == [2, 0, 0])
        #expect(collection.missing.map(\.name) == ["市财政局", "市教育局"])
    }
}
