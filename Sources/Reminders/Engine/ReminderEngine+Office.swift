package import CivilTime
import WorkLists

/// What the supervision office is told in place of others.
extension ReminderEngine {
    /// How long what reached nobody is gathered before the office is told: a quarter of an hour.
    static let troubleGathers: Int64 = 900
    /// Items up to which a report that waits takes in what follows, whatever it is; a longer one takes in only as much
    /// again, or each of ten thousand failures would write all of those before it.
    private static let reportSize = 32

    /// What nobody can be told goes to the office as one list; slots without a fate end as failed.
    ///
    /// - Parameter failed: the channel that did not get through; the office is told over another one, if it has one.
    mutating func tellOffice(
        of orphans: [Delivery.Item], notBefore: Moment, otherThan failed: String? = nil, now: Moment,
        _ intents: inout Intents
    ) {
        guard !orphans.isEmpty else { return }
        let all = officeRecipients(now: now)
        let others = all.filter { $0.0.channel != failed }
        let recipients = others.isEmpty ? all : others
        for (address, name) in recipients {
            let id = newDeliveryID()
            var items = orphans
            var earliest = notBefore
            var deferredSince: Moment?
            var known = Set(items)
            // The newest first: what is added one by one is not written again each time.
            for older in takenOver(.trouble, for: address).reversed()
            where older.delivery.digest == nil && older.delivery.items.count <= max(Self.reportSize, 2 * items.count) {
                outbox.remove(older.delivery.id)
                intents.records.append(
                    .dropped(
                        older.delivery.id, state: .superseded, reason: "a newer message to the recipient took it over",
                        by: id, at: now))
                items += older.delivery.items.filter { known.insert($0).inserted }
                earliest = min(earliest, older.notBefore)
                deferredSince = [deferredSince, older.deferredSince].compactMap { $0 }.min()
            }
            add(
                Delivery(
                    id: id, kind: .trouble, channel: address.channel,
                    recipient: Recipient(address: address.address, name: name, units: []),
                    messageID: messageID(id, channel: address.channel), createdAt: now,
                    dueAt: items.map(\.moment).min() ?? now, notBefore: max(earliest, now),
                    items: items.sorted(by: Self.stand)),
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

    /// The mail address of the office's first contact that has one now.
    package func officeAddress(now: Moment) -> String? {
        let today = zoneOfOffice.civil(now).date
        return inputs.office.contacts.first { $0.isValid(on: today) && $0.mail != nil }?.mail
    }

    /// Who gets the office's own mail: its contacts but the leaders, or all of them where nobody else serves.
    ///
    /// - Parameter withLeaders: leaders besides.
    func officeRecipients(now: Moment, withLeaders: Bool = false) -> [(Address, String)] {
        let today = zoneOfOffice.civil(now).date
        let serving = inputs.office.contacts.filter { $0.isValid(on: today) }
        let meant = serving.filter { withLeaders || $0.role != .leader }
        return inputs.office.channels.flatMap { channel -> [(Address, String)] in
            guard let traits = inputs.channels[channel] else { return [] }
            switch traits.addressing {
            case .unit:
                return [(Address(channel: channel, address: "office"), inputs.office.name)]
            case .room:
                return [(Address(channel: channel, address: channel), channel)]
            case .mail:
                return (meant.isEmpty ? serving : meant).compactMap { contact in
                    contact.mail.map { (Address(channel: channel, address: $0), contact.name) }
                }
            }
        }
    }
}
