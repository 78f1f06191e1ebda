import Foundation
import Settings
import TestSupport
import Testing
import WorkLists

@testable import Control

@Suite("The configuration folder", .temporaryFolder)
struct ConfigurationFolderTests {
    private var path: String { TemporaryFolder.url.path }

    private func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    private func write(_ name: String, _ data: Data) throws {
        let url = TemporaryFolder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    private func read(_ whileReading: (String) -> Void = { _ in }) -> (ConfigurationFiles?, [Problem]) {
        ConfigurationFolder.read(path, settling: 0, whileReading: whileReading)
    }

    private func prepare() throws {
        try write("deadlined.yaml", "settings")
        try write("units.yaml", "units")
    }

    @Test("each file goes to its place, in order, and hidden ones are passed over")
    func layout() throws {
        try prepare()
        try write("worklists/b.yaml", "b")
        try write("worklists/c.json", "c")
        try write("worklists/a.yaml", "a")
        try write("worklists/.a.yaml.swp", "x")
        try write("worklists/a.yaml~", "x")
        try write("worklists/notice.txt", "x")
        try write("calendars/cn/2017.json", "2017")
        try write("calendars/README.md", "x")
        try write("templates/zh/due.mustache", "due")
        let (files, problems) = read()
        #expect(problems == [])
        #expect(
            files
                == ConfigurationFiles(
                    settings: NamedText(name: "deadlined.yaml", text: "settings"),
                    units: NamedText(name: "units.yaml", text: "units"),
                    lists: [
                        NamedText(name: "worklists/a.yaml", text: "a"), NamedText(name: "worklists/b.yaml", text: "b"),
                        NamedText(name: "worklists/c.json", text: "c"),
                    ],
                    calendars: [NamedText(name: "calendars/cn/2017.json", text: "2017")],
                    templates: [NamedText(name: "templates/zh/due.mustache", text: "due")]))
    }

    @Test("what is missing is named, all of it")
    func missing() {
        let (files, problems) = read()
        #expect(files == nil)
        #expect(problems.map(\.file) == ["deadlined.yaml", "units.yaml"])
        #expect(problems.allSatisfy { $0.message == "the file is missing" })
    }

    @Test("a folder that is not there, and a file in its place")
    func noFolder() throws {
        let (none, problems) = ConfigurationFolder.read(path + "/nowhere")
        #expect(none == nil)
        #expect(problems.map(\.message) == ["there is no such folder"])
        try write("file", "x")
        #expect(ConfigurationFolder.read(path + "/file").1.map(\.message) == ["is not a folder"])
    }

    @Test("a list with another ending is warned of, not dropped in silence")
    func ending() throws {
        try prepare()
        try write("worklists/a.yml", "a")
        try write("worklists/b.JSON", "b")
        let (files, problems) = read()
        #expect(files?.lists == [])
        #expect(
            problems.map(\.description) == [
                "worklists/a.yml: warning: the file is not read\nhint: end its name in .yaml",
                "worklists/b.JSON: warning: the file is not read\nhint: end its name in .json",
            ])
    }

    @Test(
        "what is not UTF-8 is named with the place where it stops being so",
        arguments: [
            ([0x61, 0x3A, 0x20, 0x31, 0x0A, 0xE5, 0xB8, 0x82, 0xCA, 0xD0], 2, 2, "the file is not in UTF-8"),
            ([0xCA, 0xD0, 0xD5, 0xFE], 1, 1, "the file is not in UTF-8"),
            ([0xFF, 0xFE, 0x61, 0x00], 1, 1, "the file is in UTF-16, not UTF-8"),
            ([0x61, 0xED, 0xA0, 0x80], 1, 2, "the file is not in UTF-8"),
        ] as [([UInt8], Int, Int, String)])
    func encoding(_ bytes: [UInt8], _ line: Int, _ column: Int, _ message: String) throws {
        try prepare()
        try write("units.yaml", Data(bytes))
        let (files, problems) = read()
        #expect(files == nil)
        #expect(problems.map(\.message) == [message])
        #expect(problems.map(\.line) == [line])
        #expect(problems.map(\.column) == [column])
    }

    @Test("a file over 64 MB is refused by its size, unread")
    func large() throws {
        try prepare()
        try write("worklists/a.yaml", Data(count: ConfigurationFolder.largestFile + 1))
        let (files, problems) = read()
        #expect(files == nil)
        #expect(problems.map(\.file) == ["worklists/a.yaml"])
        #expect(problems.first?.message == "the file has 64 MB, more than the 64 MB that are read")
        try write("worklists/a.yaml", Data(repeating: 0x61, count: ConfigurationFolder.largestFile))
        #expect(read().0 != nil)
    }

    @Test("pipes, folders and links to nowhere are refused, and nothing waits for them")
    func oddFiles() throws {
        try prepare()
        #expect(mkfifo(path + "/units2", 0o600) == 0)
        try FileManager.default.removeItem(atPath: path + "/units.yaml")
        try FileManager.default.createSymbolicLink(atPath: path + "/units.yaml", withDestinationPath: "units2")
        try FileManager.default.createDirectory(atPath: path + "/worklists", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: path + "/worklists/a.yaml", withDestinationPath: "nowhere.yaml")
        let (files, problems) = read()
        #expect(files == nil)
        #expect(problems.map(\.file) == ["units.yaml", "worklists/a.yaml"])
        #expect(problems.first?.message == "is not a plain file")
        #expect(problems.last?.message == "the file cannot be read: no such file or directory")
    }

    @Test("a link to a file elsewhere is followed, a circle of folders ends")
    func links() throws {
        try prepare()
        try write("elsewhere/real.yaml", "list")
        try FileManager.default.createDirectory(atPath: path + "/worklists", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: path + "/worklists/a.yaml", withDestinationPath: "../elsewhere/real.yaml")
        try write("calendars/cn/2017.json", "2017")
        try FileManager.default.createSymbolicLink(atPath: path + "/calendars/cn/loop", withDestinationPath: "..")
        let (files, problems) = read()
        #expect(problems == [])
        #expect(files?.lists.map(\.text) == ["list"])
        #expect(files?.calendars.first?.name == "calendars/cn/2017.json")
    }

    @Test("a file saved while it is read is read again, with all the others")
    func changed() throws {
        try prepare()
        var wasChanged = false
        let (files, problems) = read { name in
            guard name == "units.yaml", !wasChanged else { return }
            wasChanged = true
            // The editor saves both: neither may be taken in its old form with the other's new one.
            try? write("units.yaml", "units, new")
            try? write("deadlined.yaml", "settings, new")
        }
        #expect(problems == [])
        #expect(files?.units.text == "units, new")
        #expect(files?.settings.text == "settings, new")
    }

    @Test("a file replaced by rename is noticed though it has the same size")
    func renamed() throws {
        try prepare()
        var wasChanged = false
        let (files, _) = read { name in
            guard name == "units.yaml", !wasChanged else { return }
            wasChanged = true
            try? write("units.yaml.new", "stinu")
            rename(path + "/units.yaml.new", path + "/units.yaml")
        }
        #expect(files?.units.text == "stinu")
    }

    @Test("a file that keeps changing is a problem, after a bounded number of readings")
    func restless() throws {
        try prepare()
        var readings = 0
        let (files, problems) = read { name in
            guard name == "units.yaml" else { return }
            readings += 1
            try? write("units.yaml", String(repeating: "x", count: readings))
        }
        #expect(files == nil)
        #expect(readings == 5)
        #expect(
            problems.map(\.description) == [
                """
                units.yaml: error: the file changed each time it was read
                hint: save it, wait until whatever writes it is done, and try again
                """
            ])
    }

    @Test("what is shipped is read whole")
    func shipped() {
        let (files, problems) = ConfigurationFolder.read(Repository.file("Config"))
        #expect(problems == [])
        #expect(files?.lists.map(\.name) == ["worklists/huzhou-2017.yaml"])
        #expect(files?.calendars.count == 10)
    }
}

