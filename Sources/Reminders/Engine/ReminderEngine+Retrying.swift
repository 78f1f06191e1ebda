package import CivilTime

/// What a person does about deliveries: tries one again that was given up, has one go out now, says that one came back.
extension ReminderEngine {
    /// Who asks, why, and by which key the same request is one.
    package struct Request: Sendable {
        package var actor: Act.Actor
        package var on: CivilDate?
        package var reason: String?
        package var key: String

        package init(actor: Act.Actor, on: CivilDate? = nil, reason: String? = nil, key: String) {
            self.actor = actor
            self.on = on
            self.reason = reason
            self.key = key
        }
    }

    /// Has deliveries go out now: those that were given up are taken up again with patience begun anew, those that wait
    /// for their next attempt do not wait for it. All of them or none.
    ///
    /// What was settled since is left out, and what was meant for a contact who is gone goes to those who answer for the
    /// unit now, as with every message that waits.
    ///
    /// - Returns: those that were taken up again, and those that wait no longer.
    package mutating func retry(
        _ kept: [KeptDelivery], _ request: Request, now: Moment
    ) throws(ActRefusal) -> (retried: [DeliveryID], hastened: [DeliveryID], actions: [EngineAction]) {
        for one in kept {
            let id = one.delivery.id
            if let entry = outbox[id], entry.isUnsent { continue }
            guard one.state == .givenUp, outbox[id] == nil else { throw .notToBeRetried(id, one.state) }
            guard inputs.channels[one.delivery.channel] != nil else { throw .channelGone(one.delivery.channel) }
        }
        var acts: [LedgerRecord] = []
        var consequences: [Consequence] = []
        var hastened: [DeliveryID] = []
        for one in kept {
            let id = one.delivery.id
            if outbox[id] != nil {
                hasten(id, now: now)
                hastened.append(id)
                continue
            }
            let act = act(.retried, on: one.delivery, request, now: now)
            guard !actKeys.contains(act.key) else { continue }
            remember(act)
            acts.append(.act(act))
            consequences.append(.intended(id))
            takeUp(one, now: now)
        }
        let retried = acts.compactMap { if case .act(let act) = $0 { act.delivery } else { nil } }
        let actions = record(acts, then: consequences) + reviseWaiting(retried, now: now) + pump(now: now)
        return (retried, hastened, actions)
    }

    private mutating func takeUp(_ one: KeptDelivery, now: Moment) {
        var entry = Outbox.Entry(one.delivery, phase: .intending)
        entry.attempts = one.attempts
        entry.mayHaveArrived = one.mayHaveArrived
        entry.notBefore = now
        entry.isAsked = true
        outbox.add(entry)
        failures.removeAll { $0.id == one.delivery.id }
    }

    private mutating func hasten(_ id: DeliveryID, now: Moment) {
        outbox[id]?.isAsked = true
        outbox[id]?.notBefore = now
        if outbox[id]?.phase == .waiting { outbox.wait(id) }
    }

    /// Asks a channel that is held, or rests, at once: somebody has mended it. What waits for its next attempt goes too.
    ///
    /// - Returns: how many messages wait for the channel.
    package mutating func retry(
        channel: String, now: Moment
    ) throws(ActRefusal) -> (waiting: Int, actions: [EngineAction]) {
        guard inputs.channels[channel] != nil, let lane = outbox.lane(of: channel) else { throw .channelGone(channel) }
        outbox[lane: lane].health.ask(now: now)
        let waiting = outbox.entries.values.filter { $0.lane == lane && $0.isUnsent }.map(\.delivery.id).sorted()
        for id in waiting where outbox[id]?.isPutOff == true { hasten(id, now: now) }
        return (waiting.count, pump(now: now))
    }

    /// Records that a delivery came back after a server had taken it. The office sees it among what did not arrive.
    package mutating func bounced(
        _ one: KeptDelivery, _ request: Request, now: Moment
    ) throws(ActRefusal) -> (isNew: Bool, actions: [EngineAction]) {
        let delivery = one.delivery
        guard one.state == .accepted else { throw .notAcceptedYet(delivery.id, one.state) }
        if let on = request.on, on > zoneOfOffice.civil(now).date { throw .inFuture(on) }
        guard one.bouncedAt == nil, !failures.contains(where: { $0.id == delivery.id && $0.isBounced }) else {
            return (false, [])
        }
        let act = act(.bounced, on: delivery, request, now: now)
        guard !actKeys.contains(act.key) else { return (false, []) }
        remember(act)
        forgetOldFailures(now: now)
        failures.append(
            .init(
                id: delivery.id, channel: delivery.channel, address: delivery.recipient.address,
                reason: request.reason ?? "", at: now, isBounced: true))
        return (true, record([.act(act)]) + pump(now: now))
    }

    private func act(_ kind: Act.Kind, on delivery: Delivery, _ request: Request, now: Moment) -> Act {
        Act(
            kind: kind, list: "", delivery: delivery.id, actor: request.actor, at: now, on: request.on,
            reason: request.reason, key: "\(request.key)|\(kind.rawValue)|\(delivery.id)")
    }
}
