import TestSupport
import Testing

@testable import WorkLists

/// A line as a clerk may type it, and the line as it should read.
private let slips: [(typed: String, meant: String, column: Int)] = [
    ("name：市政府督查室", "name: 市政府督查室", 5),
    ("name： 市政府督查室", "name: 市政府督查室", 5),
    ("name :市政府督查室", "", 0),
    ("name:市政府督查室", "name: 市政府督查室", 5),
    ("name:　市政府督查室", "name: 市政府督查室", 6),
    ("  - name：王某", "  - name: 王某", 9),
    ("\tname: x", "  name: x", 1),
    ("　name: x", "  name: x", 1),
    ("ahead: [30d，10wd，3wd]", "ahead: [30d, 10wd, 3wd]", 12),
    ("ahead: [30d、10wd]", "ahead: [30d, 10wd]", 12),
    ("ahead：［30d，10wd］", "ahead: [30d, 10wd]", 6),
    ("at: “09:00”", "at: \"09:00\"", 5),
    ("“huzhou-2017:3.1.2”: x", "\"huzhou-2017:3.1.2\": x", 1),
    ("channels: [“maildir”]", "channels: [\"maildir\"]", 12),
    ("- {name: 联络员, role：liaison，mail: x}", "- {name: 联络员, role: liaison, mail: x}", 19),
    ("- {name：王某，role：deputy}", "- {name: 王某, role: deputy}", 8),
    ("- {name: 王某, role:deputy}", "- {name: 王某, role: deputy}", 18),
    ("c: [{name：王某}, {name: a：b}]", "c: [{name: 王某}, {name: a：b}]", 10),
    ("who: ｛name：王某｝", "who: {name: 王某}", 6),
    ("ahead: 【30d，10wd】", "ahead: [30d, 10wd]", 8),
    ("－ id: x", "- id: x", 1),
    ("—id: x", "- id: x", 1),
    ("–  id: x", "- id: x", 1),
    ("  －　id：x", "  - id: x", 3),
    ("-id: x", "- id: x", 1),
    ("  -id：x", "  - id: x", 3),
    ("-\tid: x", "- id: x", 1),
]

/// Lines with tabs and wide spaces in front, and as they should read.
private let indented: [(typed: String, meant: String)] = [
    ("units:\n  - id: fgw\n\tname: a\n    short: b", "units:\n  - id: fgw\n    name: a\n    short: b"),
    ("units:\n\t- id: fgw\n\t  name: a\n\t- id: b", "units:\n  - id: fgw\n    name: a\n  - id: b"),
    ("units:\n  - id: fgw\n\tcontacts:\n\t\t- {name: a}\n", "units:\n  - id: fgw\n    contacts:\n      - {name: a}\n"),
    ("a:\n\tb: 1\n\tc:\n\t\td: 2\n\t\te: 3\n\tf: 4\ng: 5", "a:\n  b: 1\n  c:\n    d: 2\n    e: 3\n  f: 4\ng: 5"),
    ("a:\n    b:\n        c: 1\n\t\td: 2", "a:\n    b:\n        c: 1\n        d: 2"),
    (
        "u:\n  - id: a\n    c:\n      - name: x\n        mail: y\n\t- id: b",
        "u:\n  - id: a\n    c:\n      - name: x\n        mail: y\n  - id: b"
    ),
    ("u:\n  - id: a\n    name: x\n　　name_b：y", "u:\n  - id: a\n    name: x\n    name_b: y"),
    ("u:\n  - id: a\n　name: x", "u:\n  - id: a\n    name: x"),
    ("u:\n  - id: a\n \t name：x\n# y\n\n\tz: 1", "u:\n  - id: a\n    name: x\n# y\n\n    z: 1"),
    ("u:\n  –  id: a\n     name: x", "u:\n  -  id: a\n     name: x"),
    ("u:\n  – id: a\n    name: x\n\t— id: b", "u:\n  - id: a\n    name: x\n  - id: b"),
    ("who:\n  - 一\n  －　二\n  -三", "who:\n  - 一\n  - 二\n  - 三"),
    ("who:\n\t- 一\n\t- 二", "who:\n  - 一\n  - 二"),
    ("a:\n  text: |\n    b\n\tc: 1", "a:\n  text: |\n    b\n  c: 1"),
]

