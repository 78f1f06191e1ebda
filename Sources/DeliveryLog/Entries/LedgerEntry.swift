package import CivilTime
import Reminders
import WorkLists

/// One line of the append-only record: what all projections were made from.
package struct LedgerEntry: Hashable, Sendable {
    /// From 1, without gaps, in the order of writing.
    package let sequence: Int64
    package let time: Moment
    package let kind: Kind
    /// Canonical JSON (RFC 8785) with the member `type`; times in seconds since 1970. Its bytes never change, so that
    /// a chain of hashes can be laid over them.
    package let canonical: [UInt8]

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case adopted, seen, gone, intent, begun, ended, dropped, fate, fates, act, filed
        case settledUntil = "settled_until"
    }

    init(sequence: Int64, time: Moment, kind: Kind, canonical: [UInt8]) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.canonical = canonical
    }

    /// The entry of a record.
    /// - Parameters:
    ///   - newest: The time of the entry before it. `settledUntil` names no time of its own writing: its entry takes
    ///     the later of the moment it settles and this.
    ///   - bodyHash: SHA-256 of the body in hex, and its media type; for intents.
    init(
        _ record: LedgerRecord, sequence: Int64, newest: Moment?, bodyHash: (sha256: String, media: String)? = nil
    ) {
        var time: Moment
        let kind: Kind
        switch record {
        case .adopted(_, _, let at): (kind, time) = (.adopted, at)
        case .seen(_, _, _, let at): (kind, time) = (.seen, at)
        case .gone(_, let at): (kind, time) = (.gone, at)
        case .intent(let delivery): (kind, time) = (.intent, delivery.createdAt)
        case .begun(_, _, let at): (kind, time) = (.begun, at)
        case .ended(_, _, _, _, _, let at): (kind, time) = (.ended, at)
        case .dropped(_, _, _, _, let at): (kind, time) = (.dropped, at)
        case .fate(let fate): (kind, time) = (.fate, fate.at)
        case .act(let act): (kind, time) = (.act, act.at)
        case .filed(let report): (kind, time) = (.filed, report.at)
        case .settledUntil(_, let moment):
            (kind, time) = (.settledUntil, moment)
            if let newest, newest > time { time = newest }
        }
        self.init(
            sequence: sequence, time: time, kind: kind, canonical: record.canonical(kind: kind, bodyHash: bodyHash))
    }
}

extension LedgerEntry {
    /// The entry of fates that are one decision (`LedgerBatch.runs`), at least one: of a single one, its own.
    init(_ fates: [SlotFate], sequence: Int64) {
        let first = fates[0]
        guard fates.count > 1 else {
            self.init(.fate(first), sequence: sequence, newest: nil)
            return
        }
        let kind = Kind.fates
        self.init(
            sequence: sequence, time: first.at, kind: kind,
            canonical: CanonicalJSON.object { json in
                json.member("at", first.at.seconds)
                json.member("delivery", first.delivery?.rawValue)
                json.member("fate", first.kind.rawValue)
                json.member("reason", first.reason)
                json.member("slots", objects: fates) { json, fate in
                    json.member("moment", fate.moment.seconds)
                    json.member("slot", fate.slot.description)
                }
                json.member("type", kind.rawValue)
            })
    }
}

extension LedgerBatch {
    /// The records in their order, each alone but for fates of one decision, which follow one another: what became of
    /// all the slots of a message makes one entry.
    var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in records.indices {
            if let last = runs.last, case .fate(let fate) = records[index],
                case .fate(let before) = records[last.lowerBound], fate.isOneDecision(with: before)
            {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
        }
        return runs
    }

    /// Those that stand there.
    func fates(_ run: Range<Int>) -> [SlotFate] {
        records[run].compactMap { if case .fate(let fate) = $0 { fate } else { nil } }
    }
}

extension SlotFate {
    fileprivate func isOneDecision(with other: SlotFate) -> Bool {
        delivery == other.delivery && kind == other.kind && at == other.at && reason == other.reason
    }
}

