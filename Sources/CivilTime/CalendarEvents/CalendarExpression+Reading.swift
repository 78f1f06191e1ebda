extension CalendarExpression {
    /// Each stands for an expression, at midnight.
    package static let shorthands = ["daily", "weekly", "monthly", "quarterly", "semiannually", "yearly"]

    /// Reads `[WEEKDAYS] [[YEAR-]MONTH-DAY] [HH:MM[:SS]]`, of which at least one must stand, or a shorthand.
    ///
    /// - WEEKDAYS: English names, long or short, in lists and ranges: `Mon`, `Mon,Thu`, `Mon..Fri`. Default: any.
    /// - YEAR, MONTH, DAY: `*`, or a list of numbers, ranges and steps: `03,06`, `01..07`, `01/3`. `MONTH~DAY` counts
    ///   from the month's end: `*~01` is its last day, `*~07/1` its last seven. Default: `*-*-*`.
    /// - HH:MM[:SS]: two digits each. Default 00:00.
    package init(_ text: String) throws(CalendarExpressionError) {
        guard text.utf8.count <= 200 else {
            throw CalendarExpressionError("expression", "is longer than 200 bytes")
        }
        let words = text.split(separator: " ").map(String.init)
        guard !words.isEmpty else {
            throw CalendarExpressionError("expression", "is empty", hint: "Mon *-*-* 09:00")
        }
        if words.count == 1, let meant = Self.meaning(of: words[0].lowercased()) {
            self = try CalendarExpression(meant)
            return
        }
        var rest = words[...]
        var weekdays: Set<Weekday> = []
        if let word = rest.first, word.first?.isLetter ?? false {
            weekdays = try Self.weekdays(word)
            rest = rest.dropFirst()
        }
        var date = (CalendarField.any, CalendarField.any, CalendarField.any, countsFromEnd: false)
        if let word = rest.first, word.contains("-") || word.contains("~") {
            date = try Self.date(word)
            rest = rest.dropFirst()
        }
        var time = TimeOfDay.midnight
        if let word = rest.first, word.contains(":") {
            time = try Self.time(word)
            rest = rest.dropFirst()
        }
        if let word = rest.first { throw Self.surplus(word, isFirst: rest.count == words.count) }
        // On all seven of them it is no condition.
        if weekdays.count == Weekday.allCases.count { weekdays = [] }
        self.init(
            weekdays: weekdays, year: date.0, month: date.1, day: date.2, countsFromEnd: date.countsFromEnd, time: time)
    }

    private static func meaning(of shorthand: String) -> String? {
        switch shorthand {
        case "daily": "*-*-*"
        case "weekly": "Mon *-*-*"
        case "monthly": "*-*-01"
        case "quarterly": "*-01,04,07,10-01"
        case "semiannually": "*-01,07-01"
        case "yearly": "*-01-01"
        default: nil
        }
    }

    private static func surplus(_ word: String, isFirst: Bool) -> CalendarExpressionError {
        CalendarExpressionError(
            "expression", isFirst ? "'\(word)' is neither weekdays, date nor time" : "'\(word)' stands after its end",
            hint: "weekdays, date, time, in this order, and no zone, since the office's counts: Mon *-*-* 09:00")
    }

    // MARK: - Weekdays

    private static func weekdays(_ word: String) throws(CalendarExpressionError) -> Set<Weekday> {
        var found: Set<Weekday> = []
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = split(part)
            let first = try weekday(ends.first)
            let last = try ends.last.map { name throws(CalendarExpressionError) in try weekday(name) } ?? first
            guard first.rawValue <= last.rawValue else {
                throw CalendarExpressionError(
                    "weekdays", "\(part) runs over the end of the week",
                    hint: "weeks begin on Monday: \(first.english)..Sun,Mon..\(last.english)")
            }
            found.formUnion(Weekday.allCases.filter { (first.rawValue...last.rawValue).contains($0.rawValue) })
        }
        return found
    }

    private static func weekday(_ name: Substring) throws(CalendarExpressionError) -> Weekday {
        let wanted = name.lowercased()
        if let day = Weekday.allCases.first(where: { "\($0)" == wanted || $0.english.lowercased() == wanted }) {
            return day
        }
        throw CalendarExpressionError(
            "weekdays", "'\(name)' is no day of the week",
            hint: "Mon, Tue, Wed, Thu, Fri, Sat or Sun; or one of \(shorthands.joined(separator: ", "))")
    }

    /// `a..b`.
    private static func split(_ text: Substring) -> (first: Substring, last: Substring?) {
        guard let dots = text.firstRange(of: "..") else { return (text, nil) }
        return (text[..<dots.lowerBound], text[dots.upperBound...])
    }

    // MARK: - Date and time

    private static func date(
        _ word: String
    ) throws(CalendarExpressionError) -> (CalendarField, CalendarField, CalendarField, countsFromEnd: Bool) {
        let countsFromEnd = word.contains("~")
        var parts = word.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "~" }
        // `MONTH-DAY` is that of any year.
        if parts.count == 2 { parts.insert("*", at: 0) }
        let marks = word.filter { $0 == "-" || $0 == "~" }
        guard parts.count == 3, !marks.dropLast().contains("~") else {
            throw CalendarExpressionError(
                "expression", "'\(word)' is no date", hint: "year, month and day: *-*-01, or *-*~01 for the last day")
        }
        return (
            try field(parts[0], "year", years), try field(parts[1], "month", 1...12),
            try field(parts[2], "day", countsFromEnd ? 1...28 : 1...31, isFromEnd: countsFromEnd), countsFromEnd
        )
    }

    private static func field(
        _ text: Substring, _ part: String, _ range: ClosedRange<Int>, isFromEnd: Bool = false
    ) throws(CalendarExpressionError) -> CalendarField {
        if text == "*" { return .any }
        guard !text.hasPrefix("*") else {
            throw CalendarExpressionError(
                part, "'\(text)' begins with any value", hint: "a step has a first value: \(range.lowerBound)/2")
        }
        var spans: [CalendarField.Span] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let span = try span(piece, part, range, isFromEnd: isFromEnd)
            if !spans.contains(span) { spans.append(span) }
        }
        spans.sort { ($0.first, $0.last ?? 0, $0.step) < ($1.first, $1.last ?? 0, $1.step) }
        return .spans(spans, isFromEnd: isFromEnd)
    }

    private static func span(
        _ text: Substring, _ part: String, _ range: ClosedRange<Int>, isFromEnd: Bool
    ) throws(CalendarExpressionError) -> CalendarField.Span {
        let steps = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = split(steps[0])
        let first = try number(ends.first, part, range)
        let last = try ends.last.map { text throws(CalendarExpressionError) in try number(text, part, range) }
        let step = try steps.dropFirst().first.map { text throws(CalendarExpressionError) in
            try number(text, "\(part)'s step", 1...range.upperBound)
        }
        if last == nil, step == nil { return CalendarField.Span(first: first, last: nil, step: 0) }
        let end = last ?? (isFromEnd ? range.lowerBound : range.upperBound)
        let distance = isFromEnd && last == nil ? first - end : end - first
        let stride = step ?? 1
        if let last {
            guard distance >= 0 else {
                throw CalendarExpressionError(part, "\(text) ends before it begins", hint: "\(last)..\(first)")
            }
            // As far as the step goes; what is left of a range that it passes over is its first value.
            let reached = last - distance % stride
            return CalendarField.Span(
                first: first, last: reached == first ? nil : reached, step: reached == first ? 0 : stride)
        }
        guard distance >= stride else {
            throw CalendarExpressionError(part, "\(text) reaches no second value", hint: "leave the step out")
        }
        return CalendarField.Span(first: first, last: nil, step: stride)
    }

    private static func number(
        _ text: Substring, _ part: String, _ range: ClosedRange<Int>
    ) throws(CalendarExpressionError) -> Int {
        let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDigits, text.utf8.count <= 4, let number = Int(text), range.contains(number) else {
            throw CalendarExpressionError(
                part, "'\(text)' is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func time(_ word: String) throws(CalendarExpressionError) -> TimeOfDay {
        if let time = TimeOfDay(word) { return time }
        throw CalendarExpressionError(
            "time", "'\(word)' is not one time of day", hint: "two digits each, 00:00 to 23:59: 09:00")
    }
}
