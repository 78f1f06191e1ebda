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
        return try await answering {
            guard asked.isDryRun else {
                let request = Self.request(peer, asked.onBehalfOf, reason: asked.reason)
                return try await service.sendDigest(asked.digest, unit: unit, by: request)
            }
            guard let body = try await scheduler.digestPreview(asked.digest, unit: unit) else {
                throw ControlFailure(
                    .conflict, "nobody would get this digest", hint: "give those whom it is for a contact")
            }
            return DigestAnswer(deliveries: [], isNew: false, preview: String(decoding: body.bytes, as: UTF8.self))
        }
    }

    func statusPage(_ request: Request) async throws -> Response {
        let unit = try await unit(request.uri.queryParameters["unit"].map(String.init))
        return try await answering { StatusPageAnswer(html: try await scheduler.standingPage(unit: unit)) }
    }
}

extension ControlFailure {
    init(_ unknown: UnknownDigest) {
        self.init(
            .notFound, "no digest is called \(unknown.name)",
            hint: unknown.likely.map { "did you mean \($0)?" }
                ?? (unknown.known.isEmpty
                    ? "deadlined.yaml names none under `digests:`"
                    : "there is: \(unknown.known.joined(separator: ", "))"))
    }
}
