package import CivilTime
package import WorkLists

/// The plan of the files alone, as if every list were accepted on the day it was issued and nothing settled.
/// Sends nothing: it knows no courier and no ledger.
package enum PlanPreview {
    /// Rows from `from` to `to`, both included, by moment, unit and milestone.
    package static func rows(
        of inputs: PlanInputs, from: CivilDate, to: CivilDate, unit: UnitID? = nil
    ) -> [PlanRow] {
        var rows: [(slot: Slot, row: PlanRow)] = []
        let engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "preview"), now: Moment(seconds: 0))
        for obligation in ObligationList.make(from: inputs) where unit == nil || obligation.id.unit == unit {
            guard let list = inputs.lists.first(where: { $0.id == obligation.id.list }),
                let zone = Zone(identifier: list.zone)
            else { continue }
            let policy = inputs.policies.policy(of: obligation)
            let accepted = zone.moment(list.issuedOn ?? from, .midnight)
            for slot in slots(obligation, policy, inputs, zone, accepted, through: to)
            where slot.day >= from && slot.day <= to && slot.isSaid && slot.moment > accepted {
                for row in PlanRow.rows(slot, obligation, told: engine, policy: policy, zone: zone) {
                    rows.append((slot, row))
                }
            }
        }
        return PlanRow.sorted(rows)
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
