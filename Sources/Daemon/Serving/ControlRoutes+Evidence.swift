import CivilTime
import Control
import Hummingbird
import Messages
import Reminders
import WorkLists

/// What is on record about a milestone or a unit, and what a circular is drafted from. Nothing here is sent.
extension ControlRoutes {
    func history(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = request.uri.queryParameters
        let peer = try await caller(context)
        let limit = try number("limit", request) ?? 200
        guard (1...200).contains(limit) else { throw ControlFailure(.badRequest, "limit is not from 1 to 200") }
        var query = try await scheduler.historyQuery(
            list: asked["list"].map(String.init), milestone: asked["milestone"].map(String.init),
            unit: asked["unit"].map(String.init))
        query.after = try number("after", request).map(DeliveryID.init(rawValue:))
        query.limit = Int(limit)
        let history = try await reading { [query] in try ledger.history(query) }
        return try json(await scheduler.dossier(query, history, askedBy: peer))
    }

    func circular(_ request: Request) async throws -> Response {
        let asked = request.uri.queryParameters
        let deadline = try asked["deadline"].map { text in
            guard let date = CivilDate(iso: text) else { throw RequestRefusal.noDate(String(text)) }
            return date
        }
        let past = try await scheduler.pastDeadlines(list: asked["list"].map(String.init), deadline: deadline)
        let told = try await told(past.map(\.line))
        return try json(await scheduler.circular(past, deadline: deadline, told: told))
    }

    /// By which message each share was last told: the newest that a server accepted, of the unit's own.
    private func told(_ lines: [Standing.Line]) async throws -> [ObligationID: Circular.Told] {
        var told: [ObligationID: Circular.Told] = [:]
        for (unit, lines) in Dictionary(grouping: lines.filter { $0.lastTold != nil }, by: \.unit) {
            var wanted = Dictionary(uniqueKeysWithValues: lines.map { ($0.obligation, $0.lastTold) })
            var query = LogQuery(unit: unit, state: DeliveryState.accepted.rawValue)
            while !wanted.isEmpty {
                let page = try await reading { [query] in try ledger.log(query) }
                for row in page where row.kind == Delivery.Kind.reminder.rawValue {
                    guard let at = row.acceptedAt else { continue }
                    for id in row.slots.compactMap({ SlotKey($0)?.obligation }) where wanted[id] == at {
                        told[id] = .init(at: at, channel: row.channel, to: row.to, delivery: row.id)
                        wanted[id] = nil
                    }
                }
                guard page.count == query.limit, let last = page.last else { break }
                query.before = last.id
            }
        }
        return told
    }
}
