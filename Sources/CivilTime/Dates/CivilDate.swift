/// A day of the proleptic Gregorian calendar, as a number: arithmetic on dates is integer arithmetic.
///
/// The calendar here runs from 0001-01-01 to 9999-12-31, the years that ISO 8601 writes with four digits.
/// Arithmetic that would leave it stops at its ends, so that no configured number can trap.
/// Month and year come from the day number after Hinnant's `civil_from_days`
/// (https://howardhinnant.github.io/date_algorithms.html).
package struct CivilDate: Hashable, Sendable {
    /// Days since 1970-01-01.
    package let dayNumber: Int

    /// 0001-01-01.
    package static let first = CivilDate(dayNumber: firstDayNumber)
    /// 9999-12-31.
    package static let last = CivilDate(dayNumber: lastDayNumber)

    private static let firstDayNumber = -719_162
    private static let lastDayNumber = 2_932_896

    /// The day so many days after 1970-01-01; numbers outside the calendar give its first or last day.
    package init(dayNumber: Int) {
        self.dayNumber = min(max(dayNumber, Self.firstDayNumber), Self.lastDayNumber)
    }

    /// The day of these three numbers, or nil if there is none (31 June, year 0).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.daysIn(year: year, month: month)).contains(day)
        else { return nil }
        self.init(dayNumber: Self.dayNumber(year: year, month: month, day: day))
    }

    /// Reads `2017-06-30`, with two digits for month and day, four for the year, and nothing else.
    package init?(iso text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var year: Int { parts.year }
    package var month: Int { parts.month }
    package var day: Int { parts.day }

    /// Year, month and day at once, for callers that want more than one.
    package var parts: (year: Int, month: Int, day: Int) {
        // Years begin in March here, so that the leap day is the last of its year; 400 years are an era.
        let days = dayNumber + 719_468
        let era = days.flooredQuotient(146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday, so day -3 was a Monday.
        let fromMonday = (dayNumber + 3) - (dayNumber + 3).flooredQuotient(7) * 7
        return Weekday.allCases[fromMonday]
    }

    package func adding(days: Int) -> CivilDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        return CivilDate(dayNumber: overflow ? (days > 0 ? .max : .min) : sum)
    }

    /// The same day so many months on, or that month's last if it is shorter: 31 January plus one is 28 February.
    package func adding(months: Int) -> CivilDate {
        let (year, month, day) = parts
        let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow, (12..<120_000).contains(index) else { return months > 0 ? .last : .first }
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        let newDay = min(day, Self.daysIn(year: newYear, month: newMonth))
        return CivilDate(dayNumber: Self.dayNumber(year: newYear, month: newMonth, day: newDay))
    }

    /// The days of a month. Months outside 1 to 12 have none.
    package static func daysIn(year: Int, month: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: isLeap(year: year) ? 29 : 28
        default: 0
        }
    }

    package static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The last day of this date's month.
    package var monthEnd: CivilDate {
        let (year, month, day) = parts
        return adding(days: Self.daysIn(year: year, month: month) - day)
    }

    /// How many days later `other` is; negative if it is earlier.
    package func days(until other: CivilDate) -> Int { other.dayNumber - dayNumber }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.flooredQuotient(400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension CivilDate: Comparable {
    package static func < (left: CivilDate, right: CivilDate) -> Bool { left.dayNumber < right.dayNumber }
}

extension CivilDate: CustomStringConvertible {
    /// `2017-06-30`.
    package var description: String {
        let (year, month, day) = parts
        guard (0...9999).contains(year) else { return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }
        // Every slot's key holds one: made in place.
        return String(unsafeUninitializedCapacity: 10) { text in
            year.write(digits: 4, to: text, at: 0)
            text[4] = UInt8(ascii: "-")
            month.write(digits: 2, to: text, at: 5)
            text[7] = UInt8(ascii: "-")
            day.write(digits: 2, to: text, at: 8)
            return 10
        }
    }
}

extension CivilDate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CivilDate(iso: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a date: write it as 2017-06-30")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
