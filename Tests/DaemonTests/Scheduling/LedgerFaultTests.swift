import Couriers
import Daemon
import DeliveryLog
import Reminders
import TestSupport
import Testing

@Suite("a ledger that cannot be written")
struct LedgerFaultTests {
    @Test("nothing is sent meanwhile, nobody is told that an act is on disk, and then all is written in its order")
    func retryable() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        let before = office.trace.records.count
        office.ledger.fail(.retryable("disk-full"))
        for (kind, milestone) in [(Act.Kind.done, "1.1.1"), (.reported, "1.2.1"), (.acknowledged, "1.3.1")] {
            await #expect(throws: LedgerFailure.retryable("disk-full")) {
                try await office.act(kind, milestone, key: "\(kind)")
            }
        }
        await #expect(throws: LedgerFailure.retryable("disk-full")) {
            try await office.scheduler.digestNow(by: .clerk())
        }
        #expect(await office.scheduler.ledgerFault == "disk-full")
        // It is tried again by itself.
        let failures = office.ledger.failures
        try await until("another try") { office.ledger.failures > failures }
        #expect(office.trace.records.count == before)
        #expect(office.trace.carried.isEmpty)

        office.ledger.fail(nil)
        try await until("the digest is accepted") { office.trace.accepted == 1 }
        #expect(await office.scheduler.ledgerFault == nil)
        #expect(office.acts == [.accepted, .done, .reported, .acknowledged, .digested])
        let order = office.trace.records.dropFirst(before).compactMap { record -> String? in
            switch record {
            case .act(let act): act.kind.rawValue
            case .intent: "intent"
            case .begun: "begun"
            case .ended: "ended"
            default: nil
            }
        }
        #expect(order == ["done", "reported", "acknowledged", "intent", "digested", "begun", "ended"])
        #expect(office.trace.transfersTooEarly.isEmpty)
        let told = office.events.compactMap { event -> String? in
            switch event {
            case .ledgerHeld(let name): "held: \(name)"
            case .ledgerFreed: "freed"
            default: nil
            }
        }
        #expect(told == ["held: disk-full", "freed"], "each is said once")
        await office.scheduler.stop(within: 60)
    }

    @Test("an outcome that cannot be written is written later; the message is not carried again")
    func outcome() async throws {
        let office = try SmallOffice(units: 1, isHolding: true, leap: 0)
        await office.scheduler.start()
        try await office.accept()
        try await until("it is under way") { await office.courier.waiting == 1 }
        office.ledger.fail(.retryable("busy"))
        await office.courier.release()
        try await until("its end could not be written") { office.ledger.failures > 0 }
        office.ledger.fail(nil)
        try await until("its end is written") { office.trace.accepted >= 1 }
        await office.scheduler.stop(within: 60)
        let first = try #require(office.trace.carried.first)
        #expect(office.trace.carried.count { $0 == first } == 1)
    }

    @Test("an act is told of once it is on disk, not before")
    func actsTold() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        office.ledger.fail(.retryable("disk-full"))
        await #expect(throws: LedgerFailure.retryable("disk-full")) { try await office.act(.done, "1.1.1", key: "d") }
        #expect(office.toldActs == [.accepted])
        office.ledger.fail(nil)
        try await until("it is on disk") { office.acts.count == 2 }
        await office.scheduler.stop(within: 60)
        #expect(office.toldActs == [.accepted, .done])
    }

    @Test("at the stop it is tried once more: what can be written is, and nothing is told to be lost")
    func lastTry() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        office.ledger.fail(.retryable("disk-full"))
        await #expect(throws: LedgerFailure.retryable("disk-full")) { try await office.act(.done, "1.1.1", key: "d") }
        office.ledger.fail(nil)
        #expect(await office.scheduler.stop(within: 60) == nil)
        #expect(office.acts == [.accepted, .done])
        #expect(office.unwritten.isEmpty)
    }

    @Test("what cannot be written at the stop either is counted and told, and the stop says why")
    func lost() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        office.ledger.fail(.retryable("disk-full"))
        for milestone in ["1.1.1", "1.2.1"] {
            await #expect(throws: LedgerFailure.retryable("disk-full")) {
                try await office.act(.done, milestone, key: milestone)
            }
        }
        let failures = office.ledger.failures
        #expect(await office.scheduler.stop(within: 60) == .retryable("disk-full"))
        #expect(office.ledger.failures > failures, "it was tried once more")
        #expect(office.unwritten == [2])
        #expect(office.acts == [.accepted])
        await #expect(throws: LedgerFailure.fatal("closed")) { try await office.act(.done, "1.3.1", key: "late") }
    }

    @Test("a stop in a cancelled task still waits for the transfer under way")
    func cancelled() async throws {
        let office = try SmallOffice(units: 1, isHolding: true, leap: 0)
        await office.scheduler.start()
        try await office.accept()
        try await until("it is under way") { await office.courier.waiting == 1 }
        await office.scheduler.beginNothing()
        let stop = Task { await office.scheduler.stop(within: 60) }
        stop.cancel()
        // Without its sleeps the whole time would be over at once.
        try await Task.sleep(for: .milliseconds(50))
        #expect(!office.trace.events.contains(.closed("first")))
        await office.courier.release()
        #expect(await stop.value == nil)
        #expect(office.trace.accepted == 1)
        #expect(office.trace.events.last == .closed("first"))
    }

    @Test("a message that cannot be read is not given up: it waits, and goes out once it can be read")
    func unreadable() async throws {
        let before = try SmallOffice(
            units: 1, leap: 0, answer: { _ in TransferEnd(.channelDown, reason: "connect") })
        await before.scheduler.start()
        try await before.accept()
        try await until("it waits") { !before.trace.ends.isEmpty }
        await before.scheduler.stop(within: 60)

        before.ledger.hide(true)
        let ends = before.trace.ends.count
        let office = try SmallOffice(
            units: 1, leap: 0, trace: before.trace, ledger: before.ledger, start: before.clock.now())
        await office.scheduler.start()
        try await until("reading failed") { office.trace.ends.count > ends }
        let end = office.trace.ends[ends]
        #expect(end.reason == "ledger-read")
        #expect(end.state == .waiting)
        office.ledger.hide(false)
        try await until("it goes out") { office.trace.accepted >= 1 }
        await office.scheduler.stop(within: 60)
    }

    @Test("one that failed for good ends the daemon: nothing is carried any more, and callers get the failure")
    func fatal() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.accept()
        office.ledger.fail(.fatal("io"))
        await #expect(throws: LedgerFailure.fatal("io")) { try await office.scheduler.digestNow(by: .clerk()) }
        #expect(await office.scheduler.untilFailure() == .fatal("io"))
        // Even if the disk comes back: what it holds is read by the next process.
        office.ledger.fail(nil)
        await #expect(throws: LedgerFailure.fatal("io")) { try await office.act(.done, "1.1.1", key: "late") }
        await office.scheduler.stop(within: 1)
        #expect(office.trace.carried.isEmpty)
        #expect(office.acts == [.accepted])
    }
}

extension SmallOffice {
    /// Acts as they were told.
    fileprivate var toldActs: [Act.Kind] {
        events.compactMap { event in
            if case .act(let act) = event { act.kind } else { nil }
        }
    }

    fileprivate var unwritten: [Int] {
        events.compactMap { event in
            if case .unwritten(let count) = event { count } else { nil }
        }
    }
}

extension Trace {
    /// How attempts ended, in the ledger's order.
    fileprivate var ends: [(reason: String, state: DeliveryState)] {
        records.compactMap { record in
            if case .ended(_, _, let end, let state, _, _) = record { (end.reason, state) } else { nil }
        }
    }
}