/// What looks like a slip and is none.
private let meant = [
    "title: 全面推动“四新”主题实践：按照要求，推进",
    "url: https://board.huzhou.example:8443/x",
    "at: 09:00",
    "- huzhou-2017:3.1.2",
    "\"a：b\": x",
    "title: \"市政府：重点，工作\"",
    "ahead: [30d, \"一，二\"]",
    "# name：市政府",
    "ahead: [30d] # 三天，五天",
    "text: 一\n  —— 二",
    "text: 一\n  — 二",
    "- -3d",
    "text: -3d",
    "who: [a：b, c:d]",
    "title: 【通知】一，二【三】",
    "{name: 王某：甲, role: x}",
]

@Suite("YAML with places")
struct YAMLTreeTests {
    @Test("a typing slip is named with the line as it should read", arguments: slips.filter { !$0.meant.isEmpty })
    func slip(_ slip: (typed: String, meant: String, column: Int)) {
        let (_, problems) = YAMLTree.read(slip.typed + "\n", file: "x.yaml")
        #expect(problems.first?.correctedLine == slip.meant)
        #expect(problems.first?.severity == .error)
        #expect(problems.first?.line == 1)
        #expect(problems.first?.column == slip.column)
    }

    @Test("the mended line is read on, so that one slip hides nothing", arguments: slips.filter { !$0.meant.isEmpty })
    func mended(_ slip: (typed: String, meant: String, column: Int)) throws {
        let (tree, problems) = YAMLTree.read(slip.typed, file: "x.yaml")
        let (right, none) = YAMLTree.read(slip.meant, file: "x.yaml")
        #expect(problems.count == 1)
        #expect(none.isEmpty)
        #expect(outline(try #require(tree)) == outline(try #require(right)))
    }

