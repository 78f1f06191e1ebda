import CivilTime
import WorkLists

extension ReminderEngine {
    /// What is to be recorded and what follows from it, in groups: each stands or falls as a whole and may be on disk
    /// before the next one is composed.
    struct Intents {
        struct Group {
            var records: [LedgerRecord] = []
            var consequences: [Consequence] = []
        }

        private(set) var groups: [Group] = [Group()]

        var isEmpty: Bool { groups.allSatisfy(\.records.isEmpty) }

        /// Of the group under way.
        var records: [LedgerRecord] {
            get { groups[groups.count - 1].records }
            _modify { yield &groups[groups.count - 1].records }
        }

        /// Of the group under way.
        var consequences: [Consequence] {
            get { groups[groups.count - 1].consequences }
            _modify { yield &groups[groups.count - 1].consequences }
        }

        /// What is added from now on does not depend on what stands here already.
        mutating func startGroup() {
            if !records.isEmpty { groups.append(Group()) }
        }

        /// All of `other` stands or falls with the group under way.
        mutating func join(_ other: Intents) {
            for group in other.groups {
                records += group.records
                consequences += group.consequences
            }
        }
    }

    /// Records group after group. What closes comes with the last one: nothing of it is on disk before all the rest.
    mutating func record(_ intents: Intents, closing: [LedgerRecord] = []) -> [EngineAction] {
        var actions: [EngineAction] = []
        for (number, group) in intents.groups.enumerated() {
            let isLast = number == intents.groups.count - 1
            actions += record(isLast ? group.records + closing : group.records, then: group.consequences)
        }
        return actions
    }

    /// Who gets what, looked up once a unit and choice of channels.
    struct RecipientTable {
        private struct Key: Hashable {
            let unit: UnitID
            let channels: [String]
        }

        private var known: [Key: [(Address, String)]] = [:]

        mutating func recipients(
            of item: Delivery.Item, in engine: ReminderEngine, now: Moment
        ) -> [(Address, String)] {
            guard let track = engine.index[item.slot.obligation].map({ engine.tracks[$0] }) else { return [] }
            let key = Key(unit: track.id.unit, channels: track.policy.channels.value)
            if let found = known[key] { return found }
            let found = engine.recipients(of: key.unit, channels: key.channels, now: now)
            known[key] = found
            return found
        }
    }
}

/// Sets of elements that hang together, directly or through others (union-find with path halving).
struct Circles<Element: Hashable & Comparable> {
    private var numbers: [Element: Int] = [:]
    private var elements: [Element] = []
    private var parents: [Int] = []

    mutating func join(_ a: Element, _ b: Element) {
        let (a, b) = (root(of: number(of: a)), root(of: number(of: b)))
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    /// Each circle in order, and the circles by their first element.
    mutating func inOrder() -> [[Element]] {
        var places: [Int: Int] = [:]
        var circles: [[Element]] = []
        for element in elements.sorted() {
            let root = root(of: number(of: element))
            if let place = places[root] {
                circles[place].append(element)
            } else {
                places[root] = circles.count
                circles.append([element])
            }
        }
        return circles
    }

    private mutating func number(of element: Element) -> Int {
        if let number = numbers[element] { return number }
        let number = elements.count
        numbers[element] = number
        elements.append(element)
        parents.append(number)
        return number
    }

    private mutating func root(of number: Int) -> Int {
        var number = number
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }
}
