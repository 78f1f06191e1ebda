import CivilTime

/// A date as a person or a spreadsheet writes it: `2017-06-30`, `2017/6/30`, `2017.6.30`, `2017年6月30日`, `20170630`,
/// and `6月30日` or `6/30`, whose year is the one that brings it nearest to the deadline.
enum FilledDate {
    /// nil if it is no date, or one without a year where no deadline helps.
    static func read(_ text: String, near deadline: CivilDate?) -> CivilDate? {
        var numbers: [Int] = []
        var marks: [Unicode.Scalar] = []
        var digits = 0
        for scalar in text.unicodeScalars {
            let value: Int
            switch scalar.value {
            case 0x30...0x39: value = Int(scalar.value) - 0x30
            // Full-width digits.
            case 0xFF10...0xFF19: value = Int(scalar.value) - 0xFF10
            default:
                // The time of day that a spreadsheet adds says nothing: 2017/6/30 0:00.
                if scalar == " " || scalar == "T", numbers.count == 3 { return date(numbers, marks, near: deadline) }
                if scalar == " " { continue }
                marks.append(scalar)
                digits = 0
                continue
            }
            if digits == 0 { numbers.append(0) }
            numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + value
            digits += 1
            if digits > 8 { return nil }
        }
        return date(numbers, marks, near: deadline)
    }

    private static func date(_ numbers: [Int], _ marks: [Unicode.Scalar], near deadline: CivilDate?) -> CivilDate? {
        let isWestern = ["-", "/", ".", "－", "／"].contains { mark in
            marks.allSatisfy { $0 == mark }
        }
        switch (numbers.count, String(String.UnicodeScalarView(marks))) {
        case (3, _) where marks.count == 2 && isWestern, (3, "年月日"), (3, "年月号"), (3, "年月"):
            return numbers[0] >= 1900 ? CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) : nil
        case (1, "") where numbers[0] >= 1900_00_00:
            return CivilDate(year: numbers[0] / 10_000, month: numbers[0] / 100 % 100, day: numbers[0] % 100)
        case (2, "月日"), (2, "月号"), (2, "月"), (2, "/"), (2, "-"):
            guard let deadline else { return nil }
            return [deadline.year, deadline.year - 1, deadline.year + 1]
                .compactMap { CivilDate(year: $0, month: numbers[0], day: numbers[1]) }
                .min { abs($0.days(until: deadline)) < abs($1.days(until: deadline)) }
        default: return nil
        }
    }
}
