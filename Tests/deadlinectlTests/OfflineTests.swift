import Foundation
import TestSupport
import Testing

@Suite("the offline verbs on the shipped configuration", .temporaryFolder)
struct OfflineTests {
    static let notice = Repository.file("Config/worklists/huzhou-2017.notice.txt")

    @Test("import reads the notice, lists what is to be looked at, and writes over nothing")
    func imports() throws {
        let file = TemporaryFolder.url.appendingPathComponent("huzhou.yaml").path
        let first = try ctl("import", Self.notice, "--id", "huzhou-2017", "-o", file)
        #expect(first.status == 0)
        #expect(first.out == "")
        #expect(first.err.contains("11 key works, 47 measures, 127 milestones, 7 duties, 35 units\n"))
        #expect(first.err.contains("line 172: “市发改委(铁办)”"))
        let written = try String(contentsOfFile: file, encoding: .utf8)
        #expect(written == (try Repository.text("Config/worklists/huzhou-2017.yaml")))
        let again = try ctl("import", Self.notice, "-o", file)
        #expect(again.status == 1)
        #expect(again.err.contains("is there already, and was left as it is\nhint: --force writes over it"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == written)
        let forced = try ctl("import", Self.notice, "-o", file, "--force", "--id", "other")
        #expect(forced.status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("id: other\n"))
    }

