import Reminders
import WorkLists

extension Delivery {
    /// The units it covers: the recipient's in their order, then those that only its items name.
    var coveredUnits: [UnitID] {
        var units: [UnitID] = []
        for unit in recipient.units + items.map(\.slot.obligation.unit) where !units.contains(unit) {
            units.append(unit)
        }
        return units
    }
}

extension ObligationID {
    /// The milestone's number without an occurrence's date: `7.1.2` of `7.1.2@2017-07-31`.
    var number: String { String(milestone.prefix { $0 != "@" }) }
}

extension TransferEnd {
    /// Whether it counts towards `OpenDelivery.unknowns`: the other side left it without an answer, not we.
    var countsAsUnknown: Bool { verdict == .unknown && reason != Self.interrupted.reason }
}

/// The milestone a log is asked for: `3.1.2`, `huzhou-2017:3.1.2`, or one occurrence, `7.1.2@2017-07-31`; the number
/// alone finds every occurrence.
struct MilestoneFilter {
    let list: String?
    /// With its date, if one was given.
    let milestone: String
    let number: String

    init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        list = parts.count == 2 ? String(parts[0]) : nil
        milestone = String(parts[parts.count - 1])
        number = String(milestone.prefix { $0 != "@" })
    }

    var isOccurrence: Bool { milestone.contains("@") }

    func matches(_ obligation: ObligationID) -> Bool {
        (list == nil || obligation.list == list) && obligation.number == number
            && (!isOccurrence || obligation.milestone == milestone)
    }
}
