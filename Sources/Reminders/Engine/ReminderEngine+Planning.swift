import CivilTime
import WorkLists

extension ReminderEngine {
    /// Plans what the files say with what the ledger recorded; what was planned before its moment is owed, what was
    /// first planned after it is skipped, and never floods.
    ///
    /// - Parameter acceptedBy: who took an edit that let obligations vanish; nil: nobody was asked.
    mutating func plan(_ prepared: PreparedPlan, acceptedBy: Act.Actor? = nil, now: Moment) -> [EngineAction] {
        let changed = prepared.basis == planNumber ? prepared.changed : nil
        inputs = prepared.inputs
        refreshChannels(now: now)
        refreshLists()
        guard let changed else { return plan(prepared.tracks, acceptedBy: acceptedBy, now: now) }
        planNumber += 1
        var left: [ListDay] = []
        for track in changed {
            let day = ListDay(list: tracks[track].id.list, deadline: tracks[track].obligation.deadline)
            if !left.contains(day) { left.append(day) }
            tracks[track] = prepared.tracks[track]
            tracks[track].lastTold = lastTold[tracks[track].id]
        }
        applyAll(to: changed)
        var records: [LedgerRecord] = []
        settle(changed, &records, now: now)
        refreshOfficeLists(prepared.changesPolicies ? nil : left)
        if hasStrangers { records += forgetVanished(acceptedBy: acceptedBy, now: now) }
        return record(records)
    }

    /// Plans everything anew.
    ///
    /// - Parameter new: one track an obligation, in order, with nothing that was recorded.
    mutating func plan(_ new: consuming [Track], acceptedBy: Act.Actor? = nil, now: Moment) -> [EngineAction] {
        planNumber += 1
        tracks = consume new
        index = [:]
        index.reserveCapacity(tracks.count)
        for track in tracks.indices { index[tracks[track].id] = track }
        // A table that grows in the middle of a burst holds it up: 40 ms at fifty thousand.
        decided.reserveCapacity(decided.count + tracks.count)
        lastTold.reserveCapacity(tracks.count)
        if !lastTold.isEmpty { for track in tracks.indices { tracks[track].lastTold = lastTold[tracks[track].id] } }
        applyAll()
        agenda = Agenda(tracks: tracks.count)
        var records: [LedgerRecord] = []
        seen.reserveCapacity(tracks.count)
        officeLists = []
        settle(tracks.indices, &records, now: now)
        records += forgetVanished(acceptedBy: acceptedBy, now: now)
        return record(records)
    }

    /// Obligations of open lists that the files no longer have. That they may go was decided before the files came
    /// here (see `Upheaval`); remembered, they would hold up every later reload.
    private mutating func forgetVanished(acceptedBy actor: Act.Actor?, now: Moment) -> [LedgerRecord] {
        let strangers = seen.keys.filter { index[$0] == nil }
        let vanished = strangers.filter { lists[$0.list]?.isOpen == true }.sorted()
        hasStrangers = vanished.count < strangers.count
        var records: [LedgerRecord] = []
        for id in vanished {
            let seenAt = seen.removeValue(forKey: id)?.at ?? now
            records.append(.gone(id, at: now))
            guard let actor else { continue }
            let act = Act(
                kind: .removed, list: id.list, milestone: id.milestone, unit: id.unit, actor: actor, at: now,
                reason: "no longer in the files", key: "removed|\(id)|\(seenAt.seconds)")
            remember(act)
            records.append(.act(act))
        }
        return records
    }

    /// Decides what the old plan owed up to `now` and moves the watermarks there: what the new files would have planned
    /// before `now` is then past when it is first planned, however long nothing had fallen due.
    mutating func closeOldPlan(now: Moment) -> [EngineAction] {
        let actions = fireSlots(now: now, all: true)
        var records: [LedgerRecord] = []
        for id in lists.keys.sorted() where lists[id]?.isOpen == true { records += settle(until: now, list: id) }
        return actions + record(records)
    }

    /// Moves a list's watermark to `now`; a clock that was stepped back moves none back.
    mutating func settle(until now: Moment, list: String) -> [LedgerRecord] {
        if let until = lists[list]?.settledUntil, until >= now { return [] }
        lists[list]?.settledUntil = now
        return [.settledUntil(list: list, now)]
    }

    /// Plans tracks, each one's series and its place in the agenda.
    mutating func settle(_ tracks: some Sequence<Int>, _ records: inout [LedgerRecord], now: Moment) {
        let workdays = inputs.workdays
        var shared: [String: SharedSeries] = [:]
        for track in tracks {
            let name = self.tracks[track].id.list
            guard let list = lists[name], let acceptedAt = list.acceptedAt else {
                agenda.set(track, to: nil)
                continue
            }
            settle(
                track, in: list, acceptedAt: acceptedAt,
                &shared[name, default: SharedSeries(workdays: workdays, zone: list.zone)], &records, now: now)
        }
        takeOfficeLists()
    }

