import Reminders

/// The messages that are at hand: those under way, and those composed last, up to a limit. The ledger has them all.
struct ParcelShelf {
    struct Parcel {
        let delivery: Delivery
        let body: MessageBody
    }

    /// How many are kept before they are under way. At 9 kB each, 5 MB. For one channel the engine seldom decides
    /// on more in advance.
    static let most = 512

    private var parcels: [DeliveryID: Parcel] = [:]

    subscript(id: DeliveryID) -> Parcel? { parcels[id] }

    /// Keeps a message that was just composed, if there is room.
    mutating func keep(_ delivery: Delivery, _ body: MessageBody) {
        if parcels.count < Self.most { parcels[delivery.id] = Parcel(delivery: delivery, body: body) }
    }

    /// Keeps a message that goes out now.
    mutating func hold(_ delivery: Delivery, _ body: MessageBody) {
        parcels[delivery.id] = Parcel(delivery: delivery, body: body)
    }

    mutating func remove(_ id: DeliveryID) { parcels[id] = nil }
}
