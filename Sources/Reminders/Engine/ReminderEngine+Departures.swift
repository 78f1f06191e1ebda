import CivilTime
import WorkLists

/// The office learns in time that a unit will have nobody to write to.
extension ReminderEngine {
    /// How long before the last day of service: what a handing-over takes.
    private static let departureLead = Lead.workdays(10)

    /// Takes up who leaves by the files.
    mutating func refreshDepartures(now: Moment) {
        let today = zoneOfOffice.civil(now).date
        departures.ends = inputs.directory.serviceEnds.filter { $0.day >= today }
        departures.next = nextLookAtDepartures(after: now)
    }

    /// Tells the office of units that lose their last liaison or deputy within ten working days, once each. One without
    /// an open obligation is looked at again on each working day.
    mutating func tellOfDepartures(now: Moment) -> [EngineAction] {
        guard !rests, let next = departures.next, next <= now else { return [] }
        let today = zoneOfOffice.civil(now).date
        let near = departures.untold.filter { announcementDay(of: $0) <= today && today <= $0.day }
        let owing = near.isEmpty ? [] : unitsWithOpenItems
        var intents = Intents()
        for (day, ends) in Dictionary(grouping: near.filter { owing.contains($0.unit) }, by: \.day)
            .sorted(by: { $0.key < $1.key })
        {
            let units = ends.map(\.unit)
            let told = makeOfficeMail(
                .trouble, key: Departures.key(units, day), to: readers(of: DigestForm(), now: now), dueAt: now,
                now: now, &intents)
            if !told.isEmpty { departures.tell(units, day) }
        }
        departures.next = nextLookAtDepartures(after: now)
        return record(intents)
    }

    private var unitsWithOpenItems: Set<UnitID> {
        Set(tracks.lazy.filter { !$0.isSettled && lists[$0.id.list]?.isOpen == true }.map(\.id.unit))
    }

    private func announcementDay(of end: ServiceEnd) -> CivilDate {
        Self.departureLead.date(before: end.day, inputs.workdays)
    }

    /// The next reminding hour of a working day on which one of them is near.
    private func nextLookAtDepartures(after now: Moment) -> Moment? {
        let hour = max(inputs.hours.from, inputs.policies.all.at?.value ?? Policy().at.value)
        let today = zoneOfOffice.civil(now).date
        return departures.untold.compactMap { end -> Moment? in
            let first = inputs.workdays.workday(onOrAfter: max(announcementDay(of: end), today))
            var moment = zoneOfOffice.moment(first, hour)
            if moment <= now {
                moment = zoneOfOffice.moment(inputs.workdays.workday(onOrAfter: today.adding(days: 1)), hour)
            }
            return zoneOfOffice.civil(moment).date <= end.day ? moment : nil
        }.min()
    }

    /// What a report about departures says, by the files as they are now.
    func departures(ofReport key: String?) -> [Briefing.Departure] {
        guard let (units, day) = Departures.units(ofKey: key) else { return [] }
        let ends = inputs.directory.serviceEnds
        return units.map { unit in
            Briefing.Departure(
                unitName: inputs.directory.unit(unit)?.name ?? unit.rawValue, day: day,
                names: ends.first { $0.unit == unit && $0.day == day }?.names ?? [])
        }
    }
}
