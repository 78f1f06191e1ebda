import CivilTime
import Foundation
import Testing

@Suite("Calendar files")
struct HolidayYearTests {
    @Test("the shipped calendars are read whole, without a problem", arguments: Oracle.calendarYears)
    func shipped(year: Int) throws {
        let text = try Oracle.calendarText(year)
        let (calendar, problems) = HolidayYear.parse(text, fileName: "\(year).json")
        #expect(problems.isEmpty)
        let read = try #require(calendar)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let days = try #require(json["days"] as? [[String: Any]])
        #expect(read.year == json["year"] as? Int)
        #expect(read.papers == json["papers"] as? [String])
        #expect(read.papers.allSatisfy { $0.contains("www.gov.cn/") } && !read.papers.isEmpty)
        #expect(read.days.count == days.count)
        for (day, expected) in zip(read.days, days) {
            #expect(day.date.description == expected["date"] as? String)
            #expect(day.name == expected["name"] as? String)
            #expect(day.isOffDay == expected["isOffDay"] as? Bool)
        }
    }

    @Test("the shipped calendars do not contradict each other")
    func agreeing() throws {
        #expect(Workdays.contradictions(in: try Oracle.calendars()).isEmpty)
    }

    @Test(
        "each fault is named at its place",
        arguments: [
            (
                #"{"name": "元旦", "date": "2017-02-30", "isOffDay": true}"#,
                "2017.json:4:28: date 2017-02-30 does not exist"
            ),
            (
                #"{"name": "元旦", "date": "2017-6-30", "isOffDay": true}"#,
                "2017.json:4:28: '2017-6-30' is not a date; hint: write it as \"2017-06-30\""
            ),
            (
                #"{"name": "元旦", "date": "2018-01-01", "isOffDay": true}"#,
                "2017.json:4:28: date 2018-01-01 is not of the year 2017; "
                    + "hint: a calendar holds its own year and December of the year before"
            ),
            (
                #"{"name": "元旦", "date": "2016-11-30", "isOffDay": true}"#,
                "2017.json:4:28: date 2016-11-30 is not of the year 2017; "
                    + "hint: a calendar holds its own year and December of the year before"
            ),
            (
                #"{"name": "元旦", "date": "2017-01-01", "isOffDay": false}"#,
                "2017.json:4:5: 2017-01-01 (元旦) is a working day, but line 3 says a day off; "
                    + "hint: keep the one the notice gives"
            ),
            (
                #"{"name": "元旦", "date": 20170102, "isOffDay": true}"#,
                "2017.json:4:28: 'date' is a number, not a date; hint: write it as \"2017-06-30\""
            ),
            (
                #"{"name": "元旦", "date": "2017-01-02", "isOffDay": "true"}"#,
                "2017.json:4:54: 'isOffDay' is a text, not true or false; "
                    + "hint: true is a day off, false a working day; no quotes"
            ),
            (
                #"{"name": 1, "date": "2017-01-02", "isOffDay": true}"#,
                "2017.json:4:14: 'name' is a number, not a text"
            ),
            (
                #"{"name": "元旦", "date": "2017-01-02", "isOffday": true}"#,
                "2017.json:4:42: the day has no 'isOffDay'; hint: 'isOffday' is near"
            ),
            (
                #"{"name": "元旦", "date": "2017-01-02"}"#,
                "2017.json:4:5: the day has no 'isOffDay'"
            ),
            (
                #"{"name": "元旦", "date": "2017-01-02", "date": "2017-01-03", "isOffDay": true}"#,
                "2017.json:4:42: the day has 'date' twice"
            ),
            (#""2017-01-02""#, "2017.json:4:5: a text stands in 'days', where a day belongs"),
            (
                #"{"name"："元旦"}"#,
                "2017.json:4:12: not JSON: '：' where ':' belongs; hint: write an ASCII colon ':'"
            ),
            (
                #"{"name": "元旦"，"date": "2017-01-02"}"#,
                "2017.json:4:18: not JSON: '，' where ',' or '}' belongs; hint: write an ASCII comma ','"
            ),
            (
                #"{“name”: "元旦"}"#,
                "2017.json:4:6: not JSON: '“' where a quoted name belongs; hint: write ASCII quotes '\"'"
            ),
            (
                #"{"name": "元旦",}"#,
                "2017.json:4:19: not JSON: '}' where a quoted name belongs; hint: is there a comma too many before it?"
            ),
        ])
    func faults(entry: String, expected: String) {
        let text = """
            {"year": 2017, "papers": [],
              "days": [
                {"name": "元旦", "date": "2017-01-01", "isOffDay": true},
                \(entry)
              ]}
            """
        let (calendar, problems) = HolidayYear.parse(text, fileName: "2017.json")
        #expect(calendar == nil)
        #expect(problems.map(\.description) == [expected])
    }

    @Test(
        "a file that is not a calendar says so",
        arguments: [
            ("", "2017.json:1:1: not JSON: the text ends where a value belongs"),
            ("[]", "2017.json:1:1: not a calendar: a list stands where an object with year and days belongs"),
            ("{\"year\": 2017}", "2017.json:1:1: the calendar has no 'days'"),
            ("{\"days\": []}", "2017.json:1:1: the calendar has no 'year'"),
            ("{\"year\": 2017, \"days\": {}}", "2017.json:1:24: 'days' is an object, not a list"),
            (
                "{\"year\": \"2017\", \"days\": []}",
                "2017.json:1:10: 'year' is a text, not a whole number; hint: write it as 2017, unquoted"
            ),
            (
                "{\"year\": 2018, \"days\": []}",
                "2017.json:1:10: year 2018 in a file named for 2017; hint: rename the file or correct the year"
            ),
            ("{\"year\": 99999, \"days\": []}", "2017.json:1:10: year 99999 is outside 1 to 9999"),
            ("{\"year\": 2017, \"days\": []} x", "2017.json:1:28: not JSON: 'x' after the end of the JSON"),
            ("{\"year\": 2017,\n\"days\": [", "2017.json:2:10: not JSON: the text ends where a value belongs"),
        ])
    func notCalendars(text: String, expected: String) {
        let (calendar, problems) = HolidayYear.parse(text, fileName: "2017.json")
        #expect(calendar == nil)
        #expect(problems.map(\.description) == [expected])
    }

    @Test("all faults of a file are named at once")
    func allAtOnce() {
        let (_, problems) = HolidayYear.parse(
            """
            {"year": 2017, "days": [
            {"name": "a", "date": "2017-06-31", "isOffDay": true},
            {"name": "b", "date": "2017-07-01"},
            {"name": "c", "date": "2019-07-01", "isOffDay": 1}
            ]}
            """, fileName: "cn/2017.json")
        #expect(problems.map(\.line) == [2, 3, 4, 4])
    }

    @Test("names that are not known, a byte order mark and days said twice alike are passed over")
    func tolerance() throws {
        let (calendar, problems) = HolidayYear.parse(
            """
            \u{FEFF}{"$schema": "x", "year": 2017, "days": [
            {"name": "元旦", "date": "2017-01-02", "isOffDay": true, "note": null},
            {"name": "\\u5143\\u65e6", "date": "2017-01-02", "isOffDay": true},
            {"name": "\\ud83c\\udf89", "date": "2016-12-31", "isOffDay": true}]}
            """, fileName: "anything.json")
        #expect(problems.isEmpty)
        let days = try #require(calendar).days
        #expect(days.map(\.date.description) == ["2016-12-31", "2017-01-02"])
        #expect(days.map(\.name) == ["🎉", "元旦"])
        #expect(days.map(\.line) == [4, 2])
    }

    @Test("damaged files are read or refused as Foundation's JSON reader does, without a crash")
    func damaged() throws {
        let text = Array(try Oracle.calendarText(2019).unicodeScalars.prefix(900))
        let marks = Array("{}[]:,\"\\u0019eE+-. \n\ttrue，“\u{0}".unicodeScalars)
        var dice = Dice(seed: 20_170_331)
        var wrong: [String] = []
        for round in 0..<3000 {
            var scalars = round % 3 == 0 ? Array(text.prefix(Int.random(in: 0...text.count, using: &dice))) : text
            if round % 3 == 1 { scalars += "]}".unicodeScalars }
            for _ in 0..<Int.random(in: 0...3, using: &dice) where !scalars.isEmpty {
                let index = scalars.indices.randomElement(using: &dice) ?? 0
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: scalars.remove(at: index)
                case 1: scalars[index] = marks.randomElement(using: &dice) ?? " "
                default: scalars.insert(marks.randomElement(using: &dice) ?? " ", at: index)
                }
            }
            let damaged = String(String.UnicodeScalarView(scalars))
            let (calendar, problems) = HolidayYear.parse(damaged, fileName: "2019.json")
            #expect((calendar == nil) == !problems.isEmpty)
            let isJSON =
                (try? JSONSerialization.jsonObject(with: Data(damaged.utf8), options: .fragmentsAllowed)) != nil
            let isRefused = problems.contains { $0.message.hasPrefix("not JSON") }
            if isJSON == isRefused { wrong.append("\(problems): \(damaged.suffix(60))") }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first ?? "")")
    }

    @Test("nesting without end is refused")
    func nesting() {
        let (_, problems) = HolidayYear.parse(String(repeating: "[", count: 200_000), fileName: "x")
        #expect(problems.map(\.message) == ["not a calendar: nested deeper than 64 levels"])
    }
}
