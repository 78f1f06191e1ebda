import CLibcurl
import Reminders
import Settings

/// Carries mail to one submission or relay host over as many lanes as the channel allows.
final class SMTPCourier: Courier {
    let limit: Int
    private let pool: LanePool
    private let stop = StopFlag()

    init(
        channel: String, settings: SMTPSettings, secrets: Secrets, timeouts: SMTPTimeouts = SMTPTimeouts()
    ) throws(CourierSetupError) {
        let route = try SMTPRoute(channel: channel, settings: settings, secrets: secrets)
        do {
            // Tries every option once, so that a libcurl that lacks one is found at start and not at nine o'clock.
            let handle = try EasyHandle()
            try route.configure(handle, timeouts: timeouts)
            try handle.share(TLSSessions())
        } catch {
            throw CourierSetupError(
                channel: channel, problem: "libcurl, option refused, code \(error.code.rawValue)",
                hint: "libcurl 7.87 or newer with OpenSSL is needed")
        }
        limit = max(1, settings.connections)
        let stop = stop
        let proof = ServerProof()
        pool = LanePool(
            lanes: (0..<limit).map {
                SMTPLane(route: route, timeouts: timeouts, stop: stop, proof: proof, number: $0)
            })
    }

    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void) {
        if let objection = Self.objection(to: parcel) {
            notes?.note(.note, "not sent: \(objection.reason)")
            return ended(objection)
        }
        pool.borrow { [pool] lane in
            guard let lane else { return ended(TransferEnd(.channelDown, reason: "closed")) }
            lane.carry(parcel, notes: notes) { end in
                pool.giveBack(lane)
                ended(end)
            }
        }
    }

    func close() async {
        stop.raise()
        pool.close()
        for lane in pool.lanes { await lane.close() }
    }

    /// What we refuse ourselves, before anything is on the wire.
    private static func objection(to parcel: Parcel) -> TransferEnd? {
        guard Envelope.accepts(parcel.to) else { return TransferEnd(.refused, reason: "bad-address") }
        guard !parcel.bytes.isEmpty, Envelope.hasCleanLineEnds(parcel.bytes) else {
            return TransferEnd(.refused, reason: "bad-message")
        }
        return nil
    }
}