    @Test("import takes standard input, and --json is JSON alone on standard output")
    func importsInput() throws {
        let ending = try ctl("import", "-", "--json", input: try Data(contentsOf: URL(fileURLWithPath: Self.notice)))
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.out.utf8)) as? [String: Any])
        #expect((list["works"] as? [Any])?.count == 11)
        #expect(list["id"] as? String == "list-2017")
    }

    @Test("a text that is no notice, and bytes that are no text, are refused and write nothing")
    func importsForeign() throws {
        let file = TemporaryFolder.url.appendingPathComponent("x.yaml").path
        let foreign = try ctl("import", "-", "-o", file, input: Data("To be, or not to be\nthat is\n".utf8))
        #expect(foreign.status == 1)
        #expect(foreign.err.contains("2 unread:\n    line 1: "))
        let bytes = try ctl("import", "-", "-o", file, input: Data([0xD6, 0xD0, 0xFF]))
        #expect(bytes.status == 1)
        #expect(bytes.err.contains("is not UTF-8 text\nhint: "))
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try ctl("import", "/nowhere").err == "error: /nowhere cannot be read: no such file or directory\n")
    }

    @Test("check finds nothing wrong with the shipped configuration and says what it holds")
    func checks() throws {
        let ending = try ctl("check", "-c", Repository.file("Config"))
        #expect(ending.status == 0, "\(ending.out)")
        let last = try #require(ending.out.split(separator: "\n").last)
        #expect(last.hasPrefix("ok: 1 list, 290 obligations of "))
        #expect(last.contains("deadlines from 2017-04-30 to 2017-12-31"))
    }

    @Test("check names every problem at once, with its place, and exits 1")
    func findsProblems() throws {
        let folder = try copyOfConfig()
        try change("deadlined.yaml", in: folder) { $0.replacing("\nlanguage: zh", with: "\nlangauge: zh") }
        try change("units.yaml", in: folder) {
            $0.replacing("@huzhou.example", with: "@huzhou example", maxReplacements: 1)
        }
        try change("templates/zh/reminder.txt.mustache", in: folder) { $0 + "\n{{nobody_knows}}\n" }
        let ending = try ctl("check", "-c", folder.path)
        #expect(ending.status == 1)
        let places = ending.out.split(separator: "\n").filter { $0.contains(": error: ") }
        for file in ["deadlined.yaml:", "units.yaml:", "templates/zh/reminder.txt.mustache:"] {
            #expect(places.contains { $0.hasPrefix(file) }, "\(ending.out)")
        }
        #expect(ending.out.contains("hint: "))
        let json = try ctl("check", "-c", folder.path, "--json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
        #expect(report["errors"] as? Int == places.count)
        #expect(report["configuration"] == nil)
        #expect(json.status == 1)
    }

    @Test("a folder that is not there is one problem, not a crash")
    func noFolder() throws {
        let ending = try ctl("check", "-c", "/nowhere")
        #expect(ending.status == 1)
        #expect(ending.out.contains("/nowhere: error: "))
        #expect(try ctl("plan", "-c", "/nowhere").status == 1)
    }

    @Test("the plan of a unit for June is the golden file, with and without its reasons", arguments: [false, true])
    func plans(explained: Bool) throws {
        let arguments = [
            "plan", "-c", Repository.file("Config"), "--from", "2017-05-25", "--to", "2017-07-05", "--unit", "市发改委",
        ]
        let ending = try run(arguments + (explained ? ["--explain"] : []))
        #expect(ending.status == 0)
        let text = try withoutSettingsLines(ending.out)
        #expect((text != ending.out) == explained)
        try expectGolden(text, "Tests/deadlinectlTests/Golden/plan\(explained ? "-explained" : "").txt")
    }

    @Test("plan's rows as JSON have the documented fields")
    func plansJSON() throws {
        let ending = try ctl(
            "plan", "-c", Repository.file("Config"), "--from", "2017-05-31", "--to", "2017-05-31", "--unit", "fgw",
            "--json")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.out.utf8)) as? [[String: Any]])
        let fields = Set(rows.flatMap(\.keys))
        #expect(!rows.isEmpty)
        #expect(
            fields.isSuperset(of: ["at", "list", "milestone", "unit", "stage", "deadline", "channel", "to", "rule"]))
        #expect(rows.allSatisfy { $0["at"] as? String == "2017-05-31T09:00:00+08:00" })
    }

    @Test("a unit that nobody knows is named with the likely one")
    func unknownUnit() throws {
        let ending = try ctl("plan", "-c", Repository.file("Config"), "--unit", "市发改位")
        #expect(ending.err == "error: there is no unit '市发改位' in units.yaml\nhint: did you mean '市发改委'?\n")
        #expect(ending.status == 1)
    }

    // MARK: -

    /// The settings' line numbers change with every comment that is written there: each is held to the key that stands
    /// on it, and left out.
    private func withoutSettingsLines(_ text: String) throws -> String {
        let settings = try Repository.text("Config/deadlined.yaml").split(
            separator: "\n", omittingEmptySubsequences: false)
        for match in text.matches(of: /deadlined\.yaml:(\d+)/) {
            let number = try #require(Int(match.1))
            let key = settings[number - 1].prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
            let keys = [
                "ahead", "report_ahead", "recurring_ahead", "due", "overdue", "statement", "at", "off_days", "channels",
            ]
            #expect(keys.contains(key))
        }
        // A rule is named by its key.
        for match in text.matches(of: /(?:rule|hour|moved|over) +(\w+) .*?, deadlined\.yaml:(\d+)/) {
            let number = try #require(Int(match.2))
            #expect(settings[number - 1].contains("\(match.1):"))
        }
        return text.replacing(/deadlined\.yaml:\d+/, with: "deadlined.yaml:LINE")
    }

    private func ctl(_ arguments: String..., input: Data? = nil) throws -> BuiltProduct.Ending {
        try run(arguments, input: input)
    }

    private func run(_ arguments: [String], input: Data? = nil) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: arguments, input: input, environment: ["COLUMNS": "80"])
    }

    private func copyOfConfig() throws -> URL {
        let folder = TemporaryFolder.url.appendingPathComponent("config")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: Repository.file("Config")), to: folder)
        return folder
    }

    private func change(_ name: String, in folder: URL, _ edit: (String) -> String) throws {
        let file = folder.appendingPathComponent(name)
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = edit(text)
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
    }
}
