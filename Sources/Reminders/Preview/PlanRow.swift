package import CivilTime
package import WorkLists

/// Who would be told what, when and over which channel. The JSON fields are stable.
package struct PlanRow: Sendable, Equatable, Codable {
    package var at: String
    package var list: String
    package var milestone: String
    package var unit: UnitID
    package var unitName: String
    package var stage: String
    package var deadline: CivilDate
    /// The day the rule named, where an off day moved it.
    package var movedFrom: CivilDate?
    package var channel: String
    package var to: String
    /// Where the rule stands: `deadlined.yaml:31` or `built-in default`.
    package var rule: String
    /// The line of the list's file, and of the published notice.
    package var line: Int
    package var sourceLine: Int?
    package var isProvisional: Bool

    private enum CodingKeys: String, CodingKey {
        case at, list, milestone, unit, stage, deadline, channel, to, rule, line
        case unitName = "unit_name"
        case movedFrom = "moved_from"
        case sourceLine = "source_line"
        case isProvisional = "provisional"
    }
}

/// The plan of the files alone, as if every list were accepted on the day it was issued and nothing settled.
/// Sends nothing: it knows no courier and no ledger.
package enum PlanPreview {
    /// Rows from `from` to `to`, both included, by moment, unit and milestone.
    package static func rows(
        of inputs: PlanInputs, from: CivilDate, to: CivilDate, unit: UnitID? = nil
    ) -> [PlanRow] {
        var rows: [(slot: Slot, row: PlanRow)] = []
        let engine = ReminderEngine(
            inputs: inputs, ledger: LedgerSnapshot(tag: "preview"), now: Moment(seconds: 0))
        for obligation in ObligationList.make(from: inputs) where unit == nil || obligation.id.unit == unit {
            guard let list = inputs.lists.first(where: { $0.id == obligation.id.list }),
                let zone = Zone(identifier: list.zone)
            else { continue }
            let policy = inputs.policies.policy(
                list: list.id, number: obligation.number, unit: obligation.id.unit)
            let accepted = zone.moment(list.issuedOn ?? from, .midnight)
            for slot in slots(obligation, policy, inputs, zone, accepted, through: to)
            where slot.day >= from && slot.day <= to && slot.yieldsTo == nil && slot.moment > accepted {
                let told = engine.recipients(
                    of: obligation.id.unit, channels: policy.channels.value, now: slot.moment)
                for (address, _) in told.isEmpty ? [(ReminderEngine.Address(channel: "", address: ""), "")] : told {
                    rows.append((slot, row(slot, obligation, inputs, zone, address)))
                }
            }
        }
        return rows.sorted {
            ($0.slot.moment, $0.slot.key.obligation.unit, $0.slot.key.obligation, $0.row.channel)
                < ($1.slot.moment, $1.slot.key.obligation.unit, $1.slot.key.obligation, $1.row.channel)
        }.map(\.row)
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

    private static func row(
        _ slot: Slot, _ obligation: Obligation, _ inputs: PlanInputs, _ zone: Zone, _ address: ReminderEngine.Address
    ) -> PlanRow {
        PlanRow(
            at: zone.iso8601(slot.moment), list: obligation.id.list, milestone: obligation.id.milestone,
            unit: obligation.id.unit,
            unitName: inputs.directory.unit(obligation.id.unit)?.name ?? obligation.id.unit.rawValue,
            stage: slot.key.stage.description, deadline: obligation.deadline, movedFrom: slot.movedFrom,
            channel: address.channel, to: address.address, rule: slot.origin.description, line: obligation.line,
            sourceLine: obligation.sourceLine, isProvisional: slot.isProvisional)
    }
}
