/// Which days are worked: Monday to Friday, but for the holidays and make-up working days of the given years.
///
/// Years without a file go by the plain week. Lookups take a dictionary access, counting and shifting a binary
/// search over the days that differ from the plain week, however far apart the dates are.
package struct Workdays: Hashable, Sendable {
    /// The years that have a file. December's last days may yet be changed by the next year's file.
    package let knownYears: [Int]
    private let entries: [CivilDate: HolidayYear.Day]
    /// The days that differ from the plain week, by date.
    private let exceptions: [Exception]

    private struct Exception: Hashable, Sendable {
        let dayNumber: Int
        /// Working days more than the plain week has, up to and with this day.
        let surplus: Int
    }

    /// Where two years' files speak of the same day, the later year's counts: it was announced later.
    /// Ask ``contradictions(in:)`` first.
    package init(_ years: [HolidayYear]) {
        var entries: [CivilDate: HolidayYear.Day] = [:]
        for year in Self.inOrder(years) {
            for day in year.days { entries[day.date] = day }
        }
        var surplus = 0
        var exceptions: [Exception] = []
        for day in entries.values.sorted(by: { $0.date < $1.date }) where day.isOffDay != day.date.weekday.isWeekend {
            surplus += day.isOffDay ? -1 : 1
            exceptions.append(Exception(dayNumber: day.date.dayNumber, surplus: surplus))
        }
        self.entries = entries
        self.exceptions = exceptions
        knownYears = Set(years.map(\.year)).sorted()
    }

    /// The days on which two of these years' files say the opposite, named at the later year's entry.
    package static func contradictions(in years: [HolidayYear]) -> [CalendarProblem] {
        var claims: [CivilDate: (day: HolidayYear.Day, file: String)] = [:]
        var problems: [CalendarProblem] = []
        for year in inOrder(years) {
            for day in year.days {
                if let earlier = claims[day.date], earlier.day.isOffDay != day.isOffDay {
                    problems.append(
                        CalendarProblem(
                            fileName: year.fileName, line: day.line, column: day.column,
                            message: "\(day.date) is \(day.claim), but \(earlier.file), line \(earlier.day.line), "
                                + "says \(earlier.day.claim)",
                            hint: "keep the one that the later notice gives"))
                }
                claims[day.date] = (day, year.fileName)
            }
        }
        return problems
    }

    /// Whether the year has a file.
    package func knows(_ year: Int) -> Bool { knownYears.contains(year) }

    /// Whether no file still to come can change the day: its year has one, and if it lies in December's last ten
    /// days, where a New Year's holiday and the days worked for it can reach, the next year too.
    package func isSettled(_ date: CivilDate) -> Bool {
        let (year, month, day) = date.parts
        return knows(year) && (month < 12 || day < 22 || knows(year + 1))
    }

    package func isWorkday(_ date: CivilDate) -> Bool {
        entries[date].map { !$0.isOffDay } ?? !date.weekday.isWeekend
    }

    /// The name of the holiday on this day, or of the one that this day is worked for.
    package func name(of date: CivilDate) -> String? { entries[date]?.name }

    package func workday(onOrBefore date: CivilDate) -> CivilDate { isWorkday(date) ? date : shift(date, by: -1) }

    package func workday(onOrAfter date: CivilDate) -> CivilDate { isWorkday(date) ? date : shift(date, by: 1) }

    /// The n-th working day strictly after a date, strictly before it for negative n; the date itself for 0.
    package func shift(_ date: CivilDate, by n: Int) -> CivilDate {
        guard n != 0 else { return date }
        // More working days than the calendar has lead to its end just as well, and cannot overflow.
        let steps = min(max(n, -4_000_000), 4_000_000)
        return n > 0
            ? day(ofWorkday: ordinal(date.dayNumber) + steps)
            : day(ofWorkday: ordinal(date.dayNumber - 1) + steps + 1)
    }

    /// How many working days lie after `start`, up to and with `end`; the same, negative, if `end` is the earlier.
    package func count(after start: CivilDate, through end: CivilDate) -> Int {
        ordinal(end.dayNumber) - ordinal(start.dayNumber)
    }

    /// How many working days there are up to and with this day, from an arbitrary day on: only differences tell.
    private func ordinal(_ dayNumber: Int) -> Int {
        let passed = exceptions.partitionPoint { $0.dayNumber > dayNumber }
        return Self.weekdays(through: dayNumber) + surplus(after: passed)
    }

    /// The first day that ``ordinal(_:)`` gives this number or more: the working day of that number.
    private func day(ofWorkday number: Int) -> CivilDate {
        let passed = exceptions.partitionPoint {
            Self.weekdays(through: $0.dayNumber) + $0.surplus >= number
        }
        let plain = Self.weekday(number: number - surplus(after: passed))
        // The first exception not passed reaches the number itself, if the plain week does not before it.
        return CivilDate(dayNumber: passed < exceptions.count ? min(plain, exceptions[passed].dayNumber) : plain)
    }

    private func surplus(after passed: Int) -> Int { passed == 0 ? 0 : exceptions[passed - 1].surplus }

    /// Mondays to Fridays from 1969-12-29, a Monday, up to and with this day.
    private static func weekdays(through dayNumber: Int) -> Int {
        let week = (dayNumber + 3).flooredQuotient(7)
        return week * 5 + min(dayNumber + 3 - week * 7 + 1, 5)
    }

    /// The day that ``weekdays(through:)`` counts as this number.
    private static func weekday(number: Int) -> Int {
        let week = (number - 1).flooredQuotient(5)
        return week * 7 + (number - 1 - week * 5) - 3
    }

    /// By year, and by file name for two of one year, so that nothing depends on how the files were listed.
    private static func inOrder(_ years: [HolidayYear]) -> [HolidayYear] {
        years.sorted { ($0.year, $0.fileName) < ($1.year, $1.fileName) }
    }
}

extension Array {
    /// How many elements stand before the first for which `reached` holds, in an array sorted so that from there
    /// on it always holds.
    fileprivate func partitionPoint(where reached: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if reached(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
