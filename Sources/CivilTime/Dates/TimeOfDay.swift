/// A time on a clock's face, from 00:00 to 23:59:59, of no particular day or zone.
package struct TimeOfDay: Hashable, Sendable {
    /// 0 to 86 399.
    package let secondsFromMidnight: Int

    package static let midnight = TimeOfDay(clampedSeconds: 0)

    /// The full hour, 0 to 23: for defaults written in code.
    package static func hour(_ hour: Int) -> TimeOfDay {
        precondition((0..<24).contains(hour), "an hour of the day is 0 to 23")
        return TimeOfDay(clampedSeconds: hour * 3600)
    }

    /// Nil outside 0 to 86 399.
    package init?(secondsFromMidnight: Int) {
        guard (0..<86_400).contains(secondsFromMidnight) else { return nil }
        self.init(clampedSeconds: secondsFromMidnight)
    }

    /// Nil if a clock never shows it: 24:00, 08:60.
    package init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        self.init(clampedSeconds: hour * 3600 + minute * 60 + second)
    }

    /// Reads `09:00` or `09:00:30`, two digits each.
    package init?(_ text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let time = digits.timeOfDay(), digits.isAtEnd else { return nil }
        self = time
    }

    /// For seconds that an arithmetic here has already brought into the day.
    init(clampedSeconds: Int) {
        secondsFromMidnight = min(max(clampedSeconds, 0), 86_399)
    }

    package var hour: Int { secondsFromMidnight / 3600 }
    package var minute: Int { secondsFromMidnight / 60 % 60 }
    package var second: Int { secondsFromMidnight % 60 }
}

extension TimeOfDay: Comparable {
    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.secondsFromMidnight < right.secondsFromMidnight
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `09:00`, and `09:00:30` where there are seconds.
    package var description: String {
        let minutes = "\(hour.padded(2)):\(minute.padded(2))"
        return second == 0 ? minutes : "\(minutes):\(second.padded(2))"
    }
}

extension TimeOfDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time: write it as 09:00")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
