import CivilTime
import Foundation
import Testing

@Suite("Months")
struct CivilMonthTests {
    private func months(_ from: String, _ to: String) throws -> [String] {
        let (from, to) = (try #require(CivilDate(iso: from)), try #require(CivilDate(iso: to)))
        return CivilMonth.all(from: from, to: to).map(\.description)
    }

    @Test("every month that holds a day of the span, over a year's end, and none of a span that ends before it begins")
    func all() throws {
        #expect(try months("2017-11-30", "2018-02-01") == ["2017-11", "2017-12", "2018-01", "2018-02"])
        #expect(try months("2017-06-30", "2017-06-30") == ["2017-06"])
        #expect(try months("2017-06-30", "2017-06-29") == [])
        #expect(try months("9999-11-01", "9999-12-31") == ["9999-11", "9999-12"])
    }

    @Test("a month is read off a day or a moment, and off nothing else")
    func iso() {
        #expect(CivilMonth(iso: "2017-06-30T09:00:00+08:00")?.description == "2017-06")
        #expect(CivilMonth(iso: "2017-06") == nil)
        #expect(CivilMonth(iso: "2017-13-01") == nil)
    }

    @Test("as JSON it is a text")
    func json() throws {
        let month = try #require(CivilMonth(iso: "0987-01-02"))
        #expect(String(decoding: try JSONEncoder().encode([month]), as: UTF8.self) == #"["0987-01"]"#)
    }
}
