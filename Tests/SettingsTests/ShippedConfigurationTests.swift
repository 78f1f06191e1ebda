import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import Settings

@Suite("What is shipped")
struct ShippedConfigurationTests {
    private func files() throws -> ConfigurationFiles {
        func text(_ name: String) throws -> NamedText {
            NamedText(name: name, text: try Repository.text("Config/" + name))
        }
        return ConfigurationFiles(
            settings: try text("deadlined.yaml"), units: try text("units.yaml"),
            lists: [try text("worklists/huzhou-2017.yaml")],
            calendars: try (2017...2026).map { try text("calendars/cn/\($0).json") })
    }

    @Test("the shipped configuration has no error and no warning, and needs no server")
    func shipped() throws {
        let (read, problems) = ConfigurationReader.read(try files())
        #expect(problems.filter { $0.severity > .note }.map(\.description) == [])
        let configuration = try #require(read)
        #expect(configuration.channels.map(\.name) == ["maildir"])
        #expect(configuration.inputs.lists.map(\.id) == ["huzhou-2017"])
        #expect(configuration.inputs.office.contacts.allSatisfy { $0.mail?.hasSuffix("@huzhou.example") ?? false })
        let weekly = Digest(name: "weekly", schedule: DigestSchedule(try CalendarExpression("Mon *-*-* 09:00")))
        #expect(configuration.inputs.digests == [weekly])
    }

    @Test("what the shipped settings write out is the default, as they say")
    func defaults() throws {
        let configuration = try #require(ConfigurationReader.read(try files()).0)
        let policy = configuration.inputs.policies.policy(
            of: ConfigurationReaderTests.obligation("huzhou-2017", "3.1.2", "fgw"))
        let builtIn = Policy()
        #expect(policy.ahead.value == builtIn.ahead.value)
        #expect(policy.reportAhead.value == builtIn.reportAhead.value)
        #expect(policy.recurringAhead.value == builtIn.recurringAhead.value)
        #expect(policy.due.value == builtIn.due.value)
        #expect(policy.overdue.value == builtIn.overdue.value)
        #expect(policy.statement.value == builtIn.statement.value)
        #expect(policy.at.value == builtIn.at.value)
        #expect(policy.offDays.value == builtIn.offDays.value)
        #expect(policy.quiet.value == builtIn.quiet.value)
        #expect(policy.late.value == builtIn.late.value)
        #expect(policy.channels.value == builtIn.channels.value)
        #expect(configuration.inputs.hours == WorkingHours())
        #expect(configuration.inputs.colours == ColourThresholds())
        #expect(configuration.control == ControlSettings())
        #expect(configuration.language == .zh)
    }

    @Test("every example in the shipped settings reads when it is uncommented, with the values it shows")
    func examples() throws {
        var files = try files()
        files.settings.text = uncommented(files.settings.text)
        let (read, problems) = ConfigurationReader.read(files)
        #expect(problems.filter { $0.severity > .note }.map(\.description) == [])
        let configuration = try #require(read)
        #expect(configuration.channels.map(\.name) == ["maildir", "mail", "board", "group"])
        guard case .smtp(let smtp) = configuration.channels[1].kind,
            case .webhook(let webhook) = configuration.channels[2].kind,
            case .robot(let robot) = configuration.channels[3].kind
        else {
            Issue.record("the examples are of other kinds")
            return
        }
        #expect(smtp.login?.password == .file("/etc/deadlined/secrets/mail"))
        #expect(smtp.login?.mechanism == .plain)
        #expect(smtp.minTLS == .tls12)
        #expect(smtp.sourceAddress?.text == "192.0.2.25")
        #expect(smtp.bounces == BounceAddress("bounces@huzhou.example"))
        #expect(webhook.secrets == [.file("/etc/deadlined/secrets/board")])
        #expect(configuration.channels[2].content == .titles)
        #expect(robot.platform == .dingtalk && robot.mentions)
        #expect(robot.address == .file("/etc/deadlined/secrets/group"))
        #expect(robot.signingSecret == .file("/etc/deadlined/secrets/group-sign"))
        let policies = configuration.inputs.policies
        #expect(policies.lists.keys.sorted() == ["huzhou-2017"])
        #expect(policies.milestones.keys.sorted() == ["huzhou-2017:3.1.2"])
        #expect(policies.units.keys.sorted() == ["fgw"])
        #expect(policies.works["huzhou-2017:3"]?.ahead?.value == [.weeks(2), .workdays(3)])
        let week = try #require(CivilDate(iso: "2017-08-07"))
        let quiet = QuietDays(weekdays: [.friday], spans: [week...week.adding(days: 4)])
        #expect(policies.units["fgw"]?.quiet?.value == quiet)
        #expect(configuration.control.socket == "/run/deadlined/control.sock")
    }

    /// A `#` right before a key goes; before a space it begins a remark and stays.
    private func uncommented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let mark = line.firstIndex(of: "#"), line[..<mark].allSatisfy({ $0 == " " }),
                let next = line[line.index(after: mark)...].first, next != " "
            else { return String(line) }
            return String(line[..<mark] + line[line.index(after: mark)...])
        }.joined(separator: "\n")
    }
}

extension String {
    /// The first `old` becomes `new`.
    mutating func replace(_ old: String, with new: String) {
        guard let range = firstRange(of: old) else { return }
        replaceSubrange(range, with: new)
    }
}
