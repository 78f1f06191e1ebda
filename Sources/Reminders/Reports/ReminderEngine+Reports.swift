package import CivilTime
import WorkLists

/// A report that somebody gives in.
package struct ReportFiling: Sendable, Equatable {
    package var obligation: ObligationID
    package var body: ReportBody
    package var actor: Act.Actor
    package var on: CivilDate?
    package var reason: String?

    package init(
        obligation: ObligationID, body: ReportBody, actor: Act.Actor, on: CivilDate? = nil, reason: String? = nil
    ) {
        self.obligation = obligation
        self.body = body
        self.actor = actor
        self.on = on
        self.reason = reason
    }
}

extension ReminderEngine {
    /// Records reports, all of them or none; the answer counts once the returned batch is on disk.
    ///
    /// One whose text is that of the newest of its obligation is known. Another takes its place, also an earlier one
    /// that is given in once more.
    package mutating func file(
        _ filings: [ReportFiling], now: Moment
    ) throws(ActRefusal) -> (new: [ObligationID], actions: [EngineAction]) {
        for filing in filings {
            _ = try reportTrack(filing.obligation)
            if let on = filing.on, on > zone(of: filing.obligation.list).civil(now).date { throw .inFuture(on) }
        }
        var records: [LedgerRecord] = []
        var new: [ObligationID] = []
        var touched: Set<Int> = []
        for filing in filings where reports[filing.obligation] != filing.body.sha256 {
            let act = act(filing, now)
            remember(act)
            touched.formUnion(apply(act))
            reports[filing.obligation] = filing.body.sha256
            new.append(filing.obligation)
            records.append(.act(act))
            records.append(.filed(FiledReport(obligation: filing.obligation, key: act.key, at: now, body: filing.body)))
        }
        settle(touched.sorted(), &records, now: now)
        var actions = record(records)
        actions += reviseWaiting(now: now)
        return (new, actions + work(now: now))
    }

    private func act(_ filing: ReportFiling, _ now: Moment) -> Act {
        let id = filing.obligation
        let first = "report|\(id)|\(filing.body.sha256)"
        var key = first
        var again = 2
        while actKeys.contains(key) {
            key = "\(first)#\(again)"
            again += 1
        }
        return Act(
            kind: .reported, list: id.list, milestone: id.milestone, unit: id.unit, actor: filing.actor, at: now,
            on: filing.on, reason: filing.reason, key: key)
    }

    // MARK: - What is to be reported on

    /// The form of an obligation that somebody names.
    package func reportForm(of id: ObligationID) throws(ActRefusal) -> ReportForm {
        let track = try reportTrack(id)
        guard let form = reportForm(of: track) else { throw .noReport(id.milestone) }
        return form
    }

    private func reportTrack(_ id: ObligationID) throws(ActRefusal) -> Track {
        guard inputs.lists.contains(where: { $0.id == id.list }) else { throw .unknownList(id.list) }
        guard lists[id.list]?.isOpen == true else { throw .notAccepted(id.list) }
        guard let track = index[id].map({ tracks[$0] }) else {
            let units = tracks.filter { $0.id.list == id.list && $0.id.milestone == id.milestone }.map(\.id.unit)
            if units.isEmpty { throw .unknownMilestone(id.milestone, likely: nil) }
            guard inputs.directory.unit(id.unit) != nil else {
                throw .unknownUnit(id.unit.rawValue, likely: inputs.directory.likely(id.unit.rawValue))
            }
            throw .notResponsible(id.unit, milestone: id.milestone, responsible: units)
        }
        guard track.obligation.kind == .report else { throw .noReport(id.milestone) }
        return track
    }

    /// nil where the obligation asks for no report.
    func reportForm(of track: Track) -> ReportForm? {
        let id = track.id
        guard track.obligation.kind == .report, let list = inputs.lists.first(where: { $0.id == id.list }),
            let duty = list.duties.first(where: { $0.id == track.obligation.number })
        else { return nil }
        let table = reportIndex.table(of: duty, in: list)
        var parts = (table.places[id.unit] ?? []).map { place in
            let row = table.rows[place.row]
            let measure = list.works[row.work].measures[row.measure]
            return ReportForm.Part(
                id: measure.id, text: measure.text,
                milestones: measure.milestones.flatMap { milestones($0, list.id, row.shares[place.share].units) })
        }
        if parts.isEmpty { parts = [.init(id: duty.id, text: duty.what, milestones: [])] }
        return ReportForm(
            obligation: id, unitName: unitName(id.unit), listTitle: list.annexTitle ?? list.title,
            documentNumber: list.documentNumber, asked: duty.what, deadline: track.obligation.deadline,
            limit: duty.maxCharacters, parts: parts)
    }

    private func milestones(_ milestone: Milestone, _ list: String, _ units: [UnitID]) -> [ReportForm.Milestone] {
        let named = milestone.obligationNames
        guard !named.isEmpty else {
            return [.init(id: milestone.id, requirement: milestone.requirement, deadline: nil, state: nil)]
        }
        return named.flatMap { name, day in
            units.map { unit in
                let track = index[ObligationID(list: list, milestone: name, unit: unit)]
                return .init(
                    id: name, requirement: milestone.requirement, deadline: day,
                    state: track.map { tracks[$0].state })
            }
        }
    }

    /// The reports that a list's duties ask for, with nothing reported yet.
    ///
    /// - Parameters:
    ///   - list: nil: every list that was accepted.
    ///   - duty: `三-2`, or one occurrence; nil: every duty that asks for one.
    package func reportCollections(list: String?, duty: String?) throws(ActRefusal) -> [ReportCollection] {
        if let list, !inputs.lists.contains(where: { $0.id == list }) { throw .unknownList(list) }
        var collections: [ReportCollection] = []
        for each in inputs.lists where (list == nil || each.id == list) && lists[each.id]?.acceptedAt != nil {
            for asked in each.duties where asked.isReport {
                for (name, day) in asked.obligationNames where duty == nil || duty == asked.id || duty == name {
                    collections.append(collection(asked, name, day, each))
                }
            }
        }
        if collections.isEmpty {
            if let list, lists[list]?.acceptedAt == nil { throw .notAccepted(list) }
            throw .noReport(duty)
        }
        return collections
    }

    private func collection(_ duty: Duty, _ name: String, _ day: CivilDate, _ list: WorkList) -> ReportCollection {
        let table = reportIndex.table(of: duty, in: list)
        var works: [ReportCollection.Work] = []
        var last: Int?
        for row in table.rows where !row.shares.isEmpty {
            let work = list.works[row.work]
            if last != row.work { works.append(.init(number: work.number, title: work.title, measures: [])) }
            last = row.work
            let measure = work.measures[row.measure]
            works[works.count - 1].measures.append(
                .init(
                    id: measure.id, text: measure.text,
                    shares: row.shares.map { .init(unit: $0.reporter, unitName: unitName($0.reporter)) }))
        }
        return ReportCollection(
            list: list.id, title: list.annexTitle ?? list.title, documentNumber: list.documentNumber, duty: name,
            asked: duty.what, deadline: day, zone: list.zone, works: works,
            units: table.reporters.map { unit in
                let track = index[ObligationID(list: list.id, milestone: name, unit: unit)]
                return .init(unit: unit, name: unitName(unit), state: track.map { tracks[$0].state } ?? .open)
            })
    }

    private func unitName(_ unit: UnitID) -> String { inputs.directory.unit(unit)?.name ?? unit.rawValue }
}
