package import Couriers
import DeliveryLog
import Dispatch
import Messages
package import Reminders
import Settings

/// What people ask about single deliveries and channels.
extension Scheduler {
    /// Has deliveries go out now; returns once that is on disk.
    package func retry(
        _ ids: [DeliveryID], _ request: ReminderEngine.Request
    ) async throws -> (retried: [DeliveryID], hastened: [DeliveryID]) {
        let kept = try await self.kept(ids)
        try refuseInDoubt()
        let now = readClock()
        let (retried, hastened, actions) = try engine.retry(kept, request, now: now)
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return (retried, hastened)
    }

    /// Has a channel that is held, or rests, asked now. Answers how many messages wait for it.
    package func retry(channel: String) throws -> Int {
        try refuseInDoubt()
        let now = readClock()
        let (waiting, actions) = try engine.retry(channel: channel, now: now)
        perform(actions)
        return waiting
    }

    /// Records that a delivery came back; returns once that is on disk. Answers whether it was new.
    package func bounced(_ id: DeliveryID, _ request: ReminderEngine.Request) async throws -> Bool {
        guard let one = try await kept([id]).first else { throw DeliveryMissing(id: id) }
        try refuseInDoubt()
        let now = readClock()
        let (isNew, actions) = try engine.bounced(one, request, now: now)
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return isNew
    }

    /// The word that this ledger's Message-IDs begin with.
    package var tag: String { engine.tag }

    /// Reading blocks: not on the engine's queue.
    private func kept(_ ids: [DeliveryID]) async throws -> [KeptDelivery] {
        let ledger = ledger
        return try await withCheckedThrowingContinuation { continuation in
            Self.reading.async {
                continuation.resume(
                    with: Result {
                        try ids.map { id in
                            guard let kept = try ledger.kept(id) else { throw DeliveryMissing(id: id) }
                            return kept
                        }
                    })
            }
        }
    }

    // MARK: - A test message

    /// What a channel was asked by hand, and how it went.
    package struct Trial: Sendable {
        package var to: String
        package var end: TransferEnd
        package var lines: [Transcript.Line]
    }

    /// Sends a marked test message over a channel, at once and outside the ledger: it reminds nobody of anything.
    ///
    /// - Parameters:
    ///   - to: a mail address; nil: the office's first contact. Of no meaning where the channel addresses no mailbox.
    ///   - id: what keeps its Message-ID from those of others.
    /// - Throws: `TrialRefusal`.
    package func test(channel: String, to: String?, id: String) async throws -> Trial {
        guard let seat = couriers.seats[channel] else { throw TrialRefusal.noChannel(channel) }
        let traits = seat.channel.traits
        let now = readClock()
        var address = channel
        if traits.addressing == .mail {
            guard let found = to ?? engine.officeAddress(now: now) else { throw TrialRefusal.nobody }
            address = found
        } else if to != nil {
            throw TrialRefusal.noMailbox(channel)
        }
        let messageID =
            traits.addressing == .mail
            ? "\(tag)-test-\(id)@\(traits.messageIDDomain)"
            : "msg_\(tag)_test_\(id)"
        let message = TestMessage(
            channel: channel, to: address, messageID: messageID, at: now, office: engine.inputs.office)
        let body = try composer.compose(message, for: seat.channel)
        let notes = Transcript()
        let parcel = Parcel(delivery: 0, attempt: 1, messageID: messageID, to: address, bytes: body.bytes)
        couriers.entered(seat.number)
        let end = await seat.courier.carry(parcel, notes: notes)
        if let idle = couriers.left(seat.number) { Task { await idle.close() } }
        observe(.tested(channel: channel, end))
        return Trial(to: address, end: end, lines: notes.lines)
    }
}

/// No delivery has the number.
package struct DeliveryMissing: Error, Equatable {
    package let id: DeliveryID
}

/// Why no test message was sent.
package enum TrialRefusal: Error, Equatable {
    case noChannel(String)
    /// The office has no contact with an address, and none was given.
    case nobody
    /// The channel has readers of its own: an address means nothing to it.
    case noMailbox(String)
}
