package import CivilTime
package import WorkLists

/// The policies of every level. The nearest to the obligation wins: of all, its list, its key work, its unit, its
/// milestone the last that says something.
package struct PolicyTable: Sendable, Equatable {
    package var all = PolicyOverrides()
    /// By list id.
    package var lists: [String: PolicyOverrides] = [:]
    /// By `list:number`, `huzhou-2017:3`.
    package var works: [String: PolicyOverrides] = [:]
    package var units: [UnitID: PolicyOverrides] = [:]
    /// By `list:milestone`, `huzhou-2017:3.1.2`; duties too.
    package var milestones: [String: PolicyOverrides] = [:]

    package init() {}

    /// What holds for an obligation.
    package func policy(of obligation: Obligation) -> Policy {
        var policy = Policy()
        for level in levels(of: obligation) { self[level].apply(to: &policy) }
        return policy
    }

    /// Whether obligations of one list may have different policies.
    var speaksWithinLists: Bool { !works.isEmpty || !units.isEmpty || !milestones.isEmpty }

    /// The levels that speak of an obligation, the nearest last.
    package func levels(of obligation: Obligation) -> [Level] {
        var levels: [Level] = [.all]
        let list = obligation.id.list
        if lists[list] != nil { levels.append(.list(list)) }
        if !works.isEmpty, let work = obligation.work {
            let name = "\(list):\(work.number)"
            if works[name] != nil { levels.append(.work(name)) }
        }
        if units[obligation.id.unit] != nil { levels.append(.unit(obligation.id.unit)) }
        if !milestones.isEmpty {
            let name = "\(list):\(obligation.number)"
            if milestones[name] != nil { levels.append(.milestone(name)) }
        }
        return levels
    }

    /// What a level says.
    package subscript(level: Level) -> PolicyOverrides {
        switch level {
        case .all: all
        case .list(let id): lists[id] ?? PolicyOverrides()
        case .work(let name): works[name] ?? PolicyOverrides()
        case .unit(let id): units[id] ?? PolicyOverrides()
        case .milestone(let name): milestones[name] ?? PolicyOverrides()
        }
    }

    /// Channels over which a unit may be told of a list's obligations.
    package func channels(of unit: UnitID, in lists: [String]) -> Set<String> {
        let own = units[unit]?.channels ?? nil
        return Set(
            lists.flatMap { list -> [String] in
                let prefix = "\(list):"
                let nearer = milestones.filter { $0.key.hasPrefix(prefix) }.values.compactMap(\.channels)
                if let own { return own.value + nearer.flatMap(\.value) }
                let works = works.filter { $0.key.hasPrefix(prefix) }.values.compactMap(\.channels)
                let common = self.lists[list]?.channels ?? all.channels
                return (common?.value ?? Policy().channels.value) + (works + nearer).flatMap(\.value)
            })
    }

    /// Whether an obligation of the unit in one of the lists may be escalated so, by all levels but those of single key
    /// works and milestones.
    package func escalates(to audience: Escalation.Audience, _ unit: UnitID, in lists: [String]) -> Bool {
        lists.contains { list in
            let rule = units[unit]?.escalate ?? self.lists[list]?.escalate ?? all.escalate
            return (rule?.value ?? Policy().escalate.value).contains { $0.to == audience }
        }
    }

    /// Whom a policy is for.
    package enum Level: Sendable, Hashable {
        case all
        case list(String)
        case work(String)
        case unit(UnitID)
        case milestone(String)
    }
}

/// When messages may go out, whatever they say.
package struct WorkingHours: Sendable, Equatable {
    /// Default 08:00.
    package var from: TimeOfDay
    /// Default 20:00.
    package var until: TimeOfDay

    package init(from: TimeOfDay = .hour(8), until: TimeOfDay = .hour(20)) {
        self.from = from
        self.until = until
    }
}

/// From when an open obligation has which colour.
package struct ColourThresholds: Sendable, Equatable {
    /// Blue this long before the deadline. Default 30d.
    package var blue: Lead
    /// Yellow this long before the deadline. Default 3wd.
    package var yellow: Lead

    package init(blue: Lead = .days(30), yellow: Lead = .workdays(3)) {
        self.blue = blue
        self.yellow = yellow
    }
}
