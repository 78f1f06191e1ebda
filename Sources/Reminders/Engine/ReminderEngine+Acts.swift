package import CivilTime
import WorkLists

extension ReminderEngine {
    /// Records what a person asks, all of it or nothing; the answer counts once the returned batch is on disk.
    package mutating func act(
        _ requests: [ActRequest], now: Moment
    ) throws(ActRefusal) -> (acts: [Act], known: Int, actions: [EngineAction]) {
        var acts: [Act] = []
        for request in requests { acts += try resolve(request, now: now) }
        let new = acts.filter { !actKeys.contains($0.key) }
        var records = new.map { LedgerRecord.act($0) }
        var touched: Set<Int> = []
        for act in new {
            remember(act)
            touched.formUnion(apply(act))
            if act.kind == .accepted {
                lists[act.list]?.acceptedAt = now
                lists[act.list]?.closedAt = nil
                records += settle(until: now, list: act.list)
                touched.formUnion(tracks.indices.filter { tracks[$0].id.list == act.list })
            } else if act.kind == .closed {
                lists[act.list]?.closedAt = now
            }
        }
        for track in touched.sorted() { records += settle(track, now: now) }
        var actions = record(records)
        actions += reviseWaiting(now: now)
        return (new, acts.count - new.count, actions + work(now: now))
    }

    /// Applies an act to the tracks it means; answers which.
    @discardableResult
    mutating func apply(_ act: Act) -> [Int] {
        let meant = tracks.indices.filter { track in
            let id = tracks[track].id
            return id.list == act.list && (act.milestone == nil || act.milestone == id.milestone)
                && (act.unit == nil || act.unit == id.unit)
        }
        for track in meant {
            switch act.kind {
            case .accepted:
                if tracks[track].state == .closed { tracks[track].state = .open }
                continue
            case .closed:
                if !tracks[track].isSettled { tracks[track].state = .closed }
                continue
            case .acknowledged:
                tracks[track].isAcknowledged = true
                continue
            case .reported:
                if !tracks[track].isSettled { tracks[track].state = .reported }
            case .done:
                tracks[track].state = .done
            case .reopened:
                tracks[track].state = .open
                tracks[track].reopenedAt = act.at
            }
            tracks[track].on = act.on ?? zone(of: act.list).civil(act.at).date
            tracks[track].document = act.document
        }
        return meant
    }

    // MARK: - Whom an act means

    private func resolve(_ request: ActRequest, now: Moment) throws(ActRefusal) -> [Act] {
        switch request.kind {
        case .accepted, .closed: return [try listAct(request, now)]
        case .acknowledged where request.milestone == nil: return try acknowledgement(request, now)
        case .acknowledged, .reported, .done, .reopened: break
        }
        let (list, milestone) = try milestone(request)
        let responsible = tracks.filter { $0.id.list == list && $0.id.milestone == milestone }.map(\.id.unit)
        var units = responsible
        if let name = request.unit {
            let unit = try unit(named: name)
            guard responsible.contains(unit) else {
                throw .notResponsible(unit, milestone: milestone, responsible: responsible)
            }
            units = [unit]
        } else if !request.allUnits, responsible.count > 1 {
            throw .unitMissing(milestone: milestone, responsible: responsible)
        }
        return units.map { make(request, list: list, milestone: milestone, unit: $0, now) }
    }

    private func listAct(_ request: ActRequest, _ now: Moment) throws(ActRefusal) -> Act {
        let name = request.list ?? ""
        guard inputs.lists.contains(where: { $0.id == name }), let list = lists[name] else {
            throw .unknownList(name)
        }
        let act = make(request, list: name, milestone: nil, unit: nil, now)
        // The same request once more is known, not refused.
        if actKeys.contains(act.key) { return act }
        if request.kind == .accepted, list.isOpen { throw .alreadyAccepted(name) }
        if request.kind == .closed {
            if list.acceptedAt == nil { throw .notAccepted(name) }
            if list.closedAt != nil { throw .alreadyClosed(name) }
        }
        return act
    }

    private func acknowledgement(_ request: ActRequest, _ now: Moment) throws(ActRefusal) -> [Act] {
        let unit = try unit(named: request.unit ?? "")
        let open = Set(tracks.filter { $0.id.unit == unit && lists[$0.id.list]?.isOpen == true }.map(\.id.list))
        let wanted = open.filter { request.list == nil || request.list == $0 }.sorted()
        if wanted.isEmpty { throw .notAccepted(request.list ?? "") }
        return wanted.map { make(request, list: $0, milestone: nil, unit: unit, now) }
    }

    private func make(
        _ request: ActRequest, list: String, milestone: String?, unit: UnitID?, _ now: Moment
    ) -> Act {
        let key = [request.key, list, milestone ?? "", unit?.rawValue ?? ""].joined(separator: "|")
        return Act(
            kind: request.kind, list: list, milestone: milestone, unit: unit, actor: request.actor, at: now,
            on: request.on, reason: request.reason, document: request.document, key: key)
    }

    private func milestone(_ request: ActRequest) throws(ActRefusal) -> (list: String, milestone: String) {
        let text = request.milestone ?? ""
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let list = parts.count == 2 ? parts[0] : request.list
        let milestone = parts.last ?? ""
        if let list, !inputs.lists.contains(where: { $0.id == list }) { throw .unknownList(list) }
        var found: [String] = []
        for track in tracks where track.id.milestone == milestone && lists[track.id.list]?.isOpen == true {
            if !found.contains(track.id.list), list == nil || list == track.id.list { found.append(track.id.list) }
        }
        if found.count > 1 { throw .ambiguousMilestone(milestone, lists: found) }
        guard let first = found.first else {
            let listed = tracks.contains { $0.id.milestone == milestone && (list == nil || list == $0.id.list) }
            if listed { throw .notAccepted(list ?? tracks.first { $0.id.milestone == milestone }?.id.list ?? "") }
            throw .unknownMilestone(text, likely: Spelling.nearest(to: milestone, in: tracks.map(\.id.milestone)))
        }
        return (first, milestone)
    }

    private func unit(named name: String) throws(ActRefusal) -> UnitID {
        if let unit = inputs.directory.unit(idOrName: name) { return unit.id }
        throw .unknownUnit(name, likely: inputs.directory.likely(name))
    }
}
