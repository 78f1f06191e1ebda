import CivilTime
import WorkLists

/// What follows where others answer for a unit than before: by an edit, or by the days of service in the files.
///
/// What waits goes to those who answer now. Whoever is new to a unit whose obligations were handed out is handed all that
/// are open, in one message, once; the others are not told again. That somebody is new is read from the ledger: no
/// reminder of the unit's share in the list was ever accepted for the address or given up, and none is under way. Since
/// the first message of any kind brings the handing-out with it, this holds over restarts, and who was told before the
/// program knew newcomers is none.
extension ReminderEngine {
    /// The next moment at which somebody begins or ends to serve, is handed a unit's obligations, or is said to leave.
    var nextOfPeople: Moment? { [turns.next, newcomers.next, departures.next].compactMap { $0 }.min() }

    /// Who serves has changed, or may have.
    ///
    /// - Parameter isByFile: by an edit, which is told on the next working day, not by a day that came.
    mutating func changeService(isByFile: Bool, now: Moment) -> [EngineAction] {
        turns = ServiceTurns(
            of: inputs.directory.units.flatMap(\.contacts) + inputs.office.contacts, in: zoneOfOffice, after: now)
        refreshDepartures(now: now)
        lookForNewcomers(isByFile: isByFile, now: now)
        return reviseWaiting(now: now)
    }

    /// A day of service has begun or ended, or the clock was stepped back and what was planned ahead may be wrong.
    mutating func turnService(now: Moment) -> [EngineAction] {
        guard !rests, turns.take(until: now) || now < clock else { return [] }
        return changeService(isByFile: false, now: now)
    }

    // MARK: - Who is new

    private mutating func lookForNewcomers(isByFile: Bool, now: Moment) {
        let old = newcomers
        newcomers = Newcomers()
        guard !decided.isEmpty else { return }
        let suspects = unitsWithUnknown(now: now)
        guard !suspects.isEmpty else { return }
        let told = readersToBe
        for track in tracks.indices where suspects.contains(tracks[track].id.unit) && isHandedOut(track, now: now) {
            let id = tracks[track].id
            for (address, name) in recipients(of: id.unit, channels: tracks[track].policy.channels.value, now: now)
            where isNew(address, to: id, told) {
                newcomers.add(
                    id.unit, address, name: name, due: handingOver(of: track, isByFile: isByFile, now: now))
            }
        }
        // A start finds again whom the last process was waiting to tell: their day is not put off each time.
        newcomers.keepMoments(of: old)
    }

    /// Units with somebody to write to who was told nothing of one of the open lists: few, and found without a look at
    /// every obligation.
    private func unitsWithUnknown(now: Moment) -> Set<UnitID> {
        let open = lists.keys.filter { lists[$0]?.isOpen == true }
        let suspects = inputs.directory.units.filter { unit in
            let mails = contacts(of: unit, now: now).compactMap(\.mail)
            return open.contains { list in
                let known = readers[.init(list: list, unit: unit.id)]
                return mails.contains { !(known?.contains($0) ?? false) }
            }
        }
        return Set(suspects.map(\.id))
    }

    /// Whom reminders that are still to go out will tell.
    private var readersToBe: [LedgerSnapshot.Share: Set<String>] {
        var told: [LedgerSnapshot.Share: Set<String>] = [:]
        for entry in outbox.entries.values where entry.delivery.kind == .reminder {
            for share in entry.delivery.shares { told[share, default: []].insert(entry.delivery.recipient.address) }
        }
        return told
    }

    /// A person, by their address over whatever channel. Where a share was told over channels without addresses alone,
    /// it is mail that is new, and not the person.
    private func isNew(
        _ address: Address, to id: ObligationID, _ told: [LedgerSnapshot.Share: Set<String>]
    ) -> Bool {
        guard inputs.channels[address.channel]?.addressing == .mail else { return false }
        let share = LedgerSnapshot.Share(list: id.list, unit: id.unit)
        let known = (readers[share] ?? []).union(told[share] ?? [])
        return known.isEmpty || (!known.contains(address.address) && known.contains { $0.utf8.contains(0x40) })
    }

