import CivilTime
import WorkLists

extension ReminderEngine {
    struct Intents {
        var records: [LedgerRecord] = []
        var consequences: [Consequence] = []
    }

    /// What one address will be told.
    private struct Draft {
        var name: String
        var units: [UnitID] = []
        var items: [Delivery.Item] = []
    }

    /// One message a recipient, channel and day for all that is said; what nobody can be told goes to the office.
    mutating func intend(_ said: [Said], now: Moment) -> Intents {
        var drafts: [Address: Draft] = [:]
        var orphans: [Delivery.Item] = []
        for one in said {
            let track = tracks[one.track]
            let recipients = recipients(of: track.id.unit, channels: track.policy.channels.value, now: now)
            if recipients.isEmpty { orphans.append(one.item) }
            for (address, name) in recipients {
                var draft = drafts[address] ?? Draft(name: name)
                if !draft.units.contains(track.id.unit) { draft.units.append(track.id.unit) }
                draft.items.append(one.item)
                drafts[address] = draft
            }
        }
        var intents = Intents()
        let later = said.contains { $0.isLate } ? laterToday(now) : [:]
        for address in drafts.keys.sorted() {
            guard let draft = drafts[address] else { continue }
            intend(draft, for: address, later: later, now: now, &intents)
        }
        tellOffice(of: orphans, now: now, &intents)
        return intents
    }

    private mutating func intend(
        _ draft: Draft, for address: Address, later: [UnitID: Moment], now: Moment, _ intents: inout Intents
    ) {
        let id = newDeliveryID()
        var items = draft.items
        var units = draft.units
        if let older = outbox.replaceable(address) {
            items += takeOver(older, by: id, beside: draft.items, now: now, &intents)
            for unit in older.delivery.recipient.units where !units.contains(unit) { units.append(unit) }
            units.removeAll { unit in !items.contains { $0.slot.obligation.unit == unit } }
        }
        items.sort { ($0.slot.obligation, $0.moment) < ($1.slot.obligation, $1.moment) }
        let delivery = Delivery(
            id: id, kind: .reminder, channel: address.channel,
            recipient: Recipient(address: address.address, name: draft.name, units: units.sorted()),
            messageID: messageID(id, channel: address.channel), createdAt: now,
            dueAt: items.map(\.moment).min() ?? now,
            notBefore: gate(items, address, later: later, now: now), items: items)
        add(delivery, &intents)
    }

    /// Replaces a message that waits: the newer one says what is still open of it.
    private mutating func takeOver(
        _ older: Outbox.Entry, by id: DeliveryID, beside items: [Delivery.Item], now: Moment,
        _ intents: inout Intents
    ) -> [Delivery.Item] {
        outbox.remove(older.delivery.id)
        intents.records.append(
            .dropped(
                older.delivery.id, state: .superseded, reason: "a newer message to the recipient took it over", by: id,
                at: now))
        return older.delivery.items.filter { old in
            guard !hasFate(old.slot) else { return false }
            let isRepeated = items.contains {
                $0.slot.obligation == old.slot.obligation && old.slot.stage != .assigned && $0.slot != old.slot
            }
            if isRepeated, outbox.carriers[old.slot] == nil {
                intents.records.append(
                    fate(
                        old.slot, at: old.moment, .superseded, "a later slot of the obligation took its place",
                        delivery: id, now: now))
            }
            return !isRepeated
        }
    }

    /// The unit's contacts who get its reminders (liaison and deputies; a leader only by escalation), or, on a channel
    /// that addresses units, the unit itself. A unit without contacts of its own is reached through its parent.
    func recipients(of unit: UnitID, channels: [String], now: Moment) -> [(Address, String)] {
        guard let office = inputs.directory.unit(unit) else { return [] }
        var found: [(Address, String)] = []
        for channel in channels {
            guard let traits = inputs.channels[channel] else { continue }
            switch traits.addressing {
            case .unit:
                found.append((Address(channel: channel, address: unit.rawValue), office.name))
            case .mail:
                for contact in contacts(of: office, now: now) {
                    guard let mail = contact.mail else { continue }
                    let address = Address(channel: channel, address: mail)
                    if !found.contains(where: { $0.0 == address }) { found.append((address, contact.name)) }
                }
            }
        }
        return found
    }

    func contacts(of unit: OfficeUnit, now: Moment) -> [Contact] {
        let today = zoneOfOffice.civil(now).date
        var next: OfficeUnit? = unit
        while let current = next {
            let contacts = current.contacts.filter {
                $0.role != .leader && $0.isValid(on: today) && $0.mail != nil
            }
            if !contacts.isEmpty { return contacts }
            next = current.parent.flatMap { inputs.directory.unit($0) }
        }
        return []
    }

    var zoneOfOffice: Zone { Zone(identifier: inputs.office.zone) ?? .utc }

    // MARK: - When it may go

    /// The first moment the message may go out: at once, unless it is late at a bad hour or the recipient already got
    /// the day's message; a nearer deadline overrides both.
    private func gate(
        _ items: [Delivery.Item], _ address: Address, later: [UnitID: Moment], now: Moment
    ) -> Moment {
        guard let first = items.first else { return now }
        let zone = zone(of: first.slot.obligation.list)
        let today = zone.civil(now).date
        var moment = now
        if let last = lastMessage[address], zone.civil(last).date == today {
            moment = zone.moment(inputs.workdays.shift(today, by: 1), remindingHour(of: first))
        } else if items.contains(where: \.isLate) {
            // The late one joins the first message still to go today.
            moment = items.compactMap { later[$0.slot.obligation.unit] }.min() ?? now
        }
        if items.contains(where: \.isLate) { moment = opening(onOrAfter: moment, zone, hour: remindingHour(of: first)) }
        let isUrgent = items.contains { item in
            let end = zone.moment(item.slot.deadline.adding(days: 1), .midnight)
            return end > now && end <= moment
        }
        return isUrgent ? now : moment
    }

