import CivilTime
import Control
import DeliveryLog
import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import Messages
import Reminders
import WorkLists

/// The control API's verbs. Each asks the scheduler, the ledger or the service, and decides nothing.
struct ControlRoutes: Sendable {
    let service: DaemonService
    let scheduler: Scheduler
    let ledger: any Ledger

    func router() -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.get(RouterPath(ControlPath.status)) { request, _ in
            try await worded { try await status(request) }
        }
        router.get(RouterPath(ControlPath.agenda)) { request, _ in
            try await worded { try await agenda(request) }
        }
        router.get(RouterPath(ControlPath.log)) { request, _ in
            try await worded { try await log(request) }
        }
        router.get(RouterPath(ControlPath.deliveries + "/:id")) { _, context in
            try await worded { try await delivery(context) }
        }
        router.get(RouterPath(ControlPath.history)) { request, context in
            try await worded { try await history(request, context) }
        }
        router.get(RouterPath(ControlPath.circular)) { request, _ in
            try await worded { try await circular(request) }
        }
        router.get(RouterPath(ControlPath.statusPage)) { request, _ in
            try await worded { try await statusPage(request) }
        }
        router.post(RouterPath(ControlPath.acts)) { request, context in
            try await worded { try await acts(request, context) }
        }
        router.post(RouterPath(ControlPath.reports)) { request, context in
            try await worded { try await reports(request, context) }
        }
        router.get(RouterPath(ControlPath.reports)) { request, _ in
            try await worded { try await collections(request) }
        }
        router.post(RouterPath(ControlPath.digest)) { request, context in
            try await worded { try await digest(request, context) }
        }
        router.post(RouterPath(ControlPath.retry)) { request, context in
            try await worded { try await retry(request, context) }
        }
        router.post(RouterPath(ControlPath.bounced)) { request, context in
            try await worded { try await bounced(request, context) }
        }
        router.post(RouterPath(ControlPath.test)) { request, context in
            try await worded { try await test(request, context) }
        }
        router.post(RouterPath(ControlPath.resume)) { request, context in
            try await worded { try await resume(request, context) }
        }
        router.post(RouterPath(ControlPath.reload)) { request, context in
            try await worded { try await reload(request, context) }
        }
        return router
    }

    /// What a verb answers, or why not in the office's language.
    private func worded(_ answer: () async throws -> Response) async throws -> Response {
        do {
            return try await answer()
        } catch {
            throw await ControlFailure(error, in: scheduler.refusalWords) ?? error
        }
    }

    // MARK: - Looking

    private func status(_ request: Request) async throws -> Response {
        let unit = try await unit(request.uri.queryParameters["unit"].map(String.init))
        return try json(await service.status(unit: unit))
    }

    private func agenda(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        guard let days = Int(query["days"].map(String.init) ?? "30"), (0...3660).contains(days) else {
            throw ControlFailure(.badRequest, "days is not a number from 0 to 3660")
        }
        let unit = try await unit(query["unit"].map(String.init))
        return try json(
            AgendaAnswer(rows: await scheduler.agenda(days: days, unit: unit), language: await scheduler.language))
    }

    private func log(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        func number(_ name: String) throws -> Int64? { try self.number(name, request) }
        let limit = try number("limit") ?? 200
        guard (1...1000).contains(limit) else { throw ControlFailure(.badRequest, "limit is not from 1 to 1000") }
        let asked = LogQuery(
            from: try number("from").map(Moment.init(seconds:)), until: try number("until").map(Moment.init(seconds:)),
            unit: try await unit(query["unit"].map(String.init)), milestone: query["milestone"].map(String.init),
            channel: query["channel"].map(String.init), state: query["state"].map(String.init),
            before: try number("before"), after: try number("after"), limit: Int(limit))
        return try json(LogAnswer(rows: try await reading { try ledger.log(asked) }))
    }

    private func delivery(_ context: ControlContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Int64.init).map(DeliveryID.init(rawValue:)) else {
            throw ControlFailure(.badRequest, "a delivery is named by its number")
        }
        let found = try await reading { (try ledger.delivery(id), try ledger.body(of: id)) }
        guard let history = found.0 else {
            throw RequestRefusal.unknownDelivery(id)
        }
        return try json(
            DeliveryAnswer(
                history: history, body: found.1.map { String(decoding: $0.bytes, as: UTF8.self) },
                language: await scheduler.language))
    }

    // MARK: - Acting

    private func acts(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(ActsQuestion.self, request, context)
        let peer = try await caller(context)
        let stamp = UUID().uuidString
        let obligationActs = Act.Kind.allCases.filter(\.isAsked)
        let requests = try asked.acts.enumerated().map { index, act in
            guard let kind = Act.Kind(rawValue: act.kind), kind.isAsked else {
                throw ControlFailure(
                    .badRequest, "no act is called \(act.kind)",
                    hint: "acts: \(obligationActs.map(\.rawValue).joined(separator: ", "))")
            }
            let undoing = try act.undoing.map { name in
                guard let kind = Act.Kind(rawValue: name), kind.isAsked, kind != .undone else {
                    throw ControlFailure(.badRequest, "no act that could be undone is called \(name)")
                }
                return kind
            }
            return ActRequest(
                kind: kind, list: act.list, milestone: act.milestone, unit: act.unit, allUnits: act.allUnits,
                actor: Act.Actor(uid: peer.uid, name: peer.name, onBehalfOf: act.onBehalfOf), on: act.on,
                reason: act.reason, document: act.document, until: act.until, undoing: undoing,
                key: act.key ?? "\(stamp)-\(index)")
        }
        let (recorded, known) = try await scheduler.act(requests, isDryRun: asked.isDryRun)
        let names = await scheduler.unitNames
        let undone = await scheduler.kinds(ofActs: Set(recorded.compactMap(\.undoes)))
        return try json(
            ActsAnswer(
                recorded: recorded.map { act in
                    ActsAnswer.Row(
                        kind: act.kind.rawValue, list: act.list, milestone: act.milestone,
                        unit: act.unit?.rawValue, unitName: act.unit.flatMap { names[$0] }, on: act.on,
                        document: act.document, until: act.until, stage: act.stage?.description,
                        undoes: act.undoes.flatMap { undone[$0]?.rawValue })
                }, unchanged: known, isDryRun: asked.isDryRun, language: await scheduler.language))
    }

    private func reload(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(ReloadQuestion.self, request, context)
        let peer = try await caller(context)
        let actor = Act.Actor(uid: peer.uid, name: peer.name, onBehalfOf: nil)
        return try json(await service.reload(acceptedBy: asked.accept ? actor : nil))
    }

    // MARK: - Small change

    func caller(_ context: ControlContext) async throws -> Peer {
        guard let peer = await Peer(channel: context.channel) else {
            throw ControlFailure(.forbidden, "the caller cannot be told from the socket")
        }
        return peer
    }

    func number(_ name: String, _ request: Request) throws -> Int64? {
        guard let text = request.uri.queryParameters[Substring(name)] else { return nil }
        guard let value = Int64(text) else { throw ControlFailure(.badRequest, "\(name) is not a number") }
        return value
    }

    func unit(_ text: String?) async throws -> UnitID? {
        guard let text, !text.isEmpty else { return nil }
        let directory = await scheduler.directory
        guard let unit = directory.unit(idOrName: text) else {
            throw ActRefusal.unknownUnit(text, likely: directory.likely(text))
        }
        return unit.id
    }

    func decode<Question: Decodable>(
        _ type: Question.Type, _ request: Request, _ context: ControlContext
    ) async throws -> Question {
        var request = request
        let body = try await request.collectBody(upTo: context.maxUploadSize)
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw ControlFailure(.badRequest, "the request is not the JSON this verb takes")
        }
    }

    /// The ledger's calls block: they get a thread of their own, not one of Swift's few.
    func reading<Value: Sendable>(_ read: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                Self.queue.async { continuation.resume(with: Result { try read() }) }
            }
        } catch let failure as LedgerFailure {
            // What cannot be read is not lost, as what cannot be written may be.
            throw RequestRefusal.notReadable(failure.shortName)
        }
    }

    private static let queue = DispatchQueue(label: "deadlined.control.reading")

    func json(_ answer: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ByteBuffer(bytes: try encoder.encode(answer))
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
    }
}
