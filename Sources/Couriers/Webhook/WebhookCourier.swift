import CLibcurl
import Reminders
import Settings

/// Posts each parcel to one receiver, signed afresh at every attempt (Standard Webhooks 1.0.0).
///
/// A kept connection that ends without an answer makes libcurl post once more over a fresh one, within the attempt:
/// the receiver may have ended it before it read, and if not, the webhook-id lets it collapse the two.
final class WebhookCourier: Courier {
    let limit: Int
    private let engine: HTTPEngine
    private let signatures: [WebhookSignature]
    private let redaction: Redaction
    private let now: @Sendable () -> Int64

    init(
        channel: String, settings: WebhookSettings, secrets: Secrets, now: @escaping @Sendable () -> Int64
    ) throws(CourierSetupError) {
        var signatures: [WebhookSignature] = []
        for reference in settings.secrets {
            guard let secret = secrets[reference] else {
                throw CourierSetupError(
                    channel: channel, problem: "signing secret, \(reference.spokenName), was not read",
                    hint: "check that it exists and reload")
            }
            guard let signature = WebhookSignature(secret: secret) else {
                throw CourierSetupError(
                    channel: channel, problem: "signing secret, \(reference.spokenName), has not the form expected",
                    hint: "whsec_ followed by base64 of 24 to 64 random bytes")
            }
            signatures.append(signature)
        }
        guard !signatures.isEmpty else {
            throw CourierSetupError(
                channel: channel, problem: "no signing secret, so no receiver could tell who sends",
                hint: "name one under secrets")
        }
        self.signatures = signatures
        self.now = now
        limit = max(1, settings.connections)
        redaction = Redaction(
            forms: settings.secrets.compactMap { secrets[$0] } + Redaction.queryForms(ofURL: settings.url))
        let route: HTTPRoute
        do throws(HTTPRouteProblem) {
            route = try HTTPRoute(
                url: settings.url, caFile: settings.caFile, verify: settings.verify, timeout: settings.timeout)
        } catch {
            throw CourierSetupError(
                channel: channel, problem: "url, \(error.text)", hint: "https://host/path, secrets kept out of it")
        }
        engine = try HTTPEngine.make(channel: channel, route: route, limit: limit)
    }

    deinit { engine.abandon() }

    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void) {
        guard WebhookSignature.accepts(id: parcel.messageID) else {
            return ended(TransferEnd(.refused, reason: "bad-id"))
        }
        engine.post(
            { [signatures, redaction, now] in
                let timestamp = now()
                let signed = signatures.map { $0.sign(id: parcel.messageID, timestamp: timestamp, body: parcel.bytes) }
                return HTTPRequest(
                    headers: [
                        "Content-Type: application/json",
                        "webhook-id: \(parcel.messageID)",
                        "webhook-timestamp: \(timestamp)",
                        "webhook-signature: \(signed.joined(separator: " "))",
                    ], body: parcel.bytes, redaction: redaction.adding(signed.map { Array($0.utf8) }))
            }, notes: notes
        ) { answer in
            let end = Self.end(answer)
            notes?.note(end)
            ended(end)
        }
    }

    private static func end(_ answer: HTTPAnswer) -> TransferEnd {
        let meaning = HTTPVerdicts.verdict(
            curl: answer.curl, status: answer.status, requestBegan: answer.requestBegan)
        let closedEarly = answer.wasClosed && answer.status == nil
        return TransferEnd(
            meaning.verdict, reason: closedEarly ? "closed" : meaning.reason, code: answer.status,
            reply: answer.statusLine, peer: answer.peer, tls: answer.tls,
            retryAfter: meaning.verdict == .deferred ? answer.retryAfter : nil)
    }

    func close() async {
        await engine.close()
    }
}