    private func remindingHour(of item: Delivery.Item) -> TimeOfDay {
        index[item.slot.obligation].map { tracks[$0].policy.at.value } ?? inputs.hours.from
    }

    /// The first moment of working hours at `moment` or after it.
    private func opening(onOrAfter moment: Moment, _ zone: Zone, hour: TimeOfDay) -> Moment {
        let civil = zone.civil(moment)
        if inputs.workdays.isWorkday(civil.date) {
            if civil.time < inputs.hours.from { return zone.moment(civil.date, max(inputs.hours.from, hour)) }
            if civil.time < inputs.hours.until { return moment }
        }
        return zone.moment(inputs.workdays.shift(civil.date, by: 1), max(inputs.hours.from, hour))
    }

    /// For each unit the first slot that is still to come today.
    private func laterToday(_ now: Moment) -> [UnitID: Moment] {
        var later: [UnitID: Moment] = [:]
        for track in tracks.indices {
            guard let slot = nextSlot(of: track), slot.moment > now else { continue }
            let zone = zone(of: tracks[track].id.list)
            guard zone.civil(now).date == slot.day else { continue }
            let unit = tracks[track].id.unit
            later[unit] = min(later[unit] ?? slot.moment, slot.moment)
        }
        return later
    }

    // MARK: - The office

    /// What nobody can be told goes to the office as one list; the slots end as failed.
    private mutating func tellOffice(of orphans: [Delivery.Item], now: Moment, _ intents: inout Intents) {
        guard !orphans.isEmpty else { return }
        let recipients = officeRecipients(now: now)
        for (address, name) in recipients {
            let id = newDeliveryID()
            add(
                Delivery(
                    id: id, kind: .trouble, channel: address.channel,
                    recipient: Recipient(address: address.address, name: name, units: []),
                    messageID: messageID(id, channel: address.channel), createdAt: now,
                    dueAt: orphans.map(\.moment).min() ?? now, notBefore: now,
                    items: orphans.sorted { $0.slot.obligation < $1.slot.obligation }),
                &intents)
        }
        let reason =
            recipients.isEmpty
            ? "neither the unit nor the office has a contact" : "the unit has no contact; the office was told"
        for item in orphans {
            intents.records.append(
                fate(
                    item.slot, at: item.moment, .failed, reason, delivery: recipients.isEmpty ? nil : lastDelivery,
                    now: now))
        }
    }

    /// Who gets the office's own mail.
    func officeRecipients(now: Moment) -> [(Address, String)] {
        let today = zoneOfOffice.civil(now).date
        return inputs.office.channels.flatMap { channel -> [(Address, String)] in
            guard let traits = inputs.channels[channel] else { return [] }
            switch traits.addressing {
            case .unit:
                return [(Address(channel: channel, address: "office"), inputs.office.name)]
            case .mail:
                return inputs.office.contacts.filter { $0.isValid(on: today) }.compactMap { contact in
                    contact.mail.map { (Address(channel: channel, address: $0), contact.name) }
                }
            }
        }
    }

    // MARK: - Making a delivery

    mutating func add(_ delivery: Delivery, _ intents: inout Intents) {
        outbox.add(Outbox.Entry(delivery, phase: .intending))
        intents.records.append(.intent(delivery))
        intents.consequences.append(.intended(delivery.id))
    }

    /// `qkzvbmta-123@huzhou.example`: the ledger's word keeps two ledgers apart. A webhook-id holds no full stop.
    func messageID(_ id: DeliveryID, channel: String) -> String {
        guard let traits = inputs.channels[channel], traits.addressing == .mail else { return "msg_\(tag)_\(id)" }
        return "\(tag)-\(id)@\(traits.messageIDDomain)"
    }

    func hasFate(_ slot: SlotKey) -> Bool {
        if case .some(.some) = decided[slot] { return true }
        return false
    }

    /// Replaces a waiting delivery by one without some of its slots, or withdraws it where nothing is left.
    mutating func reissue(
        _ entry: Outbox.Entry, without slots: Set<SlotKey>, reason: String, now: Moment
    ) -> [EngineAction] {
        let old = entry.delivery
        outbox.remove(old.id)
        let left = old.items.filter { !slots.contains($0.slot) }
        var intents = Intents()
        let newID = left.isEmpty ? nil : newDeliveryID()
        intents.records.append(
            .dropped(
                old.id, state: newID == nil ? .withdrawn : .superseded, reason: reason, by: newID, at: now))
        if let newID {
            let units = old.recipient.units.filter { unit in left.contains { $0.slot.obligation.unit == unit } }
            add(
                Delivery(
                    id: newID, kind: old.kind, channel: old.channel,
                    recipient: Recipient(address: old.recipient.address, name: old.recipient.name, units: units),
                    messageID: messageID(newID, channel: old.channel), createdAt: now, dueAt: old.dueAt,
                    notBefore: max(entry.notBefore, now), items: left, digest: old.digest),
                &intents)
        }
        for item in old.items where slots.contains(item.slot) {
            guard outbox.carriers[item.slot] == nil, !hasFate(item.slot) else { continue }
            intents.records.append(fate(item.slot, at: item.moment, .skipped, reason, delivery: old.id, now: now))
        }
        return record(intents.records, then: intents.consequences)
    }
}
