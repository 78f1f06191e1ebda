import CivilTime
import Foundation
import Messages
import Testing
import WorkLists

@Suite("contact lists as offices keep them")
struct ContactCSVTests {
    private func read(_ text: String) -> (ContactTable, [String]) { read(Array(text.utf8)) }

    private func read(_ bytes: [UInt8]) -> (ContactTable, [String]) {
        let (table, problems) = ContactCSV.read(bytes, file: "list.csv")
        return (table, problems.map { "\($0.line): \($0.message)" })
    }

    private static let chinese = """
        序号,责任单位,职务,姓名,手机号码,电子邮箱,起,止
        1,市发改委,联络员,王某,'13800000000,wang@huzhou.example,2017/3/1,
        2,,副联络员,李某,0572-0000000,li@huzhou.example,,2017年12月31日
        3,市经信委,分管领导,赵某,,zhao@huzhou.example,,
        ,,,,,,,

        """

    private static let english = """
        E-mail;Name;Unit;Role
        wang@huzhou.example;王某;市发改委;liaison

        """

    @Test("columns in any order, by either language's titles; a merged cell is that of the line above")
    func forms() {
        let (table, problems) = read(Self.chinese)
        #expect(problems == [])
        #expect(table.columns == [.unit, .role, .name, .mobile, .mail, .from, .until])
        #expect(table.rows.map(\.unit) == ["市发改委", "市发改委", "市经信委"])
        #expect(table.rows.map(\.role) == [.liaison, .deputy, .leader])
        #expect(table.rows.map(\.mobile) == ["13800000000", "0572-0000000", nil])
        #expect(table.rows.map(\.from) == [CivilDate(iso: "2017-03-01"), nil, nil])
        #expect(table.rows.map(\.until) == [nil, CivilDate(iso: "2017-12-31"), nil])
        #expect(table.rows.map(\.line) == [2, 3, 4])
        let (other, ofOther) = read(Self.english)
        #expect(ofOther == [])
        #expect(other.columns == [.unit, .role, .name, .mail])
        #expect(other.rows.map(\.name) == ["王某"])
    }

    @Test("a rank beside the role is no role; without a column of roles everybody is a liaison")
    func ranks() {
        let (table, problems) = read("单位,姓名,职务,角色\n市发改委,王某,办公室副主任,联络员\n")
        #expect(problems == [])
        #expect(table.rows.map(\.role) == [.liaison])
        #expect(read("单位,姓名\n市发改委,王某\n").0.rows.map(\.role) == [.liaison])
    }

    @Test("UTF-8 with and without a mark, and GB18030 with tabs, read alike")
    func encodings() throws {
        let plain = read(Self.chinese).0
        #expect(read([0xEF, 0xBB, 0xBF] + Array(Self.chinese.utf8)).0 == plain)
        let tabs = Self.chinese.replacingOccurrences(of: ",", with: "\t")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/iconv")
        process.arguments = ["-f", "UTF-8", "-t", "GB18030"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(tabs.utf8))
        try input.fileHandleForWriting.close()
        let bytes = try #require(try output.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        #expect(read(Array(bytes)).0 == plain)
    }

    @Test("another encoding, an empty file and a missing column are named, and nothing is read")
    func unreadable() {
        #expect(read([0x53, 0xFF, 0xFF, 0x0A]).1 == ["0: the file is neither UTF-8 nor GB18030"])
        #expect(read("").1 == ["0: the file is empty"])
        #expect(read("姓名,邮箱\n王某,w@x.example\n").1 == ["1: column `单位` is missing"])
        #expect(read("单位,姓名\n").1 == ["0: nobody stands in the list"])
    }

    @Test("every bad cell of every line is named at once")
    func badLines() {
        let (_, problems) = read(
            """
            单位,姓名,角色,手机,邮箱,起,止
            ,王某,,,,,
            市发改委,,,,,,
            市发改委,李某,主任,1.38E+10,li＠x,昨天,
            市发改委,赵某,,,,2017-02-01,2017-01-01
            市发改委,钱某,,,,,,多
            """)
        #expect(
            Set(problems) == [
                "2: the line has no unit", "3: the line has no name", "4: '主任' is no role",
                "4: the address 'li＠x' has a full-width ＠ where @ belongs", "4: '1.38E+10' is not a telephone number",
                "4: '昨天' is no date", "5: its last day 2017-01-01 is before its first 2017-02-01",
                "6: the line has 8 cells where the first has 7",
            ])
        #expect(problems.count == 8)
    }
}
