import Testing

@testable import deadlinectl

@Suite("text for a terminal")
struct TerminalTests {
    @Test("columns line up though Chinese and Latin stand in one")
    func table() {
        var table = TextTable([.init("UNIT"), .init("N", isNumber: true), .init("STATE")])
        table.add([.init("市发改委"), .init(12), .init("done")])
        table.add([.init("fgw"), .init(0), .init("")])
        table.add([.init("市政府督查室"), .init(7), .init("open", .red)])
        let expected = """
            UNIT           N  STATE
            市发改委      12  done
            fgw
            市政府督查室   7  open

            """
        #expect(table.text(width: 80) == expected)
    }

    @Test("the column that gives way is cut so that the table fits")
    func narrow() {
        var table = TextTable([.init("ID"), .init("SUBJECT", givesWay: true), .init("TO")])
        table.add([.init("1"), .init("【市政府重点工作】市发改委:8项节点及自查报告"), .init("fgw@huzhou.example")])
        let lines = table.text(width: 40).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 40 })
        #expect(lines[1] == "1   【市政府重点工…   fgw@huzhou.example")
    }

    @Test("colours are sequences on a terminal and nothing elsewhere, and shift no column")
    func colours() {
        var table = TextTable([.init("A"), .init("B")])
        table.add([.init("红", .red), .init("x")])
        #expect(table.text(width: 80) == "A   B\n红  x\n")
        #expect(table.text(width: 80, style: Style(isOn: true)).contains("\u{1B}[31m红\u{1B}[0m  x\n"))
    }

    @Test("what others wrote cannot steer the terminal or begin a line of its own")
    func foreignText() {
        #expect(PlainLine.of("a\u{1B}[2Jb\r\nc\u{202E}d\u{7}") == "a [2Jb  c d ")
        #expect(PlainLine.lines(of: "a\r\n\tb\u{1B}c") == "a\n\tb c")
        let cell = TextTable.Cell("x\ny")
        #expect(cell.text == "x y")
    }

    @Test("words wrap at the width, and an over-long one has a line for itself")
    func wrapping() {
        let text = Wrapping.lines(
            ["3.1.2", "3.1.3", "huzhou-2017:10.1.1", "4.1"], separator: ", ", first: "  due: ", indent: 4, width: 16)
        #expect(text == "  due: 3.1.2,\n    3.1.3,\n    huzhou-2017:10.1.1,\n    4.1\n")
    }

    @Test("Chinese prose breaks between characters, but not before a closing mark")
    func prose() {
        let text = Wrapping.prose("完成投资100亿元。力争开工", first: "> ", indent: 2, width: 18)
        #expect(text == "> 完成投资100亿\n  元。力争开工\n")
        let mark = Wrapping.prose("完成投资额度。", first: "", indent: 0, width: 12)
        #expect(mark == "完成投资额\n度。\n")
    }

    @Test(
        "a span is said in its two largest units",
        arguments: [
            (0, "0 s"), (59, "59 s"), (60, "1 min"), (65, "1 min 5 s"), (7200, "2 h"), (7201, "2 h"),
            (90_061, "1 d 1 h"), (-65, "-1 min 5 s"), (Int64.min, "-106751991167300 d 15 h"),
        ] as [(Int64, String)])
    func spans(seconds: Int64, text: String) {
        #expect(SpanText.of(seconds: seconds) == text)
    }
}
