import CivilTime
import GRDB
import Reminders

/// Reads how each channel stood, from the attempts made over it.
struct ChannelReader {
    let db: Database

    /// - Parameter newest: The time of the newest entry.
    func histories(newest: Int64?) throws -> [String: LedgerSnapshot.ChannelHistory] {
        guard let newest else { return [:] }
        var histories = try acceptances()
        try readFaults(&histories)
        try readBegun(since: newest - LedgerSnapshot.ChannelHistory.rateSeconds, &histories)
        return histories.filter { $0.value != .init() }
    }

    private func acceptances() throws -> [String: LedgerSnapshot.ChannelHistory] {
        var histories: [String: LedgerSnapshot.ChannelHistory] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT channel, (SELECT max(accepted_at) FROM delivery
                    WHERE delivery.channel = known.channel AND accepted_at IS NOT NULL)
                FROM (SELECT DISTINCT channel FROM delivery) known
                """)
        while let row = try rows.next() {
            if let at = row.moment(1) { histories[row[0]] = .init(lastAcceptedAt: at) }
        }
        return histories
    }

    /// What was not accepted is few, whatever was sent. An answer in the second of a fault counts as the later one.
    private func readFaults(_ histories: inout [String: LedgerSnapshot.ChannelHistory]) throws {
        var lastAnswers = histories.compactMapValues(\.lastAcceptedAt)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT channel, verdict, attempt.reason, begun_at, ended_at
                FROM attempt JOIN delivery ON id = attempt.delivery
                WHERE verdict <> 'accepted' ORDER BY ended_at, begun_at, attempt.delivery, number
                """)
        while let row = try rows.next() {
            let (channel, end): (String, Moment) = (row[0], Moment(seconds: row[4]))
            if let answer = lastAnswers[channel], answer > end { continue }
            switch TransferEnd.Verdict(rawValue: row[1]) {
            case .refused, .deferred:
                lastAnswers[channel] = end
                histories[channel]?.forgetFaults()
            case .channelDown where lastAnswers[channel].map { $0 < end } ?? true:
                histories[channel, default: .init()].add(
                    fault: row[2], begunAt: Moment(seconds: row[3]), endedAt: end)
            case .channelDown, .unknown, .accepted, nil:
                continue
            }
        }
    }

    private func readBegun(
        since: Int64, _ histories: inout [String: LedgerSnapshot.ChannelHistory]
    ) throws {
        var begun: [String: [Moment]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT channel, begun_at FROM attempt JOIN delivery ON id = attempt.delivery
                WHERE begun_at >= ? ORDER BY begun_at DESC
                """, arguments: [since])
        while let row = try rows.next() {
            let channel: String = row[0]
            if begun[channel, default: []].count < LedgerSnapshot.ChannelHistory.rateLimit {
                begun[channel, default: []].append(Moment(seconds: row[1]))
            }
        }
        for (channel, moments) in begun { histories[channel, default: .init()].begun = moments.reversed() }
    }
}

extension LedgerSnapshot.ChannelHistory {
    fileprivate mutating func forgetFaults() {
        (faults, fault, lastFaultAt) = (0, nil, nil)
    }

    /// A fault counts where its attempt began after the one before it was known; a channel at fault is held for
    /// seconds at least.
    fileprivate mutating func add(fault name: String, begunAt: Moment, endedAt: Moment) {
        if lastFaultAt.map({ begunAt > $0 }) ?? true { faults += 1 }
        fault = name
        lastFaultAt = endedAt
    }
}
