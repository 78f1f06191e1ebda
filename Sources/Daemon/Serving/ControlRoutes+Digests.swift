import Control
import Hummingbird
import Messages
import Reminders

/// The verbs that show or send how things stand.
extension ControlRoutes {
    func digest(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(DigestQuestion.self, request, context)
        let peer = try await caller(context)
        let unit = try await unit(asked.unit)
        guard asked.isDryRun else {
            let request = Self.request(peer, asked.onBehalfOf, reason: asked.reason)
            return try json(await service.sendDigest(asked.digest, unit: unit, by: request))
        }
        guard let body = try await scheduler.digestPreview(asked.digest, unit: unit) else {
            throw RequestRefusal.nobodyGetsDigest
        }
        return try json(
            DigestAnswer(
                deliveries: [], isNew: false, preview: String(decoding: body.bytes, as: UTF8.self),
                language: await scheduler.language))
    }

    func statusPage(_ request: Request) async throws -> Response {
        let unit = try await unit(request.uri.queryParameters["unit"].map(String.init))
        return try json(StatusPageAnswer(html: await scheduler.standingPage(unit: unit)))
    }
}
