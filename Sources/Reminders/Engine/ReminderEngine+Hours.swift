import CivilTime
import WorkLists

/// When a message may go out.
extension ReminderEngine {
    /// The first moment a message may go out: at once where something in it is on time, else in working hours and with
    /// the first slot still to come today; on the next working day where the recipient got the day's message already.
    /// A deadline that ends before that overrides all.
    ///
    /// - Parameter message: the delivery, or its part 1: the parts of a message are one.
    func gate(
        _ items: [Delivery.Item], _ address: Address, of message: DeliveryID, later: Moment?, now: Moment
    ) -> Moment {
        guard let first = items.first else { return now }
        let zone = zone(of: first.slot.obligation.list)
        let today = zone.civil(now).date
        var moment = now
        let isTold = lastMessage[address].map { $0.message != message && zone.civil($0.at).date == today } ?? false
        if isTold || outbox.isTelling(address, besides: message) {
            moment = zone.moment(tellingDay(onOrAfter: today.adding(days: 1), first), remindingHour(of: first))
        } else if !items.contains(where: { !$0.isLate && $0.moment.seconds(until: now) <= Self.lateAfter }) {
            moment = opening(onOrAfter: later ?? now, zone, of: first, hour: remindingHour(of: first))
        }
        return ends(items, between: now, and: moment) ? now : moment
    }

    /// Whether a deadline of these ends after `now` and by `moment`: it cannot wait until then.
    private func ends(_ items: [Delivery.Item], between now: Moment, and moment: Moment) -> Bool {
        now < moment
            && items.contains { item in
                let end = end(of: item.slot)
                return end > now && end <= moment
            }
    }

    /// When a slot's deadline is over; one that was moved since counts by its day.
    private func end(of slot: SlotKey) -> Moment {
        let zone = zone(of: slot.obligation.list)
        if let track = index[slot.obligation], tracks[track].obligation.deadline == slot.deadline {
            return tracks[track].obligation.end(in: zone)
        }
        return zone.moment(slot.deadline.adding(days: 1), .midnight)
    }

    /// Until when a reminder must wait that may go by its `notBefore`: its channel was held or full, or it was replaced
    /// or taken up after a restart, and by now the hour is a bad one or the recipient got the day's message. nil: it
    /// goes.
    func postponement(of entry: Outbox.Entry, now: Moment) -> Moment? {
        let delivery = entry.delivery
        guard delivery.kind == .reminder, !entry.isAsked else { return nil }
        let moment =
            entry.isReplaceable && entry.deferredSince == nil
            ? gate(delivery.items, delivery.to, of: delivery.message, later: nil, now: now)
            : retrial(of: delivery, at: now)
        return moment > now ? moment : nil
    }

    // MARK: - Retries

    /// How long what was tried once may be tried again outside working hours: two hours after they ended, or after it
    /// was due. A server that puts off whom it does not know takes it within the hour.
    static let hoursOfRetries: Int64 = 2 * 3600

    /// When a delivery whose next attempt is due at `moment` is tried again: a reminder in working hours or soon after
    /// them, unless a deadline is nearer.
    func retrial(of delivery: Delivery, at moment: Moment) -> Moment {
        guard delivery.kind == .reminder, let first = delivery.items.first,
            delivery.notBefore.seconds(until: moment) >= Self.hoursOfRetries
        else { return moment }
        let zone = zone(of: first.slot.obligation.list)
        let before = zone.civil(moment.adding(seconds: -Self.hoursOfRetries))
        if isWorking(zone.civil(moment), for: first) || isWorking(before, for: first) { return moment }
        let opening = opening(onOrAfter: moment, zone, of: first, hour: inputs.hours.from)
        return ends(delivery.items, between: moment, and: opening) ? moment : opening
    }

    /// Working hours, and no quiet day of the item's unit; nil: a message of the office's own.
    private func isWorking(_ civil: CivilDateTime, for item: Delivery.Item?) -> Bool {
        let isDay =
            item.map { tellingDay(onOrAfter: civil.date, $0) == civil.date } ?? inputs.workdays.isWorkday(civil.date)
        return isDay && civil.time >= inputs.hours.from && civil.time < inputs.hours.until
    }

    // MARK: - Round times

    /// Full and half hours are when everybody's robots speak: a message of a channel that leaves them goes one to five
    /// minutes later, the same for the same message, but not past working hours or a deadline.
    func clearOfRoundTimes(_ delivery: Delivery) -> Delivery {
        let moment = delivery.notBefore
        let second = moment.seconds % 1800
        guard inputs.channels[delivery.channel]?.leavesRoundTimes == true, (0..<60).contains(second) else {
            return delivery
        }
        let jitter = 60 + Int64(Self.scatter(tag, delivery.id) % 241)
        let later = moment.adding(seconds: jitter - second)
        let zone = delivery.items.first.map { self.zone(of: $0.slot.obligation.list) } ?? zoneOfOffice
        let leavesHours =
            isWorking(zone.civil(moment), for: delivery.items.first)
            && !isWorking(zone.civil(later), for: delivery.items.first)
        return leavesHours || ends(delivery.items, between: moment, and: later)
            ? delivery : delivery.with(notBefore: later)
    }

    /// FNV-1a over the ledger's word and the number.
    private static func scatter(_ tag: String, _ id: DeliveryID) -> UInt64 {
        "\(tag)-\(id)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    func remindingHour(of item: Delivery.Item) -> TimeOfDay {
        index[item.slot.obligation].map { tracks[$0].policy.at.value } ?? inputs.hours.from
    }

    /// The first moment of working hours at `moment` or after it; a day that has not begun begins at the reminding hour.
    private func opening(
        onOrAfter moment: Moment, _ zone: Zone, of item: Delivery.Item, hour: TimeOfDay
    ) -> Moment {
        let civil = zone.civil(moment)
        if tellingDay(onOrAfter: civil.date, item) == civil.date {
            if civil.time < inputs.hours.from { return zone.moment(civil.date, max(inputs.hours.from, hour)) }
            if civil.time < inputs.hours.until { return moment }
        }
        return zone.moment(tellingDay(onOrAfter: civil.date.adding(days: 1), item), max(inputs.hours.from, hour))
    }

    /// The first working day that is not quiet for the item's unit.
    func tellingDay(onOrAfter date: CivilDate, _ item: Delivery.Item) -> CivilDate {
        let quiet = index[item.slot.obligation].map { tracks[$0].policy.quiet.value } ?? QuietDays()
        return TellingDays(inputs.workdays, quiet: quiet).day(onOrAfter: date)
    }

    /// For each address the first slot that is still to come today.
    func laterToday(_ now: Moment) -> [Address: Moment] {
        var later: [Address: Moment] = [:]
        for track in tracks.indices {
            guard let slot = nextSlot(of: track, after: now), isSaid(slot),
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
