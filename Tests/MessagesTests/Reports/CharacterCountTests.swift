import Messages
import Testing

/// The examples are counted as 字数统计 of WPS and Word counts 字数.
@Suite("字数")
struct CharacterCountTests {
    @Test(
        "each Chinese character and wide mark is one, each word or number one, blanks and lone narrow marks nothing",
        arguments: [
            ("", 0), ("  \n\t\u{3000}", 0),
            ("已办结", 3), ("已办结。", 4), ("已办结.", 3),
            // The notice's own narrow commas.
            ("统筹协调,抓好落实", 8), ("统筹协调，抓好落实", 9),
            ("增长7.5%以上", 5), ("PM2.5", 1), ("完成投资3.5亿元", 7), ("20,000", 1), ("1 000", 2),
            ("two words", 2), ("PPP项目库", 4), ("A/B", 1), ("——", 2), ("……", 2), ("“双百计划”", 6), ("①②", 2), ("30℃", 2),
            ("- - -", 0), ("第 1 项", 3), ("１２３", 3), ("ＡＢ", 2),
            ("湖政办发〔2017〕33号", 9), ("第一行\r\n第二行", 6), ("𠮷", 1), ("e\u{301}te\u{301}", 1), ("字\u{FEFF}数", 2),
        ] as [(String, Int)])
    func count(text: String, expected: Int) {
        #expect(CharacterCount.of(text) == expected)
    }
}
