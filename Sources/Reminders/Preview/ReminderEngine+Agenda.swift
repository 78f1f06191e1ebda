package import CivilTime
package import WorkLists

extension ReminderEngine {
    /// What comes up to and with `last`, as it is planned now: slots that have no fate and stand in no message yet.
    package func agenda(now: Moment, through last: CivilDate, unit: UnitID? = nil) -> [PlanRow] {
        var rows: [(slot: Slot, row: PlanRow)] = []
        for (number, track) in tracks.enumerated() where unit == nil || track.id.unit == unit {
            guard let list = lists[track.id.list], list.isOpen, !track.isSettled else { continue }
            let series = SlotSeries(workdays: inputs.workdays, zone: list.zone)
            var slots = ladder(of: number)
            // Today's statement may be still to come.
            var day = max(track.obligation.deadline, list.zone.civil(now).date.adding(days: -1))
            while !track.series.isEmpty,
                let slot = series.statement(of: track.obligation, policy: track.policy, after: day), slot.day <= last
            {
                slots.append(slot)
                day = slot.day
            }
            for slot in slots where slot.moment > now && slot.day <= last && isSaid(slot) {
                guard decided[slot.key] == nil, reasonToSkip(slot, of: number) == nil else { continue }
                for row in PlanRow.rows(slot, track.obligation, told: self, policy: track.policy, zone: list.zone) {
                    rows.append((slot, row))
                }
            }
        }
        return PlanRow.sorted(rows)
    }
}
