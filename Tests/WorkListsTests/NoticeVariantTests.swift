import CivilTime
import TestSupport
import Testing
import WorkLists

/// The same notice as other offices and other web pages would print it.
@Suite("Variants of the notice")
struct NoticeVariantTests {
    private let text: String
    private let original: WorkList

    init() throws {
        text = try Huzhou.notice()
        original = NoticeReader.read(text)
    }

    private static let wide: [Character: Character] = [",": "，", ":": "：", ";": "；", "(": "（", ")": "）"]
    private static let narrow = Dictionary(uniqueKeysWithValues: wide.map { ($1, $0) })

    private func narrowed(_ list: WorkList) -> String { String(WorkListJSON.text(list).map { Self.narrow[$0] ?? $0 }) }

    @Test("with full-width commas, colons, semicolons and brackets it reads the same")
    func fullWidth() {
        let list = NoticeReader.read(String(text.map { Self.wide[$0] ?? $0 }))
        #expect(narrowed(list) == WorkListJSON.text(original))
    }

    @Test("with the line ends of Windows, a byte order mark or wide indentation it reads the same")
    func lines() {
        #expect(NoticeReader.read(text.replacing("\n", with: "\r\n")) == original)
        #expect(NoticeReader.read("\u{FEFF}" + text) == original)
        #expect(NoticeReader.read(text.replacing("\n", with: "\u{A0}\n\u{3000}\u{3000}")) == original)
    }

    @Test("without blank lines it reads the same, line numbers aside")
    func dense() {
        let dense = text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
        let list = NoticeReader.read(dense)
        let texts = { (list: WorkList) in
            list.allMilestones.map {
                [
                    $0.work.text, $0.measure.text, $0.measure.unitsRaw, $0.milestone.requirement,
                    $0.milestone.deadline?.description ?? "",
                ]
            }
        }
        #expect(texts(list) == texts(original))
        #expect(list.duties.map(\.what) == original.duties.map(\.what))
        #expect(list.unread.map(\.text) == original.unread.map(\.text))
    }

    @Test("without the table's header the rows are found all the same, and that is said")
    func withoutHeader() {
        let list = NoticeReader.read(text.replacing("序号 重点工作 工作举措 进度安排\n", with: "\n"))
        #expect(list.works == original.works)
        #expect(list.duties == original.duties)
        #expect(list.tableHeader == [])
        #expect(list.review.contains { $0.why == "没有找到表头" })
    }

    @Test("without its page-break repeats it reads the same")
    func withoutRepeats() throws {
        var list = NoticeReader.read(text.replacing(try #require(repeatedCell(5)) + " 2.", with: "2."))
        list.sourceLine = original.sourceLine
        #expect(list.works == original.works)
    }

    private func repeatedCell(_ number: Int) -> String? {
        original.works.first { $0.number == number }.map { "\(number) \($0.text)" }
    }

    @Test("another year shifts every date, said by --year or by the titles")
    func year() throws {
        let said = NoticeReader.read(text, year: 2019, id: "huzhou-2019")
        #expect(said.id == "huzhou-2019")
        #expect(said.year == 2019)
        #expect(said.works[2].measures[0].milestones[0].deadline == CivilDate(iso: "2019-06-30"))
        let titled = NoticeReader.read(text.replacing("2017年度湖州市政府重点工作清单\n", with: "2020年度湖州市政府重点工作清单\n"))
        #expect(titled.year == 2020)
        #expect(titled.works[1].measures[4].milestones[0].deadline == CivilDate(iso: "2020-04-30"))
        // The notice's own text says 2017 for one date: before the list's year, so it is put up for review.
        #expect(titled.review.contains { $0.line == 27 && $0.why.contains("年份2017早于清单年度2020") })
    }

    @Test("without any year no deadline is made up, and the review says so")
    func withoutYear() {
        let list = NoticeReader.read("序号 重点工作 工作举措 进度安排\n1 甲。 1.乙。\n责任单位:甲局\n6月底前完成。\n")
        #expect(list.year == 0)
        #expect(list.allMilestones.count == 1)
        #expect(list.allMilestones.first?.milestone.deadline == nil)
        #expect(list.review.contains { $0.why == "没有看出清单的年度" })
        let (_, problems) = WorkListReader.read(WorkListWriter.text(list), file: "x.yaml")
        #expect(problems.contains { $0.message.contains("'year' has no value") })
        #expect(problems.contains { $0.message.contains("'deadline' has no value") })
    }

    @Test(
        "the date under the signature is read in every form",
        arguments: [
            ("2017年3月31日", "2017-03-31"), ("二〇一七年三月三十一日", "2017-03-31"), ("二○○七年四月十三日", "2007-04-13"),
            ("２０１７年３月３１日", "2017-03-31"), ("2017 年 3 月 31 日", "2017-03-31"), ("2026月3月26日", "2026-03-26"),
            ("2017年2月30日", nil),
        ] as [(String, String?)])
    func issueDate(written: String, date: String?) {
        let list = NoticeReader.read(text.replacing("2017年3月31日", with: written))
        #expect(list.issuedOn?.description == date)
        #expect(list.issuer == "湖州市人民政府办公室")
        if date == nil || written.contains("月3月") { #expect(list.review.contains { $0.line == 33 }) }
    }

    @Test(
        "the document number is read with brackets of any kind",
        arguments: ["湖政办发〔2017〕33号", "湖政办发[2017]33号", "湖政办发（2017）33号", "湖政办发【2017】第33号", "湖政办发［2017］33号"])
    func number(written: String) {
        #expect(
            NoticeReader.read(text.replacing("\n湖政办发〔2017〕33号\n", with: "\n\(written)\n")).documentNumber == written)
    }

    @Test("a page title alone still gives number and title, put up for review")
    func pageTitle() {
        let list = NoticeReader.read("湖政办发〔2017〕33号《湖州市人民政府办公室关于印发清单的通知》\n正文")
        #expect(list.documentNumber == "湖政办发〔2017〕33号")
        #expect(list.title == "湖州市人民政府办公室关于印发清单的通知")
        #expect(list.review.count >= 2)
        #expect(list.unread.map(\.line) == [1, 2])
    }

    @Test("a row that a line break cut is joined again, and that is said")
    func cutLines() {
        let cut = text.replacing("9月底前推进基层中队用房规范化建设。", with: "9月底前推进基层\n中队用房规范化建设。")
        let list = NoticeReader.read(cut)
        #expect(list.works[1].measures[3].milestones == original.works[1].measures[3].milestones)
        #expect(list.review.contains { $0.why == "接在上一行的进度安排之后" })
    }

    @Test("a row number with another text is not merged in silence")
    func otherText() {
        let list = NoticeReader.read(text.replacing("\n9 加快重大基础设施建设。", with: "\n8 加快重大基础设施建设。"))
        #expect(list.unread.contains { $0.why == "序号8重复而内容不同" })
        #expect(list.works.flatMap(\.measures).count == 47)
        #expect(Set(list.allMilestones.map(\.milestone.id)).count == 127)
    }
}
