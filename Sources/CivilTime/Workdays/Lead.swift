/// How far from a deadline something happens: `30d` calendar days, `2w`, `1m`, or `3wd` working days.
package enum Lead: Hashable, Sendable {
    case days(Int)
    case weeks(Int)
    /// Calendar months; a day the month lacks becomes its last.
    case months(Int)
    case workdays(Int)

    /// The largest number that a lead is written with: ten years of days.
    package static let largest = 3660

    /// Reads `30d`, `2w`, `1m`, `3wd`, from 0 to ``largest``, without sign, space or leading zero.
    package init?(_ text: some StringProtocol) {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard (1...4).contains(digits.count), digits.count == 1 || digits.first != 0x30,
            let number = Int(String(decoding: digits, as: UTF8.self)), number <= Self.largest
        else { return nil }
        switch String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self) {
        case "d": self = .days(number)
        case "w": self = .weeks(number)
        case "m": self = .months(number)
        case "wd": self = .workdays(number)
        default: return nil
        }
    }

    /// Whether it is the deadline's own day.
    package var isZero: Bool {
        switch self {
        case .days(0), .weeks(0), .months(0), .workdays(0): true
        default: false
        }
    }

    /// The day that lies this far before a date. It may be an off day, except for working days above 0.
    package func date(before date: CivilDate, _ workdays: Workdays) -> CivilDate {
        moved(date, -1, workdays)
    }

    /// The day that lies this far after a date. It may be an off day, except for working days above 0.
    package func date(after date: CivilDate, _ workdays: Workdays) -> CivilDate {
        moved(date, 1, workdays)
    }

    private func moved(_ date: CivilDate, _ sign: Int, _ workdays: Workdays) -> CivilDate {
        switch self {
        case .days(let number): date.adding(days: sign * number)
        case .weeks(let number): date.adding(days: sign * number * 7)
        case .months(let number): date.adding(months: sign * number)
        case .workdays(let number): workdays.shift(date, by: sign * number)
        }
    }

    /// `提前30天`, `提前10个工作日`; a lead of 0 is `到期当天`.
    package var chinese: String {
        switch self {
        case .days(0), .weeks(0), .months(0), .workdays(0): "到期当天"
        case .days(let number): "提前\(number)天"
        case .weeks(let number): "提前\(number)周"
        case .months(let number): "提前\(number)个月"
        case .workdays(let number): "提前\(number)个工作日"
        }
    }
}

extension Lead: CustomStringConvertible {
    /// As it is written: `30d`, `3wd`.
    package var description: String {
        switch self {
        case .days(let number): "\(number)d"
        case .weeks(let number): "\(number)w"
        case .months(let number): "\(number)m"
        case .workdays(let number): "\(number)wd"
        }
    }
}
