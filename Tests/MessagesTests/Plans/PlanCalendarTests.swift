import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

@Suite("the plan as a calendar")
struct PlanCalendarTests {
    private struct Event {
        var lines: [String]

        subscript(name: String) -> String? {
            lines.first { $0.hasPrefix("\(name):") || $0.hasPrefix("\(name);") }?.split(separator: ":", maxSplits: 1)
                .last
                .map(String.init)
        }

        /// The text as it was before it was escaped.
        func text(_ name: String) -> String? {
            self[name]?.replacingOccurrences(of: "\\n", with: "\n").replacingOccurrences(of: "\\,", with: ",")
                .replacingOccurrences(of: "\\;", with: ";").replacingOccurrences(of: "\\\\", with: "\\")
        }
    }

    /// The events of a file whose every line is at most 75 octets, ends with CRLF and is whole UTF-8.
    private func events(
        _ language: Language = .zh, unit: UnitID? = nil, hasReminders: Bool = false
    ) throws -> [Event] {
        let configuration = try PlanScene.configuration(language)
        let plan = try PlanScene.plan(configuration, unit: unit)
        let bytes = PlanCalendar(configuration, unit: unit).file(
            of: plan, hasReminders: hasReminders, stamp: try #require(Moment(iso8601: "2017-04-05T09:00:00+08:00"))
        ).bytes()
        let text = try #require(String(validating: bytes, as: UTF8.self))
        let folded = text.components(separatedBy: "\r\n")
        #expect(folded.last == "" && folded.allSatisfy { $0.utf8.count <= 75 && !$0.utf8.contains(0x0A) })
        let lines = text.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n").dropLast()
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
        var events: [Event] = []
        for line in lines {
            if line == "BEGIN:VEVENT" {
                events.append(Event(lines: []))
            } else if !events.isEmpty, line != "END:VEVENT", line != "END:VCALENDAR" {
                events[events.count - 1].lines.append(line)
            }
        }
        #expect(lines.count { $0 == "END:VEVENT" } == events.count)
        #expect(Set(events.map { $0["UID"] }).count == events.count)
        return events
    }

    @Test("each deadline is one all-day event with all its units")
    func deadlines() throws {
        let events = try events()
        #expect(
            events.map { $0["UID"] } == [
                "demo-2017:3.1@id.example", "demo-2017:3.2@id.example", "demo-2017:3.10@id.example",
            ])
        let shared = events[1]
        #expect(shared["DTSTART"] == "20171231" && shared["DTEND"] == "20180101")
        #expect(shared.lines.contains("DTSTART;VALUE=DATE:20171231"))
        #expect(shared["DTSTAMP"] == "20170405T010000Z")
        #expect(shared.text("SUMMARY") == "3.2 完成投资100亿元;推进“六重”,见附件\\1")
        #expect(
            shared.text("DESCRIPTION") == """
                到期日为周日,请于12月29日(周五)前办妥
                重点工作3 推进项目
                责任单位:市发改委、市经信委
                原文期限:6月底前
                待规划获批后
                2017年度重点工作清单 湖政办发〔2017〕33号
                """)
        #expect(shared["CATEGORIES"] == "重点工作,重点工作3 推进项目")
        #expect(!events.flatMap(\.lines).contains { $0.hasPrefix("BEGIN:VALARM") })
    }

    @Test("for one unit the events have the names of its mails, and only its own")
    func unit() throws {
        let events = try events(unit: "jxw")
        let id = ObligationID(list: "demo-2017", milestone: "3.2", unit: "jxw")
        #expect(events.map { $0["UID"] } == [CalendarEvent.uid(of: id, domain: "id.example")])
    }

    @Test("with reminders each day on which messages go out is an event that says who is told of what")
    func reminders() throws {
        let events = try events(hasReminders: true)
        let days = events.filter { $0["UID"]?.hasPrefix("reminders-") ?? false }
        #expect(events.count == days.count + 3)
        let june = try #require(days.first { $0["DTSTART"] == "20170630" })
        #expect(june["UID"] == "reminders-2017-06-30@id.example")
        #expect(june["SUMMARY"] == "督查提醒:2个单位\\,2项")
        #expect(june.text("DESCRIPTION") == "到期当天,6月30日(周五)到期:市档案局1项、市发改委1项")
        #expect(june["CATEGORIES"] == "督查提醒")
        #expect(days.map { $0["DTSTART"] ?? "" } == days.map { $0["DTSTART"] ?? "" }.sorted())
        let own = try self.events(.en, unit: "fgw", hasReminders: true).first {
            $0["DTSTART"] == "20170630" && $0["UID"]?.hasPrefix("reminders") == true
        }
        #expect(own?["UID"] == "reminders-2017-06-30/fgw@id.example")
        #expect(own?["SUMMARY"] == "reminders: 1 item")
        #expect(own?.text("DESCRIPTION") == "on the day, due Fri 30 June: 3.1")
    }
}
