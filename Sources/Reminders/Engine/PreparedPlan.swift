import CivilTime
import WorkLists

/// What planning can do without knowing what was recorded: made beside the engine, whose queue is held up only by what
/// is left then.
///
/// Over one milestone of a hundred thousand the others keep their tracks, and their places in the agenda.
package struct PreparedPlan: Sendable {
    /// What an engine plans by now, taken as a whole: the files, and which of its plans it is.
    package struct Basis: Sendable {
        package let inputs: PlanInputs
        let number: Int
    }

    package let inputs: PlanInputs
    /// One an obligation, in order, with nothing that was recorded.
    let tracks: [Track]
    /// Which of them are not as they were, where the obligations are the same and only some have other words, deadlines
    /// or policies; nil: all are planned anew.
    let changed: [Int]?
    /// The number of the plan that they are compared with.
    let basis: Int
    /// Whether others may answer for a unit, or over other channels, than in that plan.
    let changesRecipients: Bool
    /// Whether anything is planned by other rules than in that plan.
    let changesPolicies: Bool

    package init(_ inputs: PlanInputs, after basis: Basis) {
        let old = basis.inputs
        self.inputs = inputs.sharing(with: old)
        self.basis = basis.number
        changesPolicies = inputs.policies != old.policies
        changesRecipients =
            changesPolicies || inputs.directory != old.directory || inputs.office != old.office
            || inputs.channels != old.channels
        tracks = Track.all(of: self.inputs)
        changed = self.inputs.hasCalendar(of: old) ? Self.changes(from: Track.all(of: old), to: tracks) : nil
    }

    private static func changes(from old: [Track], to new: [Track]) -> [Int]? {
        guard old.count == new.count else { return nil }
        var changed: [Int] = []
        var policies = SamePolicies()
        for track in new.indices {
            guard old[track].id == new[track].id else { return nil }
            if old[track].obligation != new[track].obligation || !policies.areAlike(old[track], new[track]) {
                changed.append(track)
            }
        }
        return changed
    }

    /// Compares the policies of two plans, each pair once.
    private struct SamePolicies {
        private struct Pair: Hashable {
            let old: ObjectIdentifier
            let new: ObjectIdentifier
        }

        private var known: [Pair: Bool] = [:]

        mutating func areAlike(_ old: Track, _ new: Track) -> Bool {
            let pair = Pair(old: old.policyID, new: new.policyID)
            if let alike = known[pair] { return alike }
            let alike = old.policy == new.policy
            known[pair] = alike
            return alike
        }
    }
}

extension Track {
    /// One an obligation of the files, in the order of their ids.
    static func all(of inputs: PlanInputs) -> [Track] {
        var policies = PolicyLookup(inputs.policies)
        return ObligationList.make(from: inputs).map { Track(obligation: $0, policy: policies.policy(of: $0)) }
    }
}

extension PlanInputs {
    /// Whether slots fall on the same days and moments under both.
    fileprivate func hasCalendar(of other: PlanInputs) -> Bool {
        workdays == other.workdays
            && lists.map { [$0.id, $0.zone] } == other.lists.map { [$0.id, $0.zone] }
    }

    /// The same, in the memory that `old` has for what did not change: a plan that is kept holds on to its words, and
    /// two copies of a large list would stay.
    fileprivate func sharing(with old: PlanInputs) -> PlanInputs {
        var inputs = self
        for list in inputs.lists.indices.prefix(old.lists.count) {
            let oldWorks = old.lists[list].works
            for work in inputs.lists[list].works.indices.prefix(oldWorks.count) {
                let oldMeasures = oldWorks[work].measures
                for measure in inputs.lists[list].works[work].measures.indices.prefix(oldMeasures.count)
                where inputs.lists[list].works[work].measures[measure] == oldMeasures[measure] {
                    inputs.lists[list].works[work].measures[measure] = oldMeasures[measure]
                }
                if inputs.lists[list].works[work].title == oldWorks[work].title {
                    inputs.lists[list].works[work].title = oldWorks[work].title
                }
            }
        }
        return inputs
    }
}
