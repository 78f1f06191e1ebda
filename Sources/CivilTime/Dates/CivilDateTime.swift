/// What a calendar and a clock on the wall show: a date and a time without a zone.
package struct CivilDateTime: Hashable, Sendable {
    package let date: CivilDate
    package let time: TimeOfDay

    package init(date: CivilDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// Seconds since 1970-01-01 00:00 on the same wall.
    var wallSeconds: Int64 { Int64(date.dayNumber) * 86_400 + Int64(time.secondsFromMidnight) }

    /// Seconds outside the calendar give its first or last second.
    init(wallSeconds: Int64) {
        let first = CivilDateTime(date: .first, time: .midnight).wallSeconds
        let last = CivilDateTime(date: .last, time: TimeOfDay(clampedSeconds: 86_399)).wallSeconds
        let seconds = Int(min(max(wallSeconds, first), last))
        let days = seconds.flooredQuotient(86_400)
        self.init(
            date: CivilDate(dayNumber: days), time: TimeOfDay(clampedSeconds: seconds - days * 86_400))
    }
}

extension CivilDateTime: Comparable {
    package static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// `2017-06-30 09:00`.
    package var description: String { "\(date) \(time)" }
}
