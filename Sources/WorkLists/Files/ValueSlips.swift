import CivilTime

/// What was meant by a value that a reader refused, for hints: a time as `09：00` or `9点`, a lead as `【30d】` or `30天`, a
/// date as `2017/6/30`. Nothing is taken that way; the file keeps one way of writing each.
package enum ValueSlips {
    /// `a full-width colon (：) stands in it: write it as 09:00`; nil if it cannot be told what was meant.
    package static func hint(time text: String) -> String? {
        let scalars = bare(text)
        guard var numbers = numbers(in: scalars, parted: ":：.．;；点时分秒 "), let last = scalars.last else { return nil }
        if numbers.count == 1, last == "点" || last == "时" { numbers.append(0) }
        guard (2...3).contains(numbers.count),
            let time = TimeOfDay(hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0)
        else { return nil }
        return hint(text, meant: time.description)
    }

    /// As for a time, with `30d`.
    package static func hint(lead text: String) -> String? {
        let scalars = bare(text).map(\.halfWidth)
        let digits = scalars.prefix { $0.digit != nil }
        guard (1...9).contains(digits.count) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + ($1.digit ?? 0) }
        var unit = String(String.UnicodeScalarView(scalars.dropFirst(digits.count).filter { !$0.isBlank })).lowercased()
        if unit.hasPrefix("个") { unit.removeFirst() }
        guard number > 0, let letters = units[unit], let lead = Lead("\(number)\(letters)") else { return nil }
        return hint(text, meant: lead.description)
    }

    /// As for a time, with `2017-06-30`.
    package static func hint(date text: String) -> String? {
        guard let (year, month, day) = numbers(ofDate: text),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        return hint(text, meant: date.description)
    }

    /// Year, month and day of 2017/6/31, 2017年6月31日, 【２０１７-０６-３１】 and the like, whether there is such a day or not.
    static func numbers(ofDate text: String) -> (Int, Int, Int)? {
        guard let numbers = numbers(in: bare(text), parted: "-－—–/／.．年月日号 \u{3000}\u{A0}"), numbers.count == 3,
            (1...9999).contains(numbers[0])
        else { return nil }
        return (numbers[0], numbers[1], numbers[2])
    }

    private static let units = [
        "d": "d", "day": "d", "days": "d", "天": "d", "日": "d", "日历日": "d", "自然日": "d",
        "wd": "wd", "workday": "wd", "workdays": "wd", "workingday": "wd", "workingdays": "wd", "工作日": "wd",
        "w": "w", "week": "w", "weeks": "w", "周": "w", "星期": "w", "礼拜": "w",
        "m": "m", "month": "m", "months": "m", "月": "m",
    ]

    private static func hint(_ text: String, meant: String) -> String {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "：": return "a full-width colon (：) stands in it: write it as \(meant)"
            case _ where brackets.contains(scalar): return "brackets (\(scalar)) stand around it: write it as \(meant)"
            case _ where scalar.halfWidth != scalar:
                return "a full-width letter or digit (\(scalar)) stands in it: write it as \(meant)"
            default: break
            }
        }
        return "write it as \(meant)"
    }

    private static let brackets = Set("【】［］〔〕（）「」『』《》〈〉｛｝[]()".unicodeScalars)
    private static let quotes = Set("“”‘’＂\"'".unicodeScalars)

    /// The text without brackets, quotes and white space around it.
    private static func bare(_ text: String) -> [Unicode.Scalar] {
        func isAround(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isBlank || brackets.contains(scalar) || quotes.contains(scalar)
        }
        let tail = text.unicodeScalars.drop(while: isAround)
        return Array(tail.reversed().drop(while: isAround).reversed())
    }

    /// The numbers of a text that has nothing else but `marks`; each below 100 000.
    private static func numbers(in scalars: [Unicode.Scalar], parted marks: String) -> [Int]? {
        let marks = Set(marks.unicodeScalars)
        var numbers: [Int] = []
        var isInNumber = false
        for scalar in scalars {
            if let digit = scalar.digit {
                if !isInNumber { numbers.append(0) }
                guard numbers[numbers.count - 1] < 10_000 else { return nil }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + digit
                isInNumber = true
            } else {
                guard marks.contains(scalar) else { return nil }
                isInNumber = false
            }
        }
        return numbers
    }
}

extension Unicode.Scalar {
    /// The plain letter, digit or mark behind a full-width one.
    fileprivate var halfWidth: Unicode.Scalar {
        (0xFF01...0xFF5E).contains(value) ? Unicode.Scalar(value - 0xFEE0) ?? self : self
    }
}
