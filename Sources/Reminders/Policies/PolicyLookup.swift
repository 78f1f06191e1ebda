import WorkLists

/// Finds obligations' policies, and gives those for which the same levels speak one and the same.
struct PolicyLookup {
    /// Which levels of the table speak of an obligation, beside the one of all.
    private struct Levels: Hashable {
        var list: String
        var work: Int?
        var unit: UnitID?
        var milestone: String?
    }

    private let table: PolicyTable
    private var known: [Levels: SharedPolicy] = [:]
    /// Neighbours have the same, nearly always.
    private var last: (levels: Levels, policy: SharedPolicy)?

    init(_ table: PolicyTable) { self.table = table }

    mutating func policy(of obligation: Obligation) -> SharedPolicy {
        let list = obligation.id.list
        var levels = Levels(list: list)
        if !table.works.isEmpty { levels.work = obligation.work?.number }
        if !table.units.isEmpty, table.units[obligation.id.unit] != nil { levels.unit = obligation.id.unit }
        if !table.milestones.isEmpty, table.milestones["\(list):\(obligation.number)"] != nil {
            levels.milestone = obligation.number
        }
        if let last, last.levels == levels { return last.policy }
        let policy = known[levels] ?? SharedPolicy(table.policy(of: obligation))
        known[levels] = policy
        last = (levels, policy)
        return policy
    }
}
