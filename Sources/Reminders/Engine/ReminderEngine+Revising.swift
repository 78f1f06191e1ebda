import CivilTime
import WorkLists

/// What becomes of messages that wait while files change and acts are recorded.
extension ReminderEngine {
    /// Why an item leaves a message that waits.
    private struct Leave {
        let reason: String
        /// Whether its slot goes on, to those who answer for the unit now.
        var goesOn = false
    }

    /// Replaces messages that wait by ones without what need not be said any more, or withdraws them; what was meant for
    /// someone who no longer answers for the unit goes to those who do.
    ///
    /// - Parameter only: those to look at; nil: all.
    mutating func reviseWaiting(_ only: [DeliveryID]? = nil, now: Moment) -> [EngineAction] {
        var intents = Intents()
        var goingOn: [Delivery.Item] = []
        for id in only ?? outbox.entries.keys.sorted() {
            guard let entry = outbox[id] else { continue }
            if !entry.isReplaceable {
                if entry.phase == .waiting, inputs.channels[entry.delivery.channel] == nil {
                    abandon(entry.delivery, now: now, &intents)
                }
                continue
            }
            var leaves: [SlotKey: Leave] = [:]
            for item in entry.delivery.items { leaves[item.slot] = leave(item, from: entry.delivery, now: now) }
            guard !leaves.isEmpty || inputs.channels[entry.delivery.channel] == nil else { continue }
            reissue(entry, without: leaves, now: now, &intents)
            for item in entry.delivery.items where leaves[item.slot]?.goesOn == true {
                // What is taken up again has failed, and goes on all the same; what another was told does not.
                guard !hasFate(item.slot) || (entry.isAsked && decided[item.slot] == .some(.failed)) else { continue }
                if !goingOn.contains(item) { goingOn.append(item) }
            }
        }
        let later = goingOn.contains(where: \.isLate) ? laterToday(now) : [:]
        intents.join(intend(goingOn, later: later, now: now))
        return record(intents)
    }

    /// What may have arrived cannot be replaced, and a channel that is gone cannot repeat it.
    private mutating func abandon(_ delivery: Delivery, now: Moment, _ intents: inout Intents) {
        let reason = "may have arrived; its channel is gone"
        outbox.remove(delivery.id)
        intents.records.append(.dropped(delivery.id, state: .givenUp, reason: reason, by: nil, at: now))
        var lost: [Delivery.Item] = []
        for item in delivery.items where !outbox.carries(item.slot) && !hasFate(item.slot) {
            intents.records.append(
                fate(item.slot, at: item.moment, .failed, reason, delivery: delivery.id, now: now))
            lost.append(item)
        }
        if delivery.kind == .reminder { tellOffice(of: lost, notBefore: now, now: now, &intents) }
    }

    /// nil: it stays.
    private func leave(_ item: Delivery.Item, from delivery: Delivery, now: Moment) -> Leave? {
        guard let track = index[item.slot.obligation] else { return Leave(reason: "no longer in the files") }
        guard delivery.kind == .reminder else { return nil }
        if tracks[track].obligation.deadline != item.slot.deadline { return Leave(reason: "its deadline was moved") }
        if tracks[track].state == .withdrawn { return Leave(reason: "it was withdrawn") }
        if tracks[track].isSettled { return Leave(reason: "settled before it was sent") }
        if tracks[track].state == .reported, item.slot.isAfterDeadline {
            return Leave(reason: "reported, and the office has yet to check it")
        }
        let today = zone(of: item.slot.obligation.list).civil(now).date
        if tracks[track].silencedUntil(on: today, at: now) != nil { return Leave(reason: "silenced") }
        if !recipients(ofItem: item, now: now).contains(where: { $0.0 == delivery.to }) {
            return Leave(reason: "the recipient no longer answers for the unit", goesOn: true)
        }
        return nil
    }

    private mutating func reissue(
        _ entry: Outbox.Entry, without leaves: [SlotKey: Leave], now: Moment, _ intents: inout Intents
    ) {
        let old = entry.delivery
        outbox.remove(old.id)
        let left = old.items.filter { leaves[$0.slot] == nil && inputs.channels[old.channel] != nil }
        let newID = left.isEmpty ? nil : newDeliveryID()
        let first = old.items.lazy.compactMap { leaves[$0.slot]?.reason }.first
        intents.records.append(
            .dropped(
                old.id, state: newID == nil ? .withdrawn : .superseded, reason: first ?? "its channel is gone",
                by: newID, at: now))
        if let newID {
            let units = old.recipient.units.filter { unit in left.contains { $0.slot.obligation.unit == unit } }
            add(
                Delivery(
                    id: newID, kind: old.kind, channel: old.channel,
                    recipient: Recipient(address: old.recipient.address, name: old.recipient.name, units: units),
                    messageID: messageID(newID, channel: old.channel), createdAt: now,
                    dueAt: left.map(\.moment).min() ?? old.dueAt, notBefore: max(entry.notBefore, now), items: left,
                    digest: old.digest, part: old.part),
                deferredSince: entry.deferredSince, &intents)
        }
        for item in old.items {
            guard let leave = leaves[item.slot], !leave.goesOn, !outbox.carries(item.slot),
                !hasFate(item.slot)
            else { continue }
            intents.records.append(
                fate(item.slot, at: item.moment, .skipped, leave.reason, delivery: old.id, now: now))
        }
    }
}
