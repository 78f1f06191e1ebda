import CivilTime
import Reminders
import Testing
import WorkLists

/// The rules of holds and rates once more, read off the journal: what was begun against them.
extension World {
    /// Everything that was begun and should not have been, in words.
    func channelAudit() -> [String] {
        burst() + stormed() + spent() + sleepless()
    }

    /// More begun within a window than its rate lets pass, restarts or not. A clock that is stepped says nothing of how
    /// much time passed for the other side: the count begins anew.
    private func burst() -> [String] {
        var problems: [String] = []
        var begun: [String: [Moment]] = [:]
        for (number, entry) in ledger.journal.enumerated() {
            if clockSteps.contains(number) { begun = [:] }
            guard case .begun(let id, _, let at) = entry.record, let channel = ledger.kept[id]?.delivery.channel else {
                continue
            }
            begun[channel, default: []].append(at)
            for rate in inputs.channels[channel]?.rates ?? [] {
                let window = begun[channel, default: []].suffix(rate.count + 1)
                // A second that was cut off may bring two moments nearer than they look.
                if window.count > rate.count, let first = window.first, first.seconds(until: at) <= rate.seconds {
                    problems.append("\(channel): more than \(rate.count) in \(rate.seconds) s, at \(shown(at))")
                }
            }
        }
        return problems
    }

    /// What the naive model knows of a channel.
    fileprivate struct Health {
        var faults = 0
        var knownAt: Moment?
        /// How many may be under way after a fault; nil: as many as the channel may.
        var allowed: Int?
        var underWay: Set<DeliveryID> = []
    }

    /// Begun while the channel is held, beside the one that probes it, or too many at once after it.
    private func stormed() -> [String] {
        var problems: [String] = []
        var channels: [String: Health] = [:]
        for (number, entry) in ledger.journal.enumerated() {
            if ledger.openings.contains(number) {
                for name in channels.keys {
                    channels[name]?.underWay = []
                    channels[name]?.allowed = nil
                }
            }
            if clockSteps.contains(number) || askedChannels.contains(number) {
                for name in channels.keys { channels[name]?.knownAt = nil }
            }
            switch entry.record {
            case .begun(let id, _, let at):
                guard let channel = ledger.kept[id]?.delivery.channel, let traits = inputs.channels[channel] else {
                    continue
                }
                let health = channels[channel, default: Health()]
                let room = health.faults > 0 ? 1 : health.allowed ?? traits.limit
                if health.underWay.count >= min(room, traits.limit),
                    health.underWay.count >= min(room + unwritten(health.underWay, after: number, at), traits.limit)
                {
                    problems.append("\(channel): #\(id) is one too many at \(shown(at))")
                }
                let holds = traits.backOff.holds
                if health.faults > 0, let known = health.knownAt,
                    known.seconds(until: at) < holds[min(health.faults, holds.count) - 1]
                {
                    problems.append("\(channel): #\(id) begun at \(shown(at)), while it is held")
                }
                channels[channel, default: Health()].underWay.insert(id)
            case .ended(let id, let attempt, let end, _, _, let at):
                guard let one = ledger.kept[id], end != .interrupted else { continue }
                channels[one.delivery.channel, default: Health()].underWay.remove(id)
                channels[one.delivery.channel, default: Health()].take(
                    end, begunAt: one.begun[attempt - 1], at: at, limit: inputs.channels[one.delivery.channel]?.limit)
            default: continue
            }
        }
        return problems
    }

    /// Of what is under way, what was given up by then although its end is written later, with the message that tells
    /// the office of it: the channel has answered, and may have one more with each.
    private func unwritten(_ underWay: Set<DeliveryID>, after number: Int, _ at: Moment) -> Int {
        underWay.count { id in
            for entry in ledger.journal[(number + 1)...] {
                guard case .ended(id, _, _, let state, _, let known) = entry.record else { continue }
                return state == .givenUp && known <= at
            }
            return false
        }
    }

    /// Given up for what is no fault of its own, or before its patience ended.
    private func spent() -> [String] {
        ledger.journal.compactMap { entry in
            guard case .ended(let id, _, let end, let state, _, _) = entry.record, state == .givenUp,
                let one = ledger.kept[id], one.retriedAfter == nil,
                let backOff = inputs.channels[one.delivery.channel]?.backOff
            else { return nil }
            switch end.verdict {
            case .refused, .deferred: return nil
            case .unknown where one.unknowns >= backOff.unknowns: return nil
            case .unknown, .channelDown, .accepted: return "#\(id) given up for \(end.verdict.rawValue)"
            }
        }
    }

    /// A reminder that is tried again at night or on an off day, though it could wait.
    private func sleepless() -> [String] {
        ledger.journal.compactMap { entry in
            guard case .begun(let id, let attempt, let at) = entry.record, attempt > 1,
                let delivery = ledger.kept[id]?.delivery, delivery.kind == .reminder, !asked.contains(id),
                delivery.notBefore.seconds(until: at) >= 7200
            else { return nil }
            let today = shanghai.civil(at).date
            let isAwake = [at, at.adding(seconds: -7200)].contains { moment in
                let civil = shanghai.civil(moment)
                return inputs.workdays.isWorkday(civil.date) && civil.time >= inputs.hours.from
                    && civil.time < inputs.hours.until
            }
            let next = inputs.workdays.shift(today, by: 1)
            let isUrgent = delivery.items.contains { $0.slot.deadline >= today && $0.slot.deadline < next }
            return isAwake || isUrgent ? nil : "#\(id) tried again at \(shown(at))"
        }
    }
}

extension World.Health {
    fileprivate mutating func take(_ end: TransferEnd, begunAt: Moment, at: Moment, limit: Int?) {
        switch end.verdict {
        case .channelDown:
            // Of what was under way when the fault was known nothing new is learnt.
            if let knownAt, begunAt <= knownAt { return }
            faults += 1
            knownAt = at
            allowed = 1
        case .accepted, .refused, .deferred:
            faults = 0
            knownAt = nil
            allowed = allowed.flatMap { $0 + 1 >= limit ?? 1 ? nil : $0 + 1 }
        case .unknown: break
        }
    }
}
