import CivilTime
import Testing

@Suite("Working days")
struct WorkdaysTests {
    @Test("every day from 2017 to 2026 is worked or off as chinesecalendar says")
    func chinesecalendar() throws {
        let workdays = try Oracle.workdays()
        var wrong: [CivilDate] = []
        var years: [Int] = []
        for row in try Oracle.rows("workdays.txt") where !row[0].hasPrefix("#") {
            let fields = row[0].split(separator: " ")
            let year = try #require(Int(fields[0]))
            let first = try #require(CivilDate(year: year, month: 1, day: 1))
            try #require(fields[1].count == (CivilDate.isLeap(year: year) ? 366 : 365))
            for (offset, digit) in fields[1].enumerated() {
                let date = first.adding(days: offset)
                if workdays.isWorkday(date) != (digit == "1") { wrong.append(date) }
            }
            #expect(workdays.knows(year))
            years.append(year)
        }
        #expect(wrong.isEmpty)
        #expect(years == Array(2017...2026))
        #expect(workdays.knownYears == years)
    }

    @Test(
        "holidays and make-up days have names, plain days have none",
        arguments: [
            ("2017-05-01", false, "劳动节"), ("2017-05-27", true, "端午节"), ("2017-09-30", true, "中秋节、国庆节"),
            ("2017-06-30", true, nil), ("2017-07-01", false, nil), ("2018-12-29", true, "元旦"),
            ("2018-12-31", false, "元旦"), ("2022-12-31", false, "元旦"), ("2020-01-31", false, "春节"),
        ] as [(String, Bool, String?)])
    func names(text: String, isWorkday: Bool, name: String?) throws {
        let workdays = try Oracle.workdays()
        let date = try #require(CivilDate(iso: text))
        #expect(workdays.isWorkday(date) == isWorkday)
        #expect(workdays.name(of: date) == name)
    }

    @Test("a year's New Year can be in the next year's file alone")
    func twoFiles() throws {
        let years = try Oracle.calendars()
        let date = try #require(CivilDate(iso: "2018-12-31"))
        #expect(Workdays(years.filter { $0.year == 2018 }).isWorkday(date))
        #expect(!Workdays(years.filter { $0.year == 2019 }).isWorkday(date))
    }

    @Test("shifting and counting are what going day by day gives")
    func naive() throws {
        var dice = Dice(seed: 20_170_331)
        for workdays in [try Oracle.workdays(), Workdays([]), Self.eccentric] {
            for _ in 0..<1500 {
                let start = CivilDate(dayNumber: Int.random(in: 16_900...20_900, using: &dice))
                let steps = Int.random(in: -70...70, using: &dice)
                let shifted = workdays.shift(start, by: steps)
                #expect(shifted == Self.walk(workdays, start, steps), "\(start) \(steps)")
                #expect(workdays.count(after: start, through: shifted) == Self.recount(workdays, start, shifted))
                let end = start.adding(days: Int.random(in: -400...400, using: &dice))
                let count = workdays.count(after: start, through: end)
                #expect(count == Self.recount(workdays, start, end), "\(start) \(end)")
                #expect(workdays.count(after: end, through: start) == -count)
            }
        }
    }

