import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@Suite("The Huzhou year in virtual time")
struct HuzhouYearTests {
    @Test("accepted on 31 March, an outage in September, a clerk who ticks what is done: the year as it was told")
    func year() throws {
        var year = try Chronicle(Huzhou.inputs())
        year.until("2017-04-05 15:00")
        for unit in ["fgw", "jxw", "czj"] { try year.world.act(.acknowledged, unit: unit) }
        year.note("市发改委、市经信委、市财政局 acknowledge")
        year.until("2017-04-28 16:00")
        try year.record(.done, due: "2017-04-30", "all filed their own lists but 市民政局") { $0.id.unit != "mzj" }
        year.until("2017-06-20 10:00")
        try year.record(.done, due: "2017-06-30", "市经信委 is done early") { $0.id.unit == "jxw" }
        year.until("2017-06-29 14:00")
        try year.record(.reported, due: "2017-06-30", "市水利局 reports all it has") { $0.id.unit == "slj" }
        year.until("2017-07-03 10:00")
        try year.record(.done, due: "2017-06-30", "the ticked list of June comes back, without 市发改委's and 市水利局's") {
            !["fgw", "slj", "jxw"].contains($0.id.unit)
        }
        year.until("2017-07-10 09:30")
        try year.record(.reopened, due: "2017-06-30", "市水利局's reports do not hold") { $0.id.unit == "slj" }
        year.until("2017-08-14 10:00")
        try year.record(.done, due: "2017-06-30", "市水利局 is done") { $0.id.unit == "slj" }
        year.until("2017-09-17 20:00")
        year.outage(until: "2017-09-19 20:30")
        year.until("2017-10-09 16:00")
        try year.record(.done, due: "2017-09-30", "the ticked list of September comes back, whole") { _ in true }
        year.until("2017-12-11 11:00")
        try year.record(.done, due: "2017-12-10", "all self-checks are in") { _ in true }
        year.until("2018-01-02 10:00")
        try year.record(.done, due: "2017-12-31", "the ticked list of December comes back, without 市建设局's") {
            $0.id.unit != "jsj"
        }
        year.until("2018-01-19 17:00")
        try year.world.act(.closed, list: "huzhou-2017")
        year.note("the list is closed")
        year.until("2018-02-28")
        let text = year.text("The Huzhou year 2017 under the default policy, as it was told.")
        try expectGolden(text, "Tests/RemindersTests/Golden/huzhou-2017.txt")
        year.world.expectSound()
    }

    @Test("those who are done the day before each deadline get 10 to 22 mails from acceptance to the year's end")
    func diligence() throws {
        var year = try Chronicle(Huzhou.inputs())
        for due in Set(ObligationList.make(from: year.world.inputs).map(\.deadline)).sorted() {
            year.until("\(due.adding(days: -1)) 15:00")
            try year.record(.done, due: due.description, "all") { _ in true }
        }
        year.until("2017-12-31 23:00")
        // 市发改委 is two mailboxes: its own 22, and 11 of its 铁办.
        #expect(sizes(year) == [33: 1, 22: 2, 19: 22, 18: 1, 16: 5, 15: 1, 13: 5, 10: 1])
        year.world.expectSound()
    }

    @Test(
        "those of whom nothing is ever recorded get 17 to 38, statements of seven months among them, and are not asked the first time"
    )
    func silence() throws {
        var year = try Chronicle(Huzhou.inputs())
        year.until("2017-12-31 23:00")
        #expect(
            sizes(year) == [57: 1, 38: 2, 35: 1, 31: 22, 28: 1, 27: 1, 26: 1, 25: 3, 23: 5, 17: 1])
        year.world.expectSound()
    }

    /// How many bodies got how many mails.
    private func sizes(_ year: Chronicle) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: year.mails().map { ($0.count, $0.units.count) })
    }
}
