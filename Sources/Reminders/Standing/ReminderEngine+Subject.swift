package import CivilTime
import WorkLists

/// What a person asks to be told about, by the names they typed.
extension ReminderEngine {
    /// The history that is meant. Closed lists and what was taken out of a list have theirs too.
    ///
    /// - Parameters:
    ///   - milestone: `3.1.2`, `huzhou-2017:3.1.2`, `7.1.2@2017-07-31`; the number alone means every occurrence.
    ///   - unit: An id or name.
    package func historyQuery(
        list: String?, milestone text: String?, unit name: String?
    ) throws(ActRefusal) -> HistoryQuery {
        let unit = try name.map { name throws(ActRefusal) in try self.unit(named: name) }
        let parts = (text ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        let list = parts.count == 2 ? parts[0] : list
        if let list, !inputs.lists.contains(where: { $0.id == list }), lists[list] == nil { throw .unknownList(list) }
        guard let text else {
            guard unit != nil else { throw .unknownUnit("", likely: nil) }
            return HistoryQuery(list: list, milestone: nil, unit: unit)
        }
        let milestone = parts.last ?? ""
        let known = known(milestone, in: list)
        let lists = Set(known.map(\.list))
        let open = lists.filter { self.lists[$0]?.isOpen == true }
        guard let first = open.count == 1 ? open.first : lists.first else {
            throw .unknownMilestone(text, likely: likely(milestone))
        }
        if lists.count > 1, open.count != 1 { throw .ambiguousMilestone(milestone, lists: lists.sorted()) }
        let responsible = Set(known.filter { $0.list == first }.map(\.unit)).sorted()
        if let unit, !responsible.contains(unit) {
            throw .notResponsible(unit, milestone: milestone, responsible: responsible)
        }
        return HistoryQuery(list: first, milestone: milestone, unit: unit)
    }

    /// Obligations of that name, whether the files have them now or an act named them once.
    private func known(_ milestone: String, in list: String?) -> [ObligationID] {
        let named = acts.compactMap { act -> ObligationID? in
            guard act.kind.isAboutObligations, let milestone = act.milestone, let unit = act.unit else { return nil }
            return ObligationID(list: act.list, milestone: milestone, unit: unit)
        }
        return (tracks.map(\.id) + named).filter { id in
            (list == nil || id.list == list) && (id.milestone == milestone || id.milestone.hasPrefix("\(milestone)@"))
        }
    }

    /// How what a history is about stands now; nothing of a list that was never accepted, or of what was taken out.
    package func shares(in query: HistoryQuery, now: Moment) -> [Standing.Line] {
        let today = zoneOfOffice.civil(now).date
        return tracks.filter { query.asks(for: $0.id) && lists[$0.id.list]?.acceptedAt != nil }
            .map { line($0, today, now: now) }
    }
}
