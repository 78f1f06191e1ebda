package import Reminders

/// One message on its way to one recipient, composed to the last byte.
package struct Parcel: Sendable {
    /// The ledger's number of the delivery; never on the wire.
    package var delivery: Int64
    /// Which attempt this is, from 1. A repeat goes out under the same `messageID`.
    package var attempt: Int
    /// The Message-ID without its angle brackets, or the webhook-id: what a receiver collapses repeats by.
    package var messageID: String
    /// The recipient's mail address; for a webhook the unit's id, which is not on the wire.
    package var to: String
    /// An RFC 5322 message with CRLF line ends, or the JSON body of a webhook.
    package var bytes: [UInt8]
    /// Whether an address needs SMTPUTF8 (RFC 6531). Non-ASCII addresses need it whether this says so or not.
    package var needsSMTPUTF8: Bool
    /// Whether an earlier attempt may have arrived. Where nothing on the wire tells a receiver so, the text must.
    package var mayHaveArrived: Bool

    package init(
        delivery: Int64, attempt: Int, messageID: String, to: String, bytes: [UInt8],
        needsSMTPUTF8: Bool = false, mayHaveArrived: Bool = false
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.messageID = messageID
        self.to = to
        self.bytes = bytes
        self.needsSMTPUTF8 = needsSMTPUTF8
        self.mayHaveArrived = mayHaveArrived
    }
}

/// What carries parcels over one channel: one attempt a call, never a retry of its own that could be seen outside.
///
/// A courier owns its connections; no two couriers share one. It does not listen to task cancellation: an attempt
/// that has begun has an end, and the end must be recorded. `close()` cuts short what is under way.
package protocol Courier: Sendable {
    /// How many parcels are carried at once. More calls wait their turn.
    var limit: Int { get }

    /// Makes one attempt and says how it ended: `ended` is called once, on a queue of the courier's own, and must not
    /// block. Every fault is an end with its verdict.
    ///
    /// - Parameter notes: takes down what is said on the wire, secrets masked; nil for none.
    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void)

    /// Ends what is under way (`unknown` after the body's first byte, else `channelDown`, reason `closed`), drops the
    /// connections and returns within seconds. Later parcels end at once as `channelDown`, `closed`.
    func close() async
}

extension Courier {
    /// The same for a caller that waits. Not for the daemon's deliveries: a task costs more than the attempt.
    package func carry(_ parcel: Parcel, notes: Transcript? = nil) async -> TransferEnd {
        await withCheckedContinuation { continuation in
            carry(parcel, notes: notes) { continuation.resume(returning: $0) }
        }
    }
}
