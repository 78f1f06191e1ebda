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

    /// Obligations with slots that are due, as they are decided: those that a message may bring together at once.
    struct Burst {
        /// When they came due.
        let at: Moment
        /// Of these obligations: the lists whose watermark moves when all is decided.
        let lists: Set<String>
        /// For what is late, the first slot that each address is still to be told of today; nil: not asked yet.
        var later: [Address: Moment]?
        /// The next one is the last.
        private var groups: [[Int]]

        /// Nothing is due.
        init() { self.init(at: .init(seconds: 0), groups: [], lists: []) }

        /// - Parameter groups: tracks, in the order in which they are to be decided.
        init(at: Moment, groups: [[Int]], lists: Set<String>) {
            self.at = at
            self.lists = lists
            self.groups = groups.reversed()
        }

        var isEmpty: Bool { groups.isEmpty }

        /// The next to decide.
        mutating func take(_ most: Int) -> [Int] {
            let count = min(most, groups.count)
            defer { groups.removeLast(count) }
            return groups.suffix(count).reversed().flatMap { $0 }
        }
    }

    /// How much of a burst is decided at a time.
    package struct BurstPace: Sendable, Equatable {
        /// Groups that are decided first, and each time twice as many. Default 64.
        package var first = 64
        /// Until it is so many; no more is decided while so many messages are on their way to the disk. Default 1024.
        package var most = 1024
        private var size = 0

        package init(first: Int = 64, most: Int = 1024) {
            self.first = first
            self.most = most
        }

        mutating func begin() { size = first }

        mutating func next() -> Int {
            defer { size = min(2 * size, most) }
            return size
        }
    }

    /// Who gets what, looked up once a unit and choice of channels.
    struct RecipientTable {
        /// Few units have more than one choice.
        private var known: [UnitID: [(channels: [String], recipients: [(Address, String)])]] = [:]

        mutating func recipients(
            of item: Delivery.Item, in engine: ReminderEngine, now: Moment
        ) -> [(Address, String)] {
            guard let track = engine.index[item.slot.obligation] else { return [] }
            let unit = engine.tracks[track].id.unit
            let channels = engine.tracks[track].policy.channels.value
            if let found = known[unit]?.first(where: { $0.channels == channels }) { return found.recipients }
            let found = engine.recipients(of: unit, channels: channels, now: now)
            known[unit, default: []].append((channels, found))
            return found
        }
    }
}

/// Sets of numbered elements that hang together, directly or through others (union-find with path halving).
struct Circles {
    private var parents: [Int] = []

    /// The next element, alone.
    mutating func add() -> Int {
        parents.append(parents.count)
        return parents.count - 1
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(of: a), root(of: b))
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    /// Each circle's elements in the order in which they came, and the circles by their first.
    mutating func groups() -> [[Int]] {
        var places: [Int] = Array(repeating: -1, count: parents.count)
        var groups: [[Int]] = []
        for element in parents.indices {
            let root = root(of: element)
            if places[root] < 0 {
                places[root] = groups.count
                groups.append([])
            }
            groups[places[root]].append(element)
        }
        return groups
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
