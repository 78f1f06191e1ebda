import CivilTime
import Reminders

extension MemoryLedger.Storage {
    /// How each channel stood, from the attempts made over it.
    func channels(_ kept: [Kept]) -> [String: LedgerSnapshot.ChannelHistory] {
        guard let newest = entries.last?.time else { return [:] }
        let since = newest.adding(seconds: -LedgerSnapshot.ChannelHistory.rateSeconds)
        return Dictionary(grouping: kept, by: \.delivery.channel).mapValues { kept in
            let attempts = kept.flatMap(\.attempts)
            let accepted = kept.compactMap(\.acceptedAt).max()
            var history = LedgerSnapshot.ChannelHistory(lastAcceptedAt: accepted)
            let answers = attempts.filter { $0.verdict == "refused" || $0.verdict == "deferred" }.compactMap(\.endedAt)
            let lastAnswer = (answers + [accepted].compactMap { $0 }).max()
            for (_, begunAt, endedAt, reason) in faults(kept) where lastAnswer.map({ $0 < endedAt }) ?? true {
                // What was under way when the last fault was known tells of the same one.
                if let known = history.lastFaultAt, begunAt <= known {} else { history.faults += 1 }
                history.fault = reason
                history.lastFaultAt = endedAt
            }
            history.begun = attempts.map(\.begunAt).filter { $0 >= since }.sorted()
                .suffix(LedgerSnapshot.ChannelHistory.rateLimit)
            return history
        }.filter { $0.value != .init() }
    }

    /// In the order in which they were known.
    private func faults(_ kept: [Kept]) -> [(delivery: DeliveryID, begunAt: Moment, endedAt: Moment, reason: String?)] {
        kept.flatMap { kept in
            kept.attempts.filter { $0.verdict == "channelDown" }.compactMap { attempt in
                attempt.endedAt.map { (kept.delivery.id, attempt.begunAt, $0, attempt.reason) }
            }
        }.sorted { ($0.endedAt, $0.begunAt, $0.delivery) < ($1.endedAt, $1.begunAt, $1.delivery) }
    }
}
