import Couriers
import Daemon
import DeliveryLog
import Reminders
import TestSupport
import Testing

@Suite("new files under a scheduler at work")
struct ReloadTests {
    @Test("a courier that was replaced carries what it has to the end, and is closed then")
    func retires() async throws {
        let office = try SmallOffice(units: 6, isHolding: true, leap: 0)
        await office.scheduler.start()
        try await office.accept()
        try await until("two are under way") { await office.courier.waiting == 2 }
        let second = ScriptedCourier("second", office.trace)
        try await office.scheduler.configure(
            try SmallOffice.inputs(units: 6), composer: try SmallOffice.composer(),
            couriers: [(SmallOffice.channel, second)], adopted: [])
        #expect(!office.trace.events.contains(.closed("first")))
        await office.courier.release()
        try await until("all are accepted") { office.trace.accepted >= 6 }
        try await until("the old one is closed") { office.trace.events.contains(.closed("first")) }
        await office.scheduler.stop(within: 60)
        #expect(office.trace.events.last == .closed("second"))

        let first = await office.courier.parcels.count
        #expect(first == 2, "the old courier got more than it had")
        let closing = try #require(office.trace.events.firstIndex(of: .closed("first")))
        let late = office.trace.events[closing...].contains { event in
            if case .carried(_, _, by: "first") = event { true } else { false }
        }
        #expect(!late)
        #expect(Set(office.trace.carried).count == office.trace.carried.count)
    }

    @Test("a courier that has nothing to carry is closed at once")
    func idle() async throws {
        let office = try SmallOffice()
        await office.scheduler.start()
        try await office.scheduler.configure(
            try SmallOffice.inputs(units: 3), composer: try SmallOffice.composer(),
            couriers: [(SmallOffice.channel, ScriptedCourier("second", office.trace))], adopted: [])
        try await until("it is closed") { office.trace.events.contains(.closed("first")) }
        await office.scheduler.stop(within: 60)
    }

    @Test("what is under way when the files change is not sent again by the new ones")
    func notTwice() async throws {
        let office = try SmallOffice(units: 2, isHolding: true, leap: 0)
        await office.scheduler.start()
        try await office.accept()
        try await until("both are under way") { await office.courier.waiting == 2 }
        for round in 1...3 {
            try await office.scheduler.configure(
                try SmallOffice.inputs(units: 2), composer: try SmallOffice.composer(),
                couriers: [(SmallOffice.channel, ScriptedCourier("courier \(round)", office.trace, isHolding: true))],
                adopted: [])
        }
        #expect(office.trace.carried.count == 2)
        await office.courier.release()
        try await until("both are on disk") { office.trace.accepted == 2 }
        for courier in ["first", "courier 1", "courier 2"] {
            try await until("\(courier) is closed") { office.trace.events.contains(.closed(courier)) }
        }
    }
}
