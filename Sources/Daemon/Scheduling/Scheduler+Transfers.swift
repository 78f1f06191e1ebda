import Couriers
import Dispatch
import Messages
import Reminders

/// From the disk to the couriers and back.
extension Scheduler {
    /// A delivery that the engine lets go.
    struct Transfer: Sendable {
        let id: DeliveryID
        let attempt: Int
        let channel: String
    }

    /// A transfer with the courier that carries it.
    private struct Seated: Sendable {
        let delivery: Delivery
        let attempt: Int
        let seat: CourierTable.Seat
    }

    static let reading = DispatchQueue(label: "deadlined.ledger.reading")

    func begin(_ transfers: [Transfer]) {
        var missing: [Seated] = []
        for transfer in transfers {
            guard let seat = couriers.seats[transfer.channel] else {
                finish(transfer.id, transfer.attempt, TransferEnd(.channelDown, reason: "no-courier"), seat: nil)
                continue
            }
            guard let delivery = engine.delivery(transfer.id) else { continue }
            couriers.entered(seat.number)
            let seated = Seated(delivery: delivery, attempt: transfer.attempt, seat: seat)
            if let known = parcels[transfer.id] { carry(seated, known.body) } else { missing.append(seated) }
        }
        if !missing.isEmpty { fetch(missing) }
    }

    /// Reading blocks: not on the engine's queue.
    private func fetch(_ missing: [Seated]) {
        let (ledger, queue) = (ledger, executor.queue)
        Self.reading.async {
            let found = missing.map { seated in Result { try ledger.body(of: seated.delivery.id) } }
            queue.async {
                self.assumeIsolated { scheduler in
                    for (seated, body) in zip(missing, found) { scheduler.fetched(seated, body) }
                }
            }
        }
    }

    private func fetched(_ seated: Seated, _ body: Result<MessageBody?, any Error>) {
        switch body {
        case .success(let body): carry(seated, body)
        case .failure:
            // Not the message's fault: it costs no attempt, and is tried again.
            let end = TransferEnd(.channelDown, reason: "ledger-read")
            finish(seated.delivery.id, seated.attempt, end, seat: seated.seat.number)
        }
    }

    private func carry(_ seated: Seated, _ body: MessageBody?) {
        let (delivery, attempt, number) = (seated.delivery, seated.attempt, seated.seat.number)
        guard let body, !body.bytes.isEmpty else {
            return finish(delivery.id, attempt, TransferEnd(.refused, reason: "not-composed"), seat: number)
        }
        parcels.hold(delivery, body)
        let parcel = Parcel(
            delivery: delivery.id.rawValue, attempt: attempt, messageID: delivery.messageID,
            to: delivery.recipient.address, bytes: body.bytes, mayHaveArrived: engine.mayHaveArrived(delivery.id))
        let queue = executor.queue
        seated.seat.courier.carry(parcel, notes: nil) { end in
            queue.async { self.assumeIsolated { $0.finish(delivery.id, attempt, end, seat: number) } }
        }
    }

    private func finish(_ id: DeliveryID, _ attempt: Int, _ end: TransferEnd, seat: Int?) {
        if let seat, let idle = couriers.left(seat) { Task { await idle.close() } }
        let jitter = Double.random(in: 0...1, using: &random)
        step { $0.ended(id, attempt: attempt, end, now: $1, jitter: jitter) }
    }
}
