import CivilTime
import TestSupport
import Testing
import WorkLists

@Suite("The shipped directory")
struct ShippedDirectoryTests {
    let directory: Directory
    let list: WorkList

    init() throws {
        let (directory, problems) = DirectoryReader.read(try Repository.text("Config/units.yaml"), file: "units.yaml")
        #expect(problems == [])
        self.directory = try #require(directory)
        list = try #require(
            WorkListReader.read(try Repository.text("Config/worklists/huzhou-2017.yaml"), file: "x.yaml").0)
    }

    private func members(_ name: String) -> [UnitID] {
        guard case .units(let ids) = directory.expand(name: name, in: list) else { return [] }
        return ids
    }

    @Test("it knows every name of the list, and who has a contact of each role")
    func known() throws {
        #expect(directory.problems(in: list, file: "x.yaml") == [])
        let day = try #require(CivilDate(iso: "2017-03-31"))
        for unit in directory.units {
            #expect(unit.contacts(.liaison, on: day).count == 1, "\(unit.id)")
            #expect(unit.contacts(.leader, on: day).count == 1, "\(unit.id)")
            #expect(unit.contacts.allSatisfy { $0.mail?.hasSuffix("@huzhou.example") == true })
        }
        let addresses = directory.units.flatMap { $0.contacts.compactMap(\.mail) }
        #expect(Set(addresses).count == addresses.count)
    }

    @Test("39 units: 34 named in the list and 5 counties; 38 bodies, as 铁办 is part of 市发改委")
    func bodies() {
        #expect(directory.units.count == 39)
        #expect(Set(directory.units.map { directory.root(of: $0.id) }).count == 38)
        #expect(directory.unit(named: "市发改委(铁办)")?.parent == "fgw")
        #expect(directory.unit(named: "市发改委（铁办）")?.id == "fgw-tieban")
        #expect(members("市发改委(铁办)") == ["fgw-tieban"])
    }

    @Test("各县区政府 is five counties, 各责任单位 38 bodies, 市府各部门 29 departments and offices")
    func groups() {
        #expect(members("各县区政府") == ["wuxing", "nanxun", "deqing", "changxing", "anji"])
        #expect(members("各县区人民政府") == members("各县区政府"))
        let responsible = members("各责任单位")
        #expect(responsible.count == 38)
        #expect(responsible.contains("fgw"))
        #expect(!responsible.contains("fgw-tieban"))
        #expect(responsible.contains("anji"))
        #expect(members("清单中明确的责任单位") == responsible)
        let departments = members("市府各部门")
        #expect(departments.count == 29)
        #expect(Set(departments).isSubset(of: responsible))
        #expect(Set(departments).isDisjoint(with: members("各县区政府")))
        #expect(
            Set(responsible).subtracting(departments).subtracting(members("各县区政府")) == [
                "kfq", "dujiaqu", "rmyh", "yjj",
            ])
    }

    @Test("290 obligations: 180 of milestones (172 pairs, the recurring one three times), 34 filings, 2 × 38 reports")
    func obligations() {
        var pairs = 0
        var owed = 0
        var bodies: Set<UnitID> = []
        for (_, measure, milestone) in list.allMilestones {
            let units = Set(measure.responsibleUnits.flatMap(members))
            pairs += units.count
            owed += units.count * milestone.occurrences().count
            bodies.formUnion(units.map { directory.root(of: $0) })
        }
        #expect(pairs == 172)
        #expect(owed == 180)
        var perDuty: [String: Int] = [:]
        for duty in list.duties where !duty.occurrences().isEmpty {
            let units = Set(duty.who.flatMap(members))
            perDuty[duty.id] = units.count * duty.occurrences().count
            bodies.formUnion(units.map { directory.root(of: $0) })
        }
        #expect(perDuty == ["二-2": 34, "三-2": 38, "三-3": 38])
        #expect(owed + perDuty.values.reduce(0, +) == 290)
        #expect(bodies.count == 38)
        let days = Set(
            list.allMilestones.flatMap { $0.milestone.occurrences() } + list.duties.flatMap { $0.occurrences() })
        #expect(
            days.map(\.description).sorted() == [
                "2017-04-30", "2017-06-30", "2017-07-31", "2017-09-30", "2017-11-30", "2017-12-10", "2017-12-31",
            ])
    }
}

private let good = """
    units:
      - id: fgw
        name: 市发改委
        full_name: 湖州市发展和改革委员会
        contacts:
          - {name: 联络员, role: liaison, mail: fgw@huzhou.example}
      - id: fgw-tieban
        name: 市发改委(铁办)
        parent: fgw
        contacts:
          - name: 联络员
            role: liaison
            mail: tieban@huzhou.example
            from: 2017-01-01
            until: 2017-12-31
    groups:
      - name: 各部门
        members: [fgw]
      - name: 各责任单位
        all: responsible-units
    """

