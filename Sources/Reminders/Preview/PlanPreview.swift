package import CivilTime
package import WorkLists

/// The plan of the files alone, as if every list were accepted on the day it was issued and nothing settled.
/// Sends nothing: it knows no courier and no ledger.
package enum PlanPreview {
    /// Rows from `from` to `to`, both included, by moment, unit and milestone.
    package static func rows(
        of inputs: PlanInputs, from: CivilDate, to: CivilDate, unit: UnitID? = nil
    ) -> [PlanRow] {
        plan(of: inputs, from: from, to: to, unit: unit).rows
    }

    /// The rows, with what falls due from `from` to `to` and what nobody is reminded of.
    package static func plan(
        of inputs: PlanInputs, from: CivilDate, to: CivilDate, unit: UnitID? = nil
    ) -> Plan {
        var rows: [(slot: Slot, row: PlanRow)] = []
        var due: [Obligation] = []
        var lost: [Plan.LostReminder] = []
        let engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "preview"), now: Moment(seconds: 0))
        let lists = acceptances(of: inputs, from: from)
        for obligation in ObligationList.make(from: inputs) where unit == nil || obligation.id.unit == unit {
            guard let (zone, accepted, issuedOn) = lists[obligation.id.list] else { continue }
            let policy = inputs.policies.policy(of: obligation)
            let isDue = obligation.deadline >= from && obligation.deadline <= to
            if isDue { due.append(obligation) }
            // A deadline before that is a mistake of its own.
            let mayLose = isDue && issuedOn.map { $0 <= obligation.deadline } ?? false
            for slot in slots(obligation, policy, inputs, zone, accepted, through: to) {
                // What a person lets go is no plan.
                if slot.key.stage.isEscalation, policy.release.value == .person { continue }
                if slot.isSaid, slot.moment > accepted {
                    guard slot.day >= from, slot.day <= to else { continue }
                    for row in PlanRow.rows(slot, obligation, told: engine, policy: policy, zone: zone) {
                        rows.append((slot, row))
                    }
                } else if mayLose, isLost(slot, accepted) {
                    lost.append(Plan.LostReminder(slot: slot, obligation: obligation))
                }
            }
        }
        return Plan(from: from, to: to, rows: PlanRow.sorted(rows), due: due, lost: lost)
    }

    /// Each list's zone and acceptance, and when it was issued.
    private static func acceptances(
        of inputs: PlanInputs, from: CivilDate
    ) -> [String: (zone: Zone, accepted: Moment, issuedOn: CivilDate?)] {
        var known: [String: (zone: Zone, accepted: Moment, issuedOn: CivilDate?)] = [:]
        for list in inputs.lists where known[list.id] == nil {
            guard let zone = Zone(identifier: list.zone) else { continue }
            known[list.id] = (zone, zone.moment(list.issuedOn ?? from, .midnight), list.issuedOn)
        }
        return known
    }

    /// Whether a reminder before the deadline is planned for a day on which nobody knew of the obligation.
    private static func isLost(_ slot: Slot, _ accepted: Moment) -> Bool {
        switch slot.key.stage {
        case .ahead, .due: slot.yieldsTo == .assigned || (slot.isSaid && slot.moment <= accepted)
        case .assigned, .moved, .overdue, .escalated, .afterSilence, .statement: false
        }
    }

    private static func slots(
        _ obligation: Obligation, _ policy: Policy, _ inputs: PlanInputs, _ zone: Zone, _ accepted: Moment,
        through last: CivilDate
    ) -> [Slot] {
        let series = SlotSeries(workdays: inputs.workdays, zone: zone)
        var slots = series.slots(of: obligation, policy: policy, assignedAfter: accepted)
        var day = obligation.deadline
        while let slot = series.statement(of: obligation, policy: policy, after: day), slot.day <= last {
            slots.append(slot)
            day = slot.day
        }
        return slots
    }
}
