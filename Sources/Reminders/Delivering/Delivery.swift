package import CivilTime
package import WorkLists

/// Numbers deliveries from 1 in the order they were intended; what a clerk types after `show`.
package struct DeliveryID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package var description: String { String(rawValue) }
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One message to one recipient over one channel, covering all slots that fall on it. It never changes, and every step
/// of its way passes it on: a reference.
package final class Delivery: Hashable, Sendable, Identifiable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Tells a unit of its obligations.
        case reminder
        /// Tells the office how things stand.
        case digest
        /// Gives the office a list to work through (see `OfficeList`).
        case officeList = "office-list"
        /// Tells the office what nobody could be told.
        case trouble
    }

    /// An obligation's slot as this message says it.
    package struct Item: Hashable, Sendable {
        package let slot: SlotKey
        /// The slot's moment.
        package let moment: Moment
        /// Said after its moment (the daemon was away): the message says so.
        package let isLate: Bool

        package init(slot: SlotKey, moment: Moment, isLate: Bool) {
            self.slot = slot
            self.moment = moment
            self.isLate = isLate
        }
    }

    /// Which of several messages it is, where one was too long for its channel: each is a delivery of its own.
    package struct Part: Hashable, Sendable {
        /// From 1.
        package let number: Int
        /// How many there are.
        package let of: Int
        /// The delivery that is part 1.
        package let first: DeliveryID

        package init(number: Int, of: Int, first: DeliveryID) {
            self.number = number
            self.of = of
            self.first = first
        }
    }

    package let id: DeliveryID
    package let kind: Kind
    /// The channel's name.
    package let channel: String
    package let recipient: Recipient
    /// Without angle brackets; the webhook-id on webhooks. The same over all attempts.
    package let messageID: String
    /// When it was composed: the Date of the mail.
    package let createdAt: Moment
    /// The earliest moment it covers.
    package let dueAt: Moment
    /// It waits until then (working hours, one message a day).
    package let notBefore: Moment
    package let items: [Item]
    /// The digest's name and moment (`weekly@2017-07-03T09:00`), `now` for one sent by hand; an office list's name
    /// likewise (`to-tick:huzhou-2017:2017-06-30@2017-07-03T09:00`); of a report of a channel's silence `channel:mail@`
    /// and when that began; of one of people who leave `leaving:fgw+jxw@` and their last day; nil for others.
    package let digest: String?
    /// nil: it is whole.
    package let part: Part?

    package init(
        id: DeliveryID, kind: Kind, channel: String, recipient: Recipient, messageID: String, createdAt: Moment,
        dueAt: Moment, notBefore: Moment, items: [Item], digest: String? = nil, part: Part? = nil
    ) {
        self.id = id
        self.kind = kind
        self.channel = channel
        self.recipient = recipient
        self.messageID = messageID
        self.createdAt = createdAt
        self.dueAt = dueAt
        self.notBefore = notBefore
        self.items = items
        self.digest = digest
        self.part = part
    }

    package static func == (a: Delivery, b: Delivery) -> Bool {
        a === b
            || (a.id == b.id && a.kind == b.kind && a.channel == b.channel && a.recipient == b.recipient
                && a.messageID == b.messageID && a.createdAt == b.createdAt && a.dueAt == b.dueAt
                && a.notBefore == b.notBefore && a.items == b.items && a.digest == b.digest && a.part == b.part)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(messageID)
    }

    /// The delivery that is part 1 of the same message; itself where it is whole.
    package var message: DeliveryID { part?.first ?? id }

    /// The same delivery at another time.
    func with(notBefore: Moment) -> Delivery {
        Delivery(
            id: id, kind: kind, channel: channel, recipient: recipient, messageID: messageID, createdAt: createdAt,
            dueAt: dueAt, notBefore: notBefore, items: items, digest: digest, part: part)
    }
}

/// Who gets a message, with name and address as they were when it was composed.
package struct Recipient: Hashable, Sendable {
    /// A mail address; on a channel that addresses units (a webhook), the unit's id.
    package let address: String
    package let name: String
    /// The units the recipient answers for in this message, in order; empty for the office.
    package let units: [UnitID]

    package init(address: String, name: String, units: [UnitID]) {
        self.address = address
        self.name = name
        self.units = units
    }
}

/// Where a delivery stands.
package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
    /// Intended, on disk, not under way.
    case waiting
    /// An attempt is under way.
    case begun
    /// The other side took it.
    case accepted
    /// An attempt ended without an answer: it may have arrived; it goes out again under the same Message-ID.
    case unknown
    /// A newer message took over what it had to say.
    case superseded
    /// Nothing was left to say.
    case withdrawn
    /// The other side refused it for good, or patience ended.
    case givenUp = "given-up"

    /// Whether it is still to go out.
    package var isOpen: Bool {
        switch self {
        case .waiting, .begun, .unknown: true
        case .accepted, .superseded, .withdrawn, .givenUp: false
        }
    }
}
