import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// Acts about deliveries: what they need, and what they leave.
@Suite("retried and bounced", .temporaryFolder)
struct RetryAndBounceTests {
    private static let deferred = TransferEnd(.deferred, reason: "greylisted", code: 451)
    private static let silence = TransferEnd(.unknown, reason: "timeout")
    private static let refused = TransferEnd(.refused, reason: "rcpt-refused", code: 550)

    @Test("what was given up waits again and goes out by the next attempt", arguments: LedgerKind.allCases)
    func retried(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(
            .intent(try Sample.delivery(1)), Sample.begun(1, 1),
            Sample.ended(1, 1, Self.refused, state: .givenUp, at: 500), Sample.fate(try Sample.slot(), .failed))
        #expect(try bench.ledger.snapshot().givenUp.map(\.id.rawValue) == [1])
        #expect(try bench.write(Sample.retried(1, at: 1000)) == [true])
        for _ in 1...2 {
            let snapshot = try bench.ledger.snapshot()
            #expect(snapshot.givenUp == [])
            #expect(
                snapshot.open == [
                    .init(
                        delivery: try Sample.delivery(1), state: .waiting, attempts: 1, unknowns: 0,
                        mayHaveArrived: false, next: Sample.moment(1000))
                ])
            #expect(snapshot.slots == [try Sample.slot(): .failed], "the first fate holds")
            #expect(snapshot.acts.map(\.kind) == [.retried])
            #expect(snapshot.acts.map(\.delivery) == [DeliveryID(rawValue: 1)])
            try bench.reopen()
        }
        #expect(try bench.write(Sample.begun(1, 1), Sample.begun(1, 2), Sample.ended(1, 2)) == [false, true, true])
        #expect(try bench.state(1) == "accepted")
        #expect(try bench.ledger.delivery(DeliveryID(rawValue: 1))?.attempts.count == 2)
    }

    @Test("patience begins anew with a retry, and what may have arrived still may", arguments: LedgerKind.allCases)
    func patience(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        // 1 took the place of 2, which had been put off; 1 is put off, then left without an answer twice.
        try bench.write(.intent(try Sample.delivery(2)), .intent(try Sample.delivery(1)))
        try bench.write(
            .intent(try Sample.delivery(3)), Sample.begun(2, 1),
            Sample.ended(2, 1, Self.deferred, state: .waiting, at: 100),
            .dropped(
                DeliveryID(rawValue: 2), state: .superseded, reason: "newer", by: DeliveryID(rawValue: 3),
                at: Sample.moment(110)))
        for (attempt, end) in [Self.deferred, Self.silence, Self.silence].enumerated() {
            try bench.write(
                Sample.begun(3, attempt + 1, at: 200),
                Sample.ended(3, attempt + 1, end, state: attempt == 2 ? .givenUp : .waiting, at: 201))
        }
        try bench.write(Sample.retried(3))
        try bench.reopen()
        var open = try #require(try bench.ledger.snapshot().open.last)
        #expect((open.attempts, open.unknowns, open.deferrals, open.deferredSince) == (3, 0, 0, nil))
        #expect(open.mayHaveArrived)
        try bench.write(Sample.begun(3, 4), Sample.ended(3, 4, Self.deferred, state: .waiting, at: 2000))
        try bench.write(Sample.begun(3, 5), Sample.ended(3, 5, Self.silence, state: .unknown, at: 3000))
        try bench.reopen()
        open = try #require(try bench.ledger.snapshot().open.last)
        #expect((open.attempts, open.unknowns, open.deferrals) == (5, 1, 1))
        #expect(open.deferredSince == Sample.moment(2000))
        // What takes its place has the patience that is left to it.
        try bench.write(
            .intent(try Sample.delivery(4)),
            .dropped(
                DeliveryID(rawValue: 3), state: .superseded, reason: "newer", by: DeliveryID(rawValue: 4),
                at: Sample.moment(3100)))
        #expect(try bench.ledger.snapshot().open.last?.deferredSince == Sample.moment(2000))
    }

    @Test("what was dropped untried is retried too, and is dropped for nothing then", arguments: LedgerKind.allCases)
    func dropped(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(
            .intent(try Sample.delivery(1)),
            .dropped(
                DeliveryID(rawValue: 1), state: .givenUp, reason: "patience", by: nil, at: Sample.moment(10)))
        #expect(try bench.ledger.delivery(DeliveryID(rawValue: 1))?.reason == "patience")
        #expect(try bench.write(Sample.retried(1)) == [true])
        #expect(try bench.ledger.delivery(DeliveryID(rawValue: 1))?.reason == nil)
        #expect(try bench.write(Sample.begun(1, 1)) == [true])
    }

    @Test("a bounce stands beside the acceptance, which it leaves", arguments: LedgerKind.allCases)
    func bounced(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(.intent(try Sample.delivery(1)), Sample.begun(1, 1), Sample.ended(1, 1))
        #expect(try bench.write(Sample.bounced(1, reason: "550 查无此人", at: 900)) == [true])
        try bench.reopen()
        let row = try #require(try bench.ledger.log(LogQuery()).first)
        #expect((row.state, row.acceptedAt, row.bouncedAt) == ("accepted", Sample.moment(101), Sample.moment(900)))
        #expect(row.bounce == "550 查无此人")
        #expect(try bench.write(Sample.bounced(1, key: "again", reason: "x")) == [false], "it came back once")
        let shown = try bench.ledger.snapshot().givenUp
        #expect(
            shown == [
                .init(
                    id: DeliveryID(rawValue: 1), channel: "mail", address: "jxw@huzhou.example", reason: "550 查无此人",
                    at: Sample.moment(900), isBounced: true)
            ], "the office is shown it beside what was given up")
        #expect(try bench.ledger.log(LogQuery()).first?.bounce == "550 查无此人")
    }

    @Test("an act about a delivery in another state is not new and leaves nothing", arguments: LedgerKind.allCases)
    func refusals(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        for id in 1...5 as ClosedRange<Int64> { try bench.write(.intent(try Sample.delivery(id))) }
        // 1 waits, 2 is under way, 3 is accepted, 4 is superseded, 5 is given up; there is no 6.
        try bench.write(Sample.begun(2, 1), Sample.begun(3, 1), Sample.ended(3, 1), Sample.begun(5, 1))
        try bench.write(
            .dropped(DeliveryID(rawValue: 4), state: .superseded, reason: "newer", by: nil, at: Sample.moment(5)),
            Sample.ended(5, 1, Self.refused, state: .givenUp))
        let before = (try bench.ledger.snapshot(), try bench.entries().count)
        for id in [1, 2, 3, 4, 6] as [Int64] { #expect(try bench.write(Sample.retried(id)) == [false], "\(id)") }
        for id in [1, 2, 4, 5, 6] as [Int64] { #expect(try bench.write(Sample.bounced(id)) == [false], "\(id)") }
        let about = Act(
            kind: .retried, list: "", actor: .init(uid: 0, name: "root"), at: Sample.moment(9), key: "about nothing")
        #expect(try bench.write(.act(about)) == [false])
        #expect(try bench.ledger.snapshot() == before.0)
        #expect(try bench.entries().count == before.1)
        #expect(try bench.write(Sample.retried(5), Sample.bounced(3)) == [true, true], "the keys are free still")
    }

    @Test("a retry sent twice is one, also after it was given up again", arguments: LedgerKind.allCases)
    func twice(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(.intent(try Sample.delivery(1)), Sample.begun(1, 1))
        try bench.write(Sample.ended(1, 1, Self.refused, state: .givenUp))
        #expect(try bench.write(Sample.retried(1), Sample.retried(1)) == [true, false])
        try bench.write(Sample.begun(1, 2), Sample.ended(1, 2, Self.refused, state: .givenUp))
        #expect(try bench.write(Sample.retried(1)) == [false])
        #expect(try bench.state(1) == "given-up")
        #expect(try bench.write(Sample.retried(1, key: "another")) == [true])
        #expect(try bench.state(1) == "waiting")
    }

    @Test("a delivery is read back whole, whatever became of it", arguments: LedgerKind.allCases)
    func kept(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let second = try Sample.delivery(2, part: .init(number: 2, of: 2, first: DeliveryID(rawValue: 1)))
        try bench.write(.intent(try Sample.delivery(1)), .intent(second), .intent(try Sample.delivery(3)))
        try bench.write(
            Sample.begun(1, 1), Sample.ended(1, 1, Self.silence, state: .givenUp), Sample.begun(2, 1),
            Sample.ended(2, 1), Sample.bounced(2, at: 900), Sample.begun(3, 1))
        func read(_ id: Int64) throws -> KeptDelivery? { try bench.ledger.kept(DeliveryID(rawValue: id)) }
        #expect(
            try read(1)
                == .init(delivery: try Sample.delivery(1), state: .givenUp, attempts: 1, mayHaveArrived: true))
        #expect(
            try read(2)
                == .init(
                    delivery: second, state: .accepted, attempts: 1, mayHaveArrived: false,
                    bouncedAt: Sample.moment(900)))
        #expect(try read(3)?.state == .begun)
        #expect(try read(4) == nil)
        try bench.reopen()
        #expect(try read(3)?.state == .unknown, "its process is gone")
        #expect(try read(3)?.mayHaveArrived == true)
    }

    @Test("the newest messages are known by their part 1", arguments: LedgerKind.allCases)
    func recentParts(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        for number in 1...2 {
            try bench.write(
                .intent(
                    try Sample.delivery(
                        Int64(number), part: .init(number: number, of: 2, first: DeliveryID(rawValue: 1)))))
        }
        try bench.write(.intent(try Sample.delivery(3)))
        try bench.reopen()
        #expect(try bench.ledger.snapshot().recent.map(\.message.rawValue) == [1, 1, 3])
    }

    @Test("a part comes back as the part it is", arguments: LedgerKind.allCases)
    func parts(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let first = DeliveryID(rawValue: 1)
        let deliveries = try (1...3).map { number in
            try Sample.delivery(Int64(number), part: .init(number: number, of: 3, first: first))
        }
        for delivery in deliveries { try bench.write(.intent(delivery)) }
        try bench.write(.intent(try Sample.delivery(4)))
        try bench.reopen()
        #expect(try bench.ledger.snapshot().open.map(\.delivery) == deliveries + [try Sample.delivery(4)])
        let rows = try bench.ledger.log(LogQuery())
        #expect(rows.map(\.part) == [nil, 3, 2, 1])
        #expect(rows.map(\.parts) == [nil, 3, 3, 3])
    }
}
