import Messages
import Reminders
import Settings

/// Posts each parcel to one group robot, signed afresh at every attempt where it has a secret.
///
/// No platform can tell a repeat, so every post has a connection of its own: libcurl posts once more by itself where a
/// kept one ends without an answer. What may have arrived says so in its text when it goes out again.
final class RobotCourier: Courier {
    /// The parts of a message stand in the chat in their order.
    let limit = 1
    private let engine: HTTPEngine
    private let request: RobotRequest
    private let now: @Sendable () -> Int64

    init(
        channel: String, settings: RobotSettings, secrets: Secrets, now: @escaping @Sendable () -> Int64
    ) throws(CourierSetupError) {
        func value(_ reference: SecretReference, _ what: String) throws(CourierSetupError) -> [UInt8] {
            guard let secret = secrets[reference] else {
                throw CourierSetupError(
                    channel: channel, problem: "\(what), \(reference.spokenName), was not read",
                    hint: "check that it exists and reload")
            }
            return secret
        }
        let address = try Self.address(
            value(settings.address, "url"), channel: channel, name: settings.address.spokenName)
        var signature: RobotSignature?
        if let reference = settings.signingSecret {
            signature = RobotSignature(secret: try value(reference, "signing secret"))
            guard signature != nil else {
                throw CourierSetupError(
                    channel: channel, problem: "signing secret, \(reference.spokenName), is blank",
                    hint: "the secret as the app shows it, on one line")
            }
        }
        request = RobotRequest(platform: settings.platform, address: address, signature: signature)
        self.now = now
        let route: HTTPRoute
        do throws(HTTPRouteProblem) {
            route = try HTTPRoute(
                url: address.url, caFile: settings.caFile, verify: settings.verify, timeout: settings.timeout,
                keepsConnections: false, hidesPath: true)
        } catch {
            throw CourierSetupError(
                channel: channel, problem: "url, \(settings.address.spokenName): \(error.text)",
                hint: "the whole URL, as the app shows it")
        }
        engine = try HTTPEngine.make(channel: channel, route: route, limit: limit)
    }

    private static func address(
        _ secret: [UInt8], channel: String, name: String
    ) throws(CourierSetupError) -> RobotAddress {
        do throws(RobotAddress.Fault) {
            return try RobotAddress(secret)
        } catch {
            throw CourierSetupError(channel: channel, problem: "url, \(name): \(error.problem)", hint: error.hint)
        }
    }

    deinit { engine.abandon() }

    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void) {
        let bytes = parcel.mayHaveArrived ? RobotText.markedAsRepeat(parcel.bytes) : parcel.bytes
        guard RobotRequest.accepts(bytes) else {
            return ended(TransferEnd(.refused, reason: "bad-message"))
        }
        engine.post({ [request, now] in request.post(bytes, at: now()) }, notes: notes) {
            [platform = request.platform] in
            let end = RobotVerdicts.end($0, from: platform)
            notes?.note(end)
            ended(end)
        }
    }

    func close() async {
        await engine.close()
    }
}
