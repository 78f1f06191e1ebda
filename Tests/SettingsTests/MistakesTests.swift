import Settings
import TestSupport
import Testing
import WorkLists

/// Something a person may get wrong: pieces of the example's text and what stands there instead.
private struct Mistake {
    var name: String
    var file: String
    var edits: [(from: String, to: String)]

    init(_ name: String, in file: String = "deadlined.yaml", _ edits: (from: String, to: String)...) {
        self.name = name
        self.file = file
        self.edits = edits
    }
}

/// A group robot's channel before the others.
private func robot(_ kind: String, _ lines: String...) -> (from: String, to: String) {
    (
        "channels:\n",
        (["channels:", "  group:", "    kind: \(kind)"] + lines.map { "    " + $0 }).joined(separator: "\n") + "\n"
    )
}

private let mistakes: [Mistake] = [
    // Typing
    Mistake("a full-width colon", ("name: 市政府督查室", "name：市政府督查室")),
    Mistake(
        "full-width commas, and two slips more", ("[30d, 10wd]", "[30d，10wd]"), ("at: 09:00", "at: “09:00”"),
        ("  blue: 30d", "\tblue: 30d")),
    Mistake("a full-width space and no space", ("overdue: [3wd]", "overdue:　[3wd]"), ("at: 08:30", "at:08:30")),
    Mistake("a bracket left open", ("ahead: [30d, 10wd]", "ahead: [30d, 10wd")),
    Mistake("indentation out of step", ("  overdue: [3wd]", "   overdue: [3wd]")),
    // Keys
    Mistake(
        "misspelt keys", ("ahead: [30d", "ahed: [30d"), ("schedule:", "schedules:"),
        ("reminders:\n  ahed", "reminder:\n  ahed")),
    Mistake("an unknown key without a likely one", ("  phone:", "  telegraph:")),
    Mistake("keys twice", ("  phone:", "  name: 督查室\n  phone:"), ("colours:", "office: x\ncolours:")),
    Mistake("a channel twice", ("  board:\n", "  mail:\n")),
    Mistake("no office, no channels", (Example.settings, "colours:\n  yellow: 3wd\n")),
    Mistake(
        "no channel, no reminder",
        (Example.settings, "office:\n  name: x\n  contacts:\n    - name: y\nchannels:\nreminders:\ncontrol:\n")),
    Mistake(
        "an office of nothing", ("  name: 市政府督查室\n", ""),
        ("  contacts:\n    - name: 督查专员\n      mail: ducha@huzhou.example\n", "  contacts: []\n")),
    Mistake(
        "a text where keys belong",
        (
            "  name: 市政府督查室\n  phone: 0572-0000000\n  contacts:\n    - name: 督查专员\n      mail: ducha@huzhou.example\n",
            "  督查室\n"
        )),
    Mistake("lists where texts belong", ("at: 09:00", "at: [09:00]"), ("mode: 0660", "mode: {a: b}")),
    Mistake(
        "keys without values", ("phone: 0572-0000000", "phone:"), ("at: 09:00", "at: ~"),
        ("    host: mail.huzhou.example", "    host:")),
    // Values
    Mistake(
        "bad leads", ("[30d, 10wd]", "[30 days, 10wd, 030d, 10wd]"), ("blue: 30d", "blue: -3d"),
        ("ahead: [10wd]", "ahead: [99999d, 0d]")),
    Mistake("an overdue lead of zero", ("overdue: [3wd]", "overdue: [0wd, 3wd]")),
    Mistake("bad times", ("at: 09:00", "at: 9:00"), ("at: 08:30", "at: 24:00"), ("until: 20:00", "until: eight")),
    Mistake("hours that end before they begin", ("until: 20:00", "until: 07:00")),
    Mistake("hours for one list", ("      ahead: [10wd]", "      hours: {from: 07:00, until: 22:00}")),
    Mistake(
        "digests whose names the ledger could not keep apart",
        ("  weekly:\n", "  now:\n    schedule: Fri 16:00\n  now:1:\n    schedule: Fri 16:00\n  a@b:\n")),
    Mistake("a digest as it was written before", ("schedule: Mon *-*-* 09:00", "weekday: friday\n    at: 08:30")),
    Mistake("a digest without a schedule", ("schedule: Mon *-*-* 09:00", "audience: office")),
    Mistake("a schedule's weekday that is none", ("schedule: Mon *-*-* 09:00", "schedule: 周一 09:00")),
    Mistake("a schedule's time of one digit", ("schedule: Mon *-*-* 09:00", "schedule: Mon 9:00")),
    Mistake("a schedule in a zone", ("schedule: Mon *-*-* 09:00", "schedule: Mon 09:00 Asia/Shanghai")),
    Mistake("a schedule that never comes", ("schedule: Mon *-*-* 09:00", "schedule: \"*-02-30 09:00\"")),
    Mistake("a schedule at midnight", ("schedule: Mon *-*-* 09:00", "schedule: weekly")),
    Mistake("a schedule that begins with a star", ("schedule: Mon *-*-* 09:00", "schedule: *-*~01 09:00")),
    Mistake(
        "a digest's choices that are none",
        (
            "schedule: Mon *-*-* 09:00",
            "schedule: daily\n    off_days: never\n    audience: unit\n    language: cn\n    contents: [overdu, pictures, rate, rate]"
        )),
    Mistake("a digest that says nothing", ("schedule: Mon *-*-* 09:00", "schedule: Mon 09:00\n    contents: []")),
    Mistake(
        "units told what is the office's",
        ("schedule: Mon *-*-* 09:00", "schedule: Mon 09:00\n    audience: units\n    contents: [coming, ledger]")),
    Mistake(
        "a digest for leaders that there are none of",
        ("schedule: Mon *-*-* 09:00", "schedule: Mon 09:00\n    audience: leaders")),
    Mistake("a zone that does not exist", ("  phone:", "  zone: Asia/Huzhou\n  phone:")),
    Mistake(
        "neither yes nor no, none of the words", ("due: no", "due: maybe"), ("at: 08:30", "off_days: previos"),
        ("office:", "language: zh-CN\noffice:")),
    Mistake(
        "quiet days that are none: a word, a day that does not exist, a span backwards, of years, the whole week",
        ("at: 08:30", "quiet: [fryday, 2027-02-30, 2027-08-11..2027-08-01, 2027-01-01..2028-12-31, 1..2..3]"),
        ("due: no", "quiet: [monday, tue, 周三, Thursday, fri, 周六, sunday]"), ("ahead: [10wd]", "quiet: 周五")),
    Mistake(
        "rules that contradict each other: an hour outside the hours, nobody reminded, nobody told anything",
        ("at: 08:30", "at: 20:00"), ("due: no", "{ahead: [], due: no}"),
        ("ahead: [10wd]", "{ahead: [], due: no, overdue: [], statement: no}")),
    Mistake("quiet from Monday to Friday", ("at: 08:30", "quiet: [monday, tuesday, wednesday, thursday, friday]")),
    Mistake("a limit of lateness that is none", ("at: 08:30", "late: never")),
    Mistake(
        "key works that are not there",
        (
            "milestones:",
            "works:\n  demo:9: {reminders: {due: no}}\n  demo: {reminders: {due: no}}\n  dema:1: {reminders: {due: no}}\nmilestones:"
        )),
    Mistake("a file mode that is none, one that shuts the daemon out", ("mode: 0660", "mode: 0990")),
    Mistake("a socket for everybody", ("mode: 0660", "mode: 0666")),
    Mistake("a socket without a whole path", ("mode: 0660", "socket: run/control.sock")),
    Mistake(
        "patience that is none",
        (
            "    secret_file:",
            "    retry: {after: [5s, 5 min, 2d], give_up: 40d, hold: [], until: 5d}\n    rate: [20, 0/1m, 5/2h, 9/１m]\n    secret_file:"
        )),
    Mistake(
        "given up before it is tried again",
        ("    from: ducha@huzhou.example", "    retry: {give_up: 2m}\n    from: ducha@huzhou.example")),
    // Contacts
    Mistake(
        "addresses that are none",
        ("      mail: ducha@huzhou.example", "      mail: \"ducha@huzhou.example\\nBcc: x@y.example\""),
        ("from: ducha@huzhou.example", "from: 督查室 ducha@huzhou.example"),
        ("<ducha@huzhou.example>", "<ducha＠huzhou.example>")),
    Mistake(
        "ids under a domain beyond ascii", ("from: ducha@huzhou.example", "from: ducha@湖州.example"),
        ("from: 市政府督查室 <ducha@huzhou.example>", "from: ducha@湖州.example")),
    Mistake("nobody with an address", ("      mail: ducha@huzhou.example\n", "")),
    Mistake(
        "a day that is none",
        ("      mail: ducha@huzhou.example", "      mail: ducha@huzhou.example\n      from: 2027-06-31")),
    // Channels
    Mistake(
        "a channel that is not defined", ("channels: [maildir, mail]", "channels: [maildir, mial]"),
        ("at: 08:30", "channels: [robot]")),
    Mistake(
        "a default channel that is not defined", ("  channels: [maildir, mail]\n", ""),
        ("  maildir:\n    kind", "  post:\n    kind")),
    Mistake("no channel at all for a list", ("ahead: [10wd]", "channels: []")),
    Mistake("a kind that is none, a kind missing", ("kind: smtp", "kind: smpt"), ("    kind: webhook\n", "")),
    Mistake(
        "secrets in the file", ("password_file: /etc/deadlined/secrets/mail", "password: hunter2"),
        ("secret_file: /etc/deadlined/secrets/board", "secret: whsec_aGVsbG8=")),
    Mistake(
        "a secret in place of its file", ("secret_file: /etc/deadlined/secrets/board", "secret_file: whsec_aGVsbG8=")),
    Mistake(
        "a user without a password, secrets missing", ("    password_file: /etc/deadlined/secrets/mail\n", ""),
        ("    secret_file: /etc/deadlined/secrets/board\n", "")),
    Mistake(
        "a port and a count out of range",
        ("host: mail.huzhou.example", "host: mail.huzhou.example\n    port: 70000\n    connections: many")),
    Mistake("a host with its port", ("host: mail.huzhou.example", "host: mail.huzhou.example:587")),
    Mistake("http to another machine", ("https://board.huzhou.example/hook", "http://board.huzhou.example/hook")),
    Mistake(
        "http to another machine, meant",
        ("https://board.huzhou.example/hook", "http://board.huzhou.example/hook\n    verify: no")),
    Mistake("a url with a password", ("https://board.huzhou.example/hook", "https://a:b@board.huzhou.example/hook")),
    Mistake(
        "a url with a control character",
        ("https://board.huzhou.example/hook", "\"https://board.huzhou.example/\\r\\nX: y\"")),
    Mistake("a url in Chinese", ("https://board.huzhou.example/hook", "https://board.huzhou.example/钩")),
    Mistake("a password in the clear", ("host: mail.huzhou.example", "host: mail.huzhou.example\n    security: none")),
    Mistake(
        "mail settings that are none",
        (
            "host: mail.huzhou.example",
            "host: mail.huzhou.example\n    min_tls: 1.1\n    auth: cram-md5\n    source_address: 300.0.2.25\n"
                + "    bounce_per_delivery: perhaps"
        )),
    Mistake(
        "a login's manner without a login",
        ("    user: deadlined\n    password_file: /etc/deadlined/secrets/mail\n", "    auth: xoauth2\n")),
    Mistake(
        "a bounce address without room for a delivery's mark",
        (
            "host: mail.huzhou.example",
            "host: mail.huzhou.example\n    bounce_per_delivery: yes\n"
                + "    bounce_address: bounces-of-the-supervision-office@huzhou.example"
        )),
    Mistake("nobody verified", ("host: mail.huzhou.example", "host: mail.huzhou.example\n    verify: no")),
    Mistake("a maildir outside the state directory", ("    kind: maildir", "    kind: maildir\n    path: ../mail")),
    // Group robots
    Mistake(
        "a robot's url in the file", robot("wecom", "url: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=hunter2")
    ),
    Mistake("a robot's url in place of its file", robot("lark", "url_file: https://open.larksuite.com/hook/hunter2")),
    Mistake("a robot without its url", robot("dingtalk", "mention: no")),
    Mistake(
        "a robot's url twice, two secrets",
        robot(
            "feishu", "url_file: /etc/deadlined/secrets/group", "url_credential: group",
            "secret_file: [/etc/deadlined/secrets/a, /etc/deadlined/secrets/b]")),
    Mistake(
        "a signing secret for a robot that is not signed",
        robot("wecom", "url_file: /etc/deadlined/secrets/group", "secret_file: /etc/deadlined/secrets/sign")),
    Mistake(
        "a robot's secret in the file",
        robot("dingtalk", "url_file: /etc/deadlined/secrets/group", "secret: hunter2", "token: hunter2")),
    Mistake("a robot of no platform", robot("weecom", "url_file: /etc/deadlined/secrets/group")),
    Mistake(
        "a robot's settings that are none",
        robot(
            "wecom", "url_file: /etc/deadlined/secrets/group", "mention: all", "timeout: 0", "connections: 4",
            "verify: no")),
    Mistake(
        "more than the platform takes",
        robot("wecom", "url_file: /etc/deadlined/secrets/group", "rate: [1000/1h, 10/20s]")),
    Mistake(
        "user ids that are none",
        (
            "      mail: ducha@huzhou.example",
            "      mail: ducha@huzhou.example\n      user_ids: {wecom: '<@all>', qq: 1, feishu: [a]}"
        )),
    // What files must agree to
    Mistake(
        "policies for what is not there", ("  demo:\n", "  dmeo:\n"), ("  fgw:\n", "  市发改委:\n"),
        ("  demo:1.1.1:", "  demo:1.1.9:")),
    Mistake("a milestone without its list", ("  demo:1.1.1:", "  1.1.1:")),
    Mistake(
        "deadlines before the list was published", in: "worklists/demo.yaml",
        ("            deadline: 2027-06-30", "            deadline: 2027-03-30"),
        ("    deadline: 2027-06-30", "    deadline: 2027-03-31")),
    Mistake("a lead longer than the list's life", ("[30d, 10wd]", "[400d, 10wd]")),
    Mistake("a list file that is not there", ("office:", "worklists: [dmo.yaml]\noffice:")),
    Mistake("a calendar that is not there", ("office:", "calendar: de\noffice:")),
    Mistake("an empty file", (Example.settings, "")),
    // Other files
    Mistake(
        "a unit nobody knows, two milestones with one id", in: "worklists/demo.yaml", ("市发改委, 市经信委", "市发改委, 市经济委"),
        ("id: 1.1.2", "id: 1.1.1")),
    Mistake("a group nobody defined", in: "worklists/demo.yaml", ("who: [市府各部门]", "who: [市直各单位]")),
    Mistake(
        "a deadline that does not exist", in: "worklists/demo.yaml", ("deadline: 2027-12-31", "deadline: 2027-06-31")),
    Mistake("a year without a calendar", in: "worklists/demo.yaml", ("deadline: 2027-12-31", "deadline: 2029-12-31")),
    Mistake(
        "a group without members, a unit twice", in: "units.yaml", ("members: [fgw, jxw]", "members: []"),
        ("id: jxw", "id: fgw")),
    Mistake(
        "a unit whose last liaison leaves before its deadlines", in: "units.yaml",
        ("{name: 王某, mail: fgw@huzhou.example}", "{name: 王某, mail: fgw@huzhou.example, until: 2027-09-30}"),
        ("{name: 李某, mail: jxw@huzhou.example}", "{name: 李某, mail: jxw@huzhou.example, until: 2027-12-31}")),
    Mistake(
        "two units that claim one former name", in: "units.yaml",
        ("    name: 市发改委\n", "    name: 市发改委\n    former_names: [市计委, 市经信局]\n"),
        ("    name: 市经信委\n", "    name: 市经信委\n    former_names: [市经信局]\n")),
    Mistake(
        "a unit with a leader's address only", in: "units.yaml",
        ("{name: 王某, mail: fgw@huzhou.example}", "{name: 王某, role: leader, mail: fgw@huzhou.example}")),
    Mistake(
        "an escalation to nobody: a leader without an address, and none at all", in: "units.yaml",
        (
            "{name: 张某, role: leader, mail: fgw-leader@huzhou.example}",
            "{name: 张某, role: leader, mobile: \"13800000000\"}"
        ),
        ("      - {name: 赵某, role: leader, mail: jxw-leader@huzhou.example}\n", "")),
    Mistake(
        "an escalation to an office that gets no mail",
        ("  phone: 0572-0000000\n", "  phone: 0572-0000000\n  channels: [board]\n")),
    Mistake(
        "a calendar that contradicts itself", in: "calendars/cn/2027.json",
        ("true}", "true},\n    {\"name\": \"元旦\", \"date\": \"2027-01-01\", \"isOffDay\": false}")),
    Mistake("a calendar cut off", in: "calendars/cn/2027.json", ("  ]\n}\n", "")),
]

