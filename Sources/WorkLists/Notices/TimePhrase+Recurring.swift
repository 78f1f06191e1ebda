import CivilTime

extension TimePhrase {
    /// 自7月份起,每两个月; 每月25日前; 每季度末月20日前; 每半年; 每年2月底前.
    static func recurring(_ begin: GlyphScanner, _ calendar: NoticeCalendar) -> TimePhrase? {
        var scanner = begin
        var phrase = TimePhrase(start: begin.index, end: begin.index, kind: .recurring, firmness: .firm)
        let since = start(&scanner, calendar)
        if since != nil {
            _ = scanner.takeIf(\.isComma)
            _ = scanner.takeAny(["务于", "要于", "应于", "于", "在"])
        }
        guard let (rule, isFirm) = rule(&scanner) else {
            guard since != nil else { return nil }
            phrase.end = scanner.index
            phrase.kind = .none
            phrase.firmness = .loose
            phrase.doubts = ["只写了起始时间,没有期限"]
            return phrase
        }
        phrase.end = scanner.index
        // 每月1000元 after a comma is a quota; 自7月份起,每月… and 每月25日前 are not.
        if since == nil, !isFirm { phrase.firmness = .loose }
        guard let year = since?.year ?? calendar.year else {
            phrase.doubts = ["原文没有年份,请用 --year 给出"]
            return phrase
        }
        let issued = calendar.issuedOn.flatMap { $0.year == year ? $0.month : nil }
        phrase.rrule = rule.icalendar(
            from: since?.month ?? issued ?? 1, year: year, until: max(year, calendar.year ?? year))
        phrase.doubts = [phrase.rrule == nil ? "频次无法排出日期" : "周期事项:截止日按本年度排出,请核对起止和间隔"]
        return phrase
    }

    /// 自7月份起, 从2022年3月起, 从第二季度起.
    private static func start(
        _ scanner: inout GlyphScanner, _ calendar: NoticeCalendar
    ) -> (year: Int?, month: Int)? {
        var ahead = scanner
        guard ahead.takeAny(["自", "从"]) != nil else { return nil }
        let year = ahead.year(calendar)
        _ = ahead.take("第")
        if year != nil, ahead.take("起") {
            scanner = ahead
            return (year, 1)
        }
        guard let number = ahead.number() else { return nil }
        var month = number
        if ahead.take("季度") {
            guard (1...4).contains(number) else { return nil }
            month = number * 3 - 2
        } else {
            guard ahead.take("月") else { return nil }
            _ = ahead.take("份")
        }
        guard (1...12).contains(month), ahead.take("起") || ahead.take("开始") else { return nil }
        scanner = ahead
        return (year, month)
    }

    private struct Rule {
        enum Unit { case week, month, year }
        var unit: Unit
        var interval = 1
        /// The month of each quarter, half or year that counts: 3 of 3 for a quarter's last.
        var month: Int?
        /// nil: the last day.
        var day: Int?

        /// The rule from `month` of `year` to the end of the year `until`.
        func icalendar(from first: Int, year: Int, until: Int) -> String? {
            let byDay = "BYMONTHDAY=\(day ?? -1)"
            let start: CivilDate?
            var parts: [String]
            switch unit {
            case .week:
                // A weekly thing is taken to fall on Fridays.
                start = (1...7).lazy.compactMap { CivilDate(year: year, month: first, day: $0) }
                    .first { $0.weekday == .friday }
                parts = ["FREQ=WEEKLY"] + (interval > 1 ? ["INTERVAL=\(interval)"] : [])
            case .month:
                var begin = first
                if let month { while begin % interval != month % interval { begin += 1 } }
                start = begin > 12 ? nil : date(year: year, month: begin)
                parts = ["FREQ=MONTHLY"] + (interval > 1 ? ["INTERVAL=\(interval)"] : []) + [byDay]
            case .year:
                start = date(year: year, month: month ?? 12)
                parts = ["FREQ=YEARLY", "BYMONTH=\(month ?? 12)", byDay]
            }
            guard let start else { return nil }
            parts.append("UNTIL=\(until)1231")
            return "DTSTART;VALUE=DATE:\(start.compact)\nRRULE:" + parts.joined(separator: ";")
        }

        private func date(year: Int, month: Int) -> CivilDate? {
            day.map { CivilDate(year: year, month: month, day: $0) } ?? NoticeCalendar.end(of: month, year)
        }
    }

    private static func rule(_ scanner: inout GlyphScanner) -> (Rule, isFirm: Bool)? {
        var ahead = scanner
        var rule: Rule
        if ahead.takeAny(["逐月", "按月"]) != nil {
            rule = Rule(unit: .month)
        } else if ahead.takeAny(["逐季度", "按季度", "逐季", "按季"]) != nil {
            rule = Rule(unit: .month, interval: 3, month: 3)
        } else {
            guard ahead.take("每") else { return nil }
            let interval = ahead.number() ?? 1
            _ = ahead.take("个")
            guard interval > 0 else { return nil }
            if ahead.takeAny(["半年度", "半年"]) != nil {
                rule = Rule(unit: .month, interval: 6, month: 6)
            } else if ahead.takeAny(["季度", "季"]) != nil {
                rule = Rule(unit: .month, interval: 3, month: 3)
                quarterMonth(&ahead, &rule)
            } else if ahead.takeAny(["月"]) != nil {
                rule = Rule(unit: .month, interval: interval)
            } else if ahead.takeAny(["周", "星期"]) != nil {
                rule = Rule(unit: .week, interval: interval)
            } else if ahead.take("年") {
                rule = Rule(unit: .year)
                yearMonth(&ahead, &rule)
            } else {
                // 每家, 每个县市, 每天: a quota, not a schedule.
                return nil
            }
        }
        if rule.unit != .week {
            _ = ahead.takeAny(["的", "月底", "月末", "底", "末"])
            var day = ahead
            if let number = day.number(), (1...31).contains(number), day.take("日") || day.take("号") {
                rule.day = number
                ahead = day
            }
        }
        let isFirm = ahead.takeBefore()
        scanner = ahead
        return (rule, isFirm)
    }

