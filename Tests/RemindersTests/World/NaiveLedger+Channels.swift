import CivilTime
import Reminders

extension NaiveLedger {
    /// How each channel stood, read from the journal in its order.
    func channels() -> [String: LedgerSnapshot.ChannelHistory] {
        var channels: [String: LedgerSnapshot.ChannelHistory] = [:]
        let newest = journal.last?.at ?? Moment(seconds: 0)
        for (_, record) in journal {
            switch record {
            case .begun(let id, _, let at):
                guard let name = kept[id]?.delivery.channel else { continue }
                if at.seconds(until: newest) <= LedgerSnapshot.ChannelHistory.rateSeconds {
                    channels[name, default: .init()].begun.append(at)
                }
            case .ended(let id, let attempt, let end, _, _, let at):
                guard let one = kept[id] else { continue }
                channels[one.delivery.channel, default: .init()].take(end, begunAt: one.begun[attempt - 1], at: at)
            default:
                continue
            }
        }
        channels = channels.mapValues { history in
            var history = history
            history.begun = history.begun.suffix(LedgerSnapshot.ChannelHistory.rateLimit)
            return history
        }
        return channels.filter { $0.value != .init() }
    }
}

extension LedgerSnapshot.ChannelHistory {
    fileprivate mutating func take(_ end: TransferEnd, begunAt: Moment, at: Moment) {
        switch end.verdict {
        case .accepted, .refused, .deferred:
            (faults, fault, lastFaultAt) = (0, nil, nil)
            if end.verdict == .accepted { lastAcceptedAt = at }
        case .channelDown:
            if lastFaultAt.map({ begunAt > $0 }) ?? true { faults += 1 }
            (fault, lastFaultAt) = (end.reason, at)
        case .unknown:
            break
        }
    }
}
