import CivilTime
import WorkLists

/// Recipients who came to a unit after its obligations were handed out, until they are handed them. It is made anew
/// from the files and the ledger whenever either may have changed: nothing of it must last.
struct Newcomers: Sendable {
    struct Newcomer: Sendable {
        let name: String
        var units: [UnitID]
        /// When they are handed the obligations at the latest.
        var due: Moment
    }

    private(set) var byAddress: [ReminderEngine.Address: Newcomer] = [:]

    var next: Moment? { byAddress.values.lazy.map(\.due).min() }

    mutating func add(_ unit: UnitID, _ address: ReminderEngine.Address, name: String, due: Moment) {
        var newcomer = byAddress[address] ?? Newcomer(name: name, units: [], due: due)
        if !newcomer.units.contains(unit) { newcomer.units.append(unit) }
        newcomer.due = min(newcomer.due, due)
        byAddress[address] = newcomer
    }

    /// Who was waiting before waits no longer than they did then.
    mutating func keepMoments(of old: Newcomers) {
        for (address, known) in old.byAddress {
            guard let newcomer = byAddress[address] else { continue }
            byAddress[address]?.due = min(newcomer.due, known.due)
        }
    }

    mutating func remove(_ address: ReminderEngine.Address) -> Newcomer? { byAddress.removeValue(forKey: address) }
}
