import Testing
import WorkLists

/// A small list in which one place is changed at a time.
private let good = """
    id: huzhou-2017
    title: 通知
    year: 2017
    duties:
      - id: 三-1
        who: [各责任单位]
        what: 报市政府督查室
        deadline: 2017-06-30
    works:
      - number: 1
        title: 工作
        text: 工作。
        measures:
          - id: "1.1"
            text: 举措。
            responsible_units: [市财政局]
            milestones:
              - id: 1.1.1
                deadline: 2017-06-30
                requirement: 完成。
              - id: 1.1.2
                kind: recurring
                rrule: |-
                  DTSTART;VALUE=DATE:20170731
                  RRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20171231
                requirement: 督查。
    """

/// What is replaced by what, and the one problem that follows: its line, a part of its message, a part of its hint.
private let faults: [(old: String, new: String, line: Int, message: String, hint: String)] = [
    (
        "    deadline: 2017-06-30\nworks", "    deadline: 2017-06-31\nworks", 8, "'2017-06-31' does not exist: 6月只有30天",
        "2017-06-30"
    ),
    ("            deadline: 2017-06-30", "            deadline: 2017-02-29", 19, "2月只有28天", "2017-02-28"),
    (
        "            deadline: 2017-06-30", "            deadline: 2017-06-30\n            deadline_time: 18点", 20,
        "'18点' is not a time of day", "18:00"
    ),
    (
        "            deadline: 2017-06-30", "            kind: none\n            deadline_time: 18:00", 20,
        "a time of day does not go with kind: none", "kind: date"
    ),
    ("            deadline: 2017-06-30", "            deadline: 2017-13-01", 19, "there is no month 13", "2017-06-30"),
    (
        "            deadline: 2017-06-30", "            deadline: 2017/6/30", 19, "is not written as a date",
        "2017-06-30"
    ),
    (
        "            deadline: 2017-06-30", "            deadline: 2017年6月30日", 19, "is not written as a date",
        "2017-06-30"
    ),
    (
        "            deadline: 2017-06-30", "            deadline: ２０１７-０６-３０", 19, "is not written as a date",
        "2017-06-30"
    ),
    ("            deadline: 2017-06-30", "            deadline: 2017年6月31日", 19, "6月只有30天", "2017-06-30"),
    ("            deadline: 2017-06-30", "            deadline: 六月底", 19, "is not a date", "2017-06-30"),
    ("            deadline: 2017-06-30", "            deadline:", 19, "'deadline' has no value", "kind: none"),
    ("            deadline: 2017-06-30\n", "", 18, "'deadline' is missing", "kind: none"),
    (
        "            deadline: 2017-06-30", "            deadline: [2017-06-30]", 19,
        "a list stands where a text belongs", ""
    ),
    (
        "            deadline: 2017-06-30", "            kind: none\n            deadline: 2017-06-30", 20,
        "does not go with kind: none", "kind: date"
    ),
    (
        "            deadline: 2017-06-30", "            deadlin: 2017-06-30\n            kind: none", 19,
        "unknown key 'deadlin'", "did you mean 'deadline'?"
    ),
    (
        "            kind: recurring", "            kind: recuring", 22, "'recuring' is none of",
        "did you mean 'recurring'?"
    ),
    ("FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTLY;INTERVAL=2", 23, "rrule:", ""),
    ("UNTIL=20171231", "UNTIL=20160101", 23, "never comes to a day", ""),
    (";UNTIL=20171231", "", 23, "more than 400 days", "UNTIL=20171231"),
    (
        "          - id: 1.1.2", "          - id: 1.1.1", 21, "duplicate milestone '1.1.1': it stands on line 18 too",
        "name of its own"
    ),
    ("          - id: 1.1.2", "          - id: 1.1. 2", 21, "other characters", ""),
    ("    title: 工作", "    titel: 工作\n    title: 工作", 11, "unknown key 'titel'", "did you mean 'title'?"),
    ("  - number: 1", "  - number: 一", 10, "'一' is not a whole number", ""),
    ("year: 2017\n", "", 1, "'year' is missing", "year: 2017"),
    ("year: 2017", "year: 二〇一七", 3, "is not a whole number", ""),
    ("year: 2017", "year: 2014", 0, "is not in the list's year 2014", ""),
    ("id: huzhou-2017\n", "", 1, "'id' is missing", "huzhou-2017"),
    ("id: huzhou-2017", "id: 湖州 2017", 1, "other characters", ""),
    ("year: 2017", "year: 2017\nzone: Asia/Shangai", 4, "zone: 'Asia/Shangai' does not exist", "Asia/Shanghai"),
    ("year: 2017", "year: 2017\npublic: maybe", 4, "neither yes nor no", ""),
    ("        responsible_units: [市财政局]", "        responsible_units: []", 16, "nobody is responsible", "市财政局"),
    ("[市财政局]", "[市财政局, 市财政局]", 16, "stands there twice", ""),
    ("    who: [各责任单位]\n", "", 5, "nobody is named in 'who'", ""),
]

