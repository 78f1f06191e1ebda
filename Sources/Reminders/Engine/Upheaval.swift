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
    /// The line of the list's file on which it stands now; 0 where it does not.
    package let line: Int

    /// What the files change under the ledger's open lists, in order.
    package static func find(in inputs: PlanInputs, ledger: LedgerSnapshot) -> [Upheaval] {
        let open = ledger.openLists
        let present = Dictionary(
            uniqueKeysWithValues: ObligationList.make(from: inputs).map {
                ($0.id, (words: $0.fingerprint, line: $0.line))
            })
        return ledger.seen.keys.filter { open.contains($0.list) }.sorted().compactMap { id in
            guard let now = present[id] else { return Upheaval(obligation: id, kind: .vanished, line: 0) }
            return now.words == ledger.seen[id]?.fingerprint
                ? nil : Upheaval(obligation: id, kind: .reworded, line: now.line)
        }
    }

    /// As `check` prints problems.
    ///
    /// - Parameter files: of each list, by its id; of a list that is gone the name it would have is made up.
    package func problem(in files: [String: String]) -> Problem {
        let what = "\(obligation.list):\(obligation.milestone), \(obligation.unit.rawValue)"
        let message =
            switch kind {
            case .vanished: "\(what): was handed out and is no longer in the files"
            case .reworded: "\(what): its words changed under the same id"
            }
        return Problem(
            file: files[obligation.list] ?? "worklists/\(obligation.list).yaml", line: line, column: line > 0 ? 1 : 0,
            message,
            hint: "undo the edit, or take it with `deadlinectl reload --accept`")
    }
}
