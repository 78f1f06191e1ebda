import TestSupport
import Testing

@testable import WorkLists

/// A small list in which one place is changed at a time.
private let good = """
    {"id": "demo", "title": "通知", "year": 2017, "duties": [
     {"id": "三-1", "who": ["各责任单位"], "what": "报自查材料", "deadline": "2017-06-30",
      "recipient": "市政府督查室", "report": true,
      "constraints": {"max_chars_per_work": 500, "contents": ["工作进度"]}}],
     "works": [{"number": 1, "title": "工作", "measures": [
      {"id": "1.1", "text": "举措。", "responsible_units": ["市财政局"], "milestones": [
       {"id": "1.1.1", "deadline": "2017-06-30", "requirement": "完成。"},
       {"id": "1.1.2", "kind": "recurring",
        "rrule": "DTSTART;VALUE=DATE:20170731\\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20170831",
        "occurrences": ["2017-07-31", "2017-08-31"], "requirement": "督查。"}]}]}]}
    """

/// What is replaced by what, and the one problem that follows.
private let faults: [(old: String, new: String, problem: String)] = [
    (
        #""title": "通知""#, #""titel": "通知", "title": "通知""#,
        "x.json:1:16: error: the list: unknown key 'titel'\nhint: did you mean 'title'?"
    ),
    (
        #""title": "通知", "#, #""title": "通知", "title": "二", "#,
        "x.json:1:31: error: duplicate key 'title': it stands on line 1 too\nhint: keep one of them"
    ),
    (
        #""deadline": "2017-06-30", "requirement""#, #""deadline": "2017-06-31", "requirement""#,
        "x.json:7:32: error: milestone 1.1.1: deadline: '2017-06-31' does not exist: 6月只有30天\n"
            + "hint: the last day of that month is 2017-06-30"
    ),
    (
        #"["工作进度"]"#, #""工作进度""#,
        "x.json:4:58: error: duty 三-1: constraints: contents: a text stands where a list belongs\n"
            + "hint: put the entries between [ and ]"
    ),
    (
        #""year": 2017"#, #""year": null"#,
        "x.json:1:39: error: the list: 'year' has no value\nhint: the year of deadlines without one: year: 2017"
    ),
    (
        #""2017-08-31"]"#, #""2017-09-30"]"#,
        "x.json:10:20: error: milestone 1.1.2: 'occurrences' are not the days it falls due\n"
            + "hint: take 'occurrences' out: the rrule gives the days"
    ),
    (
        #""report": true"#, #""report": false"#,
        "x.json:3:36: error: duty 三-1: 'report' is false, but by its other fields it is one\n"
            + "hint: take 'report' out: it follows from deadline, recipient, purpose and what"
    ),
    (
        #""report": true"#, #""basis": ["实际"]"#,
        "x.json:3:35: error: duty 三-1: 'basis' stands beside 'constraints'\n"
            + "hint: write it inside them, or take them out"
    ),
    (
        #""max_chars_per_work""#, #""max_chars""#,
        "x.json:4:19: error: duty 三-1: constraints: unknown key 'max_chars'\n"
            + "hint: known are: contents, contents_open_ended, basis, standard, purpose, max_chars_per_work, "
            + "max_chars_strictness"
    ),
    (
        #""text": "举措。","#, #""text"："举措。","#,
        "x.json:6:23: error: not JSON: '：' where ':' belongs\nhint: write an ASCII colon ':'"
    ),
    (
        "}]}]}]}", "}]}]}]",
        "x.json:10:76: error: not JSON: the text ends where ',' or '}' belongs"
    ),
]

@Suite("Reading a list from JSON")
struct WorkListJSONTests {
    @Test("the sample is read without a problem")
    func sample() throws {
        let (list, problems) = WorkListReader.read(good, file: "x.json")
        #expect(problems == [])
        let read = try #require(list)
        #expect(read.duties.first?.maxCharacters == 500)
        #expect(read.duties.first?.contents == ["工作进度"])
        #expect(read.works.first?.measures.first?.milestones.map(\.line) == [7, 8])
        #expect(read.works.first?.measures.first?.milestones.last?.occurrences().count == 2)
    }

