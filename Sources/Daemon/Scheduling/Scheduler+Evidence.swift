import CivilTime
import Messages
import Reminders
import WorkLists

/// What histories and circulars are written from: what the ledger has on record, with the names of now.
extension Scheduler {
    func historyQuery(list: String?, milestone: String?, unit: String?) throws -> HistoryQuery {
        try engine.historyQuery(list: list, milestone: milestone, unit: unit)
    }

    func dossier(_ query: HistoryQuery, _ history: History, askedBy peer: Peer) -> Dossier {
        let shares = engine.shares(in: query, now: now)
        let obligations = history.sightings.map(\.obligation)
        let covered = history.deliveries.flatMap { $0.row.unit.split(separator: ",").map(String.init) }
        let units = Set(obligations.map(\.unit.rawValue) + covered + [query.unit?.rawValue].compactMap { $0 })
        let names = unitNames
        return Dossier(
            now: now, zone: engine.inputs.office.zone, language: composer.language,
            isRehearsal: composer.isRehearsal, office: engine.inputs.office.name,
            askedBy: .init(uid: peer.uid, name: peer.name), lists: lists(Set(obligations.map(\.list))),
            milestone: query.milestone, unit: query.unit,
            unitNames: Dictionary(uniqueKeysWithValues: units.map { ($0, names[UnitID(rawValue: $0)] ?? $0) }),
            shares: shares, history: history)
    }

    /// - Parameter told: what each share was last told, by obligation.
    func circular(
        _ past: [PastDeadline], deadline: CivilDate?, told: [ObligationID: Circular.Told]
    ) -> Circular {
        let office = engine.inputs.office
        return Circular(
            now: now, zone: office.zone, language: composer.language, isRehearsal: composer.isRehearsal,
            office: office.name, phone: office.phone, lists: lists(Set(past.map(\.line.list))), deadline: deadline,
            items: past.map { .init(past: $0, told: told[$0.line.obligation]) })
    }

    func pastDeadlines(list: String?, deadline: CivilDate?) throws -> [PastDeadline] {
        try engine.pastDeadlines(list: list, deadline: deadline, now: now)
    }

    /// In the files' order; a list that they do not have any more is known by its id alone.
    private func lists(_ ids: Set<String>) -> [Dossier.List] {
        let known = engine.inputs.lists.filter { ids.contains($0.id) }
        let gone = ids.subtracting(known.map(\.id)).sorted()
        return known.map { .init(id: $0.id, title: $0.annexTitle ?? $0.title, documentNumber: $0.documentNumber) }
            + gone.map { .init(id: $0, title: $0, documentNumber: nil) }
    }
}

extension Standing.Line {
    var obligation: ObligationID { ObligationID(list: list, milestone: milestone, unit: unit) }
}
