import CivilTime
import WorkLists

extension ReminderEngine {
    /// Makes the tracks anew from the files and what the ledger recorded; what was planned before its moment is owed,
    /// what was first planned after it is skipped, and never floods.
    mutating func plan(now: Moment) -> [EngineAction] {
        refreshChannels()
        refreshLists()
        let before = tracks
        tracks = ObligationList.make(from: inputs).map { obligation in
            let policy = inputs.policies.policy(
                list: obligation.id.list, number: obligation.number, unit: obligation.id.unit)
            return Track(obligation: obligation, policy: policy)
        }
        index = Dictionary(uniqueKeysWithValues: tracks.enumerated().map { ($1.id, $0) })
        for old in before {
            if let new = index[old.id] { tracks[new].lastTold = old.lastTold }
        }
        for act in acts { apply(act) }
        agenda = Agenda(tracks: tracks.count)
        var records: [LedgerRecord] = []
        for track in tracks.indices { records += settle(track, now: now) }
        return record(records) + withdrawOrphans(now: now)
    }

    /// Plans one track: its series, what is new in it, and its place in the agenda.
    mutating func settle(_ track: Int, now: Moment) -> [LedgerRecord] {
        let id = tracks[track].id
        guard let list = lists[id.list], list.isOpen, let acceptedAt = list.acceptedAt else {
            agenda.set(track, to: nil)
            return []
        }
        var records = sight(track, now: now)
        guard let seenAt = tracks[track].seenAt else { return records }
        let obligation = tracks[track].obligation
        let deadlineEnds = list.zone.moment(obligation.deadline.adding(days: 1), .midnight)
        if seenAt >= deadlineEnds {
            // Its deadline was past when it came: nothing is said, and the digest asks the office.
            if tracks[track].state == .open { tracks[track].state = .unconfirmed }
            tracks[track].series = []
        } else {
            tracks[track].series = SlotSeries(workdays: inputs.workdays, zone: list.zone)
                .slots(of: obligation, policy: tracks[track].policy, assignedAfter: max(seenAt, acceptedAt))
        }
        let settledUntil = list.settledUntil ?? acceptedAt
        for slot in tracks[track].series where slot.moment <= settledUntil && decided[slot.key] == nil {
            records.append(fate(slot, .skipped, "its moment was past when it was first planned", now: now))
        }
        aim(track)
        return records
    }

    /// Points the agenda at the track's next slot.
    mutating func aim(_ track: Int) {
        agenda.set(track, to: nextSlot(of: track)?.moment)
    }

    /// The first slot of the track that is not decided; a monthly statement once the series is over.
    func nextSlot(of track: Int) -> Slot? {
        let state = tracks[track]
        guard !state.isSettled, state.state != .unconfirmed, let list = lists[state.id.list], list.isOpen else {
            return nil
        }
        let from = list.settledUntil
        for slot in state.series where decided[slot.key] == nil {
            if from.map({ slot.moment > $0 }) ?? true { return slot }
        }
        guard !state.series.isEmpty else { return nil }
        let series = SlotSeries(workdays: inputs.workdays, zone: list.zone)
        var day = max(
            from.map { list.zone.civil($0).date } ?? state.obligation.deadline, state.obligation.deadline)
        // The statement of the watermark's own day may be decided already: look past it.
        while let slot = series.statement(of: state.obligation, policy: state.policy, after: day) {
            if decided[slot.key] == nil { return slot }
            day = slot.day
        }
        return nil
    }

    /// Records an obligation that is new to the ledger, or whose deadline or words changed.
    private mutating func sight(_ track: Int, now: Moment) -> [LedgerRecord] {
        let obligation = tracks[track].obligation
        let fingerprint = obligation.fingerprint
        if let known = seen[obligation.id], known.deadline == obligation.deadline, known.fingerprint == fingerprint {
            tracks[track].seenAt = known.at
            return []
        }
        if seen[obligation.id] != nil { tracks[track].sequence += 1 }
        seen[obligation.id] = .init(deadline: obligation.deadline, fingerprint: fingerprint, at: now)
        tracks[track].seenAt = now
        return [.seen(obligation.id, deadline: obligation.deadline, fingerprint: fingerprint, at: now)]
    }

    private mutating func refreshLists() {
        for list in inputs.lists {
            let zone = Zone(identifier: list.zone) ?? .utc
            lists[list.id, default: ListTrack(zone: zone)].zone = zone
        }
        for act in acts {
            switch act.kind {
            case .accepted:
                lists[act.list]?.acceptedAt = act.at
                lists[act.list]?.closedAt = nil
            case .closed:
                lists[act.list]?.closedAt = act.at
            case .acknowledged, .reported, .done, .reopened:
                break
            }
        }
    }

    private mutating func refreshChannels() {
        for (name, traits) in inputs.channels {
            outbox.lanes[name, default: Outbox.Lane(limit: traits.limit)].limit = traits.limit
        }
    }

    /// Deliveries that wait for obligations or channels that the files no longer have.
    private mutating func withdrawOrphans(now: Moment) -> [EngineAction] {
        var actions: [EngineAction] = []
        for id in outbox.entries.keys.sorted() {
            guard let entry = outbox[id], entry.isReplaceable else { continue }
            let hasChannel = inputs.channels[entry.delivery.channel] != nil
            let gone = entry.delivery.items.filter { index[$0.slot.obligation] == nil || !hasChannel }
            if !gone.isEmpty || !hasChannel {
                actions += reissue(
                    entry, without: Set(gone.map(\.slot)), reason: "no longer in the files", now: now)
            }
        }
        return actions
    }

    mutating func fate(
        _ slot: Slot, _ kind: SlotFate.Kind, _ reason: String, delivery: DeliveryID? = nil, now: Moment
    ) -> LedgerRecord {
        fate(slot.key, at: slot.moment, kind, reason, delivery: delivery, now: now)
    }

    mutating func fate(
        _ key: SlotKey, at moment: Moment, _ kind: SlotFate.Kind, _ reason: String, delivery: DeliveryID? = nil,
        now: Moment
    ) -> LedgerRecord {
        decided[key] = .some(kind)
        return .fate(SlotFate(slot: key, moment: moment, kind: kind, reason: reason, delivery: delivery, at: now))
    }
}
