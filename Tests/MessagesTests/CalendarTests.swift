import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

@Suite("the calendar file")
struct CalendarTests {
    /// The content lines, unfolded (RFC 5545, 3.1).
    private func lines(_ bytes: [UInt8]) -> [String] {
        // Byte by byte: to a String, a blank and a combining mark behind it are one Character.
        var unfolded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: [0x0D, 0x0A, 0x20]) {
                index += 3
            } else {
                unfolded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: unfolded, as: UTF8.self).components(separatedBy: "\r\n").dropLast().map { $0 }
    }

    private func calendar(_ briefing: Briefing, _ content: Disclosure = .full) throws -> [String] {
        let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail(content)).bytes)
        let part = try mail.part("text/calendar")
        #expect(part.parameters["method"] == "PUBLISH")
        #expect(part.fileName == "到期日.ics")
        return lines(Array(try #require(Data(base64Encoded: part.base64))))
    }

    @Test("each deadline is a transparent day with a stable UID")
    func events() throws {
        let lines = try calendar(try Scene.assigned.briefing())
        #expect(lines.first == "BEGIN:VCALENDAR")
        #expect(lines.last == "END:VCALENDAR")
        #expect(lines.filter { $0 == "BEGIN:VEVENT" }.count == 11)
        #expect(lines.filter { $0 == "TRANSP:TRANSPARENT" }.count == 11)
        #expect(lines.contains("UID:huzhou-2017:6.3.2/fgw@huzhou.example"))
        #expect(lines.contains("UID:huzhou-2017:%E4%B8%89-2/fgw@huzhou.example"))
        #expect(lines.contains("DTSTART;VALUE=DATE:20171231"))
        #expect(lines.contains("DTEND;VALUE=DATE:20180101"))
        #expect(lines.contains("DTSTAMP:20170405T010000Z"))
        #expect(lines.contains("CATEGORIES:市政府重点工作"))
        #expect(lines.contains("SUMMARY:5.2.1 力争“双百计划”完成投资100亿元。"))
        #expect(lines.contains { $0.hasPrefix("DESCRIPTION:到期日为周日\\,请于12月29日(周五)前办妥\\n重点工作6") })
        #expect(lines.contains("ORGANIZER;CN=\"市政府督查室\":mailto:ducha@huzhou.example"))
        #expect(!lines.contains { $0.hasPrefix("BEGIN:VALARM") })
    }

    @Test("a moved deadline keeps its UID and raises its sequence")
    func moved() throws {
        var briefing = try Scene.assigned.briefing()
        let before = try calendar(briefing)
        briefing.sections[0].items[0].obligation.deadline = try Huzhou.date("2018-01-31")
        briefing.sections[0].items[0].daysLeft = 301
        briefing.sections[0].items[0].sequence = 1
        let after = try calendar(briefing)
        #expect(before.filter { $0.hasPrefix("UID") } == after.filter { $0.hasPrefix("UID") })
        #expect(!before.contains("SEQUENCE:1"))
        #expect(after.filter { $0 == "SEQUENCE:1" }.count == 1)
        #expect(after.contains("DTSTART;VALUE=DATE:20180131"))
    }

    @Test("a day is given with what hands it out, and not again with each reminder")
    func notAgain() throws {
        for scene in [Scene.ahead, .due, .overdue, .statement] {
            let mail = try ReadMail.read(Huzhou.composer().compose(try scene.briefing(), for: Huzhou.mail()).bytes)
            #expect(mail.structure == ["multipart/alternative", "text/plain", "text/html"])
        }
        var briefing = try Scene.ahead.briefing()
        let added = briefing.sections[0].items[0].obligation.id
        briefing.sections[0].items[0].stage = .assigned
        #expect(
            try calendar(briefing).filter { $0.hasPrefix("UID") }
                == ["UID:\(CalendarEvent.uid(of: added, domain: "huzhou.example"))"])
    }

    @Test("a deadline that was moved comes with its new day, and its hour in the text")
    func movedWithItsHour() throws {
        let lines = try calendar(try Scene.moved.briefing())
        #expect(
            lines.filter { $0.hasPrefix("DTSTART") } == [
                "DTSTART;VALUE=DATE:20170714", "DTSTART;VALUE=DATE:20170716", "DTSTART;VALUE=DATE:20170930",
            ])
        #expect(lines.contains { $0.hasPrefix("DESCRIPTION:7月14日(周五)18:00前到期") })
    }

    @Test("what is past, reported or done is no day to come")
    func notToCome() throws {
        var briefing = try Scene.assigned.briefing()
        let before = try calendar(briefing).count { $0.hasPrefix("UID") }
        briefing.sections[0].items[0].state = .done
        briefing.sections[0].items[1].state = .reported
        briefing.sections[0].items[2].daysLeft = -1
        #expect(try calendar(briefing).count { $0.hasPrefix("UID") } == before - 3)
    }

    @Test("a withdrawn deadline is cancelled under the same UID")
    func cancelled() throws {
        let id = ObligationID(list: Huzhou.list, milestone: "5.2.1", unit: Huzhou.fgw)
        let event = CalendarEvent(
            uid: CalendarEvent.uid(of: id, domain: "huzhou.example"), day: try Huzhou.date("2017-06-30"), sequence: 2,
            summary: "5.2.1", text: "", categories: ["市政府重点工作"])
        let file = CalendarFile(
            method: .cancel, name: "市政府重点工作", language: .zh, organizer: Huzhou.from,
            stamp: try #require(Moment(iso8601: "2017-06-20T09:00:00+08:00")), events: [event])
        let lines = lines(file.bytes())
        #expect(lines.contains("METHOD:CANCEL"))
        #expect(lines.contains("STATUS:CANCELLED"))
        #expect(lines.contains("UID:huzhou-2017:5.2.1/fgw@huzhou.example"))
        #expect(lines.contains("SEQUENCE:2"))
    }

    @Test(
        "lines fold at 75 octets between characters and unfold to what was meant",
        arguments: [
            "短", String(repeating: "重", count: 200), String(repeating: "a", count: 74),
            String(repeating: "a", count: 75),
            String(repeating: "🏛️", count: 40), "e" + String(repeating: "\u{301}", count: 60), "逗号,分号;反斜\\杠 冒号:",
        ])
    func folding(text: String) throws {
        let event = CalendarEvent(
            uid: "x@y", day: try Huzhou.date("2017-06-30"), sequence: 0, summary: text, text: "一行\n二行",
            categories: ["c", "d,e"])
        let file = CalendarFile(
            method: .publish, name: text, language: .en, organizer: Mailbox(name: "a\"b^c", address: "a@b.example"),
            stamp: Moment(seconds: 0), events: [event])
        let bytes = file.bytes()
        for line in bytes.split(separator: 0x0A) {
            #expect(line.last == 0x0D && line.count <= 76)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        let expected = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: ",", with: "\\,")
            .replacingOccurrences(of: ";", with: "\\;")
        #expect(lines(bytes).contains("SUMMARY:\(expected)"))
        #expect(lines(bytes).contains("DESCRIPTION:一行\\n二行"))
        #expect(lines(bytes).contains("CATEGORIES:c,d\\,e"))
        #expect(lines(bytes).contains("ORGANIZER;CN=\"a^'b^^c\":mailto:a@b.example"))
    }
}