@Suite("Mistakes and answers")
struct MistakesTests {
    @Test("the example has no fault")
    func example() {
        let (configuration, problems) = ConfigurationReader.read(Example.files)
        #expect(problems.map(\.description) == [])
        #expect(configuration != nil)
    }

    @Test("each mistake is answered by file, line and column, all at once")
    func golden() throws {
        var story =
            "Each mistake (- the example's lines, + what somebody wrote, = all that stands in the file) and what check answers.\n"
        for mistake in mistakes {
            let (files, diff) = apply(mistake)
            let (configuration, problems) = ConfigurationReader.read(files)
            #expect((configuration == nil) == problems.hasErrors, "\(mistake.name)")
            #expect(!problems.isEmpty, "\(mistake.name) is not noticed")
            story += "\n\(mistake.name)\n" + diff
            for problem in problems {
                story += problem.description.split(separator: "\n", omittingEmptySubsequences: false)
                    .map { "    \($0)\n" }.joined()
            }
        }
        try expectGolden(story, "Tests/SettingsTests/Golden/mistakes.txt")
    }

    @Test("no answer repeats a secret")
    func secrets() {
        for mistake in mistakes {
            let (_, problems) = ConfigurationReader.read(apply(mistake).files)
            for problem in problems {
                #expect(!problem.description.contains("hunter2") && !problem.description.contains("whsec_aGVsbG8="))
            }
        }
    }

