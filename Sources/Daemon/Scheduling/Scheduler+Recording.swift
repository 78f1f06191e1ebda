import DeliveryLog
import Dispatch
import Messages
import Reminders
import Settings

/// From the engine's word to the disk: messages are composed on a queue of their own, the ledger writes on another.
extension Scheduler {
    /// What composing one message takes.
    private struct Order: Sendable {
        let briefing: Briefing
        let channel: ChannelSettings
    }

    /// What came of composing one message.
    private enum Composed: Sendable {
        case message(Composition)
        case failed(String)
    }

    /// Rendering takes a core: not the engine's.
    private static let composing = DispatchQueue(label: "deadlined.composing", qos: .userInitiated)

    /// Hands the next messages to the composer. Their facts are gathered now, as the engine knows them now: what was
    /// settled since the message was decided on is dropped by a record behind it.
    func composeNext() {
        guard failure == nil else { return }
        while let batch = records.takeToCompose() {
            compose(batch.entries.flatMap(\.intents), of: batch.number, beside: [:])
        }
    }

    /// - Parameter bodies: what of the batch is composed already.
    private func compose(_ deliveries: [Delivery], of number: Int, beside known: [DeliveryID: MessageBody]) {
        let now = readClock()
        var orders: [Order] = []
        var bodies = known
        for delivery in deliveries {
            if let seat = couriers.seats[delivery.channel] {
                orders.append(Order(briefing: engine.briefing(for: delivery, now: now), channel: seat.channel))
            } else {
                // A channel that the new files no longer have: the engine withdraws the message next.
                bodies[delivery.id] = MessageBody(media: .mail, subject: "(no channel)", bytes: [])
            }
        }
        let (composer, queue) = (composer, executor.queue)
        Self.composing.async { [orders, bodies] in
            let composed = orders.map { ($0.briefing.delivery, Self.compose($0, composer)) }
            queue.async {
                self.assumeIsolated { $0.composed(number, composed, bodies) }
            }
        }
    }

    private static func compose(_ order: Order, _ composer: Composer) -> Composed {
        do {
            return .message(try composer.composition(of: order.briefing, for: order.channel))
        } catch {
            return .failed("\(error)")
        }
    }

    private func composed(
        _ number: Int, _ composed: [(Delivery, Composed)], _ others: [DeliveryID: MessageBody]
    ) {
        var bodies = others
        var parts: [Delivery] = []
        for (delivery, outcome) in composed {
            switch outcome {
            case .message(.whole(let body)):
                bodies[delivery.id] = body
                parcels.keep(delivery, body)
            case .failed(let reason):
                observe(.notComposed(delivery.id, reason))
                bodies[delivery.id] = MessageBody(media: .mail, subject: "(not composed)", bytes: [])
            case .message(.parts(let groups)):
                let cut = engine.split(delivery.id, into: groups)
                if cut.isEmpty {
                    // Dropped meanwhile, by a record behind it.
                    bodies[delivery.id] = MessageBody(media: .mail, subject: "(dropped)", bytes: [])
                } else {
                    records.split(delivery.id, into: cut, in: number)
                    parts += cut
                }
            }
        }
        guard parts.isEmpty else { return compose(parts, of: number, beside: bodies) }
        records.composed(number, bodies)
        perform([])
    }

    // MARK: - The ledger

    func commit() {
        guard !isCommitting, !isRetrySet, failure == nil, records.hasReady else { return }
        // Whoever waits for an answer does not wait for others.
        if callers.isEmpty, let delay = pacing.delay(ended: records.endCount, underWay: couriers.carriedCount) {
            return gather(delay)
        }
        let taken = records.takeReady()
        isCommitting = true
        pacing.begins()
        let batch = LedgerBatch(
            taken.flatMap(\.batch.records),
            bodies: taken.reduce(into: [:]) { $0.merge($1.batch.bodies) { first, _ in first } })
        let queue = executor.queue
        committer.submit(batch) { result in
            queue.async { self.assumeIsolated { $0.committed(taken, result) } }
        }
    }

    /// Looks again after a while, if nothing that happens meanwhile has committed.
    private func gather(_ nanoseconds: UInt64) {
        guard !isGathering else { return }
        isGathering = true
        executor.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) {
            self.assumeIsolated { scheduler in
                scheduler.isGathering = false
                scheduler.commit()
            }
        }
    }

    private func committed(_ taken: [RecordQueue.Ready], _ result: Result<[Bool], LedgerFailure>) {
        isCommitting = false
        pacing.ended()
        switch result {
        case .success:
            if ledgerFault != nil {
                ledgerFault = nil
                observe(.ledgerFreed)
            }
            // What follows is on its way before anything is said of what was.
            let now = readClock()
            sense?.recorded(at: now)
            perform(engine.recorded(taken.map(\.token), now: now))
            for (token, batch) in taken {
                tell(batch)
                release(token, nil)
            }
        case .failure(.retryable(let name)):
            // Nothing is lost: the batch keeps its place and is tried again.
            records.putBack(taken)
            if ledgerFault == nil { observe(.ledgerHeld(name)) }
            ledgerFault = name
            for token in callers.keys { release(token, .retryable(name)) }
            retryLater()
        case .failure(.fatal(let name)):
            failure = .fatal(name)
            for token in callers.keys { release(token, failure) }
            end()
        }
    }

    /// One try every two seconds, whatever else happens meanwhile: it gathers.
    private func retryLater() {
        guard !isRetrySet else { return }
        isRetrySet = true
        executor.queue.asyncAfter(deadline: .now() + .seconds(2)) {
            self.assumeIsolated { $0.retry() }
        }
    }

    func retry() {
        isRetrySet = false
        commit()
    }

    func onDisk(_ token: RecordToken) async -> LedgerFailure? {
        // After a failure for good nothing is written any more, and nobody would be told.
        if let failure { return failure }
        return await withCheckedContinuation { callers[token, default: []].append($0) }
    }

    private func release(_ token: RecordToken, _ failure: LedgerFailure?) {
        for caller in callers.removeValue(forKey: token) ?? [] { caller.resume(returning: failure) }
    }

    func firstToken(_ actions: [EngineAction]) -> RecordToken? {
        for case .record(let token, _) in actions { return token }
        return nil
    }

    /// Says what is on disk now.
    private func tell(_ batch: LedgerBatch) {
        for record in batch.records {
            switch record {
            case .intent(let delivery):
                observe(.intended(delivery, subject: batch.bodies[delivery.id]?.subject ?? ""))
            case .ended(let id, let attempt, let end, let state, _, let at):
                guard let parcel = parcels[id] else { continue }
                observe(.ended(parcel.delivery, subject: parcel.body.subject, attempt: attempt, end, state, at: at))
                if !state.isOpen { parcels.remove(id) }
            case .dropped(let id, let state, let reason, _, _):
                observe(.dropped(id, state, reason: reason))
                parcels.remove(id)
            case .fate(let fate):
                observe(.fate(fate))
            case .act(let act):
                observe(.act(act))
            case .adopted, .seen, .gone, .begun, .filed, .settledUntil:
                break
            }
        }
    }
}
