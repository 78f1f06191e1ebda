import CivilTime
import TestSupport
import Testing
import WorkLists

/// The contract of the notice reader on any text: it ends, and every non-blank line is in a field or in `unread`.
@Suite("The notice reader drops nothing")
struct NothingDroppedTests {
    @Test("of the notice itself")
    func notice() throws { try expectNothingDropped(Huzhou.notice(), "as published") }

    @Test("of the notice with its lines shuffled", arguments: 1...40)
    func shuffled(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let lines = lines(of: try Huzhou.notice()).shuffled(using: &random)
        try expectNothingDropped(lines.joined(separator: "\n"), "shuffled, seed \(seed)")
    }

    @Test("of the notice cut off anywhere", arguments: 1...40)
    func truncated(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let scalars = Array(try Huzhou.notice().unicodeScalars)
        let cut = Int.random(in: 0..<scalars.count, using: &random)
        try expectNothingDropped(text(scalars[..<cut]), "first \(cut) scalars")
        try expectNothingDropped(text(scalars[cut...]), "without the first \(cut) scalars")
    }

    @Test("of the notice with lines taken out, doubled and joined", arguments: 1...60)
    func damaged(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var lines = lines(of: try Huzhou.notice())
        for _ in 0..<Int.random(in: 1...60, using: &random) where lines.count > 1 {
            let index = Int.random(in: 0..<lines.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[Int.random(in: 0..<lines.count, using: &random)], at: index)
            case 2 where index > 0: lines[index - 1] += lines.remove(at: index)
            default: lines.insert("", at: index)
            }
        }
        try expectNothingDropped(lines.joined(separator: "\n"), "damaged, seed \(seed)")
    }

    @Test("of the notice with single characters changed", arguments: 1...40)
    func mutated(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var scalars = Array(try Huzhou.notice().unicodeScalars)
        let marks = Array("。,，:：;；、(（)）“”《》〔〕0123456789 \u{3000}\t\n月日年底前第每自起0１２一二十".unicodeScalars)
        for _ in 0..<400 {
            let index = Int.random(in: 0..<scalars.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: scalars.remove(at: index)
            case 1: scalars.insert(marks[Int.random(in: 0..<marks.count, using: &random)], at: index)
            default: scalars[index] = marks[Int.random(in: 0..<marks.count, using: &random)]
            }
        }
        try expectNothingDropped(text(scalars[...]), "mutated, seed \(seed)")
    }

    @Test("of random letters of any script", arguments: 1...40)
    func random(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var scalars: [Unicode.Scalar] = []
        for _ in 0..<Int.random(in: 0...3000, using: &random) {
            let ceiling: UInt32 = [0x80, 0x300, 0x3100, 0xA000, 0x11_0000].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<ceiling, using: &random)) { scalars.append(scalar) }
        }
        try expectNothingDropped(text(scalars[...]), "random, seed \(seed)")
    }

    static let strangers: [String] = [
        "", "\n\n\n", " \u{3000}\u{A0}\n", "1", "1 ", "1.", "责任单位:", "责任单位:\n6月底前", "序号 重点工作 工作举措 进度安排",
        "序号 重点工作 工作举措 进度安排\n1\n", "序号 重点工作 工作举措 进度安排\n1\n责任单位:甲局\n", "一、", "一、。。。", "各单位:", ":", "：", "〔2017〕号",
        "x〔2017〕33号",
        "2017年2月30日", "分别于", "一、请各单位分别于", "一、请各单位分别于6月30日和", "自", "每", "待", "第", "\u{FEFF}一、各单位要",
        "Dear all,\n\nplease find below the minutes of 3 May.\n1. Alice: 2 tests\n2. Bob\n\nRegards",
        "<html><body><table><tr><td>1</td><td>6月底前</td></tr></table>\n<p>责任单位:<b>市财政局</b></p></body></html>",
        "{\"works\": [1, 2, 3]}", "a,b,c\r\n1,2,3\r\n", "line one\rline two\rline three",
    ]

    @Test("of text that is no notice", arguments: strangers)
    func foreign(text: String) throws { try expectNothingDropped(text, "foreign") }

    @Test(
        "of one huge line",
        arguments: [
            "6月底前", "(", "“", "1.", "1 ", "、", "待", "责任单位:", "各单位要", "。", "9", "一", "每季度", "2017年", "〔2017〕1号", "报",
        ])
    func huge(piece: String) throws {
        let line = String(repeating: piece, count: 20_000 / piece.unicodeScalars.count)
        try expectNothingDropped(line, "huge \(piece)")
        try expectNothingDropped("序号 重点工作 工作举措 进度安排\n1 甲。 1.乙\n责任单位:甲局\n" + line, "huge schedule \(piece)")
        try expectNothingDropped("一、各单位要" + line, "huge duty \(piece)")
    }

    @Test("what it writes of a damaged notice is YAML that reads back to the same list", arguments: 1...40)
    func roundTrip(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var lines = lines(of: try Huzhou.notice())
        for _ in 0..<30 {
            lines.swapAt(
                Int.random(in: 0..<lines.count, using: &random), Int.random(in: 0..<lines.count, using: &random))
        }
        let read = NoticeReader.read(lines.joined(separator: "\n"), id: "x")
        let (back, _) = WorkListReader.read(WorkListWriter.text(read), file: "x.yaml")
        #expect(back?.withoutLines == read)
    }

    @Test("what it writes of random letters is YAML without a slip or a syntax error", arguments: 1...40)
    func writtenRandom(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        // A byte order mark is not among them: Yams drops one at a text's beginning.
        let marks = Array(
            "：: #，,“”\"'[]{}-?&*!|>%@`\\~\n\t\r\u{0}\u{7}\u{85}\u{2028}\u{FFFE}\u{1F600}\u{E000}yes甲 ".unicodeScalars)
        var list = WorkList(id: "x", title: "甲", year: 2017)
        func word() -> String {
            text(
                (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    marks[Int.random(in: 0..<marks.count, using: &random)]
                }[...])
        }
        list.title = word()
        list.preamble = word()
        list.addressees = [word(), word()]
        list.unread = [Remark(line: 1, text: word(), why: word())]
        list.duties = [Duty(id: "一-1", section: "一", who: [word()], what: word(), kind: .none, evidence: [word()])]
        list.works = [KeyWork(number: 1, title: word(), text: word())]
        let written = WorkListWriter.text(list)
        let (back, problems) = WorkListReader.read(written, file: "x.yaml")
        #expect(back?.withoutLines == list, "\(written)")
        // Control characters in names are reported; nothing else is wrong.
        #expect(problems.allSatisfy { $0.message.contains("control character") }, "\(problems)")
    }

    // MARK: what "dropped" means

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Every non-blank line is claimed, and every run of letters and digits in it is somewhere in the list.
    private func expectNothingDropped(_ text: String, _ what: String) throws {
        let reading = NoticeReader.reading(of: text)
        let kept = keptText(of: reading.list)
        let keptRuns = Set(runs(in: kept.unicodeScalars[...]))
        let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
        // \r\n is one end of a line, not two.
        let crlf = text.unicodeScalars.contains("\r")
        for (index, line) in lines.enumerated() where !crlf {
            let runs = runs(in: line)
            guard !runs.isEmpty else { continue }
            let fields = reading.coverage[index + 1] ?? []
            #expect(!fields.isEmpty, "\(what): line \(index + 1) is in no field")
            if fields.contains("issued_on") || fields.contains(where: { $0.hasSuffix(".number") }) { continue }
            for run in runs where !keptRuns.contains(run) && !contains(kept, run) {
                // A row's number, a measure's number and the label of the units are structure, not text.
                let isStructure =
                    run.unicodeScalars.allSatisfy { $0.properties.numericType == .decimal }
                    || run.hasSuffix("单位") || run.hasSuffix("部门")
                #expect(isStructure, "\(what): line \(index + 1) lost '\(run.prefix(40))', is in \(fields)")
                if !isStructure { return }
            }
        }
        if crlf { #expect(reading.coverage.count >= (text.contains { $0.isLetter } ? 1 : 0)) }
    }

    /// By scalars: `String.contains` finds no piece of a grapheme.
    private func contains(_ text: String, _ run: String) -> Bool {
        let (text, run) = (Array(text.utf8), Array(run.utf8))
        guard let first = run.first, text.count >= run.count else { return run.isEmpty }
        return text.withUnsafeBufferPointer { text in
            (0...(text.count - run.count)).contains {
                text[$0] == first && text[$0..<($0 + run.count)].elementsEqual(run)
            }
        }
    }

    private func runs(in line: Substring.UnicodeScalarView) -> [String] {
        line.split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map { String($0) }
    }

    private func keptText(of list: WorkList) -> String {
        var parts = [list.title, list.documentNumber, list.issuer, list.annexTitle, list.preamble].compactMap { $0 }
        parts += list.addressees + list.tableHeader + list.unread.map(\.text)
        for duty in list.duties { parts += duty.evidence }
        for work in list.works {
            parts.append(work.text)
            for measure in work.measures { parts += [measure.text, measure.unitsRaw, measure.scheduleRaw] }
        }
        return parts.joined(separator: "\n")
    }
}

@Suite("A schedule cell is cut, never shortened")
struct ScheduleCoverageTests {
    @Test("phrases and requirements together are the whole cell, in order")
    func whole() throws {
        let list = NoticeReader.read(try Huzhou.notice())
        for measure in list.works.flatMap(\.measures) where measure.id != "1.1" {
            let joined = measure.milestones.map { ($0.deadlinePhrase ?? "") + $0.requirement }.joined()
            #expect(bare(joined) == bare(measure.scheduleRaw), "\(measure.id)")
        }
    }
}
