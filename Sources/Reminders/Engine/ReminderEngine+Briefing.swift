package import CivilTime
import WorkLists

extension ReminderEngine {
    /// All that a message may say: ask for it when the intent is to be recorded, before any other event.
    package func briefing(for delivery: Delivery, now: Moment) -> Briefing {
        // A message that waits for tomorrow counts its days from tomorrow.
        let moment = max(now, delivery.notBefore)
        let listIDs = Set(delivery.items.map(\.slot.obligation.list))
        let zone = listIDs.sorted().first.map { self.zone(of: $0) } ?? zoneOfOffice
        let today = zone.civil(moment).date
        var briefing = Briefing(
            delivery: delivery, now: moment, today: today, zone: zone,
            basis: inputs.lists.filter { listIDs.contains($0.id) || delivery.items.isEmpty }.map(basis),
            office: inputs.office, sections: sections(of: delivery, today), alsoTold: alsoTold(delivery))
        briefing.departures = departures(ofReport: delivery.digest)
        if delivery.kind == .digest {
            let units = Set(delivery.recipient.units)
            let standing = standing(now: now, since: changesBegin(for: delivery), units: units)
            briefing.standing = units.isEmpty ? standing : standing.ofUnits
            briefing.digest = digestForm(of: delivery)
        } else if delivery.kind == .officeList, let list = delivery.digest.flatMap(OfficeList.init(name:)) {
            brief(&briefing, of: list, now: now, today)
        } else if let channel = Self.channel(ofReport: delivery.digest) {
            var standing = Standing(at: now, today: today)
            standing.silentChannels[channel] = outbox.lane(of: channel).flatMap(silence)
            briefing.standing = standing
        }
        return briefing
    }

    private func basis(_ list: WorkList) -> Briefing.Basis {
        Briefing.Basis(
            list: list.id, title: list.title, shortName: list.shortName ?? list.title,
            documentNumber: list.documentNumber, issuer: list.issuer, isPublic: list.isPublic, content: list.content)
    }

    private func sections(of delivery: Delivery, _ today: CivilDate) -> [Briefing.Section] {
        // By the obligations' places, which are the lists' own order.
        var items: [Int: Briefing.Item] = [:]
        for said in delivery.items {
            guard let track = index[said.slot.obligation] else { continue }
            // An obligation stands in a message once: what announces it (full texts, the old date) before reminding.
            if let known = items[track], known.stage.isAnnouncement { continue }
            items[track] = item(tracks[track], said, today)
        }
        for said in delivery.items where said.slot.stage.asksForReport && isMail(delivery) {
            // Also where the message announces the obligation besides.
            guard let track = index[said.slot.obligation], tracks[track].state == .open else { continue }
            items[track]?.report = reportForm(of: tracks[track])
        }
        // What goes out in parts names only what each part covers: a longer statement would be cut elsewhere.
        if delivery.part == nil,
            delivery.items.contains(where: { if case .statement = $0.slot.stage { true } else { false } })
        {
            for (track, open) in openItems(of: delivery, today) where items[track] == nil { items[track] = open }
        }
        return sections(items, called: { called($0, by: delivery) })
    }

    /// By unit, each unit's items in the order in which they are to be read.
    func sections(
        _ items: [Int: Briefing.Item], called: (UnitID) -> [Contact] = { _ in [] }
    ) -> [Briefing.Section] {
        // What is compared is taken out before: a closure that asks the engine copies it.
        let places = items.map { Place(of: $1.obligation, at: $0) }.sorted()
        var sections: [Briefing.Section] = []
        var start = 0
        while start < places.count {
            let unit = places[start].unit
            let end = places[start...].firstIndex { $0.unit != unit } ?? places.count
            sections.append(
                Briefing.Section(
                    unit: unit, unitName: inputs.directory.unit(unit)?.name ?? unit.rawValue,
                    formerName: formerName(of: unit, in: places[start..<end].compactMap { items[$0.track] }),
                    items: places[start..<end].compactMap { items[$0.track] }, contacts: called(unit)))
            start = end
        }
        return sections
    }

    private func isMail(_ delivery: Delivery) -> Bool {
        delivery.kind == .reminder && inputs.channels[delivery.channel]?.addressing == .mail
    }

    private func formerName(of unit: UnitID, in items: [Briefing.Item]) -> String? {
        let ids = Set(items.map(\.obligation.id.list))
        return inputs.lists.lazy.filter { ids.contains($0.id) }
            .compactMap { inputs.directory.formerName(of: unit, in: $0) }.first
    }