extension LedgerRecord {
    /// The record's canonical bytes. A member is never renamed; new ones may come.
    fileprivate func canonical(kind: LedgerEntry.Kind, bodyHash: (sha256: String, media: String)?) -> [UInt8] {
        let type = kind.rawValue
        return CanonicalJSON.object { json in
            switch self {
            case .adopted(let list, let hash, let at):
                json.member("at", at.seconds)
                json.member("hash", hash)
                json.member("list", list)
                json.member("type", type)
            case .seen(let obligation, let deadline, let fingerprint, let at):
                json.member("at", at.seconds)
                json.member("deadline", deadline.description)
                json.member("fingerprint", fingerprint)
                json.member("obligation", obligation.description)
                json.member("type", type)
            case .gone(let obligation, let at):
                json.member("at", at.seconds)
                json.member("obligation", obligation.description)
                json.member("type", type)
            case .intent(let delivery):
                delivery.write(to: &json, type: type, bodyHash: bodyHash)
            case .begun(let delivery, let attempt, let at):
                json.member("at", at.seconds)
                json.member("attempt", attempt)
                json.member("delivery", delivery.rawValue)
                json.member("type", type)
            case .ended(let delivery, let attempt, let end, let state, let next, let at):
                json.member("at", at.seconds)
                json.member("attempt", attempt)
                json.member("code", end.code)
                json.member("delivery", delivery.rawValue)
                json.member("next", next?.seconds)
                json.member("peer", end.peer)
                json.member("reason", end.reason)
                json.member("reply", end.reply)
                json.member("retry_after", end.retryAfter)
                json.member("state", state.rawValue)
                json.member("tls", end.tls)
                json.member("type", type)
                json.member("verdict", end.verdict.rawValue)
            case .dropped(let delivery, let state, let reason, let newer, let at):
                json.member("at", at.seconds)
                json.member("by", newer?.rawValue)
                json.member("delivery", delivery.rawValue)
                json.member("reason", reason)
                json.member("state", state.rawValue)
                json.member("type", type)
            case .fate(let fate):
                json.member("at", fate.at.seconds)
                json.member("delivery", fate.delivery?.rawValue)
                json.member("fate", fate.kind.rawValue)
                json.member("moment", fate.moment.seconds)
                json.member("reason", fate.reason)
                json.member("slot", fate.slot.description)
                json.member("type", type)
            case .act(let act):
                act.write(to: &json, type: type)
            case .filed(let report):
                json.member("at", report.at.seconds)
                json.member("body_sha256", report.body.sha256)
                json.member("key", report.key)
                json.member("obligation", report.obligation.description)
                json.member("type", type)
            case .settledUntil(let list, let moment):
                json.member("list", list)
                json.member("type", type)
                json.member("until", moment.seconds)
            }
        }
    }
}

extension Delivery {
    fileprivate func write(
        to json: inout CanonicalJSON, type: String, bodyHash: (sha256: String, media: String)?
    ) {
        json.member("address", recipient.address)
        json.member("body_sha256", bodyHash?.sha256)
        json.member("channel", channel)
        json.member("created_at", createdAt.seconds)
        json.member("delivery", id.rawValue)
        json.member("digest", digest)
        json.member("due_at", dueAt.seconds)
        json.member("items", objects: items) { json, item in
            json.member("late", item.isLate)
            json.member("moment", item.moment.seconds)
            json.member("slot", item.slot.description)
        }
        json.member("kind", kind.rawValue)
        json.member("media", bodyHash?.media)
        json.member("message_id", messageID)
        json.member("name", recipient.name)
        json.member("not_before", notBefore.seconds)
        if let part {
            json.member("part") { json in
                json.member("first", part.first.rawValue)
                json.member("number", part.number)
                json.member("of", part.of)
            }
        }
        json.member("type", type)
        json.member("units", recipient.units.map(\.rawValue))
    }
}

extension Act {
    fileprivate func write(to json: inout CanonicalJSON, type: String) {
        json.member("act", kind.rawValue)
        json.member("actor", actor.name)
        json.member("at", at.seconds)
        json.member("delivery", delivery?.rawValue)
        json.member("document", document)
        json.member("key", key)
        json.member("list", list)
        json.member("milestone", milestone)
        json.member("on", on?.description)
        json.member("on_behalf_of", actor.onBehalfOf)
        json.member("published", published?.description)
        json.member("reason", reason)
        json.member("stage", stage?.description)
        json.member("type", type)
        json.member("uid", actor.uid)
        json.member("undoes", undoes)
        json.member("unit", unit?.rawValue)
        json.member("until", until?.description)
    }
}
