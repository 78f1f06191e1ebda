package import CivilTime
import WorkLists

extension ReminderEngine {
    /// Records what a person asks, all of it or nothing; the answer counts once the returned batch is on disk.
    package mutating func act(
        _ requests: [ActRequest], now: Moment
    ) throws(ActRefusal) -> (acts: [Act], known: Int, actions: [EngineAction]) {
        var acts: [Act] = []
        var spared: Set<String> = []
        for request in requests {
            let meant = try resolve(request, now: now)
            acts += meant
            spared.formUnion(settledBefore(meant, by: request))
        }
        var keys: Set<String> = []
        let new = acts.filter { !spared.contains($0.key) && !isSaid(by: $0) }.compactMap(asNew).filter {
            keys.insert($0.key).inserted
        }
        var records = new.map { LedgerRecord.act($0) }
        var touched: Set<Int> = []
        let unrecorded = held.filter { recordedAt[$0] == nil }
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
        // What was held goes on once anything is recorded for its deadline.
        let freed = unrecorded.filter { recordedAt[$0] != nil }
        if !freed.isEmpty { touched.formUnion(tracks.indices.filter { freed.contains(listDay(of: $0)) }) }
        settle(touched.sorted(), &records, now: now)
        var actions = record(records)
        actions += reviseWaiting(now: now)
        return (new, acts.count - new.count, actions + work(now: now))
    }

    /// Keys of acts about shares that were settled one by one before all the milestone's were: these keep their date and
    /// document. Where none is left to settle, the request corrects them all.
    private func settledBefore(_ acts: [Act], by request: ActRequest) -> [String] {
        guard request.allUnits, request.kind == .done || request.kind == .reported else { return [] }
        let settled = acts.filter { act in
            guard let milestone = act.milestone, let unit = act.unit else { return false }
            let track = index[ObligationID(list: act.list, milestone: milestone, unit: unit)]
            return track.map { tracks[$0].isSettled } ?? false
        }
        return settled.count < acts.count ? settled.map(\.key) : []
    }

    /// The act, where its key is new. A key that is known is the same act once more, unless another act undid it since:
    /// a ticked list that is given back after a `reopen` settles again.
    private func asNew(_ act: Act) -> Act? {
        guard actKeys.contains(act.key) else { return act }
        let later = acts.last {
            $0.milestone == act.milestone && $0.unit == act.unit && $0.list == act.list && $0.kind.mayUndo(act.kind)
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
        case .accepted, .closed, .undone, .removed, .retried, .bounced, .resumed, .digested: false
        case .acknowledged: track.isAcknowledged
        case .reported: track.isSettled || (track.state == .reported && isSame)
        case .done: track.state == .done && isSame
        case .late: track.isLate
        case .extensionRequested: track.request == Track.ExtensionRequest(until: act.until)
        // Given again over a request, it decides on that.
        case .extended: track.request == nil && track.obligation.deadline == act.until && act.document == nil
        case .extensionRefused: track.request == nil
        case .silenced: track.silences.contains { $0.until == act.until && $0.endedAt == nil }
        case .withdrawn: track.state == .withdrawn
        case .released: act.stage.map { track.released.contains($0) } ?? false
        case .reopened: track.state == .open && !track.isLate
        }
    }

    /// Of which kinds acts on record are, by their keys.
    package func kinds(ofActs keys: Set<String>) -> [String: Act.Kind] {
        guard !keys.isEmpty else { return [:] }
        return acts.reduce(into: [:]) { kinds, act in if keys.contains(act.key) { kinds[act.key] = act.kind } }
    }

    /// Records that a person called the clock right, which was in doubt.
    package mutating func resumed(_ request: Request, now: Moment) -> [EngineAction] {
        let act = Act(
            kind: .resumed, list: "", actor: request.actor, at: now, reason: request.reason,
            key: "\(request.key)|\(Act.Kind.resumed.rawValue)")
        remember(act)
        return record([.act(act)])
    }
}
