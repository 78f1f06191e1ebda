import Foundation
import TestSupport
import Testing

/// A start that cannot be: a clear error, every problem at once, and an exit code for systemd.
@Suite("bad input at the start", .temporaryFolder)
struct BadStartTests {
    /// One mistake in the shipped configuration, and what must be said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: String
        var old: String
        var new: String
        /// `file:line:` where it has a place.
        var says: [String]
    }

    static let mistakes: [Mistake] = [
        Mistake(
            testDescription: "an unknown key, with the likely one", file: "deadlined.yaml", old: "  phone:",
            new: "  phones:", says: ["deadlined.yaml:3:3: ", "phones", "'phone'"]),
        Mistake(
            testDescription: "a zone that does not exist", file: "deadlined.yaml", old: "  phone:",
            new: "  zone: Asia/Huzhou\n  phone:", says: ["deadlined.yaml:3:9: ", "Asia/Huzhou"]),
        Mistake(
            testDescription: "a full-width colon, with the corrected line", file: "deadlined.yaml",
            old: "  name: 市政府督查室", new: "  name:市政府督查室", says: ["deadlined.yaml:2:", "name: 市政府督查室"]),
        Mistake(
            testDescription: "a tab", file: "deadlined.yaml", old: "  name:", new: "\tname:",
            says: ["deadlined.yaml:2:1: ", "tab"]),
        Mistake(
            testDescription: "a deadline that does not exist", file: "worklists/huzhou-2017.yaml",
            old: "deadline: 2017-06-30   # 周五\n            deadline_phrase: 6月底前\n            requirement: 逐项制订",
            new: "deadline: 2017-06-31\n            deadline_phrase: 6月底前\n            requirement: 逐项制订",
            says: ["worklists/huzhou-2017.yaml:983:23: ", "2017-06-31"]),
        Mistake(
            testDescription: "a duplicate milestone", file: "worklists/huzhou-2017.yaml", old: "- id: \"11.1.2\"",
            new: "- id: \"11.1.1\"", says: ["worklists/huzhou-2017.yaml:987:", "11.1.1"]),
        Mistake(
            testDescription: "a unit nobody knows, with the likely one", file: "worklists/huzhou-2017.yaml",
            old: "太湖度假区管委会, 市发改委, 市经信委", new: "太湖度假区管委会, 市发改会, 市经信委",
            says: ["worklists/huzhou-2017.yaml:106:", "市发改会", "市发改委"]),
        Mistake(
            testDescription: "a duplicate unit", file: "units.yaml", old: "- id: nanxun", new: "- id: wuxing",
            says: ["units.yaml:", "wuxing"]),
        Mistake(
            testDescription: "an address with a control character", file: "units.yaml",
            old: "mail: wuxing@huzhou.example", new: #"mail: "wuxing@huzhou.example\nBcc: a@b.example""#,
            says: ["units.yaml:21:", "control character"]),
        Mistake(
            testDescription: "a calendar that is no calendar", file: "calendars/cn/2017.json", old: "\"year\"",
            new: "\"yaer\"", says: ["calendars/cn/2017.json:"]),
        Mistake(
            testDescription: "a template with a name that does not exist", file: "templates/zh/foot.html.mustache",
            old: "{{phone}}", new: "{{fone}}", says: ["templates/zh/foot.html.mustache:", "fone"]),
    ]

    @Test("is said with file, line and column, and nothing is started", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        let site = try Site.local()
        try site.edit(mistake.file, replacing: mistake.old, with: mistake.new)
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 78)
        for part in mistake.says { #expect(ending.err.contains(part)) }
        #expect(ending.err.contains("nothing was started"))
        #expect(ending.out.isEmpty)
    }

    @Test("every problem of every file is said at once")
    func allAtOnce() async throws {
        let site = try Site.local()
        for mistake in Self.mistakes where ["deadlined.yaml:3:3: ", "units.yaml:21:"].contains(mistake.says[0]) {
            try site.edit(mistake.file, replacing: mistake.old, with: mistake.new)
        }
        try site.edit("worklists/huzhou-2017.yaml", replacing: "- id: \"11.1.2\"", with: "- id: \"11.1.1\"")
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 78)
        for part in ["deadlined.yaml:3:3: ", "units.yaml:21:", "worklists/huzhou-2017.yaml:987:"] {
            #expect(ending.err.contains(part))
        }
    }

    @Test("a missing file is named", arguments: ["deadlined.yaml", "units.yaml"])
    func missing(name: String) async throws {
        let site = try Site.local()
        try FileManager.default.removeItem(atPath: site.config + "/" + name)
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 78)
        #expect(ending.err.contains(name))
    }

    @Test("a secret that others can read is refused, and not shown")
    func openSecret() async throws {
        let receiver = try WebhookReceiver.start()
        let site = try receiver.site()
        chmod(receiver.folder.path + "/secret", 0o644)
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 78)
        #expect(ending.err.contains("others can read it (mode 0644)"))
        #expect(ending.err.contains("chmod 600"))
        #expect(!ending.err.contains(receiver.secret))
    }

    @Test("a second daemon on the same state directory says which process holds it")
    func second() async throws {
        let site = try Site.local()
        let first = try await RunningDaemon.start(site)
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 75)
        #expect(ending.err.contains("another deadlined (process \(first.pid)) uses this state directory"))
        #expect(try await first.standing().pid == first.pid, "the first one was disturbed")
        #expect(try await first.stop() == 0)
    }

    @Test("a control socket at which another daemon answers is left to it")
    func busySocket() async throws {
        let socket = TemporaryFolder.url.appendingPathComponent("one.sock").path
        let site = try Site.local(extra: "control:\n  socket: \(socket)")
        let first = try await RunningDaemon.start(site, socket: socket)
        let ending = try RunningDaemon.refusal(site, state: site.state + "-of-another")
        #expect(ending.status == 75)
        #expect(ending.err.contains("the control socket is in use"))
        #expect(try await first.standing().pid == first.pid, "it took the first one's socket away")
        #expect(try await first.stop() == 0)
    }

    @Test("a control socket that cannot be is said before anything begins")
    func impossibleSocket() async throws {
        let folder = TemporaryFolder.url.path
        let places = [
            "\(folder)/nowhere/control.sock": "No such file or directory",
            "\(folder)/config/units.yaml": "no socket stands there",
        ]
        for (socket, reason) in places {
            let site = try Site.local(extra: "control:\n  socket: \(socket)")
            let ending = try RunningDaemon.refusal(site)
            #expect(ending.status == 78)
            #expect(ending.err.contains(reason))
            #expect(ending.err.contains("hint"))
            #expect(FileManager.default.fileExists(atPath: site.config + "/units.yaml"))
            #expect(!FileManager.default.fileExists(atPath: site.state + "/adopted"), "kept as a good one")
            try FileManager.default.removeItem(atPath: site.config)
        }
        let long = try RunningDaemon.refusal(
            try Site.local(), state: "\(folder)/\(String(repeating: "x", count: 100))")
        #expect(long.status == 78)
        #expect(long.err.contains("over 107 bytes") && long.err.contains("hint"))
    }

    @Test("a state directory from a newer version is left alone")
    func newerVersion() async throws {
        let site = try Site.local()
        try await RunningDaemon.start(site).stop()
        let ledger = site.state + "/ledger.sqlite"
        try sqlite(ledger, "PRAGMA user_version = 99")
        let before = FileManager.default.contents(atPath: ledger)
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 75)
        #expect(ending.err.contains("newer version"))
        #expect(FileManager.default.contents(atPath: ledger) == before)
    }

    @Test("a ledger that is none is not overwritten")
    func damaged() async throws {
        let site = try Site.local()
        try FileManager.default.createDirectory(atPath: site.state, withIntermediateDirectories: true)
        let noise = Data("this was never a database, and somebody may want it back\n".utf8)
        try noise.write(to: URL(fileURLWithPath: site.state + "/ledger.sqlite"))
        let ending = try RunningDaemon.refusal(site)
        #expect(ending.status == 75)
        #expect(FileManager.default.contents(atPath: site.state + "/ledger.sqlite") == noise)
    }

    @Test("a missing calendar year is told as long as slots depend on it")
    func missingCalendar() async throws {
        let site = try Site.local()
        try FileManager.default.removeItem(atPath: site.config + "/calendars/cn/2017.json")
        let daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-04-05T10:00:00+08:00"))
        try await daemon.accept()
        #expect(try await daemon.standing().alarms.contains { $0.contains("2017") })
        #expect(try await daemon.stop() == 0)
    }

    private func sqlite(_ path: String, _ statement: String) throws {
        let script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute(sys.argv[2])"
        let run = try BuiltProduct.run("/usr/bin/python3", arguments: ["-c", script, path, statement])
        try #require(run.status == 0, "\(run.err)")
    }
}
