import TestSupport
import Testing

@testable import WorkLists

@Suite("YAML made into a tree")
struct YAMLComposingTests {
    private func read(_ text: String) -> (outline: String?, problems: [String]) {
        let (tree, problems) = YAMLTree.read(text, file: "x.yaml")
        return (tree.map(outline), problems.map(\.description))
    }

    /// Each node with its line and column.
    private func outline(_ tree: YAMLTree) -> String {
        let place = "\(tree.line):\(tree.column) "
        return switch tree.content {
        case .text(let text): place + (tree.isNull ? "null" : text)
        case .mapping(let pairs):
            place + "{" + pairs.map { outline($0.key) + "=" + outline($0.value) }.joined(separator: ", ") + "}"
        case .sequence(let nodes): place + "[" + nodes.map(outline).joined(separator: ", ") + "]"
        }
    }

    @Test(
        "each node has the place where it begins",
        arguments: [
            (
                "市: [甲, 乙]\nb:\n  - c: |\n      一\n      二\n",
                "1:1 {1:1 市=1:4 [1:5 甲, 1:8 乙], 2:1 b=3:3 [3:5 {3:5 c=3:8 一\n二\n}]}"
            ),
            ("a:\n  - b\n  -\n  - {c: d}\n", "1:1 {1:1 a=2:3 [2:5 b, 3:4 null, 4:5 {4:6 c=4:9 d}]}"),
            ("- ~\n- '~'\n- null\n- \"\"\n", "1:1 [1:3 null, 2:3 ~, 3:3 null, 4:3 ]"),
        ])
    func places(text: String, expected: String) {
        #expect(read(text).outline == expected)
        #expect(read(text).problems == [])
    }

    @Test("what an alias stands for is there once more, with its own place; the last of two anchors counts")
    func aliases() {
        #expect(
            read("a: &x {b: 1}\nc: *x\nd: &x 2\ne: [*x]\n").outline
                == "1:1 {1:1 a=1:4 {1:8 b=1:11 1}, 2:1 c=1:4 {1:8 b=1:11 1}, 3:1 d=3:4 2, 4:1 e=4:4 [3:4 2]}")
        #expect(
            read("a: 1\nb: &x [*x]\n").problems == [
                "x.yaml:2:8: error: not yaml: found undefined alias\nhint: put a text that begins with '*' into quotes"
            ])
    }

    @Test("two equal keys between braces are refused at the first of them")
    func braces() {
        let (outline, problems) = read("a: {y: 1, x: 2, y: 3, x: 4}\n")
        #expect(outline == nil)
        #expect(problems == ["x.yaml:1:11: error: duplicate key 'x', 'y'\nhint: keep one of them"])
    }

    @Test("equal keys are found among many, and in whatever way their letters are written")
    func manyKeys() {
        var lines = (1...60).map { "k\($0): 1" } + ["k7: 2", "\u{E9}: 1", "e\u{301}: 2"]
        #expect(
            read(lines.joined(separator: "\n")).problems == [
                "x.yaml:61:1: error: duplicate key 'k7': it stands on line 7 too\nhint: keep one of them",
                "x.yaml:63:1: error: duplicate key 'e\u{301}': it stands on line 62 too\nhint: keep one of them",
            ])
        lines.removeLast(3)
        #expect(read(lines.joined(separator: "\n")).problems == [])
    }

    @Test("of an alias the second key's value is still there")
    func droppedAnchor() {
        #expect(read("a: 1\na: &x 2\nb: *x\n").outline == "1:1 {1:1 a=1:4 1, 3:1 b=2:4 2}")
    }

    @Test("a second document is refused where it begins")
    func documents() {
        let (outline, problems) = read("a: 1\n---\nb: 2\n")
        #expect(outline == nil)
        #expect(
            problems == [
                "x.yaml:2:1: error: not yaml: but found another document, in what begins on line 1\n"
                    + "hint: keep one document a file: take the line '---' out"
            ])
    }

    @Test("a character that may not stand in YAML is named by its place, behind Chinese letters too")
    func character() {
        #expect(
            read("a: 1\n市: 重点\u{B}工作\n").problems == [
                "x.yaml:2:6: error: not yaml: control characters are not allowed (U+B)\nhint: delete the character"
            ])
    }

    @Test("a key of letters for private use is a key like others")
    func privateUse() { #expect(read("\u{E000}a: 1\n").outline == "1:1 {1:1 \u{E000}a=1:5 1}") }

    @Test("the quick look at a line finds what the thorough one does", arguments: 1...40)
    func quickLook(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let pieces = [
            " ", "  ", "- ", "-", "－", "—", "? ", ":", ": ", "：", "，", ",", "{", "}", "[", "]", "［", "【", "】", "《", "“",
            "”",
            "＂", "\"", "'", "#", " #", "a", "id", "name: ", "x_y: ", "一", "é", "\u{2003}", "\u{FEFF}", "\u{85}", "|",
            "\n", "\n  ", "\n    ", "\r\n",
        ]
        for _ in 1...250 {
            let text = (0...Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            // A tab anywhere in a file has each of its lines looked at letter by letter.
            let tabbed = text + "\n#\t"
            var quick = YAMLSlips(file: "x")
            var thorough = YAMLSlips(file: "x")
            let mended = quick.mend(Array(text.utf8))
            let (same, mark) = (thorough.mend(Array(tabbed.utf8)), Array("\n#\t".utf8))
            #expect(quick.problems == thorough.problems, "\(text.debugDescription)")
            #expect(mended + mark == same, "\(text.debugDescription)")
        }
    }
}