/// As in `WorkListReaderTests`.
private let faults: [(old: String, new: String, line: Int, message: String, hint: String)] = [
    ("  - id: fgw-tieban", "  - id: fgw", 7, "duplicate unit id 'fgw': it stands on line 2 too", "one unit"),
    (
        "name: 市发改委(铁办)", "name: 湖州市发展和改革委员会", 8, "duplicate name '湖州市发展和改革委员会': the unit on line 2 has it too",
        "one entry"
    ),
    (
        "    parent: fgw\n", "    parent: fgw\n    former_names: [市铁路办, 市发改委]\n", 8,
        "duplicate name '市发改委': the unit on line 2 has it too", "a former one too"
    ),
    ("- name: 各部门", "- name: 市发改委", 17, "duplicate name '市发改委'", ""),
    ("    parent: fgw\n", "    parent: fwg\n", 9, "no unit with the id 'fwg'", "did you mean 'fgw'?"),
    ("    parent: fgw\n", "    parent: fgw-tieban\n", 9, "lead back to itself", "take one"),
    ("    full_name: 湖州市发展和改革委员会", "    parent: fgw-tieban", 4, "lead back to itself", ""),
    ("members: [fgw]", "members: []", 18, "group '各部门' has no members", "list the ids"),
    ("    members: [fgw]\n", "", 17, "group '各部门' has no members", "responsible-units"),
    ("members: [fgw]", "members: [fgw, fwg]", 18, "nobody is called 'fwg'", "did you mean 'fgw'?"),
    ("members: [fgw]", "members: [fgw, fgw]", 18, "stands there twice", ""),
    ("members: [fgw]", "members: [fgw, 各责任单位]", 18, "is a group", "one by one"),
    ("all: responsible-units", "all: units", 20, "all: 'units' is not known", "responsible-units"),
    ("all: responsible-units", "all: responsible-units\n    members: [fgw]", 21, "both 'members' and 'all'", ""),
    (
        "mail: tieban@huzhou.example", "mail: \"tieban@huzhou.example\\r\\nBcc: x@example.org\"", 13,
        "has the control character U+000D", ""
    ),
    ("mail: tieban@huzhou.example", "mail: \"tie\\0ban@huzhou.example\"", 13, "has the control character U+0000", ""),
    ("mail: tieban@huzhou.example", "mail: tieban＠huzhou.example", 13, "full-width ＠", "name@example.org"),
    ("mail: tieban@huzhou.example", "mail: tieban", 13, "has no @", ""),
    ("mail: tieban@huzhou.example", "mail: 铁办@huzhou.example", 13, "needs a server with SMTPUTF8", "ascii"),
    (
        "mail: tieban@huzhou.example", "mail: tieban@huzhou.example\n        mobile: 手机", 14,
        "is not a telephone number", ""
    ),
    ("until: 2017-12-31", "until: 2016-12-31", 15, "until 2016-12-31 is before from 2017-01-01", ""),
    ("until: 2017-12-31", "until: 2017-11-31", 15, "11月只有30天", "2017-11-30"),
    (
        "        role: liaison", "        role: liason", 12, "'liason' is none of liaison, deputy, leader",
        "did you mean 'liaison'?"
    ),
    ("        role: liaison", "        rolle: liaison", 12, "unknown key 'rolle'", "did you mean 'role'?"),
    ("    name: 市发改委(铁办)", "    nmae: 市发改委(铁办)\n    name: 市发改委(铁办)", 8, "unknown key 'nmae'", "did you mean 'name'?"),
    ("    name: 市发改委(铁办)\n", "", 7, "'name' is missing", ""),
    ("  - id: fgw-tieban", "  - id: 铁 办", 7, "other characters", "for good"),
    (
        "    contacts:\n      - {name: 联络员, role: liaison, mail: fgw@huzhou.example}\n", "", 2, "has no contact",
        "undeliverable"
    ),
    ("mail: fgw@huzhou.example", "from: 2017-01-01", 6, "neither mail nor mobile nor user_ids", ""),
    (
        "mail: fgw@huzhou.example", "user_ids: {weecom: zhangsan}", 6, "unknown key 'weecom'", "did you mean 'wecom'?"
    ),
    ("mail: fgw@huzhou.example", "user_ids: zhangsan", 6, "user_ids: a text stands where keys", ""),
    (
        "mail: fgw@huzhou.example", "user_ids: {wecom: '<@all>'}", 6, "wecom: '<@all>' has a character that user ids",
        "letters, digits"
    ),
    ("mail: fgw@huzhou.example", "user_ids: {feishu: 张三}", 6, "feishu: '张三' has a character that user ids", ""),
    ("mail: fgw@huzhou.example", "user_ids: {lark: \"a b\"}", 6, "lark: 'a b' has a character that user ids", ""),
    ("mail: fgw@huzhou.example", "user_ids: {dingtalk: \"a\\r\\nb\"}", 6, "has a character that user ids", ""),
    (
        "mail: fgw@huzhou.example", "user_ids: {wecom: \(String(repeating: "a", count: 65))}", 6,
        "has more than 64 characters", ""
    ),
    ("mail: fgw@huzhou.example", "user_ids: {feishu: all}", 6, "feishu: 'all' would call everybody", ""),
    ("mail: fgw@huzhou.example", "user_ids: {wecom: '@all'}", 6, "wecom: '@all' does not begin with a letter", ""),
]

