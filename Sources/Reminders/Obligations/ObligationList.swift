import CivilTime
import WorkLists

/// Makes the obligations of the work lists: one for each responsible unit of each dated milestone or duty.
package enum ObligationList {
    /// In the order of their ids, each id once. Groups are expanded by the directory; a unit named twice in one
    /// milestone (itself and through its group) has one obligation. Names nobody knows and ids given twice are
    /// `check`'s matter: the one gives none, of the others the first in the list holds.
    package static func make(from inputs: PlanInputs) -> [Obligation] {
        var obligations: [Obligation] = []
        // Units that a group stands for come on top.
        let named = inputs.lists.lazy.flatMap(\.works).flatMap(\.measures)
        obligations.reserveCapacity(named.reduce(0) { $0 + $1.milestones.count * $1.responsibleUnits.count })
        for list in inputs.lists {
            var expansion = Expansion(list: list, directory: inputs.directory)
            for duty in list.duties {
                add(duty, of: list, units: expansion.units(duty.who), to: &obligations)
            }
            for work in list.works {
                for measure in work.measures {
                    let units = expansion.units(measure.responsibleUnits)
                    let ordered = units.sorted()
                    let place = Obligation.Place(
                        work: (work.number, work.title), measure: measure.text, sharedBy: units)
                    for milestone in measure.milestones {
                        add(milestone, at: place, of: list, units: ordered, to: &obligations)
                    }
                }
            }
        }
        // Nearly every list is written in that order, and to see it costs a twentieth of sorting.
        if zip(obligations, obligations.dropFirst()).allSatisfy({ $0.id < $1.id }) { return obligations }
        var known: Set<ObligationID> = []
        return obligations.filter { known.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }

    private static func add(
        _ duty: Duty, of list: WorkList, units: [UnitID], to obligations: inout [Obligation]
    ) {
        for (name, date) in duty.obligationNames {
            for unit in units.sorted() {
                obligations.append(
                    Obligation(
                        id: ObligationID(list: list.id, milestone: name, unit: unit),
                        kind: duty.isReport ? .report : .duty, deadline: date, time: duty.deadlineTime, number: duty.id,
                        requirement: duty.what, phrase: duty.deadlinePhrase, sharedBy: units,
                        sourceLine: duty.sourceLine, line: duty.line))
            }
        }
    }

    private static func add(
        _ milestone: Milestone, at place: Obligation.Place, of list: WorkList, units: [UnitID],
        to obligations: inout [Obligation]
    ) {
        let isRecurring = milestone.kind == .recurring
        for (id, date) in milestone.obligationNames {
            for unit in units {
                obligations.append(
                    Obligation(
                        id: ObligationID(list: list.id, milestone: id, unit: unit),
                        kind: isRecurring ? .occurrence : .milestone, deadline: date, time: milestone.deadlineTime,
                        number: milestone.id, requirement: milestone.requirement, place: place,
                        phrase: milestone.deadlinePhrase, condition: milestone.condition,
                        sourceLine: milestone.sourceLine, line: milestone.line))
            }
        }
    }

    /// Expands names within one list, each only once.
    private struct Expansion {
        let list: WorkList
        let directory: Directory
        private var known: [String: [UnitID]] = [:]

        init(list: WorkList, directory: Directory) {
            self.list = list
            self.directory = directory
        }

        mutating func units(_ names: [String]) -> [UnitID] {
            var units: [UnitID] = []
            for name in names {
                for unit in expand(name) where !units.contains(unit) { units.append(unit) }
            }
            return units
        }

        private mutating func expand(_ name: String) -> [UnitID] {
            if let units = known[name] { return units }
            guard case .units(let units) = directory.expand(name: name, in: list) else { return [] }
            known[name] = units
            return units
        }
    }
}

extension Milestone {
    /// The obligations that it makes, by name and day; none if it has no date.
    var obligationNames: [(name: String, day: CivilDate)] {
        occurrences().map { (kind == .recurring ? "\(id)@\($0)" : id, $0) }
    }
}

extension Duty {
    /// The obligations that it makes, by name and day.
    var obligationNames: [(name: String, day: CivilDate)] {
        let days = occurrences()
        return days.map { (days.count > 1 ? "\(id)@\($0)" : id, $0) }
    }
}
