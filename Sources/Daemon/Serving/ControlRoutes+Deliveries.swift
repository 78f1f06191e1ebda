import Control
import Couriers
import Foundation
import Hummingbird
import Messages
import Reminders

/// The verbs about single deliveries and channels, and about the clock.
extension ControlRoutes {
    func retry(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(RetryQuestion.self, request, context)
        let peer = try await caller(context)
        guard asked.deliveries.isEmpty != (asked.channel == nil) else {
            throw ControlFailure(.badRequest, "deliveries or a channel must be named, and not both")
        }
        let language = await scheduler.language
        if let channel = asked.channel {
            let waiting = try await scheduler.retry(channel: channel)
            return try json(RetryAnswer(retried: [], hastened: [], waiting: waiting, language: language))
        }
        let ids = asked.deliveries.map(DeliveryID.init(rawValue:))
        let (retried, hastened) = try await scheduler.retry(
            ids, Self.request(peer, asked.onBehalfOf, reason: asked.reason))
        return try json(
            RetryAnswer(
                retried: retried.map(\.rawValue), hastened: hastened.map(\.rawValue), language: language))
    }

    func bounced(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(BouncedQuestion.self, request, context)
        let peer = try await caller(context)
        let tag = await scheduler.tag
        guard let id = DeliveryName.number(in: asked.delivery, tag: tag) else {
            throw RequestRefusal.namesNoDelivery(asked.delivery)
        }
        var request = Self.request(peer, asked.onBehalfOf, reason: asked.reason)
        request.on = asked.on
        let isNew = try await scheduler.bounced(DeliveryID(rawValue: id), request)
        return try json(BouncedAnswer(delivery: id, isNew: isNew, language: await scheduler.language))
    }

    func test(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(TestQuestion.self, request, context)
        let id = String(UUID().uuidString.lowercased().prefix(8))
        let trial = try await scheduler.test(channel: asked.channel, to: asked.to, id: id)
        let end = trial.end
        return try json(
            TestAnswer(
                channel: asked.channel, to: trial.to, verdict: end.verdict.rawValue, reason: end.reason,
                code: end.code, reply: end.reply, peer: end.peer, tls: end.tls,
                conversation: trial.lines.map { .init(speaker: $0.speaker.rawValue, text: $0.text) },
                language: await scheduler.language))
    }

    func resume(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(ResumeQuestion.self, request, context)
        let peer = try await caller(context)
        return try json(
            await service.resume(Self.request(peer, asked.onBehalfOf, reason: asked.reason)))
    }

    static func request(_ peer: Peer, _ onBehalfOf: String?, reason: String?) -> ReminderEngine.Request {
        ReminderEngine.Request(
            actor: Act.Actor(uid: peer.uid, name: peer.name, onBehalfOf: onBehalfOf), reason: reason,
            key: UUID().uuidString)
    }
}
