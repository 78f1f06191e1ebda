import Control
import Couriers
import DeliveryLog
import Foundation
import HTTPTypes
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
        return try await answering {
            if let channel = asked.channel {
                let waiting = try await scheduler.retry(channel: channel)
                return RetryAnswer(retried: [], hastened: [], waiting: waiting)
            }
            let ids = asked.deliveries.map(DeliveryID.init(rawValue:))
            let (retried, hastened) = try await scheduler.retry(
                ids, Self.request(peer, asked.onBehalfOf, reason: asked.reason))
            return RetryAnswer(retried: retried.map(\.rawValue), hastened: hastened.map(\.rawValue))
        }
    }

    func bounced(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(BouncedQuestion.self, request, context)
        let peer = try await caller(context)
        let tag = await scheduler.tag
        guard let id = DeliveryName.number(in: asked.delivery, tag: tag) else {
            throw ControlFailure(
                .notFound, "\(asked.delivery) names no delivery of this ledger",
                hint: "its number, its Message-ID, or the address that the bounce went to")
        }
        return try await answering {
            var request = Self.request(peer, asked.onBehalfOf, reason: asked.reason)
            request.on = asked.on
            let isNew = try await scheduler.bounced(DeliveryID(rawValue: id), request)
            return BouncedAnswer(delivery: id, isNew: isNew)
        }
    }

    func test(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(TestQuestion.self, request, context)
        let id = String(UUID().uuidString.lowercased().prefix(8))
        return try await answering {
            let trial = try await scheduler.test(channel: asked.channel, to: asked.to, id: id)
            let end = trial.end
            return TestAnswer(
                channel: asked.channel, to: trial.to, verdict: end.verdict.rawValue, reason: end.reason,
                code: end.code, reply: end.reply, peer: end.peer, tls: end.tls,
                conversation: trial.lines.map { .init(speaker: $0.speaker.rawValue, text: $0.text) })
        }
    }

    func resume(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(ResumeQuestion.self, request, context)
        let peer = try await caller(context)
        return try await answering {
            try await service.resume(Self.request(peer, asked.onBehalfOf, reason: asked.reason))
        }
    }

    static func request(_ peer: Peer, _ onBehalfOf: String?, reason: String?) -> ReminderEngine.Request {
        ReminderEngine.Request(
            actor: Act.Actor(uid: peer.uid, name: peer.name, onBehalfOf: onBehalfOf), reason: reason,
            key: UUID().uuidString)
    }

    /// The answer as JSON; what the scheduler refuses becomes an answer that says so.
    func answering(_ body: () async throws -> some Encodable) async throws -> Response {
        do {
            return try json(try await body())
        } catch let refusal as ActRefusal {
            throw ControlFailure(refusal)
        } catch let failure as LedgerFailure {
            throw ControlFailure(failure)
        } catch let unknown as UnknownDigest {
            throw ControlFailure(unknown)
        } catch let missing as DeliveryMissing {
            throw ControlFailure(
                .notFound, "no delivery has the number \(missing.id)", hint: "`deadlinectl log` lists them")
        } catch let refusal as TrialRefusal {
            throw ControlFailure(refusal)
        } catch let error as CompositionError {
            throw ControlFailure(.badRequest, error.description.split(separator: "\n").first.map(String.init) ?? "")
        }
    }
}

extension ControlFailure {
    init(_ refusal: TrialRefusal) {
        switch refusal {
        case .noChannel(let name):
            self.init(ActRefusal.channelGone(name))
        case .nobody:
            self.init(.conflict, "the office has no contact with a mail address now", hint: "name one with --to")
        case .noMailbox(let name):
            self.init(
                .badRequest, "channel \(name) has readers of its own: no address can be given", hint: "leave out --to")
        }
    }
}