    private mutating func settle(
        _ track: Int, in list: ListTrack, acceptedAt: Moment, _ shared: inout SharedSeries,
        _ records: inout [LedgerRecord], now: Moment
    ) {
        if list.isOpen {
            if let record = sight(track, &shared, now: now) { records.append(record) }
        } else {
            recall(track)
        }
        guard let seenAt = tracks[track].seenAt else { return }
        let isMoved = tracks[track].lastTold.map { isNewDeadline(of: track, told: $0, since: seenAt, list) } ?? false
        let key = SharedSeries.Key(
            kind: tracks[track].obligation.kind, deadline: tracks[track].obligation.deadline,
            time: tracks[track].obligation.time, policy: tracks[track].policyID,
            assignedAfter: max(seenAt, acceptedAt), movedAt: isMoved ? seenAt : nil,
            silencedUntil: tracks[track].hasSaid ? tracks[track].silenceEnds(in: list.zone) : [])
        let series: SharedSeries.Series
        if let known = shared[key] {
            series = known
        } else {
            series = shared.plan(key, for: tracks[track].obligation, tracks[track].policy)
        }
        if seenAt >= series.end {
            // Its deadline was past when it came: nothing is said, and the digest asks the office.
            if tracks[track].state == .open { tracks[track].state = .unconfirmed }
            tracks[track].forms = []
        } else {
            tracks[track].forms = series.forms
            if !series.isOffered {
                series.isOffered = true
                if list.isOpen { offerOfficeLists(around: track, list.zone, acceptedAt: acceptedAt) }
            }
        }
        tracks[track].plannedAfter = max(seenAt, list.settledUntil ?? acceptedAt)
        aim(track)
    }

    /// Whether the unit was told of another deadline before: then it is told that it was moved, once.
    private func isNewDeadline(
        of track: Int, told: LedgerSnapshot.Telling, since seenAt: Moment, _ list: ListTrack
    ) -> Bool {
        let obligation = tracks[track].obligation
        if told.deadline != obligation.deadline { return true }
        let key = SlotKey(
            obligation: obligation.id, deadline: obligation.deadline,
            stage: .moved(on: list.zone.civil(seenAt).date))
        return decided[key] != nil
    }

    /// Points the agenda at the track's next slot.
    mutating func aim(_ track: Int) {
        let next = nextSlot(of: track)?.moment
        agenda.set(track, to: next)
    }

    /// The first slot of the track that is not decided; a monthly statement once the series is over and while it is
    /// open. The slots of what is settled come up too: each leaves its reason at its moment.
    func nextSlot(of track: Int) -> Slot? {
        guard let first = tracks[track].series.first(where: { decided[$0.key] == nil }) else {
            return statement(of: track, after: nil)
        }
        return first.key.stage.isStep ? ladder(of: track).first ?? statementBeside(track, after: nil) : first
    }

    /// The first that is not decided and still to come.
    func nextSlot(of track: Int, after now: Moment) -> Slot? {
        guard let first = tracks[track].series.first(where: { $0.moment > now && decided[$0.key] == nil }) else {
            return statement(of: track, after: now)
        }
        guard first.key.stage.isStep else { return first }
        return ladder(of: track).first { $0.moment > now } ?? statementBeside(track, after: now)
    }

    /// The next monthly statement of an open obligation that is not decided: after the list's watermark, and after
    /// `moment` if there is one.
    func statement(of track: Int, after moment: Moment?) -> Slot? {
        guard !tracks[track].isSettled, let lastOfSeries = tracks[track].series.last,
            let list = lists[tracks[track].id.list], list.isOpen
        else { return nil }
        let series = SlotSeries(workdays: inputs.workdays, zone: list.zone)
        let from =
            [list.settledUntil, tracks[track].plannedAfter, tracks[track].reopenedAt, moment].compactMap { $0 }.max()
            ?? lastOfSeries.moment
        // `from` can stand on a statement's own day, before its hour.
        let obligation = tracks[track].obligation
        var day = max(list.zone.civil(from).date.adding(days: -1), obligation.deadline)
        while let slot = series.statement(of: obligation, policy: tracks[track].policy, after: day) {
            if slot.moment > from, decided[slot.key] == nil { return slot }
            day = slot.day
        }
        return nil
    }

    /// Records an obligation that is new to the ledger, or whose deadline or words changed.
    private mutating func sight(_ track: Int, _ shared: inout SharedSeries, now: Moment) -> LedgerRecord? {
        let (id, deadline) = (tracks[track].id, tracks[track].obligation.deadline)
        let fingerprint = shared.fingerprint(of: tracks[track].obligation.requirement)
        let known = seen[id]
        if let known, known.deadline == deadline, known.fingerprint == fingerprint {
            tracks[track].seenAt = known.at
            return nil
        }
        // Other words do not make it new: it came when its deadline came.
        let at = known.flatMap { $0.deadline == deadline ? $0.at : nil } ?? now
        seen[id] = .init(deadline: deadline, fingerprint: fingerprint, at: at)
        tracks[track].seenAt = at
        return .seen(id, deadline: deadline, fingerprint: fingerprint, at: at)
    }

    /// What a closed list had: nothing comes to it any more.
    private mutating func recall(_ track: Int) {
        if let known = seen[tracks[track].id], known.deadline == tracks[track].obligation.deadline {
            tracks[track].seenAt = known.at
        }
    }

    /// Which lists there are, in which zone, and which are open.
    mutating func refreshLists() {
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
            case .acknowledged, .reported, .done, .late, .extensionRequested, .extended, .extensionRefused, .silenced,
                .withdrawn, .released, .reopened, .undone, .removed, .retried, .bounced, .resumed, .digested:
                break
            }
        }
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
