import CivilTime
import WorkLists

/// Which ends of service are ahead, and of which the office was told. What was told is read from the keys of the
/// deliveries that told it.
struct Departures: Sendable {
    /// In order; what is over is not among them.
    var ends: [ServiceEnd] = []
    private var told: Set<Name> = []
    /// When to look again whether the office must be told; nil: of nothing.
    var next: Moment?

    private struct Name: Hashable {
        let unit: UnitID
        let day: CivilDate
    }

    /// Those of which the office was not told.
    var untold: [ServiceEnd] { ends.filter { !told.contains(Name(unit: $0.unit, day: $0.day)) } }

    mutating func tell(_ units: [UnitID], _ day: CivilDate) {
        for unit in units { told.insert(Name(unit: unit, day: day)) }
    }

    private static let prefix = "leaving:"

    /// `leaving:fgw+jxw@2017-06-30`: the newest delivery of each name is remembered for good, so the units are the name.
    static func key(_ units: [UnitID], _ day: CivilDate) -> String {
        prefix + units.map(\.rawValue).joined(separator: "+") + "@\(day)"
    }

    /// What such a key says; nil for another.
    static func units(ofKey key: String?) -> (units: [UnitID], day: CivilDate)? {
        guard let key, key.hasPrefix(prefix) else { return nil }
        let parts = key.dropFirst(prefix.count).split(separator: "@")
        guard parts.count == 2, let day = CivilDate(iso: parts[1]) else { return nil }
        return (parts[0].split(separator: "+").map { UnitID(rawValue: String($0)) }, day)
    }
}
