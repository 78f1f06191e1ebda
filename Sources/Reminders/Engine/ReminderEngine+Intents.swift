import CivilTime
import WorkLists

extension ReminderEngine {
    /// What one address will be told.
    struct MessageDraft {
        let address: Address
        let name: String
        var units: [UnitID] = []
        var items: [Delivery.Item] = []
    }

    /// One message a recipient, channel and day for all that is said; what nobody can be told goes to the office.
    ///
    /// - Parameters:
    ///   - later: for what is late, the first slot that each address is still to be told of today.
    ///   - companions: fates that stand or fall with a slot that is said.
    mutating func intend(
        _ said: [Delivery.Item], later: [Address: Moment] = [:], companions: [SlotKey: [LedgerRecord]] = [:],
        now: Moment
    ) -> Intents {
        var companions = companions
        var drafts: [MessageDraft] = []
        var numbers: [Address: Int] = [:]
        var circles = Circles()
        var orphans: [Delivery.Item] = []
        var readers = RecipientTable()
        for item in said {
            let unit = item.slot.obligation.unit
            let recipients = readers.recipients(of: item, in: self, now: now)
            if recipients.isEmpty { orphans.append(item) }
            var known: Int?
            for (address, name) in recipients where !outbox.carries(item.slot, to: address) {
                let number = numbers[address] ?? circles.add()
                if number == drafts.count {
                    numbers[address] = number
                    drafts.append(MessageDraft(address: address, name: name))
                }
                drafts[number].items.append(item)
                if !drafts[number].units.contains(unit) { drafts[number].units.append(unit) }
                if let known { circles.join(number, known) }
                known = number
            }
        }
        handOver(with: &drafts, now: now)
        var intents = Intents()
        let groups = circles.groups().map { circle in circle.map { drafts[$0] }.sorted { $0.address < $1.address } }
        let byUrgency = groups.map { circle in
            (circle, urgency: circle.lazy.flatMap(\.items).map(\.slot.stage.urgency).min() ?? 3)
        }.sorted { ($0.urgency, $0.0[0].address) < ($1.urgency, $1.0[0].address) }
        drafts = []
        for (circle, _) in byUrgency {
            intents.startGroup()
            for draft in circle {
                intend(draft, later: later[draft.address], now: now, &intents)
                guard !companions.isEmpty else { continue }
                for item in draft.items { intents.records += companions.removeValue(forKey: item.slot) ?? [] }
            }
        }
        if !companions.isEmpty {
            for item in said { intents.records += companions.removeValue(forKey: item.slot) ?? [] }
        }
        tellOffice(of: orphans, notBefore: now, now: now, &intents)
        return intents
    }

    mutating func intend(_ draft: MessageDraft, later: Moment? = nil, now: Moment, _ intents: inout Intents) {
        let id = newDeliveryID()
        let address = draft.address
        var items = draft.items
        var units = draft.units
        var deferredSince: Moment?
        for older in takenOver(.reminder, for: address) {
            outbox.remove(older.delivery.id)
            intents.records.append(
                .dropped(
                    older.delivery.id, state: .superseded, reason: "a newer message to the recipient took it over",
                    by: id, at: now))
            // Also what others were told already: this recipient was not.
            items += older.delivery.items
            for unit in older.delivery.recipient.units where !units.contains(unit) { units.append(unit) }
            deferredSince = [deferredSince, older.deferredSince].compactMap { $0 }.min()
        }
        dropRepeats(&items, by: id, now: now, &intents)
        units.removeAll { unit in !items.contains { $0.slot.obligation.unit == unit } }
        if !zip(items, items.dropFirst()).allSatisfy({ Self.stand($0, before: $1) }) { items.sort(by: Self.stand) }
        let delivery = Delivery(
            id: id, kind: .reminder, channel: address.channel,
            recipient: Recipient(address: address.address, name: draft.name, units: units.sorted()),
            messageID: messageID(id, channel: address.channel), createdAt: now,
            dueAt: items.map(\.moment).min() ?? now,
            notBefore: gate(items, address, of: id, later: later, now: now), items: items)
        add(delivery, deferredSince: deferredSince, &intents)
    }

    /// What waits for this address and a newer message takes over: not the rest of a message of which a part is told.
    func takenOver(_ kind: Delivery.Kind, for address: Address) -> [Outbox.Entry] {
        let waiting = outbox.replaceable(kind, for: address)
        guard waiting.contains(where: { $0.delivery.part != nil }) else { return waiting }
        let told = outbox.told(kind, address).union([lastMessage[address]?.message].compactMap { $0 })
        return waiting.filter { $0.delivery.part == nil || !told.contains($0.delivery.message) }
    }

