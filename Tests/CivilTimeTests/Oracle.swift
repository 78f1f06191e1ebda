import CivilTime
import TestSupport

/// The committed calendars and tables, and dice that fall the same way every time.
enum Oracle {
    static let calendarYears = 2017...2026

    static func calendarText(_ year: Int) throws -> String {
        try Repository.text("Config/calendars/cn/\(year).json")
    }

    static func calendars() throws -> [HolidayYear] {
        try calendarYears.compactMap { try HolidayYear.parse(calendarText($0), fileName: "\($0).json").0 }
    }

    static func workdays() throws -> Workdays { Workdays(try calendars()) }

    /// The rows of a tab-separated table under `Oracles`.
    static func rows(_ name: String) throws -> [[String]] {
        rows(of: try Repository.text("Tests/CivilTimeTests/Oracles/\(name)"))
    }

    static func rows(of table: String) -> [[String]] {
        table.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

/// SplitMix64, so that a failure repeats.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
