import CivilTime
import Testing

@Suite("Leads")
struct LeadTests {
    @Test(
        "a lead is read and written as text",
        arguments: [
            ("30d", Lead.days(30), "提前30天"), ("2w", .weeks(2), "提前2周"), ("1m", .months(1), "提前1个月"),
            ("10wd", .workdays(10), "提前10个工作日"), ("0d", .days(0), "到期当天"), ("3660d", .days(3660), "提前3660天"),
        ])
    func text(text: String, lead: Lead, chinese: String) {
        #expect(Lead(text) == lead)
        #expect(lead.description == text)
        #expect(lead.chinese == chinese)
    }

    @Test(
        "what is not a lead is refused",
        arguments: [
            "", "d", "30", "30 d", "-3d", "+3d", "3.5d", "3661d", "99999999999999999999d", "03d", "00d", "3D", "3dw",
            "３d", "3天", " 3d", "3d ", "wd", "3wdd", "3y",
        ])
    func refused(text: String) {
        #expect(Lead(text) == nil)
    }

    @Test(
        "a lead counts from the deadline, back and forth",
        arguments: [
            ("30d", "2017-06-30", "2017-05-31", "2017-07-30"), ("2w", "2017-06-30", "2017-06-16", "2017-07-14"),
            ("1m", "2017-03-31", "2017-02-28", "2017-04-30"), ("3wd", "2017-06-30", "2017-06-27", "2017-07-05"),
            // Over the National Day week: 30 September is a make-up Saturday, 9 October the first working day.
            ("3wd", "2017-10-09", "2017-09-28", "2017-10-12"), ("1wd", "2017-09-30", "2017-09-29", "2017-10-09"),
            ("10wd", "2017-12-31", "2017-12-18", "2018-01-15"), ("0wd", "2017-12-31", "2017-12-31", "2017-12-31"),
            ("0d", "2017-06-30", "2017-06-30", "2017-06-30"),
        ])
    func days(text: String, deadline: String, before: String, after: String) throws {
        let lead = try #require(Lead(text))
        let date = try #require(CivilDate(iso: deadline))
        let workdays = try Oracle.workdays()
        #expect(lead.date(before: date, workdays).description == before)
        #expect(lead.date(after: date, workdays).description == after)
    }
}
