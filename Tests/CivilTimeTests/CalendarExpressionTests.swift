import CivilTime
import Foundation
import TestSupport
import Testing

@Suite("Calendar events")
struct CalendarExpressionTests {
    @Test("two thousand expressions are read, written and kept as systemd does")
    func table() throws {
        let rows = try Oracle.rows("calendar-events.tsv")
        #expect(rows.count == 2000)
        #expect(rows.count { $0[2] == "-" } > 100)
        try expectAgreement(rows, "calendar-events.tsv")
    }

    /// `SEED=17` asks again what a run failed on.
    @Test(
        "and two hundred more, asked about now",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"), "systemd is not installed"))
    func fresh() throws {
        let wanted = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt32.init)
        let seed = wanted ?? UInt32.random(in: 0...UInt32.max)
        let program = Repository.file("Tests/CivilTimeTests/Oracles/make_calendar_events.py")
        let run = try BuiltProduct.run("/usr/bin/python3", arguments: [program, "\(seed)", "200"])
        try #require(run.status == 0, "seed \(seed): \(run.err)")
        try expectAgreement(Oracle.rows(of: run.out), "SEED=\(seed)")
    }

    private func expectAgreement(_ rows: [[String]], _ source: String) throws {
        var wrong: [String] = []
        for row in rows {
            try #require(row.count == 4)
            guard let expression = try? CalendarExpression(row[0]) else {
                if row[2] != "-" { wrong.append("refused: \(row)") }
                continue
            }
            let events = try Self.events(of: expression, after: row[1])
            if "\(expression)" != row[2] || events != row[3] { wrong.append("\(row)\n  ours: \(expression) \(events)") }
            #expect(try CalendarExpression("\(expression)") == expression)
        }
        guard !wrong.isEmpty else { return }
        Issue.record("\(source): \(wrong.count) of \(rows.count) differ\n\(wrong.prefix(3).joined(separator: "\n"))")
    }

    private static func events(of expression: CalendarExpression, after base: String) throws -> String {
        let parts = base.split(separator: " ")
        var last = CivilDateTime(
            date: try #require(CivilDate(iso: parts[0])), time: try #require(TimeOfDay(parts[1])))
        var events: [String] = []
        while events.count < 5, let next = expression.next(after: last) {
            let time = "\(next.time)"
            events.append("\(next.date) \(time.count == 5 ? time + ":00" : time)")
            last = next
        }
        return events.joined(separator: ",")
    }

    @Test("what never comes has no next, and is soon found out", arguments: ["*-02-30 09:00", "2016-*-* 09:00"])
    func never(text: String) throws {
        let past = CivilDateTime(date: try #require(CivilDate(iso: "2017-01-01")), time: .midnight)
        #expect(try CalendarExpression(text).next(after: past) == nil)
    }

    @Test("the calendar's ends are no trap")
    func ends() throws {
        let expression = try CalendarExpression("daily")
        #expect(expression.day(onOrAfter: .first)?.description == "1970-01-01")
        #expect(expression.next(after: CivilDateTime(date: .last, time: .midnight)) == nil)
    }

    @Test(
        "an error names its part",
        arguments: [
            ("", "expression"), ("  ", "expression"), ("hourly", "weekdays"), ("Mon.Fri 09:00", "weekdays"),
            ("周一 09:00", "weekdays"), ("Sat..Mon 09:00", "weekdays"), ("Mon, 09:00", "weekdays"),
            ("Mon,Thu 9:00", "time"), ("Mon 24:00", "time"), ("Mon *:00", "time"), ("Mon 09,17:00", "time"),
            ("17-06-30", "year"), ("2200-06-30", "year"), ("*-13-01", "month"), ("*-*-32", "day"), ("*-*~31", "day"),
            ("*/2-01", "month"), ("*-*-05..03", "day"), ("*-*-20/20", "day"), ("*-*-01/0", "day's step"),
            ("*-*-1,,2", "day"), ("*~*~1", "expression"), ("*-*-*-*", "expression"),
            ("Mon 09:00 Asia/Shanghai", "expression"), ("09:00 Mon", "expression"), ("Mon..Fri..Sun", "weekdays"),
            (String(repeating: "1,", count: 200), "expression"),
        ])
    func errors(text: String, part: String) {
        #expect {
            try CalendarExpression(text)
        } throws: { error in
            (error as? CalendarExpressionError)?.part == part && "\(error)".hasPrefix("\(part): ")
        }
    }
}
