import CivilTime
import Foundation
import Testing

@Suite("Moments and zones")
struct ZoneTests {
    @Test("wall times mean the moments that Python's zoneinfo gives, also where clocks jump")
    func zoneinfo() throws {
        var zones: [String: Zone] = [:]
        var wrong: [String] = []
        let rows = try Oracle.rows("zones.tsv")
        for row in rows {
            try #require(row.count == 5)
            let zone = try zones[row[0]] ?? #require(Zone(identifier: row[0]))
            zones[row[0]] = zone
            let date = try #require(CivilDate(iso: row[1]))
            let time = try #require(TimeOfDay(row[2]))
            let expected = Moment(seconds: try #require(Int64(row[3])))
            let offset = try #require(Int64(row[4]))
            let moment = zone.moment(date, time)
            let shown = zone.civil(expected)
            let naive = Moment(seconds: expected.seconds + offset)
            if moment != expected || shown.description != naive.wall {
                wrong.append("\(row): \(moment.seconds), \(shown)")
            }
        }
        #expect(rows.count > 2000)
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    }

    @Test(
        "every moment's wall time leads back to it, or to the first of the two that show it",
        arguments: ["America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Pacific/Apia"])
    func thereAndBack(identifier: String) throws {
        let zone = try #require(Zone(identifier: identifier))
        var dice = Dice(seed: 20_170_331)
        var (wrong, again) = (0, 0)
        for _ in 0..<20_000 {
            let moment = Moment(seconds: Int64.random(in: 0..<1_735_689_600, using: &dice))
            let shown = zone.civil(moment)
            let back = zone.moment(shown.date, shown.time)
            if back > moment || zone.civil(back) != shown { wrong += 1 }
            if back != moment { again += 1 }
            if Moment(iso8601: zone.iso8601(moment)) != moment { wrong += 1 }
        }
        #expect(wrong == 0)
        // The hour, or half hour, that autumn shows twice is met now and then; never more.
        #expect(again < 20)
    }

    @Test(
        "a skipped time becomes the first after it, of two the first is taken",
        arguments: [
            ("America/New_York", "2017-03-12", "02:30", "2017-03-12T03:00:00-04:00"),
            ("America/New_York", "2017-03-12", "03:00", "2017-03-12T03:00:00-04:00"),
            ("America/New_York", "2017-11-05", "01:30", "2017-11-05T01:30:00-04:00"),
            ("Australia/Lord_Howe", "2017-10-01", "02:15", "2017-10-01T02:30:00+11:00"),
            ("Australia/Lord_Howe", "2017-04-02", "01:45", "2017-04-02T01:45:00+11:00"),
            ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-31T00:00:00+14:00"),
            ("Asia/Shanghai", "2017-06-30", "09:00", "2017-06-30T09:00:00+08:00"),
        ])
    func jumps(identifier: String, date: String, time: String, expected: String) throws {
        let zone = try #require(Zone(identifier: identifier))
        let moment = zone.moment(try #require(CivilDate(iso: date)), try #require(TimeOfDay(time)))
        #expect(zone.iso8601(moment) == expected)
        #expect(Moment(iso8601: expected) == moment)
    }

    @Test(
        "a zone that does not exist, an abbreviation and a bare offset are refused",
        arguments: [
            "Asia/Huzhou", "", "UTC+8", "GMT+0800", "CST", "Asia", "/", "../etc/passwd", "Asia/Shanghai\u{0}",
            "asia/shanghai",
        ])
    func unknownZone(identifier: String) {
        #expect(Zone(identifier: identifier) == nil)
    }

    @Test("this binary knows its zones")
    func selfCheck() {
        #expect(Zone.selfCheck())
    }

    @Test(
        "a moment is read with its offset",
        arguments: [
            ("2017-03-31T01:00:00Z", 1_490_922_000), ("2017-03-31T09:00:00+08:00", 1_490_922_000),
            ("2017-03-30T21:30:00-03:30", 1_490_922_000), ("2017-03-31T09:00+08:00", 1_490_922_000),
            ("2017-03-31t01:00:00.999z", 1_490_922_000), ("1969-12-31T23:59:59Z", -1),
        ] as [(String, Int64)])
    func read(text: String, seconds: Int64) throws {
        let moment = try #require(Moment(iso8601: text))
        #expect(moment.seconds == seconds)
        #expect(Moment(iso8601: moment.iso8601) == moment)
    }

    @Test(
        "a time without an offset, or that does not exist, is no moment",
        arguments: [
            "2017-03-31T01:00:00", "2017-02-29T01:00:00Z", "2017-03-31T24:00:00Z", "2017-03-31 01:00:00Z", "",
            "2017-03-31T01:00:00+8", "2017-03-31T01:00:00+08:60", "2017-03-31T01:00:00.Z", "2017-03-31T01:00:00ZZ",
            "2017-03-31", "2017-03-31T01:00:60Z",
        ])
    func noMoment(text: String) {
        #expect(Moment(iso8601: text) == nil)
    }

    @Test("moments add up, and stop at an Int64's ends")
    func arithmetic() {
        let moment = Moment(seconds: 1_490_922_000)
        #expect(moment.iso8601 == "2017-03-31T01:00:00Z")
        #expect(moment.adding(hours: 24).iso8601 == "2017-04-01T01:00:00Z")
        #expect(moment.seconds(until: moment.adding(seconds: -90)) == -90)
        #expect(moment.adding(hours: Int.max).seconds == .max)
        #expect(moment.adding(seconds: Int64.min).adding(seconds: Int64.min).seconds == .min)
        #expect(Moment(seconds: .min).seconds(until: Moment(seconds: .max)) == .max)
        #expect(Moment(seconds: .max).iso8601 == "9999-12-31T23:59:59Z")
        #expect(Moment(seconds: .min).iso8601 == "0001-01-01T00:00:00Z")
    }

    @Test("the ends of the calendar have moments and wall times in every zone", arguments: ["Asia/Shanghai", "UTC"])
    func ends(identifier: String) throws {
        let zone = try #require(Zone(identifier: identifier))
        #expect(zone.civil(Moment(seconds: .max)).date == .last)
        #expect(zone.civil(Moment(seconds: .min)).date == .first)
        #expect(zone.civil(zone.moment(.last, .midnight)).date == .last)
        // Before 1901 Shanghai's clocks were 8:05:43 ahead, which RFC 3339 cannot write.
        #expect(Moment(iso8601: zone.iso8601(zone.moment(.first, .midnight)))?.seconds ?? 0 < -62_135_000_000)
    }

    @Test("a moment is a JSON number")
    func coding() throws {
        let moments = [Moment(seconds: 1_490_922_000)]
        #expect(String(decoding: try JSONEncoder().encode(moments), as: UTF8.self) == "[1490922000]")
        #expect(try JSONDecoder().decode([Moment].self, from: Data("[1490922000]".utf8)) == moments)
    }
}

extension Moment {
    /// The moment's date and time in UTC, as ``CivilDateTime`` writes them.
    fileprivate var wall: String {
        let text = iso8601.replacingOccurrences(of: "T", with: " ").dropLast()
        return String(text.hasSuffix(":00") ? text.dropLast(3) : text)
    }
}