    /// 每季度末月, 每个季度第1个月的.
    private static func quarterMonth(_ scanner: inout GlyphScanner, _ rule: inout Rule) {
        if scanner.take("末月") { return }
        var ahead = scanner
        _ = ahead.take("的")
        guard ahead.takeAny(["首月", "第一个月", "第1个月"]) != nil else { return }
        rule.month = 1
        scanner = ahead
    }

    /// 每年2月底前.
    private static func yearMonth(_ scanner: inout GlyphScanner, _ rule: inout Rule) {
        var ahead = scanner
        guard let month = ahead.number(), (1...12).contains(month), ahead.take("月") else { return }
        _ = ahead.take("份")
        rule.month = month
        scanner = ahead
    }
}

extension GlyphScanner {
    /// ①, (1), 1. before a phrase.
    mutating func skipListMark() {
        if takeIf({ (0x2460...0x2473).contains($0.value) || $0 == "●" || $0 == "•" }) { return skipBlanks() }
        var ahead = self
        if ahead.takeIf({ $0 == "(" || $0 == "（" }), ahead.number() != nil, ahead.takeIf({ $0 == ")" || $0 == "）" }) {
            self = ahead
            return skipBlanks()
        }
        ahead = self
        if ahead.number() != nil, ahead.takeIf({ $0 == "." || $0 == "、" || $0 == "．" }), ahead.next?.digit == nil {
            self = ahead
            skipBlanks()
        }
    }

    /// 前, 之前, 以前.
    mutating func takeBefore() -> Bool { takeAny(["前", "之前", "以前"]) != nil }

    /// 2017年, 今年, 明年: the year said, with 年 taken except where 年底 follows a plain 年.
    mutating func year(_ calendar: NoticeCalendar) -> Int? {
        if takeAny(["今年", "本年", "当年"]) != nil { return calendar.year }
        if takeAny(["明年", "次年", "翌年"]) != nil { return calendar.year.map { $0 + 1 } }
        var ahead = self
        guard let year = ahead.number(), (1900...2200).contains(year), ahead.take("年") else { return nil }
        self = ahead
        return year
    }

    /// (星期五), （周五）: 1 for Monday to 7.
    mutating func weekday() -> Int? {
        var ahead = self
        guard ahead.takeIf({ $0 == "(" || $0 == "（" }), ahead.takeAny(["星期", "周", "礼拜"]) != nil else { return nil }
        let day = ahead.takeAny(["日", "天"]) != nil ? 7 : ahead.number()
        guard let day, (1...7).contains(day), ahead.takeIf({ $0 == ")" || $0 == "）" }) else { return nil }
        self = ahead
        return day
    }

    /// 至2022年11月20日, -7日: the last day of a span.
    mutating func rangeEnd(year: Int?, month: Int) -> CivilDate? {
        var ahead = self
        guard ahead.takeIf({ "-－—–~～至到".unicodeScalars.contains($0) }), let year else { return nil }
        let last = ahead.year(NoticeCalendar()) ?? year
        guard var day = ahead.number() else { return nil }
        var lastMonth = month
        if ahead.take("月") {
            lastMonth = day
            guard let second = ahead.number() else { return nil }
            day = second
        }
        guard ahead.take("日"), let date = CivilDate(year: last, month: lastMonth, day: day) else { return nil }
        self = ahead
        return date
    }

    /// A time as a notice writes it.
    enum Clock: Equatable {
        /// 18：00, 17时30分, 下午5时, 中午12点.
        case exact(TimeOfDay)
        /// 上午下班, 中午, 24：00: no time of the clock, or the day's end.
        case vague
    }

    mutating func timeOfDay() -> Clock? {
        var ahead = self
        let part = ahead.takeAny(["上午", "下午", "中午", "晚上"])
        if ahead.take("下班") {
            self = ahead
            return .vague
        }
        if let hour = ahead.number(), (0...24).contains(hour), ahead.takeIf({ $0.isColon || $0 == "时" || $0 == "点" }) {
            let minute = ahead.number()
            if minute != nil { _ = ahead.take("分") }
            self = ahead
            let isAfternoon = (part == "下午" || part == "晚上") && hour < 12
            return TimeOfDay(hour: isAfternoon ? hour + 12 : hour, minute: minute ?? 0).map { .exact($0) } ?? .vague
        }
        guard part != nil else { return nil }
        _ = takeAny(["上午", "下午", "中午", "晚上"])
        return .vague
    }
}

extension CivilDate {
    /// `20170731`, as RFC 5545 writes a date.
    var compact: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(year, 4) + padded(month, 2) + padded(day, 2)
    }
}
