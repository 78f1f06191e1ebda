package import CivilTime
import WorkLists

extension ReminderEngine {
    /// Begins what may go out now, as many a channel as it has room for.
    mutating func pump(now: Moment) -> [EngineAction] {
        if now < clock { outbox.stepBack(to: now) }
        clock = now
        let said = watchChannels(now: now)
        var records: [LedgerRecord] = []
        var consequences: [Consequence] = []
        for lane in rests ? [] : outbox.laneOrder {
            while let id = outbox.takeReady(lane, now: now) {
                guard var entry = outbox[id] else { continue }
                if let later = postponement(of: entry, now: now) {
                    outbox.putBack(id, until: later)
                    continue
                }
                entry.attempts += 1
                entry.phase = .beginning
                entry.isInterrupted = false
                entry.isAsked = false
                outbox[id] = entry
                outbox[lane: lane].attemptBegins(id, now: now)
                records.append(.begun(id, attempt: entry.attempts, at: now))
                consequences.append(.begun(id))
            }
        }
        return said + recordAttempts(records, then: consequences) + arm()
    }

    /// A courier's attempt has ended.
    ///
    /// - Parameter jitter: 0 to 1, from the shell.
    package mutating func ended(
        _ id: DeliveryID, attempt: Int, _ end: TransferEnd, now: Moment, jitter: Double
    ) -> [EngineAction] {
        guard var entry = outbox[id], entry.phase == .transferring, entry.attempts == attempt else { return [] }
        outbox[lane: entry.lane].attemptEnded(id, end, now: now, jitter: jitter)
        if entry.delivery.kind == .reminder, end.verdict == .accepted || end.verdict == .unknown {
            lastMessage[entry.delivery.to] = Told(at: now, message: entry.delivery.message)
        }
        var records: [LedgerRecord] = []
        let state = follow(end, &entry, now: now, jitter: jitter)
        records.append(
            .ended(
                id, attempt: attempt, end, state: state, next: state.isOpen ? entry.notBefore : nil, at: now))
        if state.isOpen {
            entry.phase = .settling
            outbox[id] = entry
            return recordAttempts(records, then: [.ended(id)]) + pump(now: now)
        }
        outbox.remove(id)
        records += close(entry, state, end, now: now)
        var intents = Intents()
        if entry.delivery.kind == .reminder, state == .givenUp {
            // Reports beget no reports: only what was to be reminded is passed on.
            let lost = entry.delivery.items.filter { decided[$0.slot] == .some(.failed) }
            tellOffice(
                of: lost, notBefore: now.adding(seconds: Self.troubleGathers), otherThan: entry.delivery.channel,
                now: now, &intents)
        }
        if intents.isEmpty { return recordAttempts(records) + pump(now: now) }
        // Where the office is told, its message and the fates stand or fall together: once it is composed.
        outbox[lane: entry.lane].keepPlace(of: id, now: now)
        let over = Consequence.over(id, lane: entry.lane)
        return record(records + intents.records, then: intents.consequences + [over]) + pump(now: now)
    }

    /// What follows from an end for the delivery itself.
    private func follow(
        _ end: TransferEnd, _ entry: inout Outbox.Entry, now: Moment, jitter: Double
    ) -> DeliveryState {
        let backOff = outbox[lane: entry.lane].backOff
        switch end.verdict {
        case .accepted:
            return .accepted
        case .refused:
            return .givenUp
        case .channelDown:
            // The channel's fault spends no patience; the delivery waits with its channel. It was not said yet.
            entry.notBefore = now
            return .waiting
        case .deferred:
            entry.deferrals += 1
            let since = entry.deferredSince ?? now
            entry.deferredSince = since
            if since.seconds(until: now) >= backOff.patience { return .givenUp }
            let delay = backOff.delay(after: entry.deferrals, wish: end.retryAfter, jitter: jitter)
            entry.notBefore = retrial(of: entry.delivery, at: now.adding(seconds: delay))
            return .waiting
        case .unknown:
            entry.unknowns += 1
            entry.mayHaveArrived = true
            if entry.unknowns >= backOff.unknowns { return .givenUp }
            let delay = backOff.delay(after: entry.unknowns, jitter: jitter)
            entry.notBefore = retrial(of: entry.delivery, at: now.adding(seconds: delay))
            return .unknown
        }
    }

    /// The fates that follow from a delivery that has ended.
    private mutating func close(
        _ entry: Outbox.Entry, _ state: DeliveryState, _ end: TransferEnd, now: Moment
    ) -> [LedgerRecord] {
        let delivery = entry.delivery
        if state == .givenUp {
            forgetOldFailures(now: now)
            failures.append(
                .init(
                    id: delivery.id, channel: delivery.channel, address: delivery.recipient.address,
                    reason: end.reason, at: now))
        }
        if delivery.kind == .reminder { remember(readerOf: delivery) }
        var records: [LedgerRecord] = []
        for item in delivery.items {
            if state == .accepted, delivery.kind == .reminder {
                let telling = LedgerSnapshot.Telling(at: now, deadline: item.slot.deadline)
                let told = lastTold[item.slot.obligation]?.or(telling) ?? telling
                lastTold[item.slot.obligation] = told
                if let track = index[item.slot.obligation] { tracks[track].lastTold = told }
            }
            guard !hasFate(item.slot) else { continue }
            defer { if item.slot.stage.isStep, let track = index[item.slot.obligation] { aim(track) } }
            if state == .accepted {
                if item.slot.stage.isStep { asked[item.slot] = now }
                records.append(
                    fate(item.slot, at: item.moment, .sent, "accepted by a server", delivery: delivery.id, now: now))
            } else if !outbox.carries(item.slot) {
                let reason = entry.mayHaveArrived ? "may have arrived; no answer came" : "no server took it"
                records.append(
                    fate(item.slot, at: item.moment, .failed, reason, delivery: delivery.id, now: now))
            }
        }
        return records
    }

    /// Arms the timer where what comes next has changed.
    private mutating func arm() -> [EngineAction] {
        let next = next
        guard next != armed else { return [] }
        armed = next
        return [.arm(next)]
    }
}
