import Testing

@testable import WorkLists

@Suite("Values typed in another way")
struct ValueSlipsTests {
    @Test(
        "a time of day is told as it should be written",
        arguments: [
            ("09：00", "a full-width colon (：) stands in it: write it as 09:00"), ("9:00", "write it as 09:00"),
            ("９:00", "a full-width letter or digit (９) stands in it: write it as 09:00"),
            ("9点", "write it as 09:00"), ("9点30分", "write it as 09:30"),
            ("【09:00】", "brackets (【) stand around it: write it as 09:00"),
        ])
    func time(_ typed: String, _ hint: String) { #expect(ValueSlips.hint(time: typed) == hint) }

    @Test(
        "a lead is told as it should be written",
        arguments: [
            ("【30d】", "brackets (【) stand around it: write it as 30d"), ("30天", "write it as 30d"),
            ("10个工作日", "write it as 10wd"), ("2周", "write it as 2w"), ("1个月", "write it as 1m"),
            ("30 days", "write it as 30d"), ("030d", "write it as 30d"),
            ("３０ｄ", "a full-width letter or digit (３) stands in it: write it as 30d"),
        ])
    func lead(_ typed: String, _ hint: String) { #expect(ValueSlips.hint(lead: typed) == hint) }

    @Test(
        "a date is told as it should be written",
        arguments: [
            ("2017/6/30", "write it as 2017-06-30"), ("2017年6月30日", "write it as 2017-06-30"),
            ("【2017-06-30】", "brackets (【) stand around it: write it as 2017-06-30"),
        ])
    func date(_ typed: String, _ hint: String) { #expect(ValueSlips.hint(date: typed) == hint) }

    @Test(
        "where it cannot be told what was meant, nothing is",
        arguments: ["", "eight", "24:00", "30", "-3d", "】", "0d", "9", "99999d", "2017-06-31"])
    func unknown(_ typed: String) {
        #expect(ValueSlips.hint(time: typed) == nil)
        #expect(ValueSlips.hint(lead: typed) == nil)
        #expect(ValueSlips.hint(date: typed) == nil)
    }
}
