import CivilTime
import Foundation
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test("counting days one by one from 1600 to 2400 gives every date its number and its weekday")
    func everyDay() throws {
        var date = try #require(CivilDate(iso: "1600-01-01"))
        #expect(date.weekday == .saturday)
        var wrong: [CivilDate] = []
        for year in 1600..<2400 {
            let february = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28
            for (index, length) in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                if CivilDate.daysIn(year: year, month: index + 1) != length { wrong.append(date) }
                for day in 1...length {
                    if date.parts != (year, index + 1, day) { wrong.append(date) }
                    if CivilDate(year: year, month: index + 1, day: day) != date { wrong.append(date) }
                    let tomorrow = date.adding(days: 1)
                    if tomorrow.weekday.rawValue != date.weekday.rawValue % 7 + 1 { wrong.append(date) }
                    date = tomorrow
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(date.description == "2400-01-01")
    }

    @Test(
        "known days have their numbers",
        arguments: [
            ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2000-02-29", 11_016, .tuesday),
            ("2017-06-30", 17_347, .friday), ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
        ])
    func knownDays(text: String, number: Int, weekday: Weekday) throws {
        let date = try #require(CivilDate(iso: text))
        #expect(date.dayNumber == number)
        #expect(date.weekday == weekday)
        #expect(CivilDate(dayNumber: number).description == text)
    }

    @Test(
        "what is not a date in ISO form, or does not exist, is refused",
        arguments: [
            "2017-06-31", "2017-02-29", "1900-02-29", "2017-13-01", "2017-00-10", "2017-06-00", "0000-01-01", "",
            "2017-6-30", "2017-06-3", "2017/06/30", "20170630", "2017-06-30 ", " 2017-06-30", "2017-06-30T00:00",
            "-2017-06-30", "+017-06-30", "２０１７-06-30", "2017年6月30日", "12017-06-30",
        ])
    func refused(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test(
        "adding months keeps the day, or takes the month's last",
        arguments: [
            ("2017-01-31", 1, "2017-02-28"), ("2020-01-31", 1, "2020-02-29"), ("2017-03-31", -1, "2017-02-28"),
            ("2017-06-30", 1, "2017-07-30"), ("2017-12-15", 1, "2018-01-15"), ("2017-01-15", -1, "2016-12-15"),
            ("2020-02-29", 12, "2021-02-28"), ("2020-02-29", -48, "2016-02-29"), ("2017-05-31", 0, "2017-05-31"),
        ])
    func months(from: String, months: Int, to: String) throws {
        #expect(try #require(CivilDate(iso: from)).adding(months: months).description == to)
    }

    @Test(
        "each month ends on its last day",
        arguments: [("2017-06-01", "2017-06-30"), ("2020-02-29", "2020-02-29"), ("2017-12-31", "2017-12-31")])
    func monthEnds(from: String, to: String) throws {
        #expect(try #require(CivilDate(iso: from)).monthEnd.description == to)
    }

    @Test("arithmetic beyond the calendar stops at its ends", arguments: [Int.max, 4_000_000])
    func ends(step: Int) throws {
        let date = try #require(CivilDate(iso: "2017-06-30"))
        #expect(date.adding(days: step) == .last)
        #expect(date.adding(days: -step) == .first)
        #expect(date.adding(months: step) == .last)
        #expect(date.adding(months: -step) == .first)
        #expect(CivilDate(dayNumber: .min).description == "0001-01-01")
        #expect(CivilDate.last.monthEnd == .last)
    }

    @Test("a date is JSON text in ISO form, and bad text is refused")
    func coding() throws {
        let date = try #require(CivilDate(iso: "2017-06-30"))
        #expect(String(decoding: try JSONEncoder().encode([date]), as: UTF8.self) == "[\"2017-06-30\"]")
        #expect(try JSONDecoder().decode([CivilDate].self, from: Data("[\"2017-06-30\"]".utf8)) == [date])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CivilDate].self, from: Data("[\"2017-06-31\"]".utf8))
        }
    }

    @Test("weekdays have their Chinese and English names")
    func weekdayNames() {
        #expect(Weekday.allCases.map(\.chinese).joined() == "周一周二周三周四周五周六周日")
        #expect(Weekday.allCases.map(\.english).joined() == "MonTueWedThuFriSatSun")
        #expect(Weekday.allCases.filter(\.isWeekend) == [.saturday, .sunday])
    }

    @Test(
        "a time of day is read and written",
        arguments: [("00:00", 0), ("09:00", 32_400), ("23:59", 86_340), ("09:00:30", 32_430)])
    func times(text: String, seconds: Int) throws {
        let time = try #require(TimeOfDay(text))
        #expect(time.secondsFromMidnight == seconds)
        #expect(time.description == text)
    }

    @Test(
        "what no clock shows is no time",
        arguments: ["24:00", "09:60", "9:00", "09:00:60", "0900", "09:00 ", "09：00", "", "-1:00", "09:0", "09:00:"])
    func noTime(text: String) {
        #expect(TimeOfDay(text) == nil)
    }
}
