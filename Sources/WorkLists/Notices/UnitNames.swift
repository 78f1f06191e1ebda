/// How notices write bodies: `市发改委(铁办)`, `各县区政府及市府各部门`.
enum UnitNames {
    /// The names of a 责任单位 line, as written, and why a person should look at the cut.
    static func split(_ raw: Scalars) -> (names: [String], doubts: [String]) {
        var names: [String] = []
        var doubts: [String] = []
        let line = raw.trimmed(of: { $0.isStop || $0.isSemicolon })
        for piece in line.pieces(endingAt: { $0 == "、" || $0.isComma || $0.isSemicolon || $0.isBlank }) {
            if let mark = piece.last, mark.isComma || mark.isSemicolon {
                doubts.append("单位之间用了“\(mark)”,可能区分牵头与配合")
            }
            var name = piece.trimmed(of: { $0 == "、" || $0.isComma || $0.isSemicolon })
            if name.count > 1, name.last == "等" {
                doubts.append("“等”字未列出的单位请补上")
                name = name.dropLast()
            }
            guard !name.isEmpty else { continue }
            for part in partedAtAnd(name) {
                if names.contains(part.text) { doubts.append("“\(part.text)”重复") } else { names.append(part.text) }
            }
        }
        for name in names {
            if name.contains("(") || name.contains("（") {
                doubts.append("“\(name)”带括号,请确认是内设机构还是职责说明")
            }
            if name.contains("牵头") || name.contains("配合") { doubts.append("“\(name)”含职责分工") }
        }
        return (names, doubts)
    }

    /// 市财政局和市发改委 is two names where the first half ends like one.
    private static func partedAtAnd(_ name: Scalars) -> [Scalars] {
        for word in ["以及", "和", "及", "与"] {
            guard let place = name.place(of: word) else { continue }
            let (left, right) = (name[..<place], name[(place + word.unicodeScalars.count)...])
            if endsLikeUnit(left), endsLikeUnit(right) { return [left] + partedAtAnd(right) }
        }
        return [name]
    }

    /// Whether a text could be a body's name by its end.
    static func endsLikeUnit(_ text: Scalars) -> Bool {
        let bare = text.trimmed
        if let last = bare.last, last == ")" || last == "）" { return bare.count > 2 }
        return longEndings.contains { bare.ends(with: $0) }
            || (bare.count > 1 && bare.last.map { shortEndings.contains($0) } ?? false)
    }

    private static let longEndings = [
        "政府", "单位", "部门", "委员会", "管委会", "办公室", "督查室", "中心", "公司", "街道", "乡镇", "集团", "协会", "总社",
    ]
    private static let shortEndings = Set("委局办厅室院行所署区县".unicodeScalars)

    /// The bodies that a sentence begins with, as written, and where they end.
    ///
    /// - Parameter mustAct: whether a word like 要 or 负责 has to follow (for a new subject in mid-sentence).
    static func subject(of clause: Scalars, mustAct: Bool) -> (who: [String], end: Int)? {
        var scanner = GlyphScanner(clause)
        scanner.skipBlanks()
        _ = scanner.takeAny(["请", "由", "希望", "要求"])
        var who: [String] = []
        var end = scanner.index
        while let next = nameEnd(in: clause[scanner.index...]) {
            who.append(clause[scanner.index..<next].text)
            end = next
            scanner.index = next
            guard scanner.takeAny(["以及", "及", "和", "与", "、"]) != nil else { break }
        }
        guard !who.isEmpty else { return nil }
        let rest = clause[end...]
        let actions = mustAct ? strictActions : strictActions + looseActions
        guard actions.contains(where: { rest.begins(with: $0) }) || (!mustAct && rest.has("报")) else { return nil }
        return (who, end)
    }

    private static let strictActions = ["要", "应", "须", "需", "必须", "务必", "负责", "为", "将", "可", "请"]
    private static let looseActions = [
        "分别", "于", "在", "把", "定期", "每", "按", "根据", "依据", "对", "会同", "均", "都", "具体", "结合", "认真", "切实", "全力", "积极", "组织",
        "牵头", "制定", "不", "参照", "从", "是", ",", "，",
    ]

    /// Where the body's name that the text begins with ends: the first ending that fits, lengthened while another
    /// follows closely (市政府 → 市政府督查室).
    static func nameEnd(in text: Scalars) -> Int? {
        guard var end = firstEnd(in: text.prefix(40), within: text) else { return nil }
        while let next = firstEnd(in: text[end...].prefix(4), within: text) { end = next }
        return end
    }

    private static func firstEnd(in window: Scalars, within text: Scalars) -> Int? {
        var i = window.startIndex
        while i < window.endIndex {
            if let end = window.end(ofBracketAt: i) {
                i = end
                continue
            }
            let scalar = window[i]
            if scalar.isComma || scalar.isStop || scalar.isSemicolon || scalar.isColon || scalar.isBlank { return nil }
            if scalar == "请" || scalar == "将" || scalar == "把" || scalar == "为" || scalar == "、" { return nil }
            if scalar == "及" || scalar == "和" || scalar == "与" { return nil }
            for ending in longEndings where window[i...].begins(with: ending) {
                return i + ending.unicodeScalars.count
            }
            i += 1
            if shortEndings.contains(scalar), i > text.startIndex + 1, mayFollow(text[i...]) { return i }
        }
        return nil
    }

    /// What may follow a one-letter ending: 委, 局 and 办 begin many other words.
    private static func mayFollow(_ rest: Scalars) -> Bool {
        guard let next = rest.first else { return true }
        if next.isComma || next.isStop || next.isSemicolon || next.isBlank || next == "、" { return true }
        return ["备案", "审核", "汇总", "审定", "备查", "及", "和", "与"].contains { rest.begins(with: $0) }
            || strictActions.contains { rest.begins(with: $0) } || looseActions.contains { rest.begins(with: $0) }
    }
}
