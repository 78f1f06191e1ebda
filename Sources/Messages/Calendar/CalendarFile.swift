package import CivilTime
package import Reminders
package import Settings

/// A deadline as a day in a calendar: it blocks no time and rings no bell, the daemon does the reminding.
package struct CalendarEvent: Sendable, Equatable {
    /// Stable for an obligation, whatever its deadline or its words.
    package var uid: String
    package var day: CivilDate
    /// Raised with each deadline the unit was told.
    package var sequence: Int
    package var summary: String
    /// May hold line ends.
    package var text: String
    package var categories: [String]

    package init(
        uid: String, day: CivilDate, sequence: Int, summary: String, text: String, categories: [String]
    ) {
        self.uid = uid
        self.day = day
        self.sequence = sequence
        self.summary = summary
        self.text = text
        self.categories = categories
    }

    /// `huzhou-2017:3.1.2/jxw@huzhou.example`, with what is not plain ASCII in percent form.
    package static func uid(of obligation: ObligationID, domain: String) -> String {
        uid("\(obligation)", domain: domain)
    }

    /// `name@domain`, with what is not plain ASCII in percent form.
    package static func uid(_ name: String, domain: String) -> String {
        var bytes: [UInt8] = []
        for byte in "\(name)@\(domain)".utf8 {
            if (0x21...0x7E).contains(byte), ![0x22, 0x25, 0x2C, 0x3B, 0x5C].contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// An iCalendar file (RFC 5545, RFC 5546): what a reminder hands out, and what takes a withdrawn deadline back.
package struct CalendarFile: Sendable, Equatable {
    package enum Method: String, Sendable, Equatable {
        case publish = "PUBLISH"
        /// Takes the events out again. Their sequence must be higher than the one published.
        case cancel = "CANCEL"
    }

    package var method: Method
    package var name: String
    package var language: Language
    /// Who publishes: RFC 5546 wants an organizer.
    package var organizer: Mailbox
    package var stamp: Moment
    package var events: [CalendarEvent]

    package init(
        method: Method, name: String, language: Language, organizer: Mailbox, stamp: Moment, events: [CalendarEvent]
    ) {
        self.method = method
        self.name = name
        self.language = language
        self.organizer = organizer
        self.stamp = stamp
        self.events = events
    }

    /// UTF-8, CRLF, folded.
    package func bytes() -> [UInt8] {
        var result = ContentLine.raw("BEGIN:VCALENDAR")
        result += ContentLine.raw("VERSION:2.0")
        result += ContentLine.raw("PRODID:-//deadlined//deadlined//\(language.rawValue.uppercased())")
        result += ContentLine.raw("CALSCALE:GREGORIAN")
        result += ContentLine.raw("METHOD:\(method.rawValue)")
        // Not in the RFC, but what every program shows as the calendar's name.
        result += ContentLine.text("X-WR-CALNAME", name)
        let common = common
        for event in events { result += bytes(of: event, common) }
        return result + ContentLine.raw("END:VCALENDAR")
    }

    /// Lines that all events have alike: those before the day, and those after it.
    private var common: (stamp: [UInt8], rest: [UInt8]) {
        let rest =
            ContentLine.raw("TRANSP:TRANSPARENT")
            + ContentLine.raw("STATUS:\(method == .cancel ? "CANCELLED" : "CONFIRMED")")
            + ContentLine.raw(
                "ORGANIZER;CN=\(ContentLine.quoted(organizer.name ?? organizer.address)):mailto:"
                    + Self.mailto(organizer.address))
        return (ContentLine.raw("DTSTAMP:\(Self.utc(stamp))"), rest)
    }

    private func bytes(of event: CalendarEvent, _ common: (stamp: [UInt8], rest: [UInt8])) -> [UInt8] {
        var result = ContentLine.raw("BEGIN:VEVENT")
        result += ContentLine.raw("UID:\(event.uid)")
        result += common.stamp
        result += ContentLine.raw("SEQUENCE:\(max(event.sequence, 0))")
        result += ContentLine.raw("DTSTART;VALUE=DATE:\(Self.date(event.day))")
        result += ContentLine.raw("DTEND;VALUE=DATE:\(Self.date(event.day.adding(days: 1)))")
        result += common.rest
        result += ContentLine.text("SUMMARY", event.summary)
        if !event.text.isEmpty { result += ContentLine.text("DESCRIPTION", event.text) }
        // Commas part them: each is escaped by itself.
        let categories = event.categories.map(ContentLine.escaped).joined(separator: ",")
        if !categories.isEmpty { result += ContentLine.raw("CATEGORIES:\(categories)") }
        return result + ContentLine.raw("END:VEVENT")
    }

    /// An address in a URI: beyond ASCII in percent form (RFC 6068).
    private static func mailto(_ address: String) -> String {
        var bytes: [UInt8] = []
        for byte in CleanText.line(address).utf8 {
            bytes += byte < 0x80 ? [byte] : [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `20170630`.
    private static func date(_ date: CivilDate) -> String {
        String(decoding: date.description.utf8.filter { $0 != UInt8(ascii: "-") }, as: UTF8.self)
    }

    /// `20170331T010000Z`.
    private static func utc(_ moment: Moment) -> String {
        let marks = [UInt8(ascii: "-"), UInt8(ascii: ":")]
        return String(decoding: moment.iso8601.utf8.filter { !marks.contains($0) }, as: UTF8.self)
    }
}
