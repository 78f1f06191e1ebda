package import CivilTime
import WorkLists

extension ReminderEngine {
    /// Records what a person asks, all of it or nothing; the answer counts once the returned batch is on disk.
    package mutating func act(
        _ requests: [ActRequest], now: Moment
    ) throws(ActRefusal) -> (acts: [Act], known: Int, actions: [EngineAction]) {
        var acts: [Act] = []
        for request in requests { acts += try resolve(request, now: now) }
        var keys: Set<String> = []
        let new = acts.filter { !isSaid(by: $0) }.compactMap(asNew).filter { keys.insert($0.key).inserted }
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
        settle(touched.sorted(), &records, now: now)
        var actions = record(records)
        actions += reviseWaiting(now: now)
        return (new, acts.count - new.count, actions + work(now: now))
    }

    /// Applies an act to the tracks it means; answers which.
    @discardableResult
    mutating func apply(_ act: Act) -> [Int] {
        guard act.kind.isAboutObligations else { return [] }
        let meant = tracks.indices.filter { act.means(tracks[$0].id) }
        apply(act, to: meant)
        return meant
    }

    /// Applies an act to tracks that it means.
    mutating func apply(_ act: Act, to meant: [Int]) {
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
            case .reported, .done:
                settle(track, by: act)
            case .reopened:
                tracks[track].state = .open
                tracks[track].reopenedAt = act.at
                tracks[track].on = nil
                tracks[track].document = nil
            case .removed, .retried, .bounced, .resumed, .digested:
                continue
            }
        }
    }

    /// A report after the settlement changes nothing; a second settlement changes what it names.
    private mutating func settle(_ track: Int, by act: Act) {
        let old = tracks[track]
        let state: ObligationState = act.kind == .done ? .done : .reported
        if old.isSettled, state == .reported { return }
        let isRepeated = old.state == state
        tracks[track].state = state
        tracks[track].on = act.on ?? (isRepeated ? old.on : nil) ?? zone(of: act.list).civil(act.at).date
        tracks[track].document = act.document ?? (isRepeated ? old.document : nil)
    }

    /// The act, where its key is new. A key that is known is the same act once more, unless another act undid it since:
    /// a ticked list that is given back after a `reopen` settles again.
    private func asNew(_ act: Act) -> Act? {
        guard actKeys.contains(act.key) else { return act }
        // An acknowledgement and a removal undo nothing.
        let later = acts.last {
            $0.milestone == act.milestone && $0.unit == act.unit && $0.list == act.list
                && ![.acknowledged, .removed].contains($0.kind)
        }
        guard act.milestone != nil, let later, later.kind != act.kind else { return nil }
        var again = 2
        while actKeys.contains("\(act.key)#\(again)") { again += 1 }
        return act.with(key: "\(act.key)#\(again)")
    }

    /// Whether the act says only what is on record: it is known then, and nothing is written.
    private func isSaid(by act: Act) -> Bool {
        guard let milestone = act.milestone, let unit = act.unit,
            let track = index[ObligationID(list: act.list, milestone: milestone, unit: unit)].map({ tracks[$0] })
        else { return false }
        let isSame = (act.on ?? track.on) == track.on && (act.document ?? track.document) == track.document
        return switch act.kind {
        case .accepted, .closed, .removed, .retried, .bounced, .resumed, .digested: false
        case .acknowledged: track.isAcknowledged
        case .reported: track.isSettled || (track.state == .reported && isSame)
        case .done: track.state == .done && isSame
        case .reopened: track.state == .open
        }
    }

    /// Records that a person called the clock right, which was in doubt.
    package mutating func resumed(_ request: Request, now: Moment) -> [EngineAction] {
        let act = Act(
            kind: .resumed, list: "", actor: request.actor, at: now, reason: request.reason,
            key: "\(request.key)|\(Act.Kind.resumed.rawValue)")
        remember(act)
        return record([.act(act)])
    }

    // MARK: - Whom an act means

    private func resolve(_ request: ActRequest, now: Moment) throws(ActRefusal) -> [Act] {
        switch request.kind {
        case .accepted, .closed: return [try listAct(request, now)]
        case .acknowledged where request.milestone == nil: return try acknowledgement(request, now)
        case .acknowledged, .reported, .done, .reopened, .removed, .retried, .bounced, .resumed, .digested: break
        }
        let (list, milestone) = try milestone(request)
        if let on = request.on, on > zone(of: list).civil(now).date { throw .inFuture(on) }
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
        let parts = [request.key, request.kind.rawValue, list, milestone ?? "", unit?.rawValue ?? ""]
        return Act(
            kind: request.kind, list: list, milestone: milestone, unit: unit, actor: request.actor, at: now,
            on: request.on, reason: request.reason, document: request.document, key: parts.joined(separator: "|"))
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
            throw .unknownMilestone(text, likely: likely(milestone))
        }
        return (first, milestone)
    }

    /// What may have been meant: an occurrence of a recurring milestone, or a neighbour in the same measure. Another
    /// measure's item is never suggested: it would be marked by mistake.
    private func likely(_ milestone: String) -> String? {
        let ids = tracks.map(\.id.milestone)
        if let occurrence = ids.first(where: { $0.hasPrefix(milestone + "@") }) { return occurrence }
        guard let dot = milestone.lastIndex(of: ".") else { return nil }
        return Spelling.nearest(to: milestone, in: ids.filter { $0.hasPrefix(milestone[...dot]) })
    }

    private func unit(named name: String) throws(ActRefusal) -> UnitID {
        if let unit = inputs.directory.unit(idOrName: name) { return unit.id }
        throw .unknownUnit(name, likely: inputs.directory.likely(name))
    }
}
