import CivilTime

/// What a reader of deadlines knows beforehand.
struct NoticeCalendar {
    /// The year that deadlines without one belong to; nil if the notice gives none.
    var year: Int?
    /// 成文日期.
    var issuedOn: CivilDate?

    /// A month's last day.
    static func end(of month: Int, _ year: Int) -> CivilDate? {
        CivilDate(year: year, month: month, day: 1)?.monthEnd
    }
}

/// A deadline as a notice words it: `6月底前`, `自7月份起,每两个月`, `全年`.
struct TimePhrase {
    /// How sure the wording marks a deadline, and so where it may stand.
    enum Firmness: Int {
        /// Only at the start of a sentence: `二季度`, `12月`, `年内`.
        case loose
        /// Also after a comma: `9月底前`.
        case firm
    }

    /// The phrase's place: the words before `start` (力争, 于) belong to no phrase.
    var start: Int
    var end: Int
    var kind: DeadlineKind = .date
    var deadline: CivilDate?
    /// The time of that day, where one is written.
    var time: TimeOfDay?
    var rrule: String?
    var firmness: Firmness
    /// Why a person should look at the reading.
    var doubts: [String] = []

    /// The phrase that begins the text, words like 力争 and 于 before it left aside.
    ///
    /// - Parameter wholeCell: whether the text is a cell or sentence of its own, where 定期, 持续 and periods of grace
    ///   count as phrases too.
    static func beginning(_ text: Scalars, calendar: NoticeCalendar, wholeCell: Bool = false) -> TimePhrase? {
        var scanner = GlyphScanner(text)
        scanner.skipBlanks()
        scanner.skipListMark()
        let open = scanner.index
        if let phrase = recurring(scanner, calendar) ?? dated(scanner, calendar) { return phrase }
        if scanner.take("全年") {
            return TimePhrase(
                start: open, end: scanner.index, kind: .yearlong, deadline: calendar.yearEnd(nil), firmness: .loose)
        }
        if wholeCell, let phrase = undated(scanner) { return phrase }
        // 力争6月底前…, 并于12月10日前…: a few such words may stand before a firm phrase.
        var words = 0
        while words < 4, scanner.takeAny(Self.leadingWords) != nil { words += 1 }
        guard words > 0, let phrase = recurring(scanner, calendar) ?? dated(scanner, calendar),
            phrase.firmness == .firm
        else { return nil }
        return phrase
    }

    private static let leadingWords = [
        "力争", "争取", "确保", "计划", "预计", "原则上", "务必", "截至", "截止", "分别", "并", "要", "应", "须", "请", "务", "于", "在", "到",
        "至",
    ]

    /// A day, month, quarter, half or year: `[2017年]6月30日前`, `6月底`, `二季度`, `年底前`.
    static func dated(_ begin: GlyphScanner, _ calendar: NoticeCalendar) -> TimePhrase? {
        var scanner = begin
        var phrase = TimePhrase(start: begin.index, end: begin.index, firmness: .loose)
        let saidYear = scanner.year(calendar)
        let year = saidYear ?? calendar.year
        if let saidYear, let own = calendar.year, saidYear < own {
            phrase.doubts.append("年份\(saidYear)早于清单年度\(own)")
        }
        if let reading = yearPart(&scanner, saidYear: saidYear) ?? quarterPart(&scanner) {
            phrase.deadline = year.flatMap { NoticeCalendar.end(of: reading.month, $0) }
            phrase.firmness = reading.isFirm || scanner.takeBefore() ? .firm : .loose
            _ = scanner.takeBefore()
            if phrase.firmness == .loose { phrase.doubts.append("“\(reading.word)”可能只是内容,不一定是期限") }
        } else if !monthPart(&scanner, year: year, into: &phrase) {
            return nil
        }
        phrase.end = scanner.index
        if year == nil { phrase.doubts.append("原文没有年份,请用 --year 给出") }
        return phrase
    }

    /// 年底, 年中, 年内; 2017年底.
    private static func yearPart(
        _ scanner: inout GlyphScanner, saidYear: Int?
    ) -> (month: Int, isFirm: Bool, word: String)? {
        if let word = scanner.takeAny(["年底", "年末", "年终"]) { return (12, true, word) }
        if saidYear != nil, let word = scanner.takeAny(["底", "末"]) { return (12, true, "年" + word) }
        if let word = scanner.takeAny(["年中"]) { return (6, true, word) }
        if saidYear == nil, scanner.take("年内") { return (12, false, "年内") }
        return nil
    }

    /// 上半年, 第三季度, 二季度末.
    private static func quarterPart(_ scanner: inout GlyphScanner) -> (month: Int, isFirm: Bool, word: String)? {
        let start = scanner
        var month: Int?
        if scanner.take("上半年") {
            month = 6
        } else if scanner.take("下半年") {
            month = 12
        } else {
            _ = scanner.take("第")
            if let quarter = scanner.number(), (1...4).contains(quarter), scanner.take("季度") { month = quarter * 3 }
        }
        guard let month else {
            scanner = start
            return nil
        }
        let word = scanner.text[start.index..<scanner.index].text
        let isFirm = scanner.takeAny(["底", "末", "结束"]) != nil
        return (month, isFirm, word)
    }

