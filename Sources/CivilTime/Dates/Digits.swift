/// Reads fixed-width ASCII numbers and the marks between them, for dates and times. Other scripts' digits are refused.
struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: some StringProtocol) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// Exactly `width` digits.
    mutating func number(_ width: Int) -> Int? {
        guard rest.count >= width else { return nil }
        var value = 0
        for byte in rest.prefix(width) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest = rest.dropFirst(width)
        return value
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == mark.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// As many digits as there are.
    mutating func skipDigits() -> Int {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.count
    }

    /// `09:00`, or `09:00:30`.
    mutating func timeOfDay() -> TimeOfDay? {
        guard let hour = number(2), skip(":"), let minute = number(2) else { return nil }
        guard skip(":") else { return TimeOfDay(hour: hour, minute: minute) }
        guard let second = number(2) else { return nil }
        return TimeOfDay(hour: hour, minute: minute, second: second)
    }
}

extension Int {
    /// Division that rounds down, so that days before 1970 fall into the right week.
    func flooredQuotient(_ divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    /// With zeros in front up to this width.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }

    /// Writes so many of its last digits, of a number from zero.
    func write(digits count: Int, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = UInt(self)
        var place = start + count
        while place > start {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
    }
}