    /// Where an item stands: reports first, then by deadline, then as the lists have them.
    private struct Place: Comparable {
        let unit: UnitID
        let isReport: Bool
        let deadline: CivilDate
        let track: Int

        init(of obligation: Obligation, at track: Int) {
            unit = obligation.id.unit
            isReport = obligation.kind == .report
            deadline = obligation.deadline
            self.track = track
        }

        static func < (a: Place, b: Place) -> Bool {
            if a.unit != b.unit { return a.unit < b.unit }
            if a.isReport != b.isReport { return a.isReport }
            return (a.deadline, a.track) < (b.deadline, b.track)
        }
    }

    /// Whom a message in a chat is meant for among all who read it.
    private func called(_ unit: UnitID, by delivery: Delivery) -> [Contact] {
        guard delivery.kind == .reminder, inputs.channels[delivery.channel]?.addressing == .room else { return [] }
        return inputs.directory.unit(unit).map { serving($0, now: delivery.createdAt) { _ in true } } ?? []
    }

    /// A monthly statement names all that is open past its deadline, also what is asked after by stages of its own.
    private func openItems(of delivery: Delivery, _ today: CivilDate) -> [Int: Briefing.Item] {
        let units = Set(delivery.recipient.units)
        let stage = Stage.statement(year: today.year, month: today.month)
        var items: [Int: Briefing.Item] = [:]
        for (place, track) in tracks.enumerated()
        where units.contains(track.id.unit) && track.state == .open && track.obligation.deadline < today
            && track.remarks(on: today, at: delivery.createdAt).silencedUntil == nil
        {
            let isAskedAfter = track.series.contains { $0.key.stage.isAfterDeadline && $0.moment <= delivery.dueAt }
            guard isAskedAfter, lists[track.id.list]?.isOpen == true else { continue }
            let slot = SlotKey(obligation: track.id, deadline: track.obligation.deadline, stage: stage)
            items[place] = item(
                track, Delivery.Item(slot: slot, moment: delivery.dueAt, isLate: false), today)
        }
        return items
    }

    func item(_ track: Track, _ said: Delivery.Item, _ today: CivilDate) -> Briefing.Item {
        let obligation = track.obligation
        let isOffDay = !inputs.workdays.isWorkday(obligation.deadline)
        return Briefing.Item(
            obligation: obligation, stage: said.slot.stage, isLate: said.isLate, state: track.state,
            colour: colour(of: track, today),
            workdaysLeft: inputs.workdays.count(after: today, through: obligation.deadline),
            daysLeft: today.days(until: obligation.deadline),
            settleBy: isOffDay ? inputs.workdays.workday(onOrBefore: obligation.deadline) : nil,
            sharedWith: obligation.sharedBy.filter { $0 != obligation.id.unit }.map {
                inputs.directory.unit($0)?.name ?? $0.rawValue
            },
            movedFrom: movedFrom(track, said.slot), sequence: sequence(of: track),
            remarks: track.remarks(on: today, at: clock))
    }

    /// The deadline that the unit was told before; nil where this is no notice of another one.
    private func movedFrom(_ track: Track, _ slot: SlotKey) -> CivilDate? {
        guard case .moved = slot.stage, let told = track.lastTold?.deadline, told != slot.deadline else { return nil }
        return told
    }

    /// RFC 5545 SEQUENCE only has to grow with each change of one event: minutes from the list's acceptance to the
    /// recording of its present deadline, which needs no counter of its own.
    private func sequence(of track: Track) -> Int {
        guard let seen = track.seenAt, let accepted = lists[track.id.list]?.acceptedAt else { return 0 }
        return Int(max(0, accepted.seconds(until: seen) / 60))
    }

    private func alsoTold(_ delivery: Delivery) -> [String] {
        guard delivery.kind == .reminder, inputs.channels[delivery.channel]?.addressing != .room else { return [] }
        var names: [String] = []
        for unit in delivery.recipient.units {
            guard let office = inputs.directory.unit(unit) else { continue }
            for contact in contacts(of: office, now: delivery.createdAt)
            where contact.mail != delivery.recipient.address && !names.contains(contact.name) {
                names.append(contact.name)
            }
        }
        return names
    }

    /// The colour of an obligation on a day.
    func colour(of track: Track, _ today: CivilDate) -> Colour {
        switch track.state {
        case .done: return .green
        case .closed, .withdrawn: return .grey
        case .open, .reported, .unconfirmed: break
        }
        let deadline = track.obligation.deadline
        if today > deadline { return .red }
        if today >= inputs.colours.yellow.date(before: deadline, inputs.workdays) { return .yellow }
        if today >= inputs.colours.blue.date(before: deadline, inputs.workdays) { return .blue }
        return .none
    }
}
