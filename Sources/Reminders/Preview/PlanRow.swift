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

extension PlanRow {
    /// A row for each recipient of a slot; one without a recipient where the unit has none.
    static func rows(
        _ slot: Slot, _ obligation: Obligation, told engine: ReminderEngine, policy: Policy, zone: Zone
    ) -> [PlanRow] {
        let unit = obligation.id.unit
        let told = engine.recipients(
            of: unit, channels: policy.channels.value, engine.audience(of: slot.key.stage, in: policy),
            now: slot.moment)
        return (told.isEmpty ? [(ReminderEngine.Address(channel: "", address: ""), "")] : told).map { address, _ in
            PlanRow(
                at: zone.iso8601(slot.moment), list: obligation.id.list, milestone: obligation.id.milestone, unit: unit,
                unitName: engine.inputs.directory.unit(unit)?.name ?? unit.rawValue,
                stage: slot.key.stage.description, deadline: obligation.deadline, movedFrom: slot.movedFrom,
                channel: address.channel, to: address.address, rule: slot.origin.description, line: obligation.line,
                sourceLine: obligation.sourceLine, isProvisional: slot.isProvisional)
        }
    }

    /// By moment, unit, milestone and channel.
    static func sorted(_ rows: [(slot: Slot, row: PlanRow)]) -> [PlanRow] {
        // By keys: a row is a dozen texts, and a year has a million rows in a large office.
        let keys = rows.enumerated().map { place, row in
            (moment: row.slot.moment, id: row.slot.key.obligation, channel: row.row.channel, place: place)
        }
        return keys.sorted { a, b in
            if a.moment != b.moment { return a.moment < b.moment }
            return a.id == b.id ? a.channel < b.channel : (a.id.unit, a.id) < (b.id.unit, b.id)
        }.map { rows[$0.place].row }
    }
}
