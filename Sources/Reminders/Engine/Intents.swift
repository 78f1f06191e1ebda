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
        /// Few units have more than one choice.
        private var known: [UnitID: [(channels: [String], audience: Audience, recipients: [(Address, String)])]] = [:]

        mutating func recipients(
            of item: Delivery.Item, in engine: ReminderEngine, now: Moment
        ) -> [(Address, String)] {
            guard let track = engine.index[item.slot.obligation] else { return [] }
            let unit = engine.tracks[track].id.unit
            let policy = engine.tracks[track].policy
            let (channels, audience) = (policy.channels.value, engine.audience(of: item.slot.stage, in: policy))
            if let found = known[unit]?.first(where: { $0.channels == channels && $0.audience == audience }) {
                return found.recipients
            }
            let found = engine.recipients(of: unit, channels: channels, audience, now: now)
            known[unit, default: []].append((channels, audience, found))
            return found
        }
    }
}