    @Test("a line indented with tabs stands, mended, where the lines above ask for it", arguments: indented)
    func indentation(_ sample: (typed: String, meant: String)) throws {
        let (tree, problems) = YAMLTree.read(sample.typed, file: "x.yaml")
        let (right, none) = YAMLTree.read(sample.meant, file: "x.yaml")
        #expect(none == [])
        #expect(outline(try #require(tree)) == outline(try #require(right)))
        // Pasted back, the lines are right.
        var lines = sample.typed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for problem in problems { lines[problem.line - 1] = try #require(problem.correctedLine) }
        #expect(lines.joined(separator: "\n") == sample.meant)
    }

    @Test("random lines of slips are read to their end, and each problem has its line", arguments: 1...40)
    func randomSlips(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let pieces = [
            "\t", " ", "　", "\u{A0}", "-", "－", "—", "- ", ":", "：", ": ", "，", "、", ",", "{", "}", "[", "]", "｛", "【",
            "】",
            "“", "”", "\"", "'", "\\", "#", " #", "a", "id", "一", "|", "\n", "\n  ", "\n\t", "\r\n",
        ]
        for _ in 1...250 {
            let text = (0...Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let (_, problems) = YAMLTree.read(text, file: "x.yaml")
            let count = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            for problem in problems {
                #expect((0...count + 1).contains(problem.line), "\(text.debugDescription)")
                #expect(problem.correctedLine?.contains("\n") != true, "\(text.debugDescription)")
            }
        }
    }

    @Test("a tab before a comment has a hint")
    func commentTab() {
        let (_, problems) = YAMLTree.read("a:\n  b: 1\n\t# c\n  d: 2\n", file: "x.yaml")
        #expect(problems.map(\.line) == [3])
        #expect(problems.first?.hint == "put spaces in the place of the tab, before a comment too")
    }

    @Test("what is meant as it stands is no slip", arguments: meant)
    func noSlip(_ line: String) {
        let (_, problems) = YAMLTree.read(line, file: "x.yaml")
        #expect(problems.isEmpty)
    }

    @Test("smart quotes around a Chinese text are doubted, not refused")
    func doubt() throws {
        let (tree, problems) = YAMLTree.read("title: “三去一降一补”", file: "x.yaml")
        #expect(problems.map(\.severity) == [.warning])
        #expect(outline(try #require(tree)) == "{title=“三去一降一补”}")
    }

    @Test("inside block texts and longer quoted texts nothing is a slip or a key")
    func longTexts() throws {
        let text = """
            requirement: |
              name：市政府，完成
              name: 一
              name: 二
            note: "第一行
              note：二
              note: 三"
            list:
              - a: |
                  a: 1
                a2: 2
            """
        let (tree, problems) = YAMLTree.read(text, file: "x.yaml")
        #expect(problems == [])
        #expect(outline(try #require(tree)).hasPrefix("{requirement=name：市政府，完成"))
    }

    @Test("each second key is named with its own place, and the rest is read")
    func duplicates() throws {
        let text = """
            office:
              name: 一
              phone: 2
              name: 三
            channels:
              - kind: a
                kind: b
              - kind: c
            office: 4
            """
        let (tree, problems) = YAMLTree.read(text, file: "x.yaml")
        #expect(
            problems.map(\.description) == [
                "x.yaml:4:3: error: duplicate key 'name': it stands on line 2 too\nhint: keep one of them",
                "x.yaml:7:5: error: duplicate key 'kind': it stands on line 6 too\nhint: keep one of them",
                "x.yaml:9:1: error: duplicate key 'office': it stands on line 1 too\nhint: keep one of them",
            ])
        #expect(outline(try #require(tree)) == "{office={name=一,phone=2},channels=[{kind=a},{kind=c}]}")
    }

    @Test("a syntax error has its place and a hint")
    func syntax() {
        let (tree, problems) = YAMLTree.read("a: 1\nb: [1, 2\nc: 3\n", file: "x.yaml")
        #expect(tree == nil)
        #expect(problems.count == 1)
        #expect(problems.first?.line == 3)
        #expect(problems.first?.hint == "a list in brackets is not closed, or a comma is missing")
    }

    @Test(
        "levels too deep for the stack are refused, not read",
        arguments: ["[", "- ", "{a: ", "? "])
    func deep(_ level: String) {
        let text = String(repeating: level, count: 100_000)
        let (tree, problems) = YAMLTree.read(text, file: "x.yaml")
        #expect(tree == nil)
        #expect(problems.hasErrors)
    }

    @Test("a file of nothing, of comments or of null has no tree and no problem", arguments: ["", "\n", "# x\n", "~"])
    func empty(_ text: String) {
        let (tree, problems) = YAMLTree.read(text, file: "x.yaml")
        #expect(tree == nil)
        #expect(problems.isEmpty)
    }

    @Test("line ends of Windows and a byte order mark are taken")
    func windows() throws {
        let (tree, problems) = YAMLTree.read("\u{FEFF}a: 1\r\nb: 2\r\na: 3\r\n", file: "x.yaml")
        #expect(problems.map(\.line) == [3])
        #expect(outline(try #require(tree)) == "{a=1,b=2}")
    }

    private func outline(_ tree: YAMLTree) -> String {
        switch tree.content {
        case .text(let text): text
        case .mapping(let pairs):
            "{" + pairs.map { outline($0.key) + "=" + outline($0.value) }.joined(separator: ",") + "}"
        case .sequence(let nodes): "[" + nodes.map(outline).joined(separator: ",") + "]"
        }
    }
}
