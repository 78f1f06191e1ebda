import Reminders
import WorkLists

extension MemoryLedger.Storage {
    func history(_ query: HistoryQuery) -> History {
        let sightings = sightings.filter { query.asks(for: $0.obligation) }
        let obligations = Set(sightings.map(\.obligation))
        let named = deliveries.values.filter { kept in
            query.milestone == nil && query.list == nil
                ? query.unit.map(kept.delivery.coveredUnits.contains) ?? false
                : kept.delivery.items.contains { obligations.contains($0.slot.obligation) }
        }.sorted { $0.delivery.id < $1.delivery.id }
        let rest = named.filter { kept in query.after.map { kept.delivery.id > $0 } ?? true }
        let page = rest.prefix(query.pageLimit)
        let ids = Set(page.map(\.delivery.id))
        let isFirst = query.after == nil
        return History(
            ledger: .init(tag: tag, entries: Int64(entries.count)), sightings: isFirst ? sightings : [],
            fates: isFirst ? fates.filter { obligations.contains($0.slot.obligation) } : [],
            acts: acts.filter { act in
                act.delivery.map(ids.contains) ?? (isFirst && obligations.contains { act.means($0) })
            }, deliveries: page.map(\.history),
            next: rest.count > page.count ? page.last?.delivery.id.rawValue : nil)
    }
}
