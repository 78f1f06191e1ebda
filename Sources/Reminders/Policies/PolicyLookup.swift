/// Finds obligations' policies, and gives those of which the same levels speak one and the same.
struct PolicyLookup {
    private let table: PolicyTable
    private var known: [[PolicyTable.Level]: SharedPolicy] = [:]
    /// Neighbours have the same, nearly always.
    private var last: (levels: [PolicyTable.Level], policy: SharedPolicy)?

    init(_ table: PolicyTable) { self.table = table }

    mutating func policy(of obligation: Obligation) -> SharedPolicy {
        let levels = table.levels(of: obligation)
        if let last, last.levels == levels { return last.policy }
        let policy = known[levels] ?? SharedPolicy(table.policy(of: obligation))
        known[levels] = policy
        last = (levels, policy)
        return policy
    }
}
