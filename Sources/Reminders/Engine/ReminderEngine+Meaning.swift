import CivilTime
import WorkLists

/// Which obligations a request means, and whether the act can be recorded of them.
extension ReminderEngine {
    func resolve(_ request: ActRequest, now: Moment) throws(ActRefusal) -> [Act] {
        switch request.kind {
        case .accepted, .closed: return [try listAct(request, now)]
        case .acknowledged where request.milestone == nil: return try acknowledgement(request, now)
        case .acknowledged, .reported, .done, .late, .extensionRequested, .extended, .extensionRefused, .silenced,
            .withdrawn, .released, .reopened, .undone, .removed, .retried, .bounced, .resumed, .digested:
            break
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
        var acts: [Act] = []
        for unit in units {
            guard let track = index[ObligationID(list: list, milestone: milestone, unit: unit)] else { continue }
            acts.append(try act(request, of: track, now))
        }
        return acts
    }

    /// The act about one obligation, where it can be recorded of it.
    private func act(_ request: ActRequest, of track: Int, _ now: Moment) throws(ActRefusal) -> Act {
        let (id, state) = (tracks[track].id, tracks[track])
        let today = zone(of: id.list).civil(now).date
        var (published, stage, undoes): (CivilDate?, Stage?, String?)
        // The same request once more is known, not refused.
        let isRepeated = actKeys.contains(key(of: request, id.list, id.milestone, id.unit))
        if !isRepeated {
            try checkDates(request, of: state, today: today)
            switch request.kind {
            case .late, .extensionRequested, .extended, .silenced, .released:
                guard !state.isSettled else { throw .settled(milestone: id.milestone, id.unit, state.state) }
            case .extensionRefused:
                guard state.request != nil else { throw .notRequested(milestone: id.milestone, id.unit) }
            case .accepted, .closed, .acknowledged, .reported, .done, .withdrawn, .reopened, .undone, .removed,
                .retried, .bounced, .resumed, .digested:
                break
            }
        }
        if request.kind == .late || request.kind == .released, state.obligation.deadline >= today {
            throw .notYetDue(milestone: id.milestone, state.obligation.deadline)
        }
        if request.kind == .extended { published = state.published }
        if request.kind == .released {
            stage = nextEscalation(of: track)
            guard stage != nil || isRepeated else { throw .nothingToRelease(milestone: id.milestone, id.unit) }
        }
        if request.kind == .undone {
            undoes = undoable(id, request.undoing)?.key
            guard undoes != nil || isRepeated else { throw .nothingToUndo(milestone: id.milestone) }
        }
        return make(
            request, list: id.list, milestone: id.milestone, unit: id.unit, published: published, stage: stage,
            undoes: undoes, now)
    }

    private func checkDates(_ request: ActRequest, of track: Track, today: CivilDate) throws(ActRefusal) {
        let present = track.obligation.deadline
        switch request.kind {
        case .extended:
            guard let until = request.until else { throw .dateMissing(request.kind) }
            guard until > present, until >= today else { throw .notLater(until, present: present, today: today) }
        case .extensionRequested:
            guard let until = request.until else { return }
            guard until > present, until >= today else { throw .notLater(until, present: present, today: today) }
        case .silenced:
            guard let until = request.until else { throw .dateMissing(request.kind) }
            guard until >= today else { throw .silenceOver(until) }
        case .accepted, .closed, .acknowledged, .reported, .done, .late, .extensionRefused, .withdrawn, .released,
            .reopened, .undone, .removed, .retried, .bounced, .resumed, .digested:
            return
        }
    }

    /// The newest act about the obligation alone that counts.
    private func undoable(_ id: ObligationID, _ kind: Act.Kind?) -> Act? {
        acts.last { act in
            act.list == id.list && act.milestone == id.milestone && act.unit == id.unit
                && act.kind.isAboutObligations && act.kind != .undone && act.kind != .removed
                && undoneAt[act.key] == nil && (kind == nil || act.kind == kind)
        }
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
        _ request: ActRequest, list: String, milestone: String?, unit: UnitID?, published: CivilDate? = nil,
        stage: Stage? = nil, undoes: String? = nil, _ now: Moment
    ) -> Act {
        Act(
            kind: request.kind, list: list, milestone: milestone, unit: unit, actor: request.actor, at: now,
            on: request.on, reason: request.reason, document: request.document, until: request.until,
            published: published, stage: stage, undoes: undoes, key: key(of: request, list, milestone, unit))
    }

    private func key(of request: ActRequest, _ list: String, _ milestone: String?, _ unit: UnitID?) -> String {
        [request.key, request.kind.rawValue, list, milestone ?? "", unit?.rawValue ?? ""].joined(separator: "|")
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
    func likely(_ milestone: String) -> String? {
        let ids = tracks.map(\.id.milestone)
        if let occurrence = ids.first(where: { $0.hasPrefix(milestone + "@") }) { return occurrence }
        guard let dot = milestone.lastIndex(of: ".") else { return nil }
        return Spelling.nearest(to: milestone, in: ids.filter { $0.hasPrefix(milestone[...dot]) })
    }

    func unit(named name: String) throws(ActRefusal) -> UnitID {
        if let unit = inputs.directory.unit(idOrName: name) { return unit.id }
        throw .unknownUnit(name, likely: inputs.directory.likely(name))
    }
}
