import CivilTime
import Foundation
import Reminders
import Testing
import WorkLists

@Suite("The year at a glance")
struct PlanOverviewTests {
    private func overview(
        _ inputs: PlanInputs, _ from: String = "2017-01-01", _ to: String = "2017-12-31", unit: UnitID? = nil
    ) -> PlanOverview {
        PlanOverview(
            PlanPreview.plan(of: inputs, from: date(from), to: date(to), unit: unit), directory: inputs.directory)
    }

    @Test("Huzhou's year: what is owed, and the heaviest days")
    func huzhou() throws {
        let overview = overview(try Huzhou.inputs())
        #expect(overview.months.map(\.month.month) == Array(1...12))
        // 127 milestones, one of them three times, and three duties.
        #expect(overview.total.deadlines == 132)
        #expect(overview.total.obligations == 290)
        #expect(overview.units.count == 39)
        let june = overview.months[5]
        #expect(june.tally.deadlines == 46)
        #expect(june.heaviestDay?.date == date("2017-06-30"))
        #expect(june.heaviestDay?.messages == 39)
        // Nothing is said before the list was issued.
        #expect(overview.months[1].tally.reminders == 0 && overview.months[1].tally.deadlines == 0)
        #expect(overview.months[1].heaviestDay == nil)
    }

    @Test("months and units add up to the whole, counted apart from the rows", arguments: [nil, "fgw"] as [UnitID?])
    func sums(unit: UnitID?) throws {
        let inputs = try Huzhou.inputs()
        let (from, to) = (date("2017-05-20"), date("2018-02-10"))
        let overview = overview(inputs, "2017-05-20", "2018-02-10", unit: unit)
        let rows = PlanPreview.rows(of: inputs, from: from, to: to, unit: unit)
        var messages: [String: Set<String>] = [:]
        for row in rows { messages[row.unit.rawValue, default: []].insert("\(row.at.prefix(10)) \(row.to)") }
        #expect(overview.months.map(\.month.description).first == "2017-05")
        #expect(overview.months.map(\.month.description).last == "2018-02")
        #expect(overview.total.reminders == rows.count)
        #expect(overview.months.reduce(0) { $0 + $1.tally.reminders } == rows.count)
        #expect(overview.total.messages == Set(messages.values.joined()).count)
        #expect(overview.months.reduce(0) { $0 + $1.tally.messages } == overview.total.messages)
        #expect(overview.months.reduce(0) { $0 + $1.tally.obligations } == overview.total.obligations)
        #expect(overview.days == Set(rows.map { $0.at.prefix(10) }).count)
        for unit in overview.units {
            #expect(unit.messages == messages[unit.unit.rawValue, default: []].count)
            #expect(unit.months.reduce(0) { $0 + $1.messages } == unit.messages)
            #expect(unit.months.reduce(0) { $0 + $1.obligations } == unit.obligations)
            #expect(unit.months.map(\.month) == overview.months.map(\.month))
        }
        #expect(overview.units.reduce(0) { $0 + $1.obligations } == overview.total.obligations)
        let place = { (unit: PlanOverview.Unit) in inputs.directory.units.firstIndex { $0.id == unit.unit } ?? -1 }
        #expect(overview.units.map(place) == overview.units.map(place).sorted())
    }

    @Test("a message to two units is one message in all, and one with each of them")
    func shared() {
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-06-30", units: ["b"])]
        let inputs = Files.inputs(nodes, units: ["a", "b"].map { Files.unit($0, ["both@x"]) })
        let overview = overview(inputs, "2017-06-30", "2017-06-30")
        #expect(overview.total.messages == 1)
        #expect(overview.total.reminders == 2)
        #expect(overview.units.map(\.messages) == [1, 1])
    }

    @Test("a unit that cannot be written to owes something and gets no message")
    func unreachable() {
        let overview = overview(Files.inputs([Files.june], units: [Files.unit("a", [])]), "2017-06-30", "2017-06-30")
        #expect(overview.units.map(\.obligations) == [1])
        #expect(overview.units.map(\.messages) == [0])
        #expect(overview.total.messages == 0)
        #expect(overview.total.units == 0)
        #expect(overview.total.reminders == 1)
    }

    @Test("its JSON has the documented fields")
    func json() throws {
        var inputs = Files.inputs([Files.june])
        inputs.lists[0].issuedOn = date("2017-03-31")
        let overview = overview(inputs, "2017-06-01", "2017-07-31")
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(overview)) as? [String: Any])
        #expect(object.keys.sorted() == ["days", "from", "months", "to", "total", "units"])
        let months = try #require(object["months"] as? [[String: Any]])
        #expect(months.map { $0["month"] as? String } == ["2017-06", "2017-07"])
        #expect(
            months[0].keys.sorted() == [
                "deadlines", "heaviest_day", "messages", "month", "obligations", "reminders", "units",
            ])
        let day = try #require(months[0]["heaviest_day"] as? [String: Any])
        #expect(day["date"] as? String == "2017-06-16")
        let unit = try #require((object["units"] as? [[String: Any]])?.first)
        #expect(unit.keys.sorted() == ["messages", "months", "obligations", "unit", "unit_name"])
    }
}
