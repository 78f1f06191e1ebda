import CivilTime
import Testing

@Suite("Recurrences")
struct RecurrenceTests {
    @Test("four thousand rules, most of them as work lists have them, give the days that python-dateutil gives")
    func dateutil() throws {
        let rows = try Oracle.rows("recurrences.tsv")
        var wrong: [String] = []
        for row in rows {
            try #require(row.count == 5)
            let start = try #require(CivilDate(iso: row[1]))
            let through = try #require(CivilDate(iso: row[2]))
            let recurrence = try Recurrence(rrule: row[0], start: start)
            let days = recurrence.occurrences(through: through, limit: try #require(Int(row[3])))
            let found = days.map(\.description).joined(separator: ",")
            if found != row[4] { wrong.append("\(row): \(found)") }
            #expect(recurrence.description == row[0])
            #expect(try Recurrence(icalendar: recurrence.icalendar) == recurrence)
        }
        #expect(rows.count == 4000)
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(3))")
    }

    @Test("plain and numbered weekdays of one rule are taken together, as RFC 5545 has them")
    func plainAndNumbered() throws {
        let start = try #require(CivilDate(iso: "2017-06-01"))
        let days = try Recurrence(rrule: "FREQ=MONTHLY;BYDAY=SA,-1SU;COUNT=6", start: start)
            .occurrences(through: .last, limit: 9)
        #expect(days.map(\.day) == [3, 10, 17, 24, 25, 1])
    }

    @Test(
        "the two-line form is read, with either line end, order and case",
        arguments: [
            "DTSTART;VALUE=DATE:20170731\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20171231",
            "DTSTART;VALUE=DATE:20170731\r\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20171231\r\n",
            "rrule:freq=monthly;interval=2;bymonthday=-1;until=20171231\n\nDTSTART:20170731\n",
        ])
    func icalendar(text: String) throws {
        let recurrence = try Recurrence(icalendar: text)
        #expect(
            recurrence.occurrences(through: .last, limit: 100).map(\.description)
                == ["2017-07-31", "2017-09-30", "2017-11-30"])
        #expect(recurrence.description == "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20171231")
        #expect(recurrence.start.description == "2017-07-31")
    }

    @Test(
        "an error names its part",
        arguments: [
            ("INTERVAL=2", "FREQ"), ("FREQ=HOURLY", "FREQ"), ("FREQ=MONTHLY;INTERVAL=0", "INTERVAL"),
            ("FREQ=MONTHLY;INTERVAL=-1", "INTERVAL"), ("FREQ=MONTHLY;INTERVAL=+1", "INTERVAL"),
            ("FREQ=MONTHLY;COUNT=x", "COUNT"), ("FREQ=MONTHLY;COUNT=2;UNTIL=20171231", "COUNT"),
            ("FREQ=MONTHLY;UNTIL=20170631", "UNTIL"), ("FREQ=MONTHLY;UNTIL=20171231T000000Z", "UNTIL"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "BYMONTHDAY"), ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
            ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"), ("FREQ=MONTHLY;BYDAY=XX", "BYDAY"),
            ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"), ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY"),
            ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
            ("FREQ=DAILY;BYDAY=-1MO", "BYDAY"), ("FREQ=MONTHLY;BYDAY=", "BYDAY"), ("FREQ=WEEKLY;WKST=1MO", "WKST"),
            ("FREQ=MONTHLY;BYSETPOS=-1", "BYSETPOS"), ("FREQ=YEARLY;BYEASTER=0", "BYEASTER"),
            ("FREQ=MONTHLY;FREQ=DAILY", "FREQ"), ("FREQ=MONTHLY;", "RRULE"), ("", "RRULE"), ("每月25日前", "RRULE"),
            ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL"),
        ])
    func errors(text: String, part: String) throws {
        let start = try #require(CivilDate(iso: "2017-01-01"))
        #expect {
            try Recurrence(rrule: text, start: start)
        } throws: { error in
            (error as? RecurrenceError)?.part == part && "\(error)".hasPrefix("\(part): ")
        }
    }

    @Test(
        "a bad line names itself",
        arguments: [
            ("RRULE:FREQ=DAILY", "DTSTART"), ("DTSTART;VALUE=DATE:20170731", "RRULE"), ("", "DTSTART"),
            ("DTSTART;VALUE=DATE:20170631\nRRULE:FREQ=DAILY", "DTSTART"),
            ("DTSTART;TZID=Asia/Shanghai:20170731T090000\nRRULE:FREQ=DAILY", "DTSTART;TZID=ASIA/SHANGHAI"),
            ("DTSTART:20170731\nDTSTART:20170731\nRRULE:FREQ=DAILY", "DTSTART"),
            ("DTSTART:20170731\nRRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", "RRULE"),
            ("DTSTART:20170731\nRRULE:FREQ=DAILY\nEXDATE:20170801", "EXDATE"),
            ("DTSTART:20170731\nFREQ=DAILY", "RRULE"),
        ])
    func badLines(text: String, part: String) {
        #expect {
            try Recurrence(icalendar: text)
        } throws: { error in
            (error as? RecurrenceError)?.part == part
        }
    }

    @Test(
        "a rule that never or hardly ever comes ends all the same",
        arguments: [
            ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 0), ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31", 0),
            ("FREQ=DAILY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=31", 0),
            ("FREQ=YEARLY;INTERVAL=9999", 1), ("FREQ=WEEKLY;INTERVAL=9999;BYDAY=MO", 41),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=4;COUNT=1000000", 0),
        ])
    func endless(text: String, expected: Int) throws {
        let start = try #require(CivilDate(iso: "2017-01-01"))
        let days = try Recurrence(rrule: text, start: start).occurrences(through: .last, limit: .max)
        #expect(days.count == expected)
    }

    @Test("a limit of none, an end before the start and an UNTIL before it give nothing")
    func nothing() throws {
        let start = try #require(CivilDate(iso: "2017-06-30"))
        let daily = try Recurrence(rrule: "FREQ=DAILY", start: start)
        #expect(daily.occurrences(through: .last, limit: 0).isEmpty)
        #expect(daily.occurrences(through: .last, limit: -1).isEmpty)
        #expect(daily.occurrences(through: start.adding(days: -1), limit: 9).isEmpty)
        #expect(daily.occurrences(through: start, limit: 9) == [start])
        #expect(
            try Recurrence(rrule: "FREQ=DAILY;UNTIL=20170629", start: start).occurrences(through: .last, limit: 9) == []
        )
    }

    @Test("the calendar's first and last days take part")
    func ends() throws {
        let weekly = try Recurrence(rrule: "RRULE:FREQ=WEEKLY;BYDAY=MO,FR;WKST=SU", start: .first)
        #expect(weekly.occurrences(through: .last, limit: 2).map(\.description) == ["0001-01-01", "0001-01-05"])
        let last = try Recurrence(rrule: "FREQ=DAILY", start: .last)
        #expect(last.occurrences(through: .last, limit: 5) == [.last])
    }
}
