/// A rule for days that come again (RFC 5545, 3.3.10), with its first possible day.
///
/// Read are FREQ (DAILY to YEARLY), INTERVAL, COUNT, UNTIL as a date, WKST, BYMONTH, BYMONTHDAY and BYDAY; any
/// other part is refused by name. As in python-dateutil, the start is an occurrence only if the rule meets it,
/// and COUNT counts occurrences.
package struct Recurrence: Hashable, Sendable {
    /// DTSTART: no occurrence is earlier, and intervals are counted from it.
    package let start: CivilDate
    private let text: String
    private let rule: RecurrenceRule

    /// Reads `FREQ=MONTHLY;BYMONTHDAY=25`, with `RRULE:` before it or without.
    package init(rrule text: String, start: CivilDate) throws(RecurrenceError) {
        let upper = text.trimmingSpace.uppercased()
        let bare = upper.hasPrefix("RRULE:") ? String(upper.dropFirst(6)) : upper
        rule = try RecurrenceRule(bare)
        self.text = bare
        self.start = start
    }

    /// Reads the two lines `DTSTART;VALUE=DATE:20170731` and `RRULE:FREQ=…`, in either order.
    package init(icalendar: String) throws(RecurrenceError) {
        var start: CivilDate?
        var rule: String?
        for line in icalendar.split(whereSeparator: \.isNewline).map({ String($0).trimmingSpace.uppercased() })
        where !line.isEmpty {
            let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2 else {
                throw RecurrenceError("RRULE", "'\(RecurrenceRule.shown(line))' is no line of a recurrence")
            }
            switch pair[0] {
            case "DTSTART", "DTSTART;VALUE=DATE":
                guard start == nil else { throw RecurrenceError("DTSTART", "stands twice") }
                guard let date = CivilDate(basic: pair[1]) else {
                    throw RecurrenceError(
                        "DTSTART", "'\(RecurrenceRule.shown(pair[1]))' is not a date", hint: "write it as 20170731")
                }
                start = date
            case "RRULE":
                guard rule == nil else { throw RecurrenceError("RRULE", "stands twice") }
                rule = pair[1]
            default:
                throw RecurrenceError(
                    RecurrenceRule.shown(pair[0]), "is not supported", hint: "write DTSTART;VALUE=DATE: and RRULE:")
            }
        }
        guard let start else { throw RecurrenceError("DTSTART", "is missing") }
        guard let rule else { throw RecurrenceError("RRULE", "is missing") }
        try self.init(rrule: rule, start: start)
    }

    /// The two lines that ``init(icalendar:)`` reads.
    package var icalendar: String { "DTSTART;VALUE=DATE:\(start.basic)\nRRULE:\(text)" }

    /// The occurrences up to and with a day, at most `limit` of them, in order. Ends for every rule.
    package func occurrences(through end: CivilDate, limit: Int) -> [CivilDate] {
        let last = min(end, rule.until ?? end)
        let most = min(limit, rule.count ?? limit)
        var found: [CivilDate] = []
        var period = RecurrencePeriods(rule: rule, start: start)
        while found.count < most, let days = period.next(), days.lowerBound <= last.dayNumber {
            for number in days {
                let day = CivilDate(dayNumber: number)
                guard day <= last, found.count < most else { break }
                if day >= start, period.meets(day) { found.append(day) }
            }
        }
        return found
    }
}

extension Recurrence: CustomStringConvertible {
    /// The rule's text: `FREQ=MONTHLY;BYMONTHDAY=25`.
    package var description: String { text }
}

extension String {
    /// Without spaces at either end.
    fileprivate var trimmingSpace: String {
        let rest = drop { $0.isWhitespace }
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}