    @Test("a fault is reported at its place, with a hint", arguments: faults)
    func fault(_ fault: (old: String, new: String, problem: String)) throws {
        let text = good.replacing(fault.old, with: fault.new, maxReplacements: 1)
        try #require(text != good, "the sample has no '\(fault.old)'")
        #expect(WorkListReader.read(text, file: "x.json").1.map(\.description) == [fault.problem])
    }

    @Test("what `import --json` prints of the published notice is read back to the same list")
    func published() throws {
        let list = NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017")
        let (back, problems) = WorkListReader.read(WorkListJSON.text(list), file: "x.json")
        #expect(problems == [])
        #expect(back?.withoutLines == list)
    }

    @Test("the shipped list says the same as YAML and as JSON, but for its lines")
    func shipped() throws {
        let text = try Repository.text("Config/worklists/huzhou-2017.yaml")
        let list = try #require(WorkListReader.read(text, file: "x.yaml").0)
        let back = try #require(WorkListReader.read(WorkListJSON.text(list), file: "x.json").0)
        #expect(back.withoutLines == list.withoutLines)
    }

    @Test("a duty's fields may stand as in YAML too")
    func flatDuty() throws {
        let text = """
            {"id": "x", "title": "x", "year": 2017, "duties": [{"id": "二-1", "who": ["甲"], "what": "报送",
            "max_characters": 500, "max_characters_strictness": "原则上", "purpose": "备案", "constraints": null}]}
            """
        let (list, problems) = WorkListReader.read(text, file: "x.json")
        #expect(problems == [])
        let duty = try #require(list?.duties.first)
        #expect(duty.maxCharacters == 500)
        #expect(duty.maxCharactersStrictness == "原则上")
        #expect(duty.purpose == "备案")
    }

    @Test("in YAML the fields of JSON alone are unknown", arguments: ["report: yes", "constraints: {}"])
    func yaml(_ field: String) {
        let text = "id: x\ntitle: x\nyear: 2017\nduties:\n  - id: 一-1\n    who: [甲]\n    what: 乙\n    \(field)\n"
        #expect(WorkListReader.read(text, file: "x.yaml").1.map(\.line) == [8])
        #expect(WorkListReader.read(text, file: "x.yaml").1.allSatisfy { $0.message.contains("unknown key") })
    }

    @Test("random letters in texts come back as they were", arguments: 1...40)
    func randomTexts(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let marks = Array("：: \\\"/'[]{}\n\t\r\u{0}\u{7}\u{85}\u{2028}\u{FFFE}\u{1F600}\u{E000}nutrue甲 ".unicodeScalars)
        var list = WorkList(id: "x", title: "x", year: 2017)
        func word() -> String {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                view.append(marks.randomElement(using: &random) ?? " ")
            }
            return String(view)
        }
        list.title = word()
        list.preamble = word()
        list.unread = [Remark(line: 1, text: word(), why: word())]
        list.works = [KeyWork(number: 1, title: word(), text: word())]
        let (back, problems) = WorkListReader.read(WorkListJSON.text(list), file: "x.json")
        #expect(problems == [])
        #expect(back?.withoutLines == list)
    }

    @Test(
        "what is no list gives no list and says why",
        arguments: [
            ("", "x.json:1:1: error: not JSON: the text ends where a value belongs"),
            ("null", "x.json: error: the file is empty\nhint: deadlinectl import makes a list from a notice"),
            ("[1]", "x.json:1:1: error: the list: a list stands where keys with values belong"),
            ("id: x", "x.json:1:1: error: not JSON: 'i' where a value belongs"),
            (
                String(repeating: "[", count: 100_000),
                "x.json:1:65: error: not a work list: nested deeper than 64 levels"
            ),
        ])
    func nothing(text: String, expected: String) {
        let (list, problems) = WorkListReader.read(text, file: "x.json")
        #expect(list == nil)
        #expect(problems.map(\.description) == [expected])
    }
}
