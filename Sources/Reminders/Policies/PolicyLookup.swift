/// Finds obligations' policies, and gives those of which the same levels speak one and the same.
struct PolicyLookup {
    private let table: PolicyTable
    private var known: [[PolicyTable.Level]: SharedPolicy] = [:]
    /// Of the obligation before: neighbours have the same, nearly always.
    private var last: (list: String, levels: [PolicyTable.Level], policy: SharedPolicy)?

    init(_ table: PolicyTable) { self.table = table }

    mutating func policy(of obligation: Obligation) -> SharedPolicy {
        let list = obligation.id.list
        // Most tables speak of lists alone: to name the levels each time takes a tenth of a plan.
        if !table.speaksWithinLists, let last, last.list == list { return last.policy }
        let levels = table.levels(of: obligation)
        if let last, last.levels == levels { return last.policy }
        let policy = known[levels] ?? SharedPolicy(table.policy(of: obligation))
        known[levels] = policy
        last = (list, levels, policy)
        return policy
    }
}
