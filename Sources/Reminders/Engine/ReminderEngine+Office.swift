import CivilTime
import WorkLists

/// What the supervision office is told in place of others.
extension ReminderEngine {
    /// How long what reached nobody is gathered before the office is told: a quarter of an hour.
    static let troubleGathers: Int64 = 900

    /// What nobody can be told goes to the office as one list; slots without a fate end as failed.
    mutating func tellOffice(
        of orphans: [Delivery.Item], notBefore: Moment, now: Moment, _ intents: inout Intents
    ) {
        guard !orphans.isEmpty else { return }
        let recipients = officeRecipients(now: now)
        for (address, name) in recipients {
            let id = newDeliveryID()
            var items = orphans
            var earliest = notBefore
            var deferredSince: Moment?
            for older in outbox.replaceable(.trouble, for: address) {
                outbox.remove(older.delivery.id)
                intents.records.append(
                    .dropped(
                        older.delivery.id, state: .superseded, reason: "a newer message to the recipient took it over",
                        by: id, at: now))
                items += older.delivery.items.filter { !items.contains($0) }
                earliest = min(earliest, older.notBefore)
                deferredSince = [deferredSince, older.deferredSince].compactMap { $0 }.min()
            }
            add(
                Delivery(
                    id: id, kind: .trouble, channel: address.channel,
                    recipient: Recipient(address: address.address, name: name, units: []),
                    messageID: messageID(id, channel: address.channel), createdAt: now,
                    dueAt: items.map(\.moment).min() ?? now, notBefore: max(earliest, now),
                    items: items.sorted { ($0.slot.obligation, $0.moment) < ($1.slot.obligation, $1.moment) }),
                deferredSince: deferredSince, &intents)
        }
        let reason =
            recipients.isEmpty
            ? "neither the unit nor the office has a contact" : "the unit has no contact; the office was told"
        for item in orphans where !hasFate(item.slot) {
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
}
