import CivilTime

/// A 进度安排 cell, cut into its milestones.
///
/// A phrase begins one at the start of a sentence, a firm phrase also after a comma. A sentence without a phrase stays
/// with the one before it. Punctuation in brackets and quotations parts nothing.
struct ScheduleCell {
    struct Part {
        var phrase: String?
        var kind: DeadlineKind = .none
        var deadline: CivilDate?
        var time: TimeOfDay?
        var rrule: String?
        var condition: String?
        var requirement: String
        var doubts: [(text: String, why: String)] = []
    }

    /// The cell's milestones in order; none for an empty cell.
    ///
    /// - Parameter measure: the measure's text, which is the requirement where the cell is a phrase and no more.
    static func parts(of cell: Scalars, measure: String, calendar: NoticeCalendar) -> [Part] {
        let cell = cell.trimmed
        guard !cell.isEmpty else { return [] }
        let cuts = cuts(in: cell, calendar: calendar)
        guard let first = cuts.first else { return [withoutPhrase(cell, calendar: calendar)] }
        var parts: [Part] = []
        if first.at > cell.startIndex, !cell[..<first.at].trimmed.isEmpty {
            parts.append(withoutPhrase(cell[..<first.at], calendar: calendar))
        }
        for (index, cut) in cuts.enumerated() {
            let next = index + 1 < cuts.count ? cuts[index + 1] : nil
            parts.append(part(cell, from: cut, to: next, measure: measure))
        }
        return parts
    }

    private struct Cut {
        var at: Int
        var phrase: TimePhrase
        var isAfterComma: Bool
    }

    private static func cuts(in cell: Scalars, calendar: NoticeCalendar) -> [Cut] {
        var cuts: [Cut] = []
        var i = cell.startIndex
        var isSentenceStart = true
        var isClauseStart = false
        while i < cell.endIndex {
            if isSentenceStart || isClauseStart {
                let phrase = TimePhrase.beginning(cell[i...], calendar: calendar, wholeCell: i == cell.startIndex)
                if let phrase, isSentenceStart || phrase.firmness == .firm {
                    cuts.append(Cut(at: i, phrase: phrase, isAfterComma: !isSentenceStart))
                    i = phrase.end
                    (isSentenceStart, isClauseStart) = (false, false)
                    continue
                }
            }
            if let end = cell.end(ofBracketAt: i) {
                (isSentenceStart, isClauseStart) = (false, false)
                i = end
                continue
            }
            let scalar = cell[i]
            i += 1
            if scalar.isBlank { continue }
            isSentenceStart = scalar.isStop
            isClauseStart = scalar.isComma || scalar.isSemicolon
        }
        return cuts
    }

    private static func part(_ cell: Scalars, from cut: Cut, to next: Cut?, measure: String) -> Part {
        let phrase = cut.phrase
        let isWholeSentence = { (scalars: Scalars) in scalars.trimmed(of: \.isStop).isEmpty }
        let body = cell[phrase.end..<(next?.at ?? cell.endIndex)]
            .trimmed(of: { $0.isComma || $0.isSemicolon || $0 == "、" || $0.isColon })
        let words = text(of: cell[phrase.start..<phrase.end])
        var part = Part(
            phrase: words, kind: phrase.kind, deadline: phrase.deadline, time: phrase.time, rrule: phrase.rrule,
            requirement: lead(cell[cut.at..<phrase.start]) + body.text)
        part.doubts = phrase.doubts.map { (words, $0) }
        if isWholeSentence(body) {
            part.requirement = measure
            part.doubts.append((words, "进度安排只有“\(words)”,要求取自工作举措"))
            return part
        }
        if cut.isAfterComma { part.doubts.append((words, "同一句里另起的期限,省略的内容在前一句,请补全")) }
        if phrase.kind == .yearlong { part.doubts.append((words, "句首的“全年”单独成为节点,期限为年底")) }
        if let condition = condition(of: body) {
            part.condition = condition.text
            part.doubts.append((condition.text, "有前置条件,期限可能随之推迟"))
        }
        let sentences = body.pieces(endingAt: \.isStop)
        for sentence in sentences.dropFirst() {
            if phrase.kind == .recurring {
                part.doubts.append((sentence.text, "本句没有期限,归入前面的周期事项;也可能是一次性工作"))
            } else if Self.condition(of: sentence) != nil {
                part.doubts.append((sentence.text, "本句没有期限而有前置条件,归入前一期限"))
            }
        }
        if let last = sentences.dropFirst().last, next?.phrase.kind == .yearlong, phrase.kind != .recurring {
            part.doubts.append((last.text, "本句没有期限,归入前一期限;也可能是全年目标"))
        }
        return part
    }