    /// The example with the mistake in it, and the lines that differ.
    private func apply(_ mistake: Mistake) -> (files: ConfigurationFiles, diff: String) {
        var files = Example.files
        var diff = ""
        func edit(_ file: inout NamedText) {
            guard file.name == mistake.file else { return }
            let before = file.text
            for (from, to) in mistake.edits {
                let range = file.text.firstRange(of: from)
                #expect(range != nil, "\(mistake.name): '\(from)' is not in \(file.name)")
                if let range { file.text.replaceSubrange(range, with: to) }
            }
            let old = before.split(separator: "\n", omittingEmptySubsequences: false)
            let new = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            if mistake.edits.contains(where: { $0.from == before }) {
                diff += new.dropLast().enumerated().map { "  \(file.name):\($0.offset + 1) = \($0.element)\n" }.joined()
            } else {
                for change in new.difference(from: old).sorted(by: place) {
                    switch change {
                    case .remove(let line, let text, _): diff += "  \(file.name):\(line + 1) - \(text)\n"
                    case .insert(let line, let text, _): diff += "  \(file.name):\(line + 1) + \(text)\n"
                    }
                }
            }
        }
        edit(&files.settings)
        edit(&files.units)
        for index in files.lists.indices { edit(&files.lists[index]) }
        for index in files.calendars.indices { edit(&files.calendars[index]) }
        return (files, diff)
    }

    private func place(_ a: CollectionDifference<Substring>.Change, _ b: CollectionDifference<Substring>.Change) -> Bool
    {
        func key(_ change: CollectionDifference<Substring>.Change) -> (Int, Int) {
            switch change {
            case .remove(let line, _, _): (line, 0)
            case .insert(let line, _, _): (line, 1)
            }
        }
        return key(a) < key(b)
    }
}
