import CivilTime
import Couriers
import Daemon
import DeliveryLog
import Reminders
import TestSupport
import Testing

@Suite("the scheduler, between a ledger and couriers")
struct SchedulerTests {
    @Test("a season on a leaping clock: intent and begun are on disk before each transfer, its end after it")
    func season() async throws {
        let office = try SmallOffice(leap: 0)
        await office.scheduler.start()
        try await office.accept()
        // Handed out, 30d, 10wd, 3wd, due and twice after: seven messages for each of three units.
        let end = SmallOffice.start.adding(seconds: 122 * 86400)
        try await until("July is over") { office.clock.now() > end }
        await office.scheduler.stop(within: 60)

        let trace = office.trace
        #expect(trace.transfersTooEarly.isEmpty)
        #expect(Set(trace.carried).count == trace.carried.count, "a message was carried twice")
        #expect(trace.accepted == trace.carried.count)
        #expect(trace.carried.count >= 3 * 7)
        for (index, event) in trace.events.enumerated() {
            guard case .carried(let id, let attempt, _) = event else { continue }
            let end = trace.events[index...].contains { later in
                if case .wrote(.ended(id, attempt, _, _, _, _)) = later { true } else { false }
            }
            #expect(end, "transfer \(id) has no end on disk")
        }
        for row in try office.ledger.log(LogQuery(until: end, limit: 1000)) { #expect(row.state == "accepted") }
    }

    @Test("what is planned for nine happens at nine, however slow courier and disk are")
    func clockWaits() async throws {
        // Accepted before the clock runs: on a busy machine the year would be over first.
        let before = try SmallOffice()
        await before.scheduler.start()
        try await before.accept()
        await before.scheduler.stop(within: 60)
        let office = try SmallOffice(
            isHolding: true, leap: 0, speed: 86400, trace: before.trace, ledger: before.ledger)
        await office.scheduler.start()
        try await until("two are under way") { await office.courier.waiting == 2 }
        let held = office.clock.now()
        #expect((held.seconds + 8 * 3600) % 86400 == 9 * 3600)
        // At a day a second this would be hours.
        try await Task.sleep(for: .milliseconds(50))
        #expect(office.clock.now() == held)
        await office.courier.release()
        try await until("all are accepted") { office.trace.accepted >= 3 }
        await office.scheduler.stop(within: 60)
    }

    @Test("an act is answered when it is on disk, and one on trial leaves no trace")
    func acts() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        #expect(office.acts == [.accepted])
        try await office.act(.done, "1.1.1", key: "try", isDryRun: true)
        #expect(office.acts == [.accepted])
        try await office.act(.done, "1.1.1", key: "do")
        #expect(office.acts == [.accepted, .done])
        let (acts, known) = try await office.scheduler.act(
            [SmallOffice.request(.done, "1.1.1", key: "do")], isDryRun: false)
        #expect(acts.isEmpty && known == 1)
        await #expect(throws: ActRefusal.self) { try await office.act(.done, "9.9.9", key: "no such") }
        #expect(office.acts == [.accepted, .done])
        await office.scheduler.stop(within: 60)
    }

    @Test("of several acts one that is refused refuses all")
    func allOrNothing() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        await #expect(throws: ActRefusal.self) {
            try await office.scheduler.act(
                [
                    SmallOffice.request(.done, "1.1.1", key: "good"), SmallOffice.request(.done, "7.7.7", key: "bad"),
                ], isDryRun: false)
        }
        try await office.act(.reported, "1.2.1", key: "later")
        #expect(office.acts == [.accepted, .reported])
        await office.scheduler.stop(within: 60)
    }

    @Test("the digest sent twice within a minute is one; a preview is none")
    func digest() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        #expect(try await office.scheduler.digestPreview() != nil)
        #expect(office.trace.intents.isEmpty)
        let first = try await office.scheduler.digestNow(by: .clerk())
        let second = try await office.scheduler.digestNow(by: .clerk())
        #expect(first.isNew && !second.isNew)
        #expect(first.deliveries == second.deliveries)
        try await until("it is accepted") { office.trace.accepted == 1 }
        #expect(office.trace.intents == first.deliveries)
        await office.scheduler.stop(within: 60)
    }

    @Test("a message that cannot be composed is given up and said; the others go out")
    func notComposed() async throws {
        let office = try SmallOffice(leap: 0, mail: { $0 == 2 ? "no address" : "u\($0)@x.example" })
        await office.scheduler.start()
        try await office.accept()
        try await until("two are accepted") { office.trace.accepted >= 2 }
        try await until("one is given up") {
            try office.ledger.log(LogQuery(state: "given-up")).contains { $0.to == "no address" }
        }
        await office.scheduler.stop(within: 60)
        let said = office.events.contains { if case .notComposed = $0 { true } else { false } }
        #expect(said)
        let parcels = await office.courier.parcels
        #expect(!parcels.contains { $0.to == "no address" })
    }

    @Test("stopping lets what is under way end, begins nothing else and closes the couriers last")
    func stopping() async throws {
        let office = try SmallOffice(units: 6, isHolding: true, leap: 0)
        await office.scheduler.start()
        try await office.accept()
        try await until("two are under way") { await office.courier.waiting == 2 }
        let begun = office.trace.carried
        await office.scheduler.beginNothing()
        async let stopped = office.scheduler.stop(within: 60)
        await office.courier.release()
        #expect(await stopped == nil)
        #expect(office.trace.carried == begun)
        #expect(office.trace.accepted == begun.count)
        #expect(office.trace.events.last == .closed("first"))
        #expect(try office.ledger.snapshot().open.count == 6 - begun.count)
    }

    @Test("told to end before anybody waits for the end, it ends all the same")
    func endedEarly() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        await office.scheduler.end()
        #expect(await office.scheduler.untilFailure() == nil)
        await office.scheduler.stop(within: 60)
    }
}

extension SmallOffice {
    /// The kinds of the acts on disk.
    var acts: [Act.Kind] {
        trace.records.compactMap { record in
            if case .act(let act) = record { act.kind } else { nil }
        }
    }
}

extension Trace {
    var intents: [DeliveryID] {
        records.compactMap { record in
            if case .intent(let delivery) = record { delivery.id } else { nil }
        }
    }
}