    /// A cell, or the beginning of one, in which no phrase stands where phrases stand.
    private static func withoutPhrase(_ text: Scalars, calendar: NoticeCalendar) -> Part {
        let text = text.trimmed
        var part = Part(requirement: text.text)
        if let condition = condition(of: text) {
            part.condition = condition.text
            part.doubts.append((condition.text, "只有前置条件,没有期限"))
        } else if let phrase = firmPhrase(within: text, calendar: calendar) {
            part.phrase = Self.text(of: text[phrase.start..<phrase.end])
            (part.kind, part.deadline, part.rrule) = (phrase.kind, phrase.deadline, phrase.rrule)
            part.time = phrase.time
            part.doubts = phrase.doubts.map { (part.phrase ?? "", $0) }
            part.doubts.append((part.phrase ?? "", "期限写在句中,请核对归属"))
        } else {
            part.doubts.append((text.text, "没有看出期限"))
        }
        return part
    }

    /// The first firm phrase anywhere, brackets included: `完成方案编制(6月底前)`.
    static func firmPhrase(within text: Scalars, calendar: NoticeCalendar) -> TimePhrase? {
        var i = text.startIndex
        var isAfterNumber = false
        while i < text.endIndex {
            let scalar = text[i]
            let isNumber = scalar.digit != nil || scalar.numeral != nil
            if !isAfterNumber, isNumber || "每自从年今明上下第逐按".unicodeScalars.contains(scalar) {
                var scanner = GlyphScanner(text)
                scanner.index = i
                if let phrase = TimePhrase.recurring(scanner, calendar) ?? TimePhrase.dated(scanner, calendar),
                    phrase.firmness == .firm
                {
                    return phrase
                }
            }
            isAfterNumber = isNumber
            i += 1
        }
        return nil
    }

    /// 待…后 at the beginning.
    private static func condition(of text: Scalars) -> Scalars? {
        guard text.begins(with: "待") else { return nil }
        var i = text.startIndex
        while i < text.endIndex, i < text.startIndex + 100, !text[i].isStop, !text[i].isSemicolon {
            let isEnd = i + 1 == text.endIndex || text[i + 1].isComma || text[i + 1].isStop
            if text[i] == "后", isEnd { return text[...i] }
            i += 1
        }
        return nil
    }

    /// What stood before the phrase and belongs to the requirement: 力争, 确保; not 于, not a list mark.
    private static func lead(_ words: Scalars) -> String {
        var scanner = GlyphScanner(words)
        scanner.skipListMark()
        var rest = scanner.rest.trimmed
        var isShorter = true
        while isShorter {
            isShorter = false
            for word in ["截至", "截止", "并", "于", "在", "到", "至", "分别"] where rest.ends(with: word) {
                rest = rest.dropLast(word.unicodeScalars.count)
                isShorter = true
            }
        }
        return rest.text
    }

    /// The phrase without stray blanks inside.
    private static func text(of phrase: Scalars) -> String {
        phrase.contains(where: \.isBlank) ? Scalars(phrase.filter { !$0.isBlank }).text : phrase.text
    }
}