@Suite("Reading a directory")
struct DirectoryReaderTests {
    @Test("the sample is read without a problem")
    func sample() throws {
        let (directory, problems) = DirectoryReader.read(good, file: "units.yaml")
        #expect(problems == [])
        let tieban = try #require(directory?.unit("fgw-tieban"))
        #expect(tieban.line == 7)
        #expect(directory?.root(of: "fgw-tieban") == "fgw")
        #expect(directory?.unit(idOrName: "市发改委")?.id == "fgw")
        #expect(directory?.unit(named: "湖州市发展和改革委员会")?.id == "fgw")
        #expect(directory?.group(named: "各部门")?.members == .units(["fgw"]))
        let contact = try #require(tieban.contacts.first)
        for (day, isValid) in [
            ("2016-12-31", false), ("2017-01-01", true), ("2017-12-31", true), ("2018-01-01", false),
        ] {
            #expect(contact.isValid(on: try #require(CivilDate(iso: day))) == isValid)
        }
    }

    @Test("a fault is reported once, at its line, with a hint", arguments: faults)
    func fault(_ fault: (old: String, new: String, line: Int, message: String, hint: String)) throws {
        let text = good.replacing(fault.old, with: fault.new, maxReplacements: 1)
        try #require(text != good, "the sample has no '\(fault.old)'")
        let (_, problems) = DirectoryReader.read(text, file: "units.yaml")
        let found = try #require(problems.first { $0.message.contains(fault.message) }, "\(problems)")
        #expect(found.line == fault.line)
        #expect((found.hint ?? "").contains(fault.hint), "\(found)")
    }

    @Test(
        "a contact may have user ids of the robots' platforms, and be reached by them or a mobile number alone",
        arguments: [
            (
                "user_ids: {wecom: zhangsan, dingtalk: \"0123\", feishu: ou_x, lark: o.y-z@w}",
                ["wecom": "zhangsan", "dingtalk": "0123", "feishu": "ou_x", "lark": "o.y-z@w"]
            ),
            ("user_ids: {dingtalk: 0123}", ["dingtalk": "0123"]),
            ("user_ids:", [:]),
            ("mobile: 13800000000", [:]),
        ] as [(String, [String: String])])
    func userIDs(_ written: String, _ ids: [String: String]) throws {
        let text = good.replacing("mail: fgw@huzhou.example}", with: "\(written)}")
            .replacing("user_ids:}", with: "user_ids: ~}")
        let (directory, problems) = DirectoryReader.read(text, file: "units.yaml")
        #expect(problems == [])
        let contact = try #require(directory?.unit("fgw")?.contacts.first)
        #expect(contact.userIDs == ids)
        #expect(contact.mail == nil)
    }

    @Test("full-width marks are named with the line as it should read, and the rest is read")
    func slips() throws {
        let text = good.replacing("  - id: fgw\n", with: "  - id：fgw\n").replacing(
            "members: [fgw]", with: "members: [fgw，fgw-tieban]")
        let (directory, problems) = DirectoryReader.read(text, file: "units.yaml")
        #expect(problems.map(\.line) == [2, 18])
        #expect(problems.map(\.correctedLine) == ["  - id: fgw", "    members: [fgw, fgw-tieban]"])
        #expect(directory?.group(named: "各部门")?.members == .units(["fgw", "fgw-tieban"]))
    }

