import CivilTime
import WorkLists

/// When a message may go out.
extension ReminderEngine {
    var zoneOfOffice: Zone { Zone(identifier: inputs.office.zone) ?? .utc }

    /// The first moment a message may go out: at once where something in it is on time, else in working hours and with
    /// the first slot still to come today; on the next working day where the recipient got the day's message already.
    /// A deadline that ends before that overrides all.
    func gate(_ items: [Delivery.Item], _ address: Address, later: Moment?, now: Moment) -> Moment {
        guard let first = items.first else { return now }
        let zone = zone(of: first.slot.obligation.list)
        let today = zone.civil(now).date
        var moment = now
        if outbox.isTelling(address) || lastMessage[address].map({ zone.civil($0).date == today }) ?? false {
            moment = zone.moment(inputs.workdays.shift(today, by: 1), remindingHour(of: first))
        } else if !items.contains(where: { !$0.isLate && $0.moment.seconds(until: now) <= Self.lateAfter }) {
            moment = opening(onOrAfter: later ?? now, zone, hour: remindingHour(of: first))
        }
        let isUrgent = items.contains { item in
            let end = zone.moment(item.slot.deadline.adding(days: 1), .midnight)
            return end > now && end <= moment
        }
        return isUrgent ? now : moment
    }

    /// Until when a reminder must wait that may go by its `notBefore`: its channel was held, or it was replaced or
    /// taken up after a restart, and by now the hour is a bad one or the recipient got the day's message. nil: it goes.
    /// What was tried already goes on by its back-off.
    func postponement(of entry: Outbox.Entry, now: Moment) -> Moment? {
        guard entry.delivery.kind == .reminder, entry.isReplaceable, entry.deferredSince == nil else { return nil }
        let moment = gate(entry.delivery.items, entry.delivery.to, later: nil, now: now)
        return moment > now ? moment : nil
    }

    private func remindingHour(of item: Delivery.Item) -> TimeOfDay {
        index[item.slot.obligation].map { tracks[$0].policy.at.value } ?? inputs.hours.from
    }

    /// The first moment of working hours at `moment` or after it; a day that has not begun begins at the reminding hour.
    private func opening(onOrAfter moment: Moment, _ zone: Zone, hour: TimeOfDay) -> Moment {
        let civil = zone.civil(moment)
        if inputs.workdays.isWorkday(civil.date) {
            if civil.time < inputs.hours.from { return zone.moment(civil.date, max(inputs.hours.from, hour)) }
            if civil.time < inputs.hours.until { return moment }
        }
        return zone.moment(inputs.workdays.shift(civil.date, by: 1), max(inputs.hours.from, hour))
    }

    /// For each address the first slot that is still to come today.
    func laterToday(_ now: Moment) -> [Address: Moment] {
        var later: [Address: Moment] = [:]
        for track in tracks.indices {
            guard let slot = nextSlot(of: track), slot.moment > now, slot.yieldsTo == nil,
                reasonToSkip(slot, of: track) == nil,
                zone(of: tracks[track].id.list).civil(now).date == slot.day
            else { continue }
            let item = Delivery.Item(slot: slot.key, moment: slot.moment, isLate: false)
            for (address, _) in recipients(ofItem: item, now: now) {
                later[address] = min(later[address] ?? slot.moment, slot.moment)
            }
        }
        return later
    }
}
