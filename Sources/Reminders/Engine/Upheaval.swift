package import WorkLists

/// An obligation of an open list whose id vanished from the files or now stands for other words. Too grave to take in
/// silence: what was recorded for the old meaning would count for the new one.
package struct Upheaval: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case vanished
        case reworded
    }

    package let obligation: ObligationID
    package let kind: Kind

    /// What the files change under the ledger's open lists, in order.
    package static func find(in inputs: PlanInputs, ledger: LedgerSnapshot) -> [Upheaval] {
        let open = ledger.openLists
        let present = Dictionary(
            uniqueKeysWithValues: ObligationList.make(from: inputs).map { ($0.id, $0.fingerprint) })
        return ledger.seen.keys.filter { open.contains($0.list) }.sorted().compactMap { id in
            guard let fingerprint = present[id] else { return Upheaval(obligation: id, kind: .vanished) }
            return fingerprint == ledger.seen[id]?.fingerprint ? nil : Upheaval(obligation: id, kind: .reworded)
        }
    }

    /// As `check` prints problems.
    package var problem: Problem {
        let what = "\(obligation.list):\(obligation.milestone), \(obligation.unit.rawValue)"
        let message =
            switch kind {
            case .vanished: "\(what): was handed out and is no longer in the files"
            case .reworded: "\(what): its words changed under the same id"
            }
        return Problem(
            file: "worklists/\(obligation.list).yaml", message,
            hint: "undo the edit, or take it with `deadlinectl reload --accept`")
    }
}
