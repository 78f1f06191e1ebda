import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// What every ledger does, on disk and in memory.
@Suite("the ledger's verbs", .temporaryFolder)
struct LedgerVerbsTests {
    @Test("a new ledger is empty and has a word of eight letters", arguments: LedgerKind.allCases)
    func empty(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let snapshot = try bench.ledger.snapshot()
        #expect(snapshot == LedgerSnapshot(tag: snapshot.tag))
        #expect(snapshot.tag.utf8.count == 8)
        #expect(snapshot.tag.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        #expect(try bench.ledger.log(LogQuery()) == [])
        #expect(try bench.ledger.body(of: DeliveryID(rawValue: 1)) == nil)
        #expect(try bench.ledger.delivery(DeliveryID(rawValue: 1)) == nil)
        try bench.reopen()
        #expect(try bench.ledger.snapshot() == snapshot)
    }

    @Test("a delivery is intended, begun and accepted, and its history says so", arguments: LedgerKind.allCases)
    func life(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let delivery = try Sample.delivery(1)
        #expect(try bench.write(.intent(delivery)) == [true])
        var snapshot = try bench.ledger.snapshot()
        #expect(
            snapshot.open == [
                .init(delivery: delivery, state: .waiting, attempts: 0, unknowns: 0, mayHaveArrived: false, next: nil)
            ])
        #expect(snapshot.slots == [try Sample.slot(): nil])
        #expect(snapshot.lastDelivery == delivery.id)
        #expect(snapshot.lastEntryAt == delivery.createdAt)

        let end = TransferEnd(
            .accepted, reason: "accepted", code: 250, reply: "250 2.0.0 queued as 4F1A", peer: "127.0.0.1:25",
            tls: "TLSv1.3")
        #expect(try bench.write(Sample.begun(1, 1), Sample.ended(1, 1, end)) == [true, true])
        #expect(try bench.write(Sample.fate(Sample.slot())) == [true])
        snapshot = try bench.ledger.snapshot()
        #expect(snapshot.open == [])
        #expect(snapshot.slots == [try Sample.slot(): .sent])
        #expect(snapshot.lastEntryAt == Sample.moment(200))
        #expect(snapshot.recent.map(\.acceptedAt) == [Sample.moment(101)])

