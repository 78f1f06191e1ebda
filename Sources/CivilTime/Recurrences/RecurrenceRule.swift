/// The parts of an RRULE (RFC 5545, 3.3.10), read and checked.
struct RecurrenceRule: Hashable, Sendable {
    enum Frequency: String, Hashable, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// `MO`, or `2MO` and `-1FR`: the second Monday, the last Friday of the month or year.
    struct Day: Hashable, Sendable {
        let weekday: Weekday
        /// Nil for every one of them.
        let ordinal: Int?
    }

    private(set) var frequency: Frequency = .daily
    private(set) var interval = 1
    private(set) var count: Int?
    private(set) var until: CivilDate?
    private(set) var weekStart: Weekday = .monday
    private(set) var months: Set<Int> = []
    /// From 1, or from the month's end by -1.
    private(set) var monthDays: Set<Int> = []
    private(set) var days: [Day] = []

    init(_ text: String) throws(RecurrenceError) {
        var seen: Set<String> = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, !pair[0].isEmpty else {
                throw RecurrenceError(
                    "RRULE", "'\(Self.shown(String(part)))' is no part",
                    hint: "write parts as NAME=VALUE with ';' between")
            }
            guard seen.insert(pair[0]).inserted else { throw RecurrenceError(Self.shown(pair[0]), "stands twice") }
            try read(pair[0], pair[1])
        }
        guard seen.contains("FREQ") else {
            throw RecurrenceError("FREQ", "is missing", hint: "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
        }
        if seen.contains("COUNT"), seen.contains("UNTIL") {
            throw RecurrenceError("COUNT", "stands beside UNTIL", hint: "RFC 5545 allows one of the two")
        }
        if frequency == .weekly, !monthDays.isEmpty {
            throw RecurrenceError("BYMONTHDAY", "cannot be used with FREQ=WEEKLY", hint: "use FREQ=DAILY with BYDAY")
        }
        if frequency == .daily || frequency == .weekly, days.contains(where: { $0.ordinal != nil }) {
            throw RecurrenceError("BYDAY", "a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY")
        }
    }

    private mutating func read(_ name: String, _ value: String) throws(RecurrenceError) {
        switch name {
        case "FREQ":
            guard let frequency = Frequency(rawValue: value) else {
                throw RecurrenceError(
                    name, "'\(Self.shown(value))' is not supported", hint: "write DAILY, WEEKLY, MONTHLY or YEARLY")
            }
            self.frequency = frequency
        case "INTERVAL": interval = try Self.number(name, value, 1...9999)
        case "COUNT": count = try Self.number(name, value, 1...1_000_000)
        case "UNTIL":
            guard let date = CivilDate(basic: value) else {
                throw RecurrenceError(name, "'\(Self.shown(value))' is not a date", hint: "write it as 20171231")
            }
            until = date
        case "WKST":
            guard let day = Self.weekdays[value] else { throw Self.notWeekday(name, value) }
            weekStart = day
        case "BYMONTH":
            months = Set(
                try Self.list(value) { text throws(RecurrenceError) in
                    try Self.number(name, text, 1...12)
                })
        case "BYMONTHDAY":
            monthDays = Set(
                try Self.list(value) { text throws(RecurrenceError) in
                    try Self.number(name, text, -31...31)
                })
        case "BYDAY": days = try Self.list(value) { text throws(RecurrenceError) in try Self.day(name, text) }
        default: throw RecurrenceError(Self.shown(name), "is not supported")
        }
    }

    private static func list<Item>(
        _ text: String, _ item: (String) throws(RecurrenceError) -> Item
    ) throws(RecurrenceError) -> [Item] {
        var items: [Item] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            items.append(try item(String(part)))
        }
        return items
    }

    private static func day(_ name: String, _ text: String) throws(RecurrenceError) -> Day {
        guard let weekday = weekdays[String(text.suffix(2))] else { throw notWeekday(name, text) }
        let number = String(text.dropLast(2))
        guard !number.isEmpty else { return Day(weekday: weekday, ordinal: nil) }
        return Day(weekday: weekday, ordinal: try Self.number(name, number, -53...53))
    }

    /// A whole number in a range, with a sign where the range has negative ones; 0 never counts anything.
    private static func number(
        _ name: String, _ text: String, _ range: ClosedRange<Int>
    ) throws(RecurrenceError) -> Int {
        let signed = range.lowerBound < 0
        let digits = signed && (text.hasPrefix("-") || text.hasPrefix("+")) ? String(text.dropFirst()) : text
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, let number = Int(text), range.contains(number), number != 0 else {
            let allowed =
                signed
                ? "1 to \(range.upperBound) or -1 to \(range.lowerBound)"
                : "\(range.lowerBound) to \(range.upperBound)"
            throw RecurrenceError(name, "'\(shown(text))' is not a number from \(allowed)")
        }
        return number
    }

    private static let weekdays: [String: Weekday] = [
        "MO": .monday, "TU": .tuesday, "WE": .wednesday, "TH": .thursday, "FR": .friday, "SA": .saturday, "SU": .sunday,
    ]

    private static func notWeekday(_ name: String, _ text: String) -> RecurrenceError {
        RecurrenceError(name, "'\(shown(text))' is not a weekday", hint: "write MO, TU, WE, TH, FR, SA or SU")
    }

    /// Foreign text in an error: short, on one line.
    static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(40).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(plain)) + (text.unicodeScalars.count > 40 ? "…" : "")
    }
}

extension CivilDate {
    /// Reads RFC 5545's DATE: `20170731`.
    init?(basic text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let year = digits.number(4), let month = digits.number(2), let day = digits.number(2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `20170731`.
    var basic: String {
        let (year, month, day) = parts
        return year.padded(4) + month.padded(2) + day.padded(2)
    }
}
