import Foundation
import TestSupport
import Testing

@Suite("report --from and --export", .temporaryFolder)
struct ReportFilesTests {
    private static let taken = """
        {"language":"en","dry_run":false,"problems":[],"reports":[
        {"list":"huzhou-2017","duty":"三-2","unit":"fgw","unit_name":"市发改委","characters":1203,"new":true},
        {"list":"huzhou-2017","duty":"三-2","unit":"jxw","unit_name":"市经信委","characters":88,"new":false}]}
        """
    private static let faulty = """
        {"language":"en","dry_run":false,"reports":[],"problems":[
        {"file":"a.txt","line":12,"message":"part 【4.6】 has 523 characters, 23 more than 500","hint":"cut it"},
        {"file":"b.txt","line":0,"message":"it is no text in UTF-8 or GB18030"}]}
        """
    private static let collections = """
        {"language":"en","collections":[{"list":"huzhou-2017","title":"清单","duty":"三-2","asked":"上半年清单落实情况报市政府督查室",
        "deadline":"2017-06-30","zone":"Asia/Shanghai","others":[],"works":[{"number":6,"title":"谋大招强","measures":[
        {"id":"6.2","text":"增强民间投资信心。","shares":[{"unit":"fgw","unit_name":"市发改委","text":
        {"id":"6.2","progress":"=已编制。","problems":"无","suggestions":"无"}},{"unit":"czj","unit_name":"市财政局"}]}]}],
        "units":[{"unit":"fgw","name":"市发改委","state":"reported","filed_at":1498636800,"filings":1},
        {"unit":"czj","name":"市财政局","state":"open","filings":0}]}]}
        """

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = TemporaryFolder.url.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("files go to the daemon byte by byte, and the table says what is new")
    func takes() throws {
        let daemon = try StandIn(["POST /v1/reports": [(200, Self.taken)]])
        defer { daemon.stop() }
        let (a, b) = (try file("a.txt", [0xEF, 0xBB, 0xBF, 0x61]), try file("b.txt", [0xB1, 0xE0]))
        let ending = try daemon.ctl("report", "--from", a, b, "--on", "2017-06-28", "--for", "李科长")
        #expect(
            ending.out == """
                WHAT              UNIT      CHARACTERS
                huzhou-2017:三-2  市发改委        1203
                huzhou-2017:三-2  市经信委          88  on record already
                1 recorded, 1 was on record already

                """)
        #expect(ending.status == 0 && ending.err == "")
        let asked = try #require(try daemon.asked().first?.body)
        #expect(asked.files == [["name": a, "content": "77u/YQ=="], ["name": b, "content": "seA="]])
        #expect(asked.dry_run == false)
    }

    @Test("with faults nothing is recorded: each by file and line, and the end is 1")
    func faults() throws {
        let daemon = try StandIn(["POST /v1/reports": [(200, Self.faulty)]])
        defer { daemon.stop() }
        let ending = try daemon.ctl("report", "--from", try file("a.txt", []), "--dry-run")
        #expect(
            ending.err == """
                a.txt:12: error: part 【4.6】 has 523 characters, 23 more than 500
                hint: cut it
                b.txt: error: it is no text in UTF-8 or GB18030
                2 errors
                error: nothing was recorded
                hint: correct the lines above and give all files again

                """)
        #expect(ending.out == "" && ending.status == 1)
        let json = try daemon.ctl("report", "--from", try file("a.txt", []), "--json")
        #expect(json.status == 1)
        #expect(try parsed(json.out) == parsed(Self.faulty))
    }

    @Test("a file that is not there is named, and nothing is asked")
    func missing() throws {
        let daemon = try StandIn(["POST /v1/reports": [(200, Self.taken)]])
        defer { daemon.stop() }
        let ending = try daemon.ctl("report", "--from", "/nowhere/x.txt")
        #expect(ending.err.hasPrefix("error: /nowhere/x.txt cannot be read: no such file"))
        #expect(try daemon.asked().isEmpty)
    }

    @Test("the export goes to standard output, into a file, or a file each duty into a folder")
    func export() throws {
        let daemon = try StandIn(["GET /v1/reports": [(200, Self.collections)]])
        defer { daemon.stop() }
        let printed = try daemon.ctl("report", "--export", "huzhou-2017", "--duty", "三-2")
        #expect(printed.out.contains("■ 市发改委\r\n工作进度:=已编制。\r\n"))
        #expect(printed.out.contains("未反馈:市财政局\r\n"))
        #expect(try daemon.asked().map(\.query) == [["list": "huzhou-2017", "duty": "三-2"]])
        #expect(try daemon.ctl("report", "--export", "--csv").out.contains("\"'=已编制。\""))
        let folder = TemporaryFolder.url.path
        let written = try daemon.ctl("report", "--export", "-o", folder)
        let path = folder + "/自查报告汇总-huzhou-2017-三-2.txt"
        #expect(written.out == "written to \(path)\nhuzhou-2017:三-2: 1 of 2 units, none from 市财政局\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(printed.out.utf8))
        let again = try daemon.ctl("report", "--export", "-o", path)
        #expect(again.status == 1)
        #expect(again.err == "error: \(path) is there already, and was left as it is\nhint: --force writes over it\n")
        #expect(try daemon.ctl("report", "--export", "-o", path, "--force").status == 0)
    }
}
