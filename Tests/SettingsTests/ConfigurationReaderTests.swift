import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import Settings

/// `sha256sum` of the example's list.
private let exampleListHash = "2f3dc08888987507ea9ad15b89a94930528926feaa9fef6e1b7d5c792e90bb4a"

@Suite("The configuration")
struct ConfigurationReaderTests {
    private func configuration(_ files: ConfigurationFiles = Example.files) throws -> Configuration {
        let (configuration, problems) = ConfigurationReader.read(files)
        return try #require(configuration, "\(problems)")
    }

    static func obligation(_ list: String, _ number: String, _ unit: UnitID) -> Obligation {
        Obligation(
            id: ObligationID(list: list, milestone: number, unit: unit), kind: .milestone, deadline: .last,
            number: number, requirement: "", work: (3, ""))
    }

    @Test("values stand with the line that gave them, defaults without one")
    func origins() throws {
        let table = try configuration().inputs.policies
        func policy(_ list: String, _ number: String, _ unit: UnitID) -> Policy {
            table.policy(of: Self.obligation(list, number, unit))
        }
        let demo = policy("demo", "1.1.1", "fgw")
        #expect(demo.ahead == Sourced([.workdays(10)], at: Origin(file: "deadlined.yaml", line: 32)))
        #expect(demo.at == Sourced(try #require(TimeOfDay("08:30")), at: Origin(file: "deadlined.yaml", line: 36)))
        #expect(demo.due == Sourced(false, at: Origin(file: "deadlined.yaml", line: 40)))
        #expect(demo.reportAhead.origin == .builtIn)
        let other = policy("other", "1", "jxw")
        #expect(other.ahead.value == [.days(30), .workdays(10)])
        #expect(other.overdue.value == [.workdays(3)])
        #expect(other.due.value)
    }