        let history = try #require(try bench.ledger.delivery(delivery.id))
        #expect(
            history.attempts == [
                .init(
                    number: 1, begunAt: Sample.moment(100), endedAt: Sample.moment(101), verdict: "accepted",
                    reason: "accepted", code: 250, reply: "250 2.0.0 queued as 4F1A", peer: "127.0.0.1:25",
                    tls: "TLSv1.3")
            ])
        #expect(history.media == "message/rfc822")
        #expect(
            history.row
                == LogRow(
                    id: 1, kind: "reminder", unit: "jxw", channel: "mail", to: "jxw@huzhou.example",
                    subject: "【市政府重点工作】第1封", dueAt: Sample.moment(0), createdAt: Sample.moment(0),
                    state: "accepted", attempts: 1, lastCode: 250, lastReply: "250 2.0.0 queued as 4F1A",
                    acceptedAt: Sample.moment(101), messageID: "1.abcdefgh@huzhou.example",
                    slots: ["huzhou-2017:3.1.2/jxw|2017-06-30|3wd"]))
        #expect(try bench.ledger.body(of: delivery.id) == Sample.body(delivery.id))
    }

    @Test("every record given twice is new once and leaves one entry", arguments: LedgerKind.allCases)
    func idempotence(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let obligation = ObligationID(list: "huzhou-2017", milestone: "3.1.2", unit: "jxw")
        let deadline = try #require(CivilDate(iso: "2017-06-30"))
        let records: [LedgerRecord] = [
            .adopted(list: "huzhou-2017", hash: "aa", at: Sample.moment(0)),
            .seen(obligation, deadline: deadline, fingerprint: "f1", at: Sample.moment(0)),
            .intent(try Sample.delivery(1)), .intent(try Sample.delivery(2)), Sample.begun(1, 1), Sample.ended(1, 1),
            .dropped(
                DeliveryID(rawValue: 2), state: .superseded, reason: "a newer message took its place",
                by: DeliveryID(rawValue: 3), at: Sample.moment(5)),
            Sample.fate(try Sample.slot()), .act(Sample.act("k1")),
            .settledUntil(list: "huzhou-2017", Sample.moment(400)),
        ]
        for record in records {
            #expect(try bench.write(record, record) == [true, false], "\(record)")
            #expect(try bench.write(record) == [false], "\(record)")
        }
        #expect(
            try bench.entries().map(\.kind.rawValue) == [
                "adopted", "seen", "intent", "intent", "begun", "ended", "dropped", "fate", "act", "settled_until",
            ])
        #expect(try bench.entries().map(\.sequence) == Array(1...10))
        let before = try bench.ledger.snapshot()
        try bench.reopen()
        for record in records { #expect(try bench.write(record) == [false], "\(record)") }
        #expect(try bench.ledger.snapshot() == before)
    }

    @Test("an attempt begins only after the last one, and never while one is under way", arguments: LedgerKind.allCases)
    func compareAndSet(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        #expect(try bench.write(Sample.begun(1, 1)) == [false], "there is no such delivery")
        try bench.write(.intent(try Sample.delivery(1)))
        #expect(try bench.write(Sample.begun(1, 2), Sample.begun(1, 0)) == [false, false])
        #expect(try bench.write(Sample.ended(1, 1)) == [false], "it has not begun")
        #expect(try bench.write(Sample.begun(1, 1)) == [true])
        #expect(try bench.write(Sample.begun(1, 1), Sample.begun(1, 2)) == [false, false])
        #expect(
            try bench.write(
                .dropped(DeliveryID(rawValue: 1), state: .withdrawn, reason: "done", by: nil, at: Sample.moment(9)))
                == [false], "begun is frozen")
        #expect(try bench.write(Sample.ended(1, 2)) == [false])
        #expect(try bench.write(Sample.ended(1, 1, state: .begun)) == [false])
        let deferred = TransferEnd(.deferred, reason: "greylisted", code: 451, reply: "451 try later")
        #expect(try bench.write(Sample.ended(1, 1, deferred, state: .waiting, next: 400)) == [true])
        #expect(try bench.ledger.snapshot().open.map(\.next) == [Sample.moment(400)])
        #expect(try bench.write(Sample.begun(1, 1), Sample.begun(1, 2)) == [false, true])
        #expect(try bench.ledger.snapshot().open.map(\.next) == [nil])
        #expect(try bench.write(Sample.ended(1, 2), Sample.begun(1, 3)) == [true, false])
        #expect(try bench.ledger.delivery(DeliveryID(rawValue: 1))?.attempts.map(\.code) == [451, 250])
        #expect(
            try bench.write(
                .dropped(DeliveryID(rawValue: 1), state: .withdrawn, reason: "done", by: nil, at: Sample.moment(9)))
                == [false], "what was accepted is not taken back")
    }

    @Test("an attempt that nobody ended before the restart is unknown and goes on", arguments: LedgerKind.allCases)
    func interrupted(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        for id in 1...3 as ClosedRange<Int64> {
            try bench.write(.intent(try Sample.delivery(id)), Sample.begun(id, 1))
        }
        #expect(try bench.state(1) == "begun")
        try bench.reopen()
        #expect(try bench.ledger.snapshot().open.map(\.state) == [.unknown, .unknown, .unknown])
        #expect(try bench.ledger.log(LogQuery(state: "unknown")).map(\.id) == [3, 2, 1])
        #expect(try bench.ledger.log(LogQuery(state: "begun")) == [])

        // The engine may record the end, begin the next attempt, or drop the delivery.
        #expect(try bench.write(Sample.ended(1, 1, .interrupted, state: .unknown, next: 500)) == [true])
        #expect(try bench.write(Sample.begun(2, 2), Sample.begun(2, 3)) == [true, false])
        #expect(
            try bench.write(
                .dropped(
                    DeliveryID(rawValue: 3), state: .givenUp, reason: "may have arrived", by: nil, at: Sample.moment(9))
            )
                == [true])
        #expect(try [1, 2, 3].map(bench.state) == ["unknown", "begun", "given-up"])
        #expect(try bench.ledger.log(LogQuery(state: "begun")).map(\.id) == [2])
        #expect(try bench.ledger.log(LogQuery(state: "unknown")).map(\.id) == [1])
        let open = try bench.ledger.snapshot().open
        #expect(open.map(\.unknowns) == [0, 0], "a restart is not the other side's silence")
        #expect(open.map(\.attempts) == [1, 2])
    }

    @Test("attempts left without an answer are counted", arguments: LedgerKind.allCases)
    func unknowns(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        try bench.write(.intent(try Sample.delivery(1)))
        let ends = [
            TransferEnd(.unknown, reason: "timeout"), TransferEnd(.channelDown, reason: "auth", code: 535),
            TransferEnd(.unknown, reason: "timeout"), .interrupted,
        ]
        for (index, end) in ends.enumerated() {
            try bench.write(Sample.begun(1, index + 1), Sample.ended(1, index + 1, end, state: .unknown))
        }
        let open = try #require(try bench.ledger.snapshot().open.first)
        #expect((open.attempts, open.unknowns) == (4, 2))
    }

    @Test("the first fate of a slot holds", arguments: LedgerKind.allCases)
    func firstFate(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let (first, second) = (try Sample.slot(stage: "30d"), try Sample.slot(stage: "10wd"))
        #expect(try bench.write(Sample.fate(second, .skipped, delivery: nil)) == [true])
        #expect(try bench.write(Sample.fate(first, .sent), Sample.fate(second, .sent)) == [true, false])
        #expect(try bench.ledger.snapshot().slots == [first: .sent, second: .skipped])
        let fates = try bench.ledger.fates(list: "huzhou-2017", limit: 10)
        #expect(fates.map(\.slot) == [second, first], "oldest first")
        #expect(fates.map(\.delivery) == [nil, DeliveryID(rawValue: 1)])
        #expect(try bench.ledger.fates(list: nil, limit: 1).map(\.slot) == [second])
        #expect(try bench.ledger.fates(list: "wuxing-2018", limit: 10) == [])
    }

    @Test("acts come back whole and in order, each key once", arguments: LedgerKind.allCases)
    func acts(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let bare = Act(
            kind: .accepted, list: "huzhou-2017", actor: .init(uid: .max, name: "root"), at: Sample.moment(0), key: "z")
        try bench.write(.act(bare), .act(Sample.act("a")))
        #expect(try bench.write(.act(Sample.act("z", kind: .reopened))) == [false])
        try bench.reopen()
        #expect(try bench.ledger.snapshot().acts == [bare, Sample.act("a")])
    }

    @Test("a watermark never moves back, and a list's new hash leaves it", arguments: LedgerKind.allCases)
    func watermark(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let until = { LedgerRecord.settledUntil(list: "l", Sample.moment($0)) }
        #expect(try bench.write(until(10), until(5), until(10), until(11)) == [true, false, false, true])
        #expect(try bench.ledger.snapshot().lists == ["l": .init(hash: "", settledUntil: Sample.moment(11))])
        let adopted = { LedgerRecord.adopted(list: "l", hash: $0, at: Sample.moment(12)) }
        #expect(try bench.write(adopted("a"), adopted("a"), adopted("b"), adopted("a")) == [true, false, true, true])
        #expect(try bench.ledger.snapshot().lists == ["l": .init(hash: "a", settledUntil: Sample.moment(11))])
        #expect(try bench.write(until(3)) == [false])
        #expect(try bench.ledger.snapshot().lastEntryAt == Sample.moment(12))
        // Settling a moment that lies back is written later than what was written before it.
        #expect(try bench.write(until(11), .settledUntil(list: "m", Sample.moment(1))) == [false, true])
        #expect(try bench.ledger.snapshot().lastEntryAt == Sample.moment(12))
    }

    @Test("an obligation that is gone is forgotten, once", arguments: LedgerKind.allCases)
    func gone(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let id = ObligationID(list: "huzhou-2017", milestone: "7.1.2@2017-07-31", unit: "jxw")
        let june = try #require(CivilDate(iso: "2017-06-30"))
        _ = try bench.write(.seen(id, deadline: june, fingerprint: "a", at: Sample.moment(1)))
        let gone = LedgerRecord.gone(id, at: Sample.moment(2))
        #expect(try bench.write(gone, gone) == [true, false])
        #expect(try bench.ledger.snapshot().seen.isEmpty)
    }

    @Test("an obligation is seen anew when its deadline or its words change", arguments: LedgerKind.allCases)
    func sightings(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let id = ObligationID(list: "huzhou-2017", milestone: "7.1.2@2017-07-31", unit: "jxw")
        let (june, july) = (try #require(CivilDate(iso: "2017-06-30")), try #require(CivilDate(iso: "2017-07-31")))
        let seen = { LedgerRecord.seen(id, deadline: $0, fingerprint: $1, at: Sample.moment($2)) }
        #expect(try bench.write(seen(june, "a", 1), seen(june, "a", 2)) == [true, false])
        #expect(try bench.ledger.snapshot().seen == [id: .init(deadline: june, fingerprint: "a", at: Sample.moment(1))])
        #expect(try bench.write(seen(july, "a", 3), seen(july, "b", 4)) == [true, true])
        try bench.reopen()
        #expect(try bench.ledger.snapshot().seen == [id: .init(deadline: july, fingerprint: "b", at: Sample.moment(4))])
    }

    @Test("open deliveries come back whole, in order of id", arguments: LedgerKind.allCases)
    func openDeliveries(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let deliveries = [
            try Sample.delivery(
                2, kind: .trouble, channel: "office", address: "dcs@huzhou.example", units: [],
                items: [Sample.slot(unit: "nyj"), Sample.slot("三-2", unit: "nyj", stage: "statement-2017-08")]),
            try Sample.delivery(1, kind: .digest, units: [], items: [], digest: "weekly@2017-06-19T09:00"),
            try Sample.delivery(
                3, units: ["jxw", "fgw"], items: [Sample.slot(), Sample.slot("7.1.2@2017-07-31", unit: "fgw")]),
        ]
        for delivery in deliveries { try bench.write(.intent(delivery)) }
        try bench.reopen()
        let snapshot = try bench.ledger.snapshot()
        #expect(snapshot.open.map(\.delivery) == [deliveries[1], deliveries[0], deliveries[2]])
        #expect(snapshot.slots.count == 4)
        #expect(snapshot.slots.values.allSatisfy { $0 == nil })
        #expect(snapshot.lastDelivery == DeliveryID(rawValue: 3))
        #expect(try bench.ledger.log(LogQuery()).map(\.unit) == ["jxw,fgw", "nyj", ""])
    }

    @Test("recent are three days of what was told, and the newest of each digest", arguments: LedgerKind.allCases)
    func recent(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let day: Int64 = 86400
        // 1: too old. 2: old, but accepted late. 3: waits. 4: superseded. 5, 6: one digest's, 6 given up. 7: another's.
        try bench.write(.intent(try Sample.delivery(1)), Sample.begun(1, 1), Sample.ended(1, 1, at: day))
        try bench.write(.intent(try Sample.delivery(2)), Sample.begun(2, 1), Sample.ended(2, 1, at: 5 * day))
        try bench.write(.intent(try Sample.delivery(3, createdAt: 4 * day)))
        try bench.write(
            .intent(try Sample.delivery(4, createdAt: 4 * day)),
            .dropped(DeliveryID(rawValue: 4), state: .superseded, reason: "newer", by: nil, at: Sample.moment(4 * day)))
        for (id, digest) in [(5, "weekly@1"), (6, "weekly@2"), (7, "now")] as [(Int64, String)] {
            try bench.write(.intent(try Sample.delivery(id, kind: .digest, units: [], items: [], digest: digest)))
        }
        try bench.write(
            .dropped(DeliveryID(rawValue: 6), state: .givenUp, reason: "patience", by: nil, at: Sample.moment(6 * day)))
        try bench.reopen()
        #expect(try bench.ledger.snapshot().recent.map(\.id.rawValue) == [2, 3, 6, 7])
    }

    @Test("an intent without its body is refused, and nothing of the transaction stays", arguments: LedgerKind.allCases)
    func missingBody(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let good = Sample.batch([.intent(try Sample.delivery(1)), .act(Sample.act("a"))])
        let bad = LedgerBatch([.act(Sample.act("b")), .intent(try Sample.delivery(2))])
        #expect(throws: LedgerFailure.fatal("intent-without-body")) { try bench.ledger.commit([good, bad]) }
        #expect(try bench.entries() == [])
        #expect(try bench.ledger.snapshot().acts == [])
        #expect(try bench.ledger.commit([good]) == [[true, true]])
    }
}
