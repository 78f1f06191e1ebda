package import CivilTime
package import WorkLists

extension ReminderEngine {
    /// When any digest was last made.
    package var lastDigestAt: Moment? { lastDigest.values.map(\.at).max() }

    /// When the next scheduled digest is due; nil while no list is accepted.
    var nextDigest: Moment? {
        inputs.digests.compactMap { schedule in
            digestBase(schedule).map { moment(of: schedule, after: $0) }
        }.min()
    }

    /// Makes the scheduled digests that are due; of several missed ones only the last.
    mutating func fireDigests(now: Moment) -> [EngineAction] {
        guard !rests else { return [] }
        var intents = Intents()
        for schedule in inputs.digests {
            guard let base = digestBase(schedule) else { continue }
            var moment = moment(of: schedule, after: base)
            guard moment <= now else { continue }
            while case let next = self.moment(of: schedule, after: moment), next <= now { moment = next }
            let civil = zoneOfOffice.civil(moment)
            _ = makeDigest(
                key: "\(schedule.name)@\(civil.date)T\(civil.time)", to: officeRecipients(now: now), units: [],
                dueAt: moment, now: now, &intents)
        }
        return record(intents)
    }

    /// «Send the digest now»: twice within a minute is once. Answers the deliveries, and whether they are new.
    ///
    /// - Parameter unit: a digest of this unit's own obligations for its own recipients; nil: for the office.
    package mutating func digestNow(
        unit: UnitID?, now: Moment
    ) -> (deliveries: [DeliveryID], isNew: Bool, actions: [EngineAction]) {
        let name = unit.map { "now:\($0.rawValue)" } ?? "now"
        if let last = lastDigest[name], let id = last.id, last.at.seconds(until: now) < 60 { return ([id], false, []) }
        var intents = Intents()
        let readers =
            unit.map { recipients(of: $0, channels: inputs.office.channels, now: now) } ?? officeRecipients(now: now)
        let ids = makeDigest(
            key: "\(name)@\(zoneOfOffice.civil(now).date)", to: readers, units: unit.map { [$0] } ?? [],
            dueAt: now,
            now: now, &intents)
        return (ids, !ids.isEmpty, record(intents) + pump(now: now))
    }

    private mutating func makeDigest(
        key: String, to recipients: [(Address, String)], units: [UnitID], dueAt: Moment, now: Moment,
        _ intents: inout Intents
    ) -> [DeliveryID] {
        let ids = makeOfficeMail(.digest, key: key, to: recipients, units: units, dueAt: dueAt, now: now, &intents)
        let name = String(key.prefix { $0 != "@" })
        // Also where there is nobody to send it to: its moment is over.
        lastDigest[name] = LastDigest(id: ids.first, at: now, before: lastDigest[name]?.at)
        return ids
    }

    /// A digest or an office list, to each who gets it.
    mutating func makeOfficeMail(
        _ kind: Delivery.Kind, key: String, to recipients: [(Address, String)], units: [UnitID], dueAt: Moment,
        now: Moment,
        _ intents: inout Intents
    ) -> [DeliveryID] {
        var ids: [DeliveryID] = []
        for (address, name) in recipients {
            let id = newDeliveryID()
            ids.append(id)
            add(
                Delivery(
                    id: id, kind: kind, channel: address.channel,
                    recipient: Recipient(address: address.address, name: name, units: units),
                    messageID: messageID(id, channel: address.channel), createdAt: now, dueAt: dueAt, notBefore: now,
                    items: [], digest: key),
                &intents)
        }
        return ids
    }

    /// When the digest before this one was made for the same readers: the office, or one unit.
    func previousDigest(to units: [UnitID], before moment: Moment) -> Moment? {
        let own = units.map { "now:\($0.rawValue)" }
        return lastDigest.filter { name, _ in own.isEmpty ? !name.hasPrefix("now:") : own.contains(name) }
            .values.compactMap { $0.at < moment ? $0.at : $0.before }.max()
    }

    /// A digest is owed after the one before it, or after the first list was accepted.
    private func digestBase(_ schedule: DigestSchedule) -> Moment? {
        guard let accepted = lists.values.compactMap(\.acceptedAt).min() else { return nil }
        guard let last = lastDigest[schedule.name] else { return accepted }
        return max(accepted, last.at)
    }

    /// The schedule's weekday, or the first working day after it where that is an off day.
    private func moment(of schedule: DigestSchedule, after base: Moment) -> Moment {
        let zone = zoneOfOffice
        // A holiday can have moved last week's digest behind `base`.
        var day = zone.civil(base).date.adding(days: -10)
        while true {
            if day.weekday == schedule.weekday {
                let moment = zone.moment(inputs.workdays.workday(onOrAfter: day), schedule.at)
                if moment > base { return moment }
            }
            day = day.adding(days: 1)
        }
    }
}