    /// The order of a message's items.
    static func stand(_ a: Delivery.Item, before b: Delivery.Item) -> Bool {
        (a.slot.obligation, a.moment) < (b.slot.obligation, b.moment)
    }

    /// Of an obligation's slots in one message the last one is said, beside what announces it.
    private mutating func dropRepeats(
        _ items: inout [Delivery.Item], by id: DeliveryID, now: Moment, _ intents: inout Intents
    ) {
        guard items.count > 1 else { return }
        var last: [ObligationID: Delivery.Item] = [:]
        for item in items where !item.slot.stage.isAnnouncement {
            let known = last[item.slot.obligation]
            if known.map({ $0.moment <= item.moment }) ?? true { last[item.slot.obligation] = item }
        }
        let repeated = items.filter { !$0.slot.stage.isAnnouncement && last[$0.slot.obligation] != $0 }
        items.removeAll { repeated.contains($0) }
        for item in repeated where !outbox.carries(item.slot) && !hasFate(item.slot) {
            intents.records.append(
                fate(
                    item.slot, at: item.moment, .superseded, "a later slot of the obligation took its place",
                    delivery: id, now: now))
        }
    }

    /// Who is told: those who answer for the unit, or others by escalation.
    enum Audience: Hashable, Sendable {
        case unit, leader, office
    }

    /// Whom a stage tells.
    func audience(of stage: Stage, in policy: Policy) -> Audience {
        guard case .escalated(let number) = stage, policy.escalate.value.indices.contains(number - 1) else {
            return .unit
        }
        switch policy.escalate.value[number - 1].to {
        case .leader: return .leader
        case .office: return .office
        }
    }

    /// An escalation goes by mail only: no chat that others read, and no program, is told of what a unit has not done.
    func recipients(
        of unit: UnitID, channels: [String], _ audience: Audience, now: Moment
    ) -> [(Address, String)] {
        switch audience {
        case .unit: return recipients(of: unit, channels: channels, now: now)
        case .office:
            return officeRecipients(now: now, withLeaders: true).filter {
                inputs.channels[$0.0.channel]?.addressing == .mail
            }
        case .leader:
            guard let office = inputs.directory.unit(unit) else { return [] }
            let leaders = serving(office, as: [.leader], now: now) { $0.mail != nil }
            return channels.filter { inputs.channels[$0]?.addressing == .mail }.flatMap { channel in
                leaders.compactMap { leader in
                    leader.mail.map { (Address(channel: channel, address: $0), leader.name) }
                }
            }
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
            case .room:
                found.append((Address(channel: channel, address: channel), channel))
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

    /// Who is to get an item; nobody where its obligation is no longer in the files.
    func recipients(ofItem item: Delivery.Item, now: Moment) -> [(Address, String)] {
        guard let track = index[item.slot.obligation] else { return [] }
        let policy = tracks[track].policy
        return recipients(
            of: tracks[track].id.unit, channels: policy.channels.value, audience(of: item.slot.stage, in: policy),
            now: now)
    }

    func contacts(of unit: OfficeUnit, now: Moment) -> [Contact] {
        serving(unit, now: now) { $0.mail != nil }
    }

    /// Those of the roles (by default liaisons and deputies) that serve now and can be reached so, of the unit or else of
    /// the one around it.
    func serving(
        _ unit: OfficeUnit, as roles: Set<Contact.Role> = [.liaison, .deputy], now: Moment,
        where isReached: (Contact) -> Bool
    ) -> [Contact] {
        let today = zoneOfOffice.civil(now).date
        var next: OfficeUnit? = unit
        var seen: Set<UnitID> = []
        while let current = next, seen.insert(current.id).inserted {
            let contacts = current.contacts.filter {
                roles.contains($0.role) && $0.isValid(on: today) && isReached($0)
            }
            if !contacts.isEmpty { return contacts }
            next = current.parent.flatMap { inputs.directory.unit($0) }
        }
        return []
    }

    // MARK: - Making a delivery

    mutating func add(_ delivery: Delivery, deferredSince: Moment? = nil, _ intents: inout Intents) {
        let delivery = clearOfRoundTimes(delivery)
        var entry = Outbox.Entry(delivery, phase: .intending)
        entry.deferredSince = deferredSince
        outbox.add(entry)
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
}
