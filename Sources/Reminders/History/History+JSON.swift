import CivilTime
import WorkLists

// How what is on record is written as JSON: fields as the delivery log has them, names of slots and obligations as the
// ledger has them. Stable.

extension ObligationID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = ObligationID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no obligation")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension SlotFate: Codable {
    private enum CodingKeys: String, CodingKey {
        case slot, moment, fate, reason, delivery, at
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let slot = SlotKey(try container.decode(String.self, forKey: .slot)),
            let kind = Kind(rawValue: try container.decode(String.self, forKey: .fate))
        else { throw DecodingError.dataCorruptedError(forKey: .slot, in: container, debugDescription: "no fate") }
        self.init(
            slot: slot, moment: try container.decode(Moment.self, forKey: .moment), kind: kind,
            reason: try container.decode(String.self, forKey: .reason),
            delivery: try container.decodeIfPresent(Int64.self, forKey: .delivery).map(DeliveryID.init(rawValue:)),
            at: try container.decode(Moment.self, forKey: .at))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(slot.description, forKey: .slot)
        try container.encode(moment, forKey: .moment)
        try container.encode(kind.rawValue, forKey: .fate)
        try container.encode(reason, forKey: .reason)
        try container.encodeIfPresent(delivery?.rawValue, forKey: .delivery)
        try container.encode(at, forKey: .at)
    }
}

extension Act: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, list, milestone, unit, delivery, uid, actor, at, on, reason, document, until, published, stage,
            undoes, key
        case onBehalfOf = "on_behalf_of"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let kind = Kind(rawValue: try container.decode(String.self, forKey: .kind)) else {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "no act")
        }
        self.init(
            kind: kind, list: try container.decode(String.self, forKey: .list),
            milestone: try container.decodeIfPresent(String.self, forKey: .milestone),
            unit: try container.decodeIfPresent(UnitID.self, forKey: .unit),
            delivery: try container.decodeIfPresent(Int64.self, forKey: .delivery).map(DeliveryID.init(rawValue:)),
            actor: Actor(
                uid: try container.decode(UInt32.self, forKey: .uid),
                name: try container.decode(String.self, forKey: .actor),
                onBehalfOf: try container.decodeIfPresent(String.self, forKey: .onBehalfOf)),
            at: try container.decode(Moment.self, forKey: .at),
            on: try container.decodeIfPresent(CivilDate.self, forKey: .on),
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            document: try container.decodeIfPresent(String.self, forKey: .document),
            until: try container.decodeIfPresent(CivilDate.self, forKey: .until),
            published: try container.decodeIfPresent(CivilDate.self, forKey: .published),
            stage: try container.decodeIfPresent(String.self, forKey: .stage).flatMap { Stage($0) },
            undoes: try container.decodeIfPresent(String.self, forKey: .undoes),
            key: try container.decode(String.self, forKey: .key))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind.rawValue, forKey: .kind)
        try container.encode(list, forKey: .list)
        try container.encodeIfPresent(milestone, forKey: .milestone)
        try container.encodeIfPresent(unit, forKey: .unit)
        try container.encodeIfPresent(delivery?.rawValue, forKey: .delivery)
        try container.encode(actor.uid, forKey: .uid)
        try container.encode(actor.name, forKey: .actor)
        try container.encodeIfPresent(actor.onBehalfOf, forKey: .onBehalfOf)
        try container.encode(at, forKey: .at)
        try container.encodeIfPresent(on, forKey: .on)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(document, forKey: .document)
        try container.encodeIfPresent(until, forKey: .until)
        try container.encodeIfPresent(published, forKey: .published)
        try container.encodeIfPresent(stage?.description, forKey: .stage)
        try container.encodeIfPresent(undoes, forKey: .undoes)
        try container.encode(key, forKey: .key)
    }
}