@Suite("Reading a list from YAML")
struct WorkListReaderTests {
    @Test("the sample is read without a problem")
    func sample() throws {
        let (list, problems) = WorkListReader.read(good, file: "x.yaml")
        #expect(problems == [])
        let works = try #require(list?.works)
        #expect(works.first?.measures.first?.milestones.map(\.id) == ["1.1.1", "1.1.2"])
        #expect(works.first?.measures.first?.milestones.last?.occurrences().count == 3)
        #expect(list?.duties.first?.section == "三")
        #expect(list?.zone == "Asia/Shanghai")
        #expect(list?.isPublic == true)
    }

    @Test("a fault is reported at its line, with a hint", arguments: faults)
    func fault(_ fault: (old: String, new: String, line: Int, message: String, hint: String)) throws {
        let text = good.replacing(fault.old, with: fault.new, maxReplacements: 1)
        try #require(text != good, "the sample has no '\(fault.old)'")
        let (_, problems) = WorkListReader.read(text, file: "x.yaml")
        let found = try #require(problems.first { $0.message.contains(fault.message) }, "\(problems)")
        if fault.line > 0 { #expect(found.line == fault.line) }
        #expect(found.column > 0)
        #expect((found.hint ?? "").contains(fault.hint), "\(found)")
        #expect(!found.message.hasSuffix("."))
    }

    @Test("a fault brings no other with it", arguments: faults.filter { $0.line > 0 })
    func single(_ fault: (old: String, new: String, line: Int, message: String, hint: String)) {
        let text = good.replacing(fault.old, with: fault.new, maxReplacements: 1)
        #expect(WorkListReader.read(text, file: "x.yaml").1.count == 1)
    }

    @Test("all problems come at once, in the file's order, typing slips among them")
    func all() {
        let text = """
            id: a
            title：通知
            year: 2017
            works:
              - number: 1
                titel: 工作
                title: 工作
                measures:
                  - id: "1.1"
                    text: 举措
                    responsible_units: [市财政局，市发改委]
                    milestones:
                      - id: 1.1.1
                        deadline: 2017-06-31
                        requirement: 完成
                      - id: 1.1.1
                        deadline: 2017-09-30
                        deadline: 2017-12-31
                        requirement: 完成
            """
        let (list, problems) = WorkListReader.read(text, file: "x.yaml")
        #expect(problems.map(\.line) == [2, 6, 11, 14, 16, 18])
        #expect(problems.first?.correctedLine == "title: 通知")
        #expect(problems[2].correctedLine == "        responsible_units: [市财政局, 市发改委]")
        #expect(list?.works.first?.measures.first?.responsibleUnits == ["市财政局", "市发改委"])
    }

    @Test(
        "what cannot be read at all gives no list and says why",
        arguments: ["", "# nothing\n", "- a\n- b\n", "甲", "a: [1\n"])
    func nothing(text: String) {
        let (list, problems) = WorkListReader.read(text, file: "x.yaml")
        #expect(list == nil)
        #expect(problems.hasErrors)
    }

    @Test("a problem is printed with its place, its hint and the line as it should read")
    func printed() {
        let problem = Problem(
            file: "units.yaml", line: 3, column: 7, "a full-width colon (：) stands where ': ' belongs",
            hint: "use the half-width one", correctedLine: "name: 甲")
        #expect(
            problem.description == """
                units.yaml:3:7: error: a full-width colon (：) stands where ': ' belongs
                hint: use the half-width one
                hint: write it as
                name: 甲
                """)
        #expect(Problem(.warning, file: "x", "gone").description == "x: warning: gone")
    }

    @Test(
        "the likely word is the nearest, and a far one is none",
        arguments: [
            ("deadlin", "deadline"), ("dedaline", "deadline"), ("Deadline", "deadline"), ("市财局", "市财政局"), ("xyz", nil),
            ("", nil),
        ] as [(String, String?)])
    func spelling(word: String, likely: String?) {
        #expect(Spelling.nearest(to: word, in: ["deadline", "kind", "市财政局"]) == likely)
    }
}
