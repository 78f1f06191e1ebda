import CivilTime

/// Reads duties out of the notice's numbered sections: who must do what, by when, and send it where.
struct DutySentences {
    let calendar: NoticeCalendar
    private(set) var duties: [Duty] = []
    private(set) var doubts: [(line: Int, text: String, why: String)] = []
    /// Sentences in which nobody is asked for anything.
    private(set) var leftovers: [(line: Int, text: Scalars)] = []
    private var section = ""
    private var count = 0

    init(calendar: NoticeCalendar) { self.calendar = calendar }

    /// Opens a section: `三`.
    mutating func open(section: String) {
        self.section = section
        count = 0
    }

    /// Reads a line of the section; `body` is the line after its numeral.
    mutating func read(_ line: NoticeLine, body: Scalars) {
        // The first sentence's evidence has the numeral before it.
        var start = line.text.startIndex
        for sentence in body.pieces(endingAt: \.isStop) where !sentence.trimmed(of: \.isStop).isEmpty {
            read(sentence.trimmed, evidence: line.text[start..<sentence.endIndex].trimmed, line: line.number)
            start = sentence.endIndex
        }
        if start < line.text.endIndex, !line.text[start...].trimmed(of: \.isStop).isEmpty {
            leftovers.append((line.number, line.text[start...]))
        }
    }

    private mutating func read(_ sentence: Scalars, evidence: Scalars, line: Int) {
        if attachLimit(sentence, evidence: evidence.text) { return }
        var groups: [(who: [String], body: Scalars)] = []
        for clause in sentence.pieces(endingAt: { $0.isComma || $0.isSemicolon }) {
            if let subject = UnitNames.subject(of: clause, mustAct: clause.startIndex > sentence.startIndex) {
                groups.append((subject.who, sentence[subject.end..<clause.endIndex]))
            } else if let last = groups.last {
                groups[groups.count - 1].body = sentence[last.body.startIndex..<clause.endIndex]
            }
        }
        if groups.isEmpty, let phrase = ScheduleCell.firmPhrase(within: sentence, calendar: calendar),
            let previous = duties.last(where: { $0.section == section }), phrase.kind != .none,
            sentence.has("报") || sentence.has("提交")
        {
            groups = [(previous.who, sentence)]
            doubts.append((line, sentence.text, "没有写明谁来办,沿用上一句的单位"))
        }
        guard !groups.isEmpty else {
            leftovers.append((line, evidence))
            return
        }
        for group in groups {
            let body = group.body.trimmed(of: { $0.isComma || $0.isSemicolon || $0.isStop })
            append(read(body: body, who: group.who), evidence: evidence.text, line: line)
        }
    }

    private mutating func append(_ new: [Reading], evidence: String, line: Int) {
        for reading in new {
            var duty = reading.duty
            count += 1
            duty.id = "\(section)-\(count)"
            duty.section = section
            duty.evidence = [evidence]
            duty.sourceLine = line
            if duty.whatIsAssembled { doubts.append((line, duty.what, "一句话里分列几个期限,已分成几项")) }
            doubts += reading.doubts.map { (line, duty.what, $0) }
            duties.append(duty)
        }
    }

    /// 每项工作自查材料字数原则上控制在500字以内: belongs to the reports of its section.
    private mutating func attachLimit(_ sentence: Scalars, evidence: String) -> Bool {
        guard let limit = limit(in: sentence), ScheduleCell.firmPhrase(within: sentence, calendar: calendar) == nil
        else { return false }
        let reports = duties.indices.filter { duties[$0].section == section && duties[$0].isReport }
        for index in reports {
            duties[index].maxCharacters = limit
            duties[index].maxCharactersStrictness = sentence.has("原则上") ? "原则上" : nil
            duties[index].evidence.append(evidence)
        }
        return !reports.isEmpty
    }

    private func limit(in text: Scalars) -> Int? {
        guard let place = text.place(of: "字以内") ?? text.place(of: "字以下") ?? text.place(of: "字左右") else { return nil }
        var value = 0
        var factor = 1
        for scalar in text[..<place].reversed().prefix(6) {
            guard let digit = scalar.digit else { break }
            value += digit * factor
            factor *= 10
        }
        return factor > 1 ? value : nil
    }

    // MARK: one body: what is asked of the subject

    /// A duty, and why a person should look at it.
    private typealias Reading = (duty: Duty, doubts: [String])

    private func read(body: Scalars, who: [String]) -> [Reading] {
        var scanner = GlyphScanner(body)
        _ = scanner.takeAny(["必须", "务必", "应当", "要", "应", "须", "需", "请"])
        let asked = scanner.rest.trimmed
        if let spread = spreadDates(asked, who: who) { return spread }
        var duty = Duty(id: "", section: "", who: who, what: asked.text, kind: .none)
        duty.maxCharacters = limit(in: asked)
        var doubts: [String] = []
        if let phrase = ScheduleCell.firmPhrase(within: asked, calendar: calendar)
            ?? TimePhrase.beginning(asked, calendar: calendar, wholeCell: true)
        {
            duty.deadlinePhrase = asked[phrase.start..<phrase.end].text
            (duty.kind, duty.deadline, duty.rrule) = (phrase.kind, phrase.deadline, phrase.rrule)
            duty.deadlineTime = phrase.time
            doubts = phrase.doubts
            addRecipient(from: asked, to: &duty)
        } else {
            addBasisAndStandard(from: asked, to: &duty)
        }
        return [(duty, doubts)]
    }

