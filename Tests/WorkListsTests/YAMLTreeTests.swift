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
