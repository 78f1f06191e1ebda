import CivilTime
import Couriers
import DeliveryLog
import Reminders
import Settings
import TestSupport
import Testing

/// What a fault of the bad channel's peer must leave behind, in the log, in the plan and on both channels.
struct FaultMatrix: Sendable {
    /// How the attempts it struck ended, but for the peer's address.
    var end: TransferEnd
    /// How many first attempts it strikes.
    var struck: Int
    /// The first back-off step, in seconds.
    var step: Int64
    /// Deliveries over the bad channel: a robot's room gets one.
    var messages = 3
    /// The address that was reached; nil where none was.
    var peer: String?

    private var isChannels: Bool { end.verdict == .channelDown }
    private var state: DeliveryState {
        switch end.verdict {
        case .accepted: .accepted
        case .refused: .givenUp
        case .deferred, .channelDown: .waiting
        case .unknown: .unknown
        }
    }

    /// Whether everything was said, or has ended: with a refusal the office was told of it too.
    func isOver(_ office: FaultyOffice) throws -> Bool {
        let reminders = try office.rows(FaultyOffice.bad) + office.rows(FaultyOffice.good)
        let reports = try office.rows(FaultyOffice.good, .trouble)
        let isTold = end.verdict != .refused || (!reports.isEmpty && reports.allSatisfy { $0.state == "accepted" })
        return reminders.count == messages + 3 && isTold
            && reminders.allSatisfy { DeliveryState(rawValue: $0.state)?.isOpen == false }
    }

    /// Goes through all of it, once it is over.
    func check(_ office: FaultyOffice) throws {
        let ends = office.told.ends.filter { $0.attempt == 1 && $0.end.verdict != .accepted }
        #expect(ends.count == struck)
        for one in ends { try checkLog(one, office) }
        let rows = try office.rows(FaultyOffice.bad)
        let hit = Set(ends.map { $0.delivery.id.rawValue })
        let others = rows.filter { !hit.contains($0.id) }
        #expect(others.allSatisfy { $0.state == "accepted" && $0.attempts == 1 })
        #expect(
            rows.filter { hit.contains($0.id) }.allSatisfy {
                $0.state == (end.verdict == .refused ? "given-up" : "accepted")
            })

        if let first = ends.first {
            try checkNextAttempts(of: ends, since: first.at, office)
            // One delivery's fault keeps no other waiting: it is accepted at the moment at which all was due. After the
            // channel's own, or where the peer wants to be left alone for a while, they wait with it.
            if !isChannels, end.retryAfter == nil {
                #expect(others.allSatisfy { $0.acceptedAt == first.at })
            }
        }
        let good = try office.rows(FaultyOffice.good)
        #expect(good.count == 3)
        #expect(good.allSatisfy { $0.state == "accepted" && $0.attempts == 1 && $0.acceptedAt == $0.createdAt })
        #expect(office.told.otherAlarms.isEmpty)
        #expect(office.told.alarms == (isChannels ? [.held(fault: end.reason), .freed] : []))
        #expect(try office.rows(FaultyOffice.good, .trouble).isEmpty == (end.verdict != .refused))
    }

    /// State, attempt, and what a process that started now would make of it.
    private func checkLog(_ one: FaultyOffice.End, _ office: FaultyOffice) throws {
        var seen = one.end
        seen.peer = nil
        #expect(seen == end)
        #expect(one.end.peer == peer)
        #expect(one.state == state)
        let history = try #require(try office.history(one.delivery.id.rawValue))
        let attempt = try #require(history.attempts.first)
        #expect(attempt.verdict == end.verdict.rawValue && attempt.reason == end.reason)
        #expect(attempt.code == end.code && attempt.reply == end.reply)
        #expect(attempt.peer == peer && attempt.tls == end.tls && attempt.endedAt == one.at)
        #expect(history.attempts.count == (end.verdict == .refused ? 1 : 2))

        let open = one.ledger.open.first { $0.delivery.id == one.delivery.id }
        #expect((open == nil) == (end.verdict == .refused))
        if let open {
            #expect(open.state == state && open.attempts == 1)
            #expect(open.deferrals == (end.verdict == .deferred ? 1 : 0))
            #expect(open.unknowns == (end.verdict == .unknown ? 1 : 0))
            #expect(open.mayHaveArrived == (end.verdict == .unknown))
        }
        #expect(one.ledger.channels[FaultyOffice.bad]?.faults ?? 0 == (isChannels ? 1 : 0))
        let restarted = ReminderEngine(inputs: office.inputs, ledger: one.ledger, now: one.at)
        let held = restarted.standing(now: one.at, since: nil).heldChannels
        #expect(held == (isChannels ? [FaultyOffice.bad: end.reason] : [:]))
    }

    /// Planned by the first step, or by the hold, and then made at that very moment.
    private func checkNextAttempts(of ends: [FaultyOffice.End], since at: Moment, _ office: FaultyOffice) throws {
        let begun = try office.rows(FaultyOffice.bad).flatMap { try office.history($0.id)?.attempts ?? [] }.map(
            \.begunAt)
        let later = begun.filter { $0 > at }.min().map { at.seconds(until: $0) }
        switch end.verdict {
        case .accepted, .refused:
            #expect(later == nil)
        case .channelDown:
            #expect((60...66).contains(try #require(later)), "\(String(describing: later))")
        case .deferred, .unknown:
            for one in ends {
                let open = try #require(one.ledger.open.first { $0.delivery.id == one.delivery.id })
                let next = try #require(open.next)
                let wait = one.at.seconds(until: next)
                let least = max(step, Int64(end.retryAfter ?? 0))
                #expect((least...max(least, step + step / 10)).contains(wait), "\(wait)")
                let attempts = try office.history(one.delivery.id.rawValue)?.attempts ?? []
                // A channel that rests until then takes one after the other.
                if struck == 1 { #expect(attempts.last?.begunAt == next) }
            }
        }
    }
}