    @Test("the n-th working day after a date is a working day with n of them up to it, however far away")
    func inverse() throws {
        let workdays = try Oracle.workdays()
        var dice = Dice(seed: 20_170_331)
        var wrong: [String] = []
        for _ in 0..<20_000 {
            let start = CivilDate(dayNumber: Int.random(in: -200_000...1_000_000, using: &dice))
            let steps = Int.random(in: 1...100_000, using: &dice)
            let later = workdays.shift(start, by: steps)
            let earlier = workdays.shift(start, by: -steps)
            let holds =
                workdays.isWorkday(later) && later > start && workdays.isWorkday(earlier) && earlier < start
                && workdays.count(after: start, through: later) == steps
                && workdays.count(after: earlier, through: start.adding(days: -1)) == steps - 1
                && (!workdays.isWorkday(start) || workdays.shift(later, by: -steps) == start)
            if !holds { wrong.append("\(start) \(steps)") }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test(
        "a day is settled when no file still to come can change it",
        arguments: [
            ("2017-06-30", true), ("2017-12-31", true), ("2026-12-21", true), ("2026-12-22", false),
            ("2026-12-31", false), ("2027-01-01", false), ("2016-12-31", false),
        ])
    func settled(text: String, isSettled: Bool) throws {
        #expect(try Oracle.workdays().isSettled(try #require(CivilDate(iso: text))) == isSettled)
    }

    @Test("years without a file go by the week, before and after those that have one")
    func outside() throws {
        let (known, plain) = (try Oracle.workdays(), Workdays([]))
        for text in ["1949-10-01", "2016-10-03", "2027-01-01", "2200-05-01"] {
            let date = try #require(CivilDate(iso: text))
            #expect(!known.knows(date.year))
            #expect(known.isWorkday(date) == !date.weekday.isWeekend)
            for steps in [-5, -1, 1, 5] { #expect(known.shift(date, by: steps) == plain.shift(date, by: steps)) }
        }
        #expect(plain.knownYears.isEmpty)
    }

    @Test("the calendar's ends and steps beyond them are safe")
    func ends() {
        let plain = Workdays([])
        #expect(plain.shift(.last, by: .max) == .last)
        #expect(plain.shift(.first, by: .min) == .first)
        #expect(plain.shift(.first, by: .max) == .last)
        #expect(plain.workday(onOrAfter: .last) == .last)
        #expect(plain.workday(onOrBefore: .first) == .first)
        #expect(plain.shift(.last, by: 0) == .last)
    }

    @Test(
        "what falls on an off day moves to the working day before, after, stays, or is left out",
        arguments: [
            ("2017-12-31", "2017-12-29", "2018-01-02"), ("2017-09-30", "2017-09-30", "2017-09-30"),
            ("2017-10-05", "2017-09-30", "2017-10-09"), ("2018-12-30", "2018-12-29", "2019-01-02"),
            ("2020-01-27", "2020-01-23", "2020-02-03"),
        ])
    func moves(text: String, previous: String, next: String) throws {
        let workdays = try Oracle.workdays()
        let date = try #require(CivilDate(iso: text))
        let days = TellingDays(workdays)
        #expect(days.moved(date, .previous)?.description == previous)
        #expect(days.moved(date, .next)?.description == next)
        #expect(TellingDays(workdays, keepsOffDays: true).moved(date, .keep) == date)
        #expect(days.moved(date, .skip) == (workdays.isWorkday(date) ? date : nil))
        #expect(OffDayMove.allCases.map(\.rawValue) == ["previous", "next", "keep", "skip"])
    }

    @Test(
        "quiet days are passed over like off days, and where off days count, alone",
        arguments: [
            // Wednesday 14 June 2017 to Sunday the 18th; Fridays and Wednesday to Thursday are quiet.
            ("2017-06-14", "2017-06-13", "2017-06-19", "2017-06-13"),
            ("2017-06-16", "2017-06-13", "2017-06-19", "2017-06-13"),
            ("2017-06-18", "2017-06-13", "2017-06-19", "2017-06-18"),
            ("2017-06-20", "2017-06-20", "2017-06-20", "2017-06-20"),
        ])
    func quiet(text: String, previous: String, next: String, kept: String) throws {
        let span = try #require(CivilDate(iso: "2017-06-14"))...(try #require(CivilDate(iso: "2017-06-15")))
        let quiet = QuietDays(weekdays: [.friday], spans: [span])
        let workdays = try Oracle.workdays()
        let date = try #require(CivilDate(iso: text))
        let days = TellingDays(workdays, quiet: quiet)
        #expect(days.moved(date, .previous)?.description == previous)
        #expect(days.moved(date, .next)?.description == next)
        #expect(days.moved(date, .skip) == (text == next ? date : nil))
        #expect(TellingDays(workdays, quiet: quiet, keepsOffDays: true).moved(date, .keep)?.description == kept)
    }

    @Test("a day for which none is found within 400 days stays as it is")
    func alwaysQuiet() throws {
        let date = try #require(CivilDate(iso: "2017-06-14"))
        let days = TellingDays(try Oracle.workdays(), quiet: QuietDays(weekdays: Set(Weekday.allCases)))
        #expect(days.moved(date, .previous) == date && days.moved(date, .next) == date)
    }

    @Test("two files that say the opposite of a day are reported, and the later year's counts")
    func contradictions() throws {
        let (earlier, none) = HolidayYear.parse(
            #"{"year": 2018, "days": [{"name": "a", "date": "2018-12-31", "isOffDay": false}]}"#, fileName: "2018.json")
        let (later, nothing) = HolidayYear.parse(
            #"{"year": 2019, "days": [{"name": "元旦", "date": "2018-12-31", "isOffDay": true}]}"#,
            fileName: "2019.json")
        try #require(none.isEmpty && nothing.isEmpty)
        let years = [try #require(later), try #require(earlier)]
        #expect(
            Workdays.contradictions(in: years).map(\.description) == [
                "2019.json:1:25: 2018-12-31 is a day off, but 2018.json, line 1, says a working day; "
                    + "hint: keep the one that the later notice gives"
            ])
        #expect(!Workdays(years).isWorkday(try #require(CivilDate(iso: "2018-12-31"))))
        #expect(Workdays(years) == Workdays(years.reversed()))
    }

    /// A calendar with long runs of days off and of worked weekends, and entries that change nothing.
    private static let eccentric: Workdays = {
        var dice = Dice(seed: 7)
        let days = (17_000...20_800).compactMap { number -> HolidayYear.Day? in
            guard (number / 50) % 3 == 0 || Bool.random(using: &dice) else { return nil }
            return HolidayYear.Day(
                date: CivilDate(dayNumber: number), name: "x",
                isOffDay: (number / 50) % 2 == 0 ? Int.random(in: 0..<8, using: &dice) > 0 : Bool.random(using: &dice))
        }
        return Workdays([HolidayYear(year: 2017, days: days)])
    }()

    private static func walk(_ workdays: Workdays, _ start: CivilDate, _ steps: Int) -> CivilDate {
        var date = start
        var left = abs(steps)
        while left > 0 {
            date = date.adding(days: steps.signum())
            if workdays.isWorkday(date) { left -= 1 }
        }
        return date
    }

    private static func recount(_ workdays: Workdays, _ start: CivilDate, _ end: CivilDate) -> Int {
        guard start <= end else { return -recount(workdays, end, start) }
        return (start.dayNumber..<end.dayNumber).count { workdays.isWorkday(CivilDate(dayNumber: $0 + 1)) }
    }
}