    /// 6月底前, 6月30日(星期五)前, 2月上旬前, 12月, 3月1日至7日.
    private static func monthPart(
        _ scanner: inout GlyphScanner, year: Int?, into phrase: inout TimePhrase
    ) -> Bool {
        guard let month = scanner.number(), (1...12).contains(month) else { return false }
        var last = month
        if let dash = scanner.next, "-－—–~～至到".unicodeScalars.contains(dash) {
            // 8-12月
            var ahead = scanner
            ahead.index += 1
            if let second = ahead.number(), (1...12).contains(second), ahead.next == "月" {
                scanner = ahead
                last = second
                phrase.doubts.append("原文是起止月份,按止月月底")
            }
        }
        guard scanner.take("月") else { return false }
        _ = scanner.take("份")
        if let word = scanner.takeAny(["底", "末", "下旬", "中旬", "上旬"]) {
            let day = word == "上旬" ? 10 : word == "中旬" ? 20 : nil
            phrase.deadline = year.flatMap { year in
                day.map { CivilDate(year: year, month: last, day: $0) } ?? NoticeCalendar.end(of: last, year)
            }
            phrase.firmness = .firm
            _ = scanner.takeBefore()
            return true
        }
        if let day = dayPart(&scanner) {
            exactDay(&scanner, year: year, month: last, day: day, into: &phrase)
            return true
        }
        if scanner.takeBefore() {
            phrase.deadline = year.flatMap {
                last == 1 ? NoticeCalendar.end(of: 12, $0 - 1) : NoticeCalendar.end(of: last - 1, $0)
            }
            phrase.firmness = .firm
            phrase.doubts.append("“\(last)月前”按上月月底,也可能指\(last)月底")
            return true
        }
        phrase.deadline = year.flatMap { NoticeCalendar.end(of: last, $0) }
        // `12月,…` may follow a comma; `12月活动` may not.
        phrase.firmness = scanner.next.map { $0.isComma || $0 == "、" } ?? true ? .firm : .loose
        phrase.doubts.append("只写了月份,按\(last)月底")
        return true
    }

    private static func dayPart(_ scanner: inout GlyphScanner) -> Int? {
        var ahead = scanner
        guard let day = ahead.number(), ahead.take("日") || ahead.take("号") else { return nil }
        // 1号机组 is a name.
        scanner = ahead
        return day
    }

    private static func exactDay(
        _ scanner: inout GlyphScanner, year: Int?, month: Int, day: Int, into phrase: inout TimePhrase
    ) {
        phrase.deadline = year.flatMap { CivilDate(year: $0, month: month, day: day) }
        if let year, phrase.deadline == nil {
            phrase.doubts.append(Self.noSuchDay(year: year, month: month, day: day))
        }
        if let weekday = scanner.weekday(), let date = phrase.deadline, date.weekday.rawValue != weekday {
            phrase.doubts.append("星期与日期不符:\(date)是\(date.weekday.chinese)")
        }
        if let end = scanner.rangeEnd(year: year, month: month) {
            phrase.deadline = end
            phrase.doubts.append("原文是起止日期,按截止日")
        }
        switch scanner.timeOfDay() {
        case .exact(let time): phrase.time = time
        case .vague: phrase.doubts.append("原文写到时刻,期限只记到日")
        case nil: break
        }
        phrase.firmness = scanner.takeBefore() || scanner.take("止") || scanner.take("截止") ? .firm : .loose
    }

    static func noSuchDay(year: Int, month: Int, day: Int) -> String {
        guard let end = NoticeCalendar.end(of: month, year) else { return "没有\(month)月" }
        return "\(month)月只有\(end.day)天,没有\(month)月\(day)日"
    }

    /// 定期, 持续推进, 在30个工作日内: no date can be known.
    private static func undated(_ begin: GlyphScanner) -> TimePhrase? {
        var scanner = begin
        if scanner.take("定期") {
            return TimePhrase(
                start: begin.index, end: scanner.index, kind: .recurring, firmness: .loose,
                doubts: ["“定期”没有给出频次"])
        }
        if let word = scanner.takeAny(["持续推进", "长期坚持", "长期推进", "常年跟踪", "常年坚持", "持续", "长期", "常年"]),
            scanner.rest.trimmed(of: \.isStop).isEmpty
        {
            return TimePhrase(
                start: begin.index, end: scanner.index, kind: .none, firmness: .loose, doubts: ["“\(word)”没有期限"])
        }
        scanner = begin
        _ = scanner.takeAny(["在", "会后", "自收到之日起", "印发后", "文件印发后"])
        if scanner.number() != nil {
            _ = scanner.take("个")
            if scanner.takeAny(["工作日", "日", "天", "周", "月", "年"]) != nil,
                scanner.take("内") || scanner.take("之内") || scanner.take("以内")
            {
                return TimePhrase(
                    start: begin.index, end: scanner.index, kind: .none, firmness: .loose,
                    doubts: ["期限从另一个时间起算,原文没有给出"])
            }
        }
        return nil
    }
}

extension NoticeCalendar {
    func yearEnd(_ said: Int?) -> CivilDate? { (said ?? year).flatMap { Self.end(of: 12, $0) } }
}
