import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// What the next process must still know of what the last one saw.
@Suite("what a restart keeps", .temporaryFolder)
struct RestartTests {
    private static let deferred = TransferEnd(.deferred, reason: "greylisted", code: 451)
    private static let fault = TransferEnd(.channelDown, reason: "auth", code: 535)
    private static let silence = TransferEnd(.unknown, reason: "timeout")
    private static let refused = TransferEnd(.refused, reason: "rcpt-refused", code: 550)

    @Test("what was given up in forty days comes back, the newest last", arguments: LedgerKind.allCases)
    func givenUp(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let end = LedgerSnapshot.givenUpSeconds
        // 1: a second too old. 2 and 3: given up in the other order. 4: accepted. 5: superseded. 6: dropped untried.
        for (id, at) in [(1, -1), (2, 500), (3, 0)] as [(Int64, Int64)] {
            try bench.write(
                .intent(try Sample.delivery(id, channel: "mail-\(id)", address: "\(id)@x", createdAt: -100)),
                Sample.begun(id, 1, at: -90), Sample.ended(id, 1, Self.deferred, state: .waiting, at: -80),
                Sample.begun(id, 2, at: -70), Sample.ended(id, 2, Self.refused, state: .givenUp, at: at))
        }
        try bench.write(.intent(try Sample.delivery(4)), Sample.begun(4, 1), Sample.ended(4, 1))
        for (id, state) in [(5, .superseded), (6, .givenUp)] as [(Int64, DeliveryState)] {
            try bench.write(
                .intent(try Sample.delivery(id, createdAt: 600)),
                .dropped(DeliveryID(rawValue: id), state: state, reason: "stale", by: nil, at: Sample.moment(700)))
        }
        try bench.write(.act(Sample.act("newest", at: end)))
        try bench.reopen()
        let made = { (id: Int64, channel: String, address: String, reason: String, at: Int64) in
            LedgerSnapshot.GivenUp(
                id: DeliveryID(rawValue: id), channel: channel, address: address, reason: reason,
                at: Sample.moment(at))
        }
        #expect(
            try bench.ledger.snapshot().givenUp == [
                made(3, "mail-3", "3@x", "rcpt-refused", 0), made(2, "mail-2", "2@x", "rcpt-refused", 500),
                made(6, "mail", "jxw@huzhou.example", "stale", 600),
            ])
    }

    @Test("the newest accepted reminder of each obligation, however old", arguments: LedgerKind.allCases)
    func lastTold(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let (june, july) = (try Sample.slot(), try Sample.slot("7.1.2@2017-07-31", unit: "fgw"))
        try bench.write(.intent(try Sample.delivery(1, items: [june, july])), Sample.begun(1, 1))
        #expect(try bench.ledger.snapshot().lastTold == [:])
        try bench.write(Sample.ended(1, 1, at: 900))
        // 2 is accepted at an earlier moment (the clock was stepped), 3 is refused, 4 and 5 are no reminders.
        try bench.write(
            .intent(try Sample.delivery(2, items: [june])), Sample.begun(2, 1), Sample.ended(2, 1, at: 500))
        try bench.write(
            .intent(try Sample.delivery(3, items: [july])), Sample.begun(3, 1),
            Sample.ended(3, 1, Self.refused, state: .givenUp, at: 2000))
        for (id, other) in [(4, .trouble), (5, .digest)] as [(Int64, Delivery.Kind)] {
            try bench.write(
                .intent(try Sample.delivery(id, kind: other, items: [june])), Sample.begun(id, 1),
                Sample.ended(id, 1, at: 3000))
        }
        // 6: another stage of the same obligation, years later.
        let years: Int64 = 3 * 366 * 86400
        try bench.write(
            .intent(try Sample.delivery(6, items: [try Sample.slot(stage: "overdue-1")])), Sample.begun(6, 1),
            Sample.ended(6, 1, at: years))
        try bench.reopen()
        #expect(
            try bench.ledger.snapshot().lastTold
                == [
                    june.obligation: .init(at: Sample.moment(years), deadline: june.deadline),
                    july.obligation: .init(at: Sample.moment(900), deadline: july.deadline),
                ])
    }

    @Test("what may have arrived is not forgotten, whatever came after", arguments: LedgerKind.allCases)
    func mayHaveArrived(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        for id in 1...5 as ClosedRange<Int64> { try bench.write(.intent(try Sample.delivery(id))) }
        // 1: no answer, then put off. 2: interrupted and its end recorded, then put off. 3: interrupted, begun again
        // without an end, then put off. 4: only put off. 5: never tried.
        for (id, end) in [(1, Self.silence), (4, Self.deferred)] as [(Int64, TransferEnd)] {
            try bench.write(Sample.begun(id, 1), Sample.ended(id, 1, end, state: .unknown))
        }
        try bench.write(Sample.begun(2, 1), Sample.begun(3, 1))
        try bench.reopen()
        try bench.write(Sample.ended(2, 1, .interrupted, state: .unknown))
        for id in 1...4 as ClosedRange<Int64> {
            try bench.write(Sample.begun(id, 2), Sample.ended(id, 2, Self.deferred, state: .waiting))
        }
        for _ in 1...2 {
            try bench.reopen()
            let open = try bench.ledger.snapshot().open
            #expect(open.map(\.state) == [.waiting, .waiting, .waiting, .waiting, .waiting])
            #expect(open.map(\.mayHaveArrived) == [true, true, true, false, false])
            #expect(open.map(\.unknowns) == [1, 0, 0, 0, 0])
        }
    }

    @Test("an attempt under way may arrive", arguments: LedgerKind.allCases)
    func underWay(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(.intent(try Sample.delivery(1)), Sample.begun(1, 1))
        try bench.reopen()
        #expect(try bench.ledger.snapshot().open.map(\.mayHaveArrived) == [true])
    }

    @Test(
        "patience goes on from the first time it was put off; a channel's fault is none", arguments: LedgerKind.allCases
    )
    func deferrals(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(.intent(try Sample.delivery(1)), .intent(try Sample.delivery(2)))
        let ends = [Self.fault, Self.deferred, Self.fault, Self.silence, Self.deferred, Self.deferred]
        for (index, end) in ends.enumerated() {
            let at = Int64(index + 1) * 1000
            try bench.write(
                Sample.begun(1, index + 1, at: at), Sample.ended(1, index + 1, end, state: .waiting, at: at + 5))
        }
        try bench.write(Sample.begun(2, 1), Sample.ended(2, 1, Self.fault, state: .waiting))
        try bench.reopen()
        let open = try bench.ledger.snapshot().open
        #expect(open.map(\.attempts) == [6, 1])
        #expect(open.map(\.deferrals) == [3, 0])
        #expect(open.map(\.deferredSince) == [Sample.moment(2005), nil])
    }

    @Test("patience counts through those that it took the place of", arguments: LedgerKind.allCases)
    func chain(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        for id in 1...6 as ClosedRange<Int64> { try bench.write(.intent(try Sample.delivery(id))) }
        let drop = { (id: Int64, state: DeliveryState, by: Int64?) in
            LedgerRecord.dropped(
                DeliveryID(rawValue: id), state: state, reason: "newer", by: by.map(DeliveryID.init(rawValue:)),
                at: Sample.moment(50))
        }
        // 1 → 3 → 4, and 2 → 4; 5 was withdrawn and took 6 nowhere.
        for (id, at) in [(1, 3000), (2, 2000), (4, 4000), (5, 1000)] as [(Int64, Int64)] {
            try bench.write(Sample.begun(id, 1), Sample.ended(id, 1, Self.deferred, state: .waiting, at: at))
        }
        try bench.write(drop(1, .superseded, 3), drop(3, .superseded, 4))
        try bench.reopen()
        #expect(try bench.ledger.snapshot().open.map(\.delivery.id.rawValue) == [2, 4, 5, 6])
        #expect(
            try bench.ledger.snapshot().open.map(\.deferredSince)
                == [2000, 3000, 1000].map(Sample.moment) + [nil])
        try bench.write(drop(2, .superseded, 4), drop(5, .withdrawn, nil))
        try bench.reopen()
        let open = try bench.ledger.snapshot().open
        #expect(open.map(\.deferredSince) == [Sample.moment(2000), nil])
        #expect(open.map(\.deferrals) == [1, 0], "the others' attempts are not its own")
    }
}
