import CivilTime
import WorkLists

/// What a digest's deliveries are known by in the ledger: its name, its unit where it is one unit's alone, and its
/// moment in the office's zone: `weekly@2017-04-17T09:00`, `now:fgw@2017-04-06T17:00:30`.
struct DigestKey: Equatable, CustomStringConvertible {
    /// Name and unit: one digest's deliveries over time, `weekly`, `now:fgw`.
    struct Series: Hashable, Comparable, CustomStringConvertible {
        /// Of those that are asked for without a name.
        static let unnamed = "now"

        var name: String
        var unit: String?

        var description: String { unit.map { "\(name):\($0)" } ?? name }

        static func < (a: Self, b: Self) -> Bool { a.description < b.description }
    }

    var series: Series
    var at: CivilDateTime

    init(_ series: Series, at: CivilDateTime) {
        self.series = series
        self.at = at
    }

    var description: String { "\(series)@\(at.date)T\(at.time)" }

    /// Of a delivery's key; names and units hold neither sign.
    static func series(of key: String) -> Series {
        let parts = key.prefix { $0 != "@" }.split(separator: ":", maxSplits: 1).map(String.init)
        return Series(name: parts.first ?? "", unit: parts.dropFirst().first)
    }
}
