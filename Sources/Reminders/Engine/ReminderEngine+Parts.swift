/// Messages that are too long for their channel go out in parts, each a delivery of its own.
extension ReminderEngine {
    /// Cuts a delivery that is still to be recorded. How long a message is, is known only where it is composed, so that
    /// the shell asks for it between the engine's word and the disk.
    ///
    /// - Parameter groups: the delivery's items as its parts shall have them, two groups at least.
    /// - Returns: the parts to be recorded in its place, in the same transaction, the first under its own number; none
    ///   where it was dropped meanwhile, and is to be recorded as it was.
    package mutating func split(_ id: DeliveryID, into groups: [[Delivery.Item]]) -> [Delivery] {
        precondition(groups.count > 1 && groups.allSatisfy { !$0.isEmpty }, "parts have items")
        guard let whole = outbox[id], whole.phase == .intending,
            let token = awaiting.first(where: { $0.value.contains(.intended(id)) })?.key
        else { return [] }
        outbox.remove(id)
        var parts: [Delivery] = []
        for (index, items) in groups.enumerated() {
            let part = self.part(
                of: whole.delivery, number: index + 1, count: groups.count, items: items,
                id: index == 0 ? id : newDeliveryID())
            parts.append(part)
            var entry = Outbox.Entry(part, phase: .intending)
            // They stand in the chat in their order.
            entry.urgency = whole.urgency
            entry.deferredSince = whole.deferredSince
            outbox.add(entry)
            if index > 0 { awaiting[token, default: []].append(.intended(part.id)) }
        }
        return parts
    }

    private func part(
        of whole: Delivery, number: Int, count: Int, items: [Delivery.Item], id: DeliveryID
    ) -> Delivery {
        let units = whole.recipient.units.filter { unit in items.contains { $0.slot.obligation.unit == unit } }
        return Delivery(
            id: id, kind: whole.kind, channel: whole.channel,
            recipient: Recipient(address: whole.recipient.address, name: whole.recipient.name, units: units),
            messageID: id == whole.id ? whole.messageID : messageID(id, channel: whole.channel),
            createdAt: whole.createdAt, dueAt: items.map(\.moment).min() ?? whole.dueAt, notBefore: whole.notBefore,
            items: items, digest: whole.digest, part: .init(number: number, of: count, first: whole.id))
    }

    /// Whether an earlier attempt may have reached the other side.
    package func mayHaveArrived(_ id: DeliveryID) -> Bool { outbox[id]?.mayHaveArrived ?? false }
}
