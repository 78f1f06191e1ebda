/// A point in time, the same everywhere: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Moment: Hashable, Sendable {
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// Reads RFC 3339 with its offset: `2017-03-31T09:00:00+08:00`, `2017-03-31T01:00:00Z`.
    /// The seconds may be left out; a fraction is dropped. A time without an offset is no moment.
    package init?(iso8601 text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), let date = CivilDate(year: year, month: month, day: day),
            digits.skip("T") || digits.skip("t"), let time = digits.timeOfDay()
        else { return nil }
        if digits.skip(".") { guard digits.skipDigits() > 0 else { return nil } }
        guard let offset = Self.offset(&digits), digits.isAtEnd else { return nil }
        self.init(seconds: CivilDateTime(date: date, time: time).wallSeconds - Int64(offset))
    }

    /// Seconds east of UTC from `Z`, `+08:00` or `-03:30`.
    private static func offset(_ digits: inout DigitReader) -> Int? {
        if digits.skip("Z") || digits.skip("z") { return 0 }
        let sign: Int
        if digits.skip("+") { sign = 1 } else if digits.skip("-") { sign = -1 } else { return nil }
        guard let hours = digits.number(2), hours < 24, digits.skip(":"), let minutes = digits.number(2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    /// `2017-03-31T01:00:00Z`. Moments outside the years 1 to 9999 show the nearest end of the calendar.
    package var iso8601: String { CivilDateTime(wallSeconds: seconds).isoText + "Z" }

    /// Sums that an Int64 cannot hold stop at its ends.
    package func adding(seconds more: some BinaryInteger) -> Moment {
        let step = Int64(clamping: more)
        let (sum, overflow) = seconds.addingReportingOverflow(step)
        return Moment(seconds: overflow ? (step > 0 ? .max : .min) : sum)
    }

    package func adding(hours: some BinaryInteger) -> Moment {
        let (step, overflow) = Int64(clamping: hours).multipliedReportingOverflow(by: 3600)
        return adding(seconds: overflow ? (hours > 0 ? Int64.max : Int64.min) : step)
    }

    /// How many seconds later `other` is; negative if it is earlier.
    package func seconds(until other: Moment) -> Int64 {
        let (span, overflow) = other.seconds.subtractingReportingOverflow(seconds)
        return overflow ? (other > self ? .max : .min) : span
    }
}

extension Moment: Comparable {
    package static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
}

extension Moment: CustomStringConvertible {
    package var description: String { iso8601 }
}

extension Moment: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(seconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }
}

extension CivilDateTime {
    /// `2017-03-31T01:00:00`, always with seconds, without an offset.
    var isoText: String {
        "\(date)T\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2))"
    }
}
