import CivilTime
import WorkLists

/// A deadline that a list's files name.
struct ListDay: Hashable, Comparable, Sendable {
    let list: String
    let deadline: CivilDate

    static func < (a: Self, b: Self) -> Bool { (a.deadline, a.list) < (b.deadline, b.list) }
}

/// The steps after a deadline, each of which may wait for what came before it.
extension ReminderEngine {
    func listDay(of track: Int) -> ListDay {
        ListDay(list: tracks[track].id.list, deadline: tracks[track].published)
    }

    /// What of the series is not decided, each slot at the moment it may come, by moment. What waits for something that
    /// has no moment yet is not among it.
    func ladder(of track: Int) -> [Slot] {
        tracks[track].series.filter { decided[$0.key] == nil }
            .compactMap { $0.key.stage.isStep ? step($0, of: track) : $0 }
            .sorted { ($0.moment, $0.key.stage.rank) < ($1.moment, $1.key.stage.rank) }
    }

    /// The next monthly statement, where only the escalation is still to come of the series.
    func statementBeside(_ track: Int, after moment: Moment?) -> Slot? {
        let isOver = tracks[track].series.allSatisfy { $0.key.stage.isEscalation || decided[$0.key] != nil }
        return isOver ? statement(of: track, after: moment) : nil
    }

    /// A step at the moment it may come; nil: it waits.
    private func step(_ slot: Slot, of track: Int) -> Slot? {
        switch slot.key.stage {
        case .overdue(1): heldStep(slot, of: track)
        case .escalated: escalation(slot, of: track)
        case .overdue, .assigned, .moved, .ahead, .due, .afterSilence, .statement: slot
        }
    }

    // MARK: - Holding

    /// Whether the slot is the one that waits where nothing at all was recorded for its deadline: the clerk is behind
    /// then, and not every unit.
    func isToBeHeld(_ slot: Slot, of track: Int) -> Bool {
        slot.key.stage == .overdue(1) && tracks[track].policy.holds.value && recordedAt[listDay(of: track)] == nil
    }

    /// What was held comes at the first reminding hour after something was recorded: the clerk may be at it still.
    private func heldStep(_ slot: Slot, of track: Int) -> Slot? {
        let day = listDay(of: track)
        guard held.contains(day) else { return slot }
        guard let recorded = recordedAt[day] else { return nil }
        return recorded <= slot.moment ? slot : reminding(slot, of: track, after: recorded, onOrAfter: slot.day)
    }

    // MARK: - Escalation

    /// A step comes as long after the step before it was accepted as the rules stand apart, in working days: a leader is
    /// not told of what the unit was not, and outages use up no step.
    private func escalation(_ slot: Slot, of track: Int) -> Slot? {
        let series = tracks[track].series
        let earlier = series.filter { $0.key.stage.isStep && !$0.key.stage.isEscalation && $0.day < slot.day }
        var latest = slot
        if let before = earlier.last {
            let asking = series.filter {
                $0.key.stage.isStep && !$0.key.stage.isEscalation && $0.day >= before.day
            }
            if let accepted = asking.compactMap({ asked[$0.key] }).min() {
                latest = later(latest, put(slot, after: before, accepted: accepted, of: track))
            } else if asking.contains(where: { !hasFate($0.key) }) {
                return nil
            }
        }
        if case .escalated(let number) = slot.key.stage, number > 1,
            let before = series.first(where: { $0.key.stage == .escalated(number - 1) })
        {
            if let accepted = asked[before.key] {
                latest = later(latest, put(slot, after: before, accepted: accepted, of: track))
            } else if !hasFate(before.key) {
                return nil
            }
        }
        return latest
    }

    private func later(_ a: Slot, _ b: Slot) -> Slot { a.moment < b.moment ? b : a }

    private func put(_ slot: Slot, after before: Slot, accepted: Moment, of track: Int) -> Slot {
        let apart = inputs.workdays.count(after: before.day, through: slot.day)
        let day = zone(of: slot.key.obligation.list).civil(accepted).date
        return reminding(slot, of: track, after: accepted, onOrAfter: inputs.workdays.shift(day, by: apart))
    }

    /// The slot at the first reminding hour after `moment` on a day on which the unit may be told; as it is, where that
    /// is no later.
    private func reminding(_ slot: Slot, of track: Int, after moment: Moment, onOrAfter first: CivilDate) -> Slot {
        let (policy, zone) = (tracks[track].policy, zone(of: slot.key.obligation.list))
        let days = TellingDays(inputs.workdays, quiet: policy.quiet.value)
        var day = days.day(onOrAfter: max(first, zone.civil(moment).date))
        var hour = zone.moment(day, policy.at.value)
        while hour <= moment {
            day = days.day(onOrAfter: day.adding(days: 1))
            hour = zone.moment(day, policy.at.value)
        }
        return hour <= slot.moment ? slot : slot.put(off: day, to: hour)
    }

    /// Whether the unit itself was told of it by a step before this one; where none stands before it, nothing is asked.
    func isUnitAsked(before slot: Slot, of track: Int) -> Bool {
        let asking = tracks[track].series.filter { $0.key.stage.isStep && !$0.key.stage.isEscalation }
        return !asking.contains { $0.day < slot.day } || asking.contains { asked[$0.key] != nil }
    }

    /// The step of its escalation that a person can let go now: the first without a fate.
    func nextEscalation(of track: Int) -> Stage? {
        tracks[track].series.first { isToEscalate($0, of: track) }?.key.stage
    }

    /// Whether a step of the escalation waits to be released. What a silence covers does not: it is not sent anyway.
    func isToEscalate(_ slot: Slot, of track: Int) -> Bool {
        slot.key.stage.isEscalation && decided[slot.key] == nil && !tracks[track].released.contains(slot.key.stage)
            && !tracks[track].silences.contains { $0.covers(slot) }
    }
}