    @Test("a list that names nobody's unit, an empty group or an undefined one is told so")
    func list() throws {
        let directory = Directory(
            units: [OfficeUnit(id: "czj", name: "市财政局")],
            groups: [UnitGroup(name: "各科室", members: .units([])), UnitGroup(name: "各责任单位", members: .responsibleUnits)])
        var list = WorkList(id: "x", title: "甲", year: 2017)
        let deadline = CivilDate(iso: "2017-06-30")
        list.works = [
            KeyWork(
                number: 1, title: "甲", text: "甲",
                measures: [
                    Measure(id: "1.1", text: "乙", responsibleUnits: ["市财政局", "市财局", "各科室"], line: 7)
                ])
        ]
        list.duties = [
            Duty(id: "一-1", section: "一", who: ["其他有关单位"], what: "配合", kind: .none, line: 3),
            Duty(
                id: "二-1", section: "二", who: ["市府各部门", "各责任单位"], what: "报", deadline: deadline, kind: .date, line: 5),
        ]
        let problems = directory.problems(in: list, file: "x.yaml")
        #expect(
            problems.map(\.description) == [
                "x.yaml:7: error: measure 1.1: nobody is called '市财局'\nhint: did you mean '市财政局'?",
                "x.yaml:7: error: measure 1.1: the group '各科室' has no members\nhint: list them in units.yaml",
                "x.yaml:5: error: duty 二-1: nobody is called '市府各部门'\nhint: add it to units.yaml, as a unit, an alias or a group",
            ])
        #expect(directory.expand(name: "各责任单位", in: list) == .units(["czj"]))
        list.works = []
        #expect(directory.expand(name: "各责任单位", in: list) == .emptyGroup)
    }

    @Test("a cycle of parents ends the search for a root, not the program")
    func cycle() {
        let directory = Directory(units: [
            OfficeUnit(id: "a", name: "甲", parent: "b"), OfficeUnit(id: "b", name: "乙", parent: "a"),
        ])
        #expect(directory.root(of: "a") == "a")
        var list = WorkList(id: "x", title: "甲", year: 2017)
        list.works = [
            KeyWork(
                number: 1, title: "", text: "", measures: [Measure(id: "1.1", text: "", responsibleUnits: ["甲", "乙"])])
        ]
        #expect(!directory.responsibleUnits(of: list).isEmpty)
    }
}

@Suite("Mail addresses")
struct MailAddressTests {
    @Test(
        "usable ones",
        arguments: [
            "a@b", "fgw@huzhou.example", "first.last+tag@sub.example.org", "o'brien@example.org",
            "x@xn--fiq228c.example", "a@湖州.中国", "铁办@湖州.中国", "jose\u{301}@cafe\u{301}.example",
            "铁办@huzhou.example", String(repeating: "a", count: 64) + "@example.org",
        ])
    func good(address: String) { #expect(MailAddress.problem(address) == nil) }

    @Test(
        "unusable ones, with the reason",
        arguments: [
            ("", "is empty"), ("a", "no @"), ("@b", "nothing before"), ("a@", "nothing after"),
            ("a@b@c", "more than one @"),
            ("a b@c", "space"), ("a\u{A0}b@c", "space"), ("a\u{3000}@c", "space"), ("a\r\n@c", "U+000D"),
            ("a@c\n", "U+000A"),
            ("a\u{0}@c", "U+0000"), ("a\u{7F}@c", "U+007F"), ("a\u{85}@c", "U+0085"), ("a\u{200B}@c", "invisible"),
            ("a\u{202E}@c", "invisible"), ("a.@c", "dot too many before"), ("a..b@c", "dot too many before"),
            (".a@c", "dot too many before"),
            ("a@c.", "dot too many after"), ("a@-c", "domain that is none"), ("a@c_d", "domain that is none"),
            ("a@[192.0.2.1]", "domain that is none"), ("a@湖!州.中国", "domain that is none"),
            ("a@湖州-.中国", "domain that is none"), ("a@\u{301}a.example", "domain that is none"),
            ("a@🏛.example", "domain that is none"), ("\"a b\"@c", "space"),
            ("\"ab\"@c", "quoted"),
            ("<a@c>", "< or >"), ("a,b@c", "cannot have"), ("a@b,c@d", "more than one @"), ("a:b@c", "cannot have"),
            ("a＠c", "full-width ＠"), ("a@c。d", "full-width full stop"),
            (String(repeating: "a", count: 65) + "@c", "64 octets"),
            ("a@" + String(repeating: "c", count: 64), "63 octets"),
            ("a@" + String(repeating: "c.", count: 127) + "cc", "255 octets"),
            (String(repeating: "a", count: 60) + "@" + String(repeating: "c.", count: 99) + "d", "254 octets"),
        ])
    func bad(address: String, reason: String) {
        #expect(MailAddress.problem(address)?.contains(reason) == true, "\(MailAddress.problem(address) ?? "none")")
    }

    @Test("letters beyond ascii need SMTPUTF8")
    func utf8() {
        #expect(MailAddress.needsSMTPUTF8("铁办@huzhou.example"))
        #expect(MailAddress.needsSMTPUTF8("tieban@湖州.example"))
        #expect(!MailAddress.needsSMTPUTF8("tieban@huzhou.example"))
    }
}
