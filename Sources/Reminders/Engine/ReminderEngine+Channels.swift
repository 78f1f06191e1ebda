import CivilTime
import WorkLists

/// How the channels do, and who is told of it.
extension ReminderEngine {
    /// Takes up what the ledger knows of the channels: a restart neither hammers a dead server nor bursts.
    mutating func recallChannels(_ ledger: LedgerSnapshot, now: Moment) {
        var waitingSince: [String: Moment] = [:]
        for open in ledger.open where open.attempts > 0 || open.deferredSince != nil {
            let since = open.deferredSince ?? open.delivery.createdAt
            waitingSince[open.delivery.channel] = min(waitingSince[open.delivery.channel] ?? since, since)
        }
        for name in inputs.channels.keys.sorted() {
            guard let traits = inputs.channels[name] else { continue }
            let history = ledger.channels[name] ?? .init()
            let lane = outbox.laneNumber(of: name)
            outbox[lane: lane].limit = traits.limit
            outbox[lane: lane].backOff = traits.backOff
            outbox[lane: lane].rates = RateWindow(traits.rates, begun: history.begun)
            outbox[lane: lane].health = ChannelHealth(
                history, backOff: traits.backOff, waitingSince: waitingSince[name], now: now)
        }
        // The last process may have had a clock that was ahead.
        outbox.stepBack(to: now)
    }

    /// Takes up what the files say of the channels.
    mutating func refreshChannels(now: Moment) {
        for name in inputs.channels.keys.sorted() {
            guard let traits = inputs.channels[name] else { continue }
            let lane = outbox.laneNumber(of: name)
            outbox[lane: lane].limit = traits.limit
            outbox[lane: lane].backOff = traits.backOff
            outbox[lane: lane].rates.change(to: traits.rates, now: now)
        }
        // Nobody waits for a channel that is gone.
        for lane in outbox.laneOrder where inputs.channels[outbox[lane: lane].channel] == nil {
            outbox[lane: lane].health = ChannelHealth()
        }
    }

    // MARK: - Alarms

    /// Tells of channels that went down, fell silent or are back, the office too where another channel reaches it.
    mutating func watchChannels(now: Moment) -> [EngineAction] {
        var alarms: [EngineAction] = []
        var intents = Intents()
        for lane in outbox.laneOrder {
            if outbox[lane: lane].open == 0 { outbox[lane: lane].health.nothingWaits() }
            let before = outbox[lane: lane].alarm
            let state = alarmState(of: lane, now: now)
            guard state != before else { continue }
            outbox[lane: lane].alarm = state
            alarms.append(.alarm(ChannelAlarm(channel: outbox[lane: lane].channel, state: state ?? .freed)))
            if case .silent(let since, _, _) = state { reportSilence(of: lane, since: since, now: now, &intents) }
        }
        return alarms + record(intents)
    }

    /// nil: nothing is wrong with it.
    private func alarmState(of lane: Int, now: Moment) -> ChannelAlarm.State? {
        let health = outbox[lane: lane].health
        if case .silent = outbox[lane: lane].alarm, health.troubledSince != nil { return outbox[lane: lane].alarm }
        if let at = outbox[lane: lane].silentAt, at <= now, let since = health.troubledSince {
            return .silent(
                since: since, reason: health.complaint ?? "unknown", waiting: outbox[lane: lane].waiting)
        }
        return health.fault.map { .held(fault: $0) }
    }

    /// What the office is told of a channel that accepts nothing; nil where it does, or not for long.
    func silence(of lane: Int) -> Standing.Silence? {
        guard case .silent(let since, _, _) = outbox[lane: lane].alarm else { return nil }
        return Standing.Silence(
            since: since, reason: outbox[lane: lane].health.complaint ?? "unknown",
            waiting: outbox[lane: lane].waiting)
    }

    /// Once, until it has accepted something again. Over the channel itself it would wait with the others.
    private mutating func reportSilence(of lane: Int, since: Moment, now: Moment, _ intents: inout Intents) {
        let channel = outbox[lane: lane].channel
        if let told = lastReport[channel], outbox[lane: lane].health.lastAcceptedAt.map({ told > $0 }) ?? true {
            return
        }
        let began = zoneOfOffice.civil(since)
        let told = makeOfficeMail(
            .trouble, key: "\(Self.reportPrefix)\(channel)@\(began.date)T\(began.time)",
            to: readers(of: DigestForm(), now: now).filter { $0.address.channel != channel }, dueAt: now, now: now,
            &intents)
        if !told.isEmpty { lastReport[channel] = now }
    }

    private static let reportPrefix = "channel:"

    /// The channel whose silence a report is about; nil for other reports.
    static func channel(ofReport key: String?) -> String? {
        guard let key, key.hasPrefix(reportPrefix) else { return nil }
        return String(key.dropFirst(reportPrefix.count).prefix { $0 != "@" })
    }
}
