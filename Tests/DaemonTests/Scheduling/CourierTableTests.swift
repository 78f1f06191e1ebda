import Couriers
import Testing

@testable import Daemon

@Suite("the couriers in use")
struct CourierTableTests {
    @Test("a replaced courier is closed with its last transfer, an idle one at once")
    func retires() throws {
        let trace = Trace()
        let (first, second, third) = (
            ScriptedCourier("1", trace), ScriptedCourier("2", trace), ScriptedCourier("3", trace)
        )
        var table = CourierTable()
        #expect(table.replace([(SmallOffice.channel, first)]).isEmpty)
        let seat = try #require(table.seats["mail"]).number
        table.entered(seat)
        table.entered(seat)
        #expect(table.replace([(SmallOffice.channel, second)]).isEmpty, "closed under its transfers")
        #expect(table.carriedCount == 2)
        let idle = table.replace([(SmallOffice.channel, third)]).map { ($0 as? ScriptedCourier)?.name }
        #expect(idle == ["2"])
        #expect(table.left(seat) == nil)
        #expect((table.left(seat) as? ScriptedCourier)?.name == "1")
        #expect(table.carriedCount == 0)
    }

    @Test("a courier in use is not closed when its last transfer ends")
    func stays() throws {
        var table = CourierTable()
        _ = table.replace([(SmallOffice.channel, ScriptedCourier("1", Trace()))])
        let seat = try #require(table.seats["mail"]).number
        for _ in 1...3 {
            table.entered(seat)
            #expect(table.left(seat) == nil)
        }
        #expect(table.replace([]).count == 1)
        #expect(table.seats.isEmpty)
    }

    @Test("at the end all are closed, with what is under way on them and on those that retired")
    func end() throws {
        let (first, second) = (ScriptedCourier("1", Trace()), ScriptedCourier("2", Trace()))
        var table = CourierTable()
        _ = table.replace([(SmallOffice.channel, first)])
        let retired = try #require(table.seats["mail"]).number
        table.entered(retired)
        _ = table.replace([(SmallOffice.channel, second)])
        let seated = try #require(table.seats["mail"]).number
        table.entered(seated)
        #expect(table.removeAll().map { ($0 as? ScriptedCourier)?.name } == ["2", "1"])
        #expect(table.seats.isEmpty && table.carriedCount == 2)
        #expect(table.left(retired) == nil && table.left(seated) == nil)
        #expect(table.carriedCount == 0)
    }
}