@Suite("Secret files", .temporaryFolder)
struct SecretFileCheckTests {
    private var path: String { TemporaryFolder.url.appendingPathComponent("secret").path }

    @Test(
        "a secret that others can read is named with its mode",
        arguments: [
            (0o600, nil), (0o400, nil), (0o640, "others can read the secret file (mode 0640)"),
            (0o604, "others can read the secret file (mode 0604)"),
            (0o620, "others can read the secret file (mode 0620)"),
        ] as [(Int, String?)])
    func modes(_ mode: Int, _ problem: String?) throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(SecretFileCheck.problem(path) == problem)
    }

    @Test(
        "what keeps every daemon from starting is an error, what may be well elsewhere a warning",
        arguments: [
            (nil, 0o600, .warning),
            ("", 0o600, .error),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", 0o600, nil),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", 0o640, .error),
            ("whsec_too-short\n", 0o600, .error),
        ] as [(String?, Int, Problem.Severity?)])
    func severities(_ secret: String?, _ mode: Int, _ severity: Problem.Severity?) throws {
        if let secret {
            try Data(secret.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        var (files, _) = ConfigurationFolder.read(Repository.file("Config"))
        files?.settings.text = """
            office: {name: 督查室, contacts: [{name: 专员, mail: a@b.example}]}
            channels:
              hook: {kind: webhook, url: "https://b.example/hook", secret_file: "\(path)"}
            reminders: {channels: [hook]}
            """
        let (configuration, _) = ConfigurationReader.read(try #require(files))
        let problems = SecretFileCheck.problems(in: try #require(configuration))
        #expect(problems.map(\.severity) == (severity.map { [$0] } ?? []))
        #expect(!problems.contains { $0.message.contains("whsec_") })
    }

    @Test(
        "a robot's url file holds one https url, or http to this machine, and nothing of it is told",
        arguments: [
            ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=HUSH\n", nil),
            ("http://127.0.0.1:8080/send?key=HUSH", nil),
            ("http://qyapi.weixin.qq.com/send?key=HUSH", "the robot's url: http would send"),
            ("HUSH", "the robot's url: not a URL"),
            ("https://a.example/HUSH https://b.example/HUSH", "the robot's url: more than one word"),
        ] as [(String, String?)])
    func robotAddresses(_ content: String, _ problem: String?) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var (files, _) = ConfigurationFolder.read(Repository.file("Config"))
        files?.settings.text = """
            office: {name: 督查室, contacts: [{name: 专员, mail: a@b.example}]}
            channels:
              group: {kind: wecom, url_file: "\(path)"}
            reminders: {channels: [group]}
            """
        let (configuration, _) = ConfigurationReader.read(try #require(files))
        let problems = SecretFileCheck.problems(in: try #require(configuration))
        #expect(problems.map(\.severity) == (problem == nil ? [] : [.error]))
        if let problem { #expect(problems.first?.message.hasPrefix(problem) == true, "\(problems)") }
        #expect(!problems.contains { $0.description.contains("HUSH") })
    }

    @Test("a secret that is missing, empty or a folder")
    func others() throws {
        #expect(SecretFileCheck.problem(path) == "the secret file cannot be looked at: no such file or directory")
        #expect(SecretFileCheck.problem(TemporaryFolder.url.path) == "the secret is not a plain file")
        #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]))
        #expect(SecretFileCheck.problem(path) == "the secret file is empty")
    }
}