    /// Whether the obligation is open, may be spoken of, and what announces it is no longer to come. What is silenced
    /// is told when the silence ends.
    private func isHandedOut(_ track: Int, now: Moment) -> Bool {
        guard let list = lists[tracks[track].id.list], list.isOpen, !tracks[track].isSettled,
            tracks[track].state != .unconfirmed,
            let announcement = tracks[track].forms.first(where: \.stage.isAnnouncement)
        else { return false }
        let key = SlotKey(
            obligation: tracks[track].id, deadline: tracks[track].obligation.deadline, stage: announcement.stage)
        guard decided[key] != nil else { return false }
        return tracks[track].silencedUntil(on: list.zone.civil(now).date, at: now) == nil
    }

    /// The reminding hour of the next working day: the coming one, or after an edit, which may be taken back, tomorrow's.
    private func handingOver(of track: Int, isByFile: Bool, now: Moment) -> Moment {
        let item = handedOver(track, isLate: false, now: now)
        let zone = zone(of: tracks[track].id.list)
        let hour = max(inputs.hours.from, remindingHour(of: item))
        let today = zone.civil(now).date
        let first = zone.moment(tellingDay(onOrAfter: today, item), hour)
        let isInTime = first >= now && !(isByFile && zone.civil(first).date == today)
        return isInTime ? first : zone.moment(tellingDay(onOrAfter: today.adding(days: 1), item), hour)
    }

    private func handedOver(_ track: Int, isLate: Bool, now: Moment) -> Delivery.Item {
        let obligation = tracks[track].obligation
        let slot = SlotKey(obligation: obligation.id, deadline: obligation.deadline, stage: .assigned)
        return Delivery.Item(slot: slot, moment: now, isLate: isLate)
    }

    // MARK: - Handing over

    /// Hands newcomers whose hour has come what is open.
    mutating func handOver(now: Moment) -> [EngineAction] {
        guard !rests else { return [] }
        let due = newcomers.byAddress.filter { $0.value.due <= now }.sorted { $0.key < $1.key }
        guard !due.isEmpty else { return [] }
        var drafts = due.map { MessageDraft(address: $0.key, name: $0.value.name) }
        handOver(with: &drafts, now: now)
        var intents = Intents()
        for draft in drafts where !draft.items.isEmpty { intend(draft, now: now, &intents) }
        return record(intents)
    }

    /// The first message that a newcomer gets holds all that was handed out, whatever else it says.
    mutating func handOver(with drafts: inout [MessageDraft], now: Moment) {
        guard drafts.contains(where: { newcomers.byAddress[$0.address] != nil }) else { return }
        let told = readersToBe
        for index in drafts.indices {
            let address = drafts[index].address
            guard let newcomer = newcomers.remove(address) else { continue }
            let isLate = !drafts[index].items.isEmpty && drafts[index].items.allSatisfy(\.isLate)
            let said = Set(drafts[index].items.map(\.slot))
            for track in tracks.indices
            where newcomer.units.contains(tracks[track].id.unit) && isHandedOut(track, now: now)
                && isNew(address, to: tracks[track].id, told)
            {
                let item = handedOver(track, isLate: isLate, now: now)
                guard !said.contains(item.slot), recipients(ofItem: item, now: now).contains(where: { $0.0 == address })
                else { continue }
                drafts[index].items.append(item)
                let unit = item.slot.obligation.unit
                if !drafts[index].units.contains(unit) { drafts[index].units.append(unit) }
            }
        }
    }

    /// A reminder has ended: its reader is none to be found new again.
    mutating func remember(readerOf delivery: Delivery) {
        for share in delivery.shares where readers[share]?.contains(delivery.recipient.address) != true {
            readers[share, default: []].insert(delivery.recipient.address)
        }
    }
}

extension Delivery {
    /// What it speaks of, each list and unit once where they stand together.
    fileprivate var shares: [LedgerSnapshot.Share] {
        var shares: [LedgerSnapshot.Share] = []
        for item in items {
            let (list, unit) = (item.slot.obligation.list, item.slot.obligation.unit)
            if let last = shares.last, last.list == list, last.unit == unit { continue }
            shares.append(.init(list: list, unit: unit))
        }
        return shares
    }
}
