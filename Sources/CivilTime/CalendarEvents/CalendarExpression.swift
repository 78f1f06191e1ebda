/// When something comes round, as systemd.time(7) writes calendar events: `Mon..Fri *-*-* 09:00`, `*-*~01 16:30`.
///
/// A subset: one time of day, and so one event a day at most; years of four digits from 1970 to 2199; no zone, since
/// the caller's counts. `description` is systemd's normal form. What a zone's clocks skip or show twice is the caller's
/// matter: days and times here are the calendar's and the wall's.
package struct CalendarExpression: Hashable, Sendable {
    /// systemd's own bounds.
    package static let years = 1970...2199

    /// Empty: any day of the week.
    let weekdays: Set<Weekday>
    let year: CalendarField
    let month: CalendarField
    /// Where `countsFromEnd`, 1 is the month's last day, 2 the one before it.
    let day: CalendarField
    let countsFromEnd: Bool
    package let time: TimeOfDay

    /// The first event later than a time; nil if there is none up to the last year.
    package func next(after past: CivilDateTime) -> CivilDateTime? {
        let first = past.time < time ? past.date : past.date.adding(days: 1)
        return day(onOrAfter: first).map { CivilDateTime(date: $0, time: time) }
    }

    /// The first day with an event that is not before `first`; nil if there is none.
    package func day(onOrAfter first: CivilDate) -> CivilDate? {
        let start = first.parts
        var year = max(start.year, Self.years.lowerBound)
        while let inYear = self.year.next(year, through: Self.years.upperBound) {
            let isFirst = inYear == start.year
            var month = isFirst ? start.month : 1
            while let inMonth = self.month.next(month, through: 12) {
                let from = isFirst && inMonth == start.month ? start.day : 1
                if let found = day(inYear, inMonth, from: from) { return found }
                month = inMonth + 1
            }
            year = inYear + 1
        }
        return nil
    }

    private func day(_ year: Int, _ month: Int, from first: Int) -> CivilDate? {
        let length = CivilDate.daysIn(year: year, month: month)
        guard first <= length else { return nil }
        return (first...length).lazy
            .filter { self.day.contains(countsFromEnd ? length - $0 + 1 : $0) }
            .compactMap { CivilDate(year: year, month: month, day: $0) }
            .first { weekdays.isEmpty || weekdays.contains($0.weekday) }
    }
}

extension CalendarExpression {
    /// The same days at another time.
    package func at(_ time: TimeOfDay) -> CalendarExpression {
        CalendarExpression(
            weekdays: weekdays, year: year, month: month, day: day, countsFromEnd: countsFromEnd, time: time)
    }
}

extension CalendarExpression: CustomStringConvertible {
    /// `Mon..Fri *-*-* 09:00:00`: what `systemd-analyze calendar` shows as the normalized form.
    package var description: String {
        let days = Self.names(of: weekdays)
        let date = "\(year.text(digits: 4))-\(month.text(digits: 2))\(countsFromEnd ? "~" : "-")\(day.text(digits: 2))"
        let clock = "\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2))"
        return (days.isEmpty ? "" : days + " ") + date + " " + clock
    }

    /// `Mon..Wed,Fri`; two in a row are listed.
    private static func names(of weekdays: Set<Weekday>) -> String {
        var parts: [String] = []
        var run: [Weekday] = []
        func end() {
            guard let first = run.first, let last = run.last else { return }
            parts += run.count > 2 ? ["\(first.english)..\(last.english)"] : run.map(\.english)
            run = []
        }
        for day in Weekday.allCases {
            if weekdays.contains(day) { run.append(day) } else { end() }
        }
        end()
        return parts.joined(separator: ",")
    }
}
