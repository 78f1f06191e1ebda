package import CivilTime
package import WorkLists

/// The policies of every level. The nearest wins: all, list, milestone, unit.
package struct PolicyTable: Sendable, Equatable {
    package var all = PolicyOverrides()
    /// By list id.
    package var lists: [String: PolicyOverrides] = [:]
    /// By `list:milestone`, `huzhou-2017:3.1.2`.
    package var milestones: [String: PolicyOverrides] = [:]
    package var units: [UnitID: PolicyOverrides] = [:]

    package init() {}

    /// What holds for one unit's share in one milestone (`number`: without an occurrence's date).
    package func policy(list: String, number: String, unit: UnitID) -> Policy {
        var policy = Policy()
        all.apply(to: &policy)
        lists[list]?.apply(to: &policy)
        milestones["\(list):\(number)"]?.apply(to: &policy)
        units[unit]?.apply(to: &policy)
        return policy
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