    @Test("channels come with their defaults")
    func channels() throws {
        let configuration = try configuration()
        #expect(configuration.channels.map(\.name) == ["maildir", "mail", "board"])
        #expect(
            configuration.channels[1].kind
                == .smtp(
                    SMTPSettings(
                        host: "mail.huzhou.example", port: 587, security: .starttls,
                        login: SMTPSettings.Login(user: "deadlined", password: .file("/etc/deadlined/secrets/mail")),
                        from: Mailbox(address: "ducha@huzhou.example"))))
        #expect(
            configuration.channels[0].kind
                == .maildir(
                    MaildirSettings(
                        path: "maildir", from: Mailbox(name: "市政府督查室", address: "ducha@huzhou.example"),
                        messageIDDomain: "huzhou.example")))
        #expect(configuration.inputs.channels["mail"]?.limit == 4)
        #expect(configuration.inputs.channels["board"]?.addressing == .unit)
        #expect(
            configuration.secretFiles.map(\.value) == ["/etc/deadlined/secrets/mail", "/etc/deadlined/secrets/board"])
        #expect(configuration.secretFiles.map(\.origin.line) == [15, 20])
    }

    @Test(
        "the port follows from the security",
        arguments: [("starttls", 587), ("tls", 465), ("none", 25)])
    func ports(_ security: String, _ port: Int) throws {
        var files = Example.files
        files.settings.text.replace("host: mail.huzhou.example", with: "host: 127.0.0.1\n    security: \(security)")
        guard case .smtp(let smtp) = try configuration(files).channels[1].kind else {
            Issue.record("the channel is not smtp")
            return
        }
        #expect(smtp.port == port)
    }

    @Test("a channel's patience is its kind's own, unless something else is written")
    func patience() throws {
        let standard = try configuration().inputs.channels
        #expect(standard["mail"]?.backOff == .mail && standard["mail"]?.rates == [])
        #expect(standard["board"]?.backOff == .webhooks)
        var files = Example.files
        files.settings.text.replace(
            "    secret_file:",
            with: "    retry: {after: [5s, 1h], hold: 2m}\n    rate: [100/1m, 5/1s]\n    secret_file:")
        files.settings.text.replace(
            "    host:", with: "    retry: {give_up: 2d}\n    rate: 20/90s\n    host:")
        let channels = try configuration(files).inputs.channels
        #expect(channels["board"]?.backOff == BackOff(steps: [5, 3600], patience: 3605, holds: [120]))
        #expect(channels["board"]?.rates == [RateLimit(count: 100, seconds: 60), RateLimit(count: 5, seconds: 1)])
        #expect(channels["mail"]?.backOff == BackOff(steps: BackOff.mail.steps, patience: 2 * 86400))
        #expect(channels["mail"]?.rates == [RateLimit(count: 20, seconds: 90)])
    }

    @Test("a mail channel takes its login's manner, its least TLS, its source and its bounces")
    func mail() throws {
        var files = Example.files
        files.settings.text.replace(
            "host: mail.huzhou.example",
            with: """
                host: mail.huzhou.example
                    auth: xoauth2
                    min_tls: 1.3
                    source_address: eth0
                    bounce_address: bounces@huzhou.example
                    bounce_per_delivery: yes
                """)
        guard case .smtp(let smtp) = try configuration(files).channels[1].kind else {
            Issue.record("the channel is not smtp")
            return
        }
        #expect(smtp.login?.mechanism == .xoauth2)
        #expect(smtp.minTLS == .tls13)
        #expect(smtp.sourceAddress == SourceAddress("eth0"))
        #expect(smtp.bounces == BounceAddress("bounces@huzhou.example", isPerDelivery: true))
    }

    @Test("a group robot comes with its platform's limits, and its url stands elsewhere")
    func robots() throws {
        #expect(ChatUserID.platforms == RobotSettings.Platform.allCases.map(\.rawValue))
        var files = Example.files
        files.settings.text.replace(
            "  board:\n",
            with: """
                  wecom-group: {kind: wecom, url_file: /secrets/wecom}
                  dingtalk-group: {kind: dingtalk, url_credential: ding, secret_file: /secrets/ding, mention: no}
                  feishu-group: {kind: feishu, url_file: /secrets/feishu, timeout: 5, rate: 2/10s, content: count}
                  lark-group: {kind: lark, url_file: /secrets/lark, secret_credential: sign, ca_file: /ca.pem}
                  board:

                """)
        let configuration = try configuration(files)
        let robots = configuration.channels.compactMap { channel in
            if case .robot(let robot) = channel.kind { robot } else { nil }
        }
        #expect(
            robots == [
                RobotSettings(platform: .wecom, address: .file("/secrets/wecom")),
                RobotSettings(
                    platform: .dingtalk, address: .credential("ding"), signingSecret: .file("/secrets/ding"),
                    mentions: false),
                RobotSettings(platform: .feishu, address: .file("/secrets/feishu"), timeout: 5),
                RobotSettings(
                    platform: .lark, address: .file("/secrets/lark"), signingSecret: .credential("sign"),
                    caFile: "/ca.pem"),
            ])
        let channels = configuration.inputs.channels
        #expect(channels["wecom-group"]?.rates == [RateLimit(count: 20, seconds: 60)])
        #expect(
            channels["lark-group"]?.rates == [RateLimit(count: 100, seconds: 60), RateLimit(count: 5, seconds: 1)])
        #expect(channels["feishu-group"]?.rates == [RateLimit(count: 2, seconds: 10)])
        #expect(channels["feishu-group"]?.addressing == .room)
        #expect(channels["feishu-group"]?.backOff == .webhooks)
        #expect(
            configuration.secretFiles.map(\.value).filter { $0.hasPrefix("/secrets/") } == [
                "/secrets/wecom", "/secrets/ding", "/secrets/feishu", "/secrets/lark",
            ])
    }

    @Test(
        "a robot's url is one https url, or http to this machine, and no fault repeats it",
        arguments: [
            ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=HUSH", nil),
            ("\n  https://open.feishu.cn/open-apis/bot/v2/hook/HUSH \r\n", nil),
            ("http://127.0.0.1:8080/send?key=HUSH", nil),
            ("http://localhost/HUSH", nil),
            ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=HUSH", "in the clear"),
            ("https://a.example/HUSH\nhttps://b.example/HUSH", "more than one word"),
            ("https://a.example/HU SH", "more than one word"),
            ("HUSH", "not a URL"), ("", "not a URL"), ("ftp://a.example/HUSH", "not a URL"),
            ("https://user:HUSH@a.example/", "not a URL"), ("https://a.example:HUSH/", "not a URL"),
            ("https://a.example/#HUSH", "not a URL"), ("https://群.example/HUSH", "not a URL"),
        ] as [(String, String?)])
    func robotAddresses(_ text: String, _ problem: String?) {
        do {
            let address = try RobotAddress(Array(text.utf8))
            #expect(problem == nil)
            #expect(address.url.hasPrefix("http") && address.url.hasSuffix("HUSH"))
            #expect(!"\(address)".contains("HUSH") && !String(reflecting: address).contains("HUSH"))
        } catch {
            #expect(problem.map { error.problem.contains($0) } == true, "\(error)")
            #expect(!"\(error)".contains("HUSH"))
        }
    }

    @Test("a contact of the office may have user ids of the robots' platforms")
    func officeUserIDs() throws {
        var files = Example.files
        files.settings.text.replace(
            "      mail: ducha@huzhou.example",
            with: "      mail: ducha@huzhou.example\n      user_ids: {wecom: ducha, dingtalk: 0123}")
        #expect(try configuration(files).inputs.office.contacts[0].userIDs == ["wecom": "ducha", "dingtalk": "0123"])
    }

    @Test("the office's channels are those of the reminders unless it has its own")
    func office() throws {
        #expect(try configuration().inputs.office.channels == ["maildir", "mail"])
        var files = Example.files
        files.settings.text.replace("  phone:", with: "  channels: [board]\n  phone:")
        #expect(try configuration(files).inputs.office.channels == ["board"])
    }

    @Test("a digest goes to the office on the next working day, with everything, unless it says otherwise")
    func digest() throws {
        let weekly = try #require(try configuration().inputs.digests.first)
        #expect(weekly == Digest(name: "weekly", schedule: DigestSchedule(try CalendarExpression("Mon *-*-* 09:00"))))
        #expect(weekly.schedule.offDays == .next && weekly.form.audience == .office && weekly.form.language == nil)
        #expect(weekly.form.sections == Set(DigestSection.allCases))
    }

    @Test("a digest may have a schedule, an audience, a language and contents of its own")
    func ownDigest() throws {
        var files = Example.files
        files.settings.text.replace(
            "    schedule: Mon *-*-* 09:00\n",
            with: """
                    schedule: Mon..Fri *-*~01 16:30
                    off_days: previous
                    audience: units
                    language: en
                    contents: [deadlines, overdue]

                """)
        let configuration = try configuration(files)
        let digest = try #require(configuration.inputs.digests.first)
        #expect(digest.schedule.events.description == "Mon..Fri *-*~01 16:30:00")
        #expect(digest.schedule.offDays == .previous)
        #expect(digest.form == DigestForm(audience: .units, language: .en, sections: [.deadlines, .overdue]))
        #expect(configuration.languages == [.zh, .en])
    }

    @Test("a digest for units has everything but what is the office's alone")
    func unitsDigest() throws {
        var files = Example.files
        files.settings.text.replace("    schedule:", with: "    audience: units\n    schedule:")
        let sections = try #require(try configuration(files).inputs.digests.first).form.sections
        #expect(sections == Set(DigestSection.allCases).subtracting(DigestSection.ofOffice))
    }

    @Test("a list's hash is that of its file's bytes, as sha256sum shows it")
    func hash() throws {
        var files = Example.files
        let first = try configuration(files).listHashes["demo"]
        #expect(first == exampleListHash)
        files.lists[0].text += "# a remark\n"
        #expect(try configuration(files).listHashes["demo"] != first)
    }

    @Test("the control socket stands in the runtime directory, else in the state directory, unless it is named")
    func socket() {
        let control = ControlSettings()
        #expect(control.path(state: "/s", runtime: "/run/a:/run/b") == "/run/a/control.sock")
        #expect(control.path(state: "/s", runtime: nil) == "/s/control.sock")
        #expect(control.path(state: "/s", runtime: "") == "/s/control.sock")
        #expect(ControlSettings(socket: "/x").path(state: "/s", runtime: "/run/a") == "/x")
        #expect(control.mode == 0o660)
    }

    @Test("with a second list of the same id, the second file is at fault")
    func sameID() {
        var files = Example.files
        files.lists.append(NamedText(name: "worklists/other.yaml", text: "# copied\n" + Example.list))
        let (configuration, problems) = ConfigurationReader.read(files)
        #expect(configuration == nil)
        #expect(
            problems.map(\.description) == [
                """
                worklists/other.yaml:2:1: error: the list id 'demo' is that of worklists/demo.yaml too
                hint: each list has an id of its own; keep that of a list that was accepted
                """
            ])
    }

    @Test("a list in JSON with the id of one in YAML is at fault, at its id")
    func sameIDInJSON() throws {
        var files = Example.files
        let list = try #require(WorkListReader.read(Example.list, file: "demo.yaml").0)
        files.lists.append(NamedText(name: "worklists/other.json", text: WorkListJSON.text(list)))
        let (configuration, problems) = ConfigurationReader.read(files)
        #expect(configuration == nil)
        #expect(
            problems.map(\.description) == [
                """
                worklists/other.json:2:2: error: the list id 'demo' is that of worklists/demo.yaml too
                hint: each list has an id of its own; keep that of a list that was accepted
                """
            ])
    }

    @Test("a list in JSON is named with or without its ending", arguments: ["other", "other.json"])
    func chosenJSON(_ name: String) throws {
        var files = Example.files
        let list = try #require(WorkListReader.read(Example.list, file: "demo.yaml").0)
        files.lists.append(NamedText(name: "worklists/other.json", text: WorkListJSON.text(list)))
        files.settings.text = "worklists: [\(name)]\n" + files.settings.text
        let (configuration, problems) = ConfigurationReader.read(files)
        #expect(configuration?.inputs.lists.map(\.withoutLines) == [list.withoutLines])
        #expect(problems.map(\.file) == ["worklists/demo.yaml"])
    }

    @Test("lists that are not named are not read, and it is noted")
    func chosen() throws {
        var files = Example.files
        files.lists.append(NamedText(name: "worklists/other.yaml", text: "nonsense"))
        files.settings.text = "worklists: [demo.yaml]\n" + files.settings.text
        let (configuration, problems) = ConfigurationReader.read(files)
        #expect(configuration?.inputs.lists.map(\.id) == ["demo"])
        #expect(problems.map(\.severity) == [.note])
    }

    @Test("a policy for a list that could not be read is not called unknown")
    func unread() {
        var files = Example.files
        files.lists[0].text.replace("year: 2027", with: "year: x")
        let (_, problems) = ConfigurationReader.read(files)
        #expect(problems.allSatisfy { $0.file == "worklists/demo.yaml" })
        #expect(problems.hasErrors)
    }

    @Test(
        "a missing calendar is a note until the year's holidays are out, then a warning",
        arguments: [
            (nil, 2027, Problem.Severity.warning), (nil, 2028, .note),
            ("2026-11-30", 2027, .note), ("2026-12-01", 2027, .warning),
            ("2027-11-30", 2028, .note), ("2027-12-01", 2028, .warning),
        ] as [(String?, Int, Problem.Severity)])
    func calendars(_ today: String?, _ year: Int, _ severity: Problem.Severity) throws {
        var files = Example.files
        files.calendars.removeAll { $0.name.contains("\(year)") }
        let (configuration, problems) = ConfigurationReader.read(files, today: today.flatMap { CivilDate(iso: $0) })
        #expect(configuration != nil)
        #expect(problems.map(\.severity) == [severity])
        #expect(problems.first?.file == "calendars/cn/\(year).json")
    }

    @Test("a digest whose schedule is over is warned of")
    func scheduleIsOver() throws {
        var files = Example.files
        files.settings.text.replace("schedule: Mon *-*-*", with: "schedule: 2027-*-*")
        #expect(ConfigurationReader.read(files, today: CivilDate(iso: "2027-12-31")).1.isEmpty)
        let problems = ConfigurationReader.read(files, today: CivilDate(iso: "2028-01-01")).1
        #expect(problems.contains { $0.severity == .warning && $0.message.contains("no day after today") })
    }

    @Test("one with errors is none, one with warnings is one")
    func severities() {
        var files = Example.files
        files.settings.text.replace("mode: 0660", with: "mode: 0666")
        #expect(ConfigurationReader.read(files).0 != nil)
        files.settings.text.replace("mode: 0666", with: "mode: 0999")
        #expect(ConfigurationReader.read(files).0 == nil)
    }

    @Test("two readings of the same files are equal")
    func equal() throws {
        #expect(try configuration() == configuration())
    }
}