    /// 分别于2017年6月30日和12月10日前,将上半年和全年…报…: a duty a date, each with its period.
    private func spreadDates(_ body: Scalars, who: [String]) -> [Reading]? {
        var scanner = GlyphScanner(body)
        guard scanner.take("分别"), scanner.takeAny(["于", "在"]) != nil else { return nil }
        var days: [(words: String, phrase: TimePhrase)] = []
        var calendar = calendar
        repeat {
            var ahead = scanner
            let said = ahead.year(self.calendar)
            guard let phrase = TimePhrase.dated(scanner, said == nil ? calendar : self.calendar), phrase.kind == .date
            else { return nil }
            // 2017年6月30日和12月10日: a year said once holds for those after it.
            if let said { calendar.year = said }
            days.append((body[phrase.start..<phrase.end].text, phrase))
            scanner.index = phrase.end
        } while scanner.takeAny(["和", "、", "及", ",", "，"]) != nil && scanner.next.map { $0.digit != nil } ?? false
        guard days.count > 1 else { return nil }
        scanner.skipBlanks()
        _ = scanner.takeIf(\.isComma)
        _ = scanner.takeAny(["将", "把"])
        var periods: [String] = []
        repeat {
            guard let period = scanner.takeAny(["上半年", "下半年", "全年", "一季度", "二季度", "三季度", "四季度", "前三季度"]) else { break }
            periods.append(period)
        } while scanner.takeAny(["和", "、", "及"]) != nil
        let isPaired = periods.count == days.count
        let rest = isPaired ? scanner.rest : body
        let (contents, isOpen, bare) = contents(in: rest)
        return days.enumerated().map { index, day in
            var duty = Duty(
                id: "", section: "", who: who, what: (isPaired ? periods[index] : "") + bare.trimmed.text,
                whatIsAssembled: true, deadlinePhrase: day.words, deadline: day.phrase.deadline,
                deadlineTime: day.phrase.time, kind: .date,
                period: isPaired ? periods[index] : nil, contents: contents, contentsAreOpenEnded: isOpen)
            let kept = (duty.contents, duty.contentsAreOpenEnded)
            addRecipient(from: rest, to: &duty)
            (duty.contents, duty.contentsAreOpenEnded) = kept
            return (duty, day.phrase.doubts)
        }
    }

    /// (包括工作进度、存在的问题以及相关建议等): the list, whether it is open, and the text without it.
    private func contents(in text: Scalars) -> (items: [String], isOpen: Bool, bare: Scalars) {
        var i = text.startIndex
        while i < text.endIndex {
            if let end = text.end(ofBracketAt: i) {
                let inner = text[(i + 1)..<(end - 1)]
                var scanner = GlyphScanner(inner)
                if scanner.takeAny(["主要包括", "包括", "包含", "含"]) != nil {
                    let isOpen = inner.last == "等"
                    let listed = isOpen ? scanner.rest.dropLast() : scanner.rest
                    return (items(of: listed), isOpen, Scalars(Array(text[..<i] + text[end...])))
                }
                i = end
            } else {
                i += 1
            }
        }
        return ([], false, text)
    }

    private func items(of text: Scalars) -> [String] {
        text.pieces(endingAt: { $0 == "、" || $0.isComma || $0.isSemicolon }).flatMap { piece -> [String] in
            let bare = piece.trimmed(of: { $0 == "、" || $0.isComma || $0.isSemicolon })
            guard let place = bare.place(of: "以及") else { return [bare.text] }
            return [bare[..<place].text, bare[(place + 2)...].text]
        }.filter { !$0.isEmpty }
    }

    /// 报市政府督查室备案: to whom, and what for.
    private func addRecipient(from text: Scalars, to duty: inout Duty) {
        let found = contents(in: text)
        (duty.contents, duty.contentsAreOpenEnded) = (found.items, found.isOpen)
        var i = text.startIndex
        while i < text.endIndex {
            var scanner = GlyphScanner(text)
            scanner.index = i
            if scanner.takeAny(["报送", "上报", "提交", "报", "送", "交"]) != nil {
                _ = scanner.takeAny(["至", "给", "到"])
                if let end = UnitNames.nameEnd(in: scanner.rest) {
                    duty.recipient = text[scanner.index..<end].text
                    scanner.index = end
                    duty.purpose = scanner.takeAny(["备案", "审核", "汇总", "审定", "备查"])
                    return
                }
            }
            i += 1
        }
    }

    /// 根据…,结合实际制定…,进一步…: what it goes by, what is asked, how it should be done.
    private func addBasisAndStandard(from text: Scalars, to duty: inout Duty) {
        var clauses = text.pieces(endingAt: { $0.isComma || $0.isSemicolon })
        let bare = { (clause: Scalars) in clause.trimmed(of: { $0.isComma || $0.isSemicolon }) }
        while clauses.count > 1, let first = clauses.first {
            var scanner = GlyphScanner(first)
            guard scanner.takeAny(["根据", "按照", "依据", "依照", "对照"]) != nil else { break }
            duty.basis.append(bare(scanner.rest).text)
            clauses.removeFirst()
        }
        if let first = clauses.first, first.begins(with: "结合"), let place = first.place(of: "实际"),
            place < first.endIndex - 3
        {
            duty.basis.append(first[..<(place + 2)].text)
            clauses[0] = first[(place + 2)...].trimmed
        }
        let manner = clauses.dropFirst().firstIndex { clause in
            ["进一步", "不断", "切实", "努力", "确保"].contains { clause.begins(with: $0) }
                || (clause.begins(with: "以") && clause.has("标准"))
        }
        if let manner {
            duty.standard = bare(text[clauses[manner].startIndex...]).text
            clauses.removeSubrange(manner...)
        }
        duty.what = bare(Scalars(Array(clauses.joined()))).text
    }
}
