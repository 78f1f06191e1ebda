package import CivilTime

/// A digest that the settings name.
package struct Digest: Sendable, Equatable {
    package var name: String
    /// When it goes out by itself.
    package var schedule: DigestSchedule
    package var form: DigestForm

    package init(name: String, schedule: DigestSchedule, form: DigestForm = DigestForm()) {
        self.name = name
        self.schedule = schedule
        self.form = form
    }
}

/// When a digest goes out, in the office's zone.
package struct DigestSchedule: Sendable, Equatable {
    package var events: CalendarExpression
    /// Where it goes that falls on an off day. Default: to the first working day after it.
    package var offDays: OffDayMove

    package init(_ events: CalendarExpression, offDays: OffDayMove = .next) {
        self.events = events
        self.offDays = offDays
    }

    /// The first time it goes out later than `past`; nil where it never does.
    package func next(after past: CivilDateTime, _ workdays: Workdays) -> CivilDateTime? {
        let days = TellingDays(workdays, keepsOffDays: offDays == .keep)
        // A holiday can have moved an earlier day's behind `past`.
        var day = past.date.adding(days: -Self.longestHoliday)
        for _ in 0..<Self.farthest {
            guard let event = events.day(onOrAfter: day) else { return nil }
            if let moved = days.moved(event, offDays) {
                let time = CivilDateTime(date: moved, time: events.time)
                if time > past { return time }
            }
            day = event.adding(days: 1)
        }
        return nil
    }

    /// Days; the longest there was, with its weekends, has nine.
    private static let longestHoliday = 15
    /// Events that are looked at: one that only ever falls on off days, which are skipped, does not come.
    private static let farthest = 1000
}

/// To whom a digest goes and what it says. The default is that of one that is asked for without a name.
package struct DigestForm: Sendable, Equatable {
    package var audience: DigestAudience
    /// nil: that of all messages.
    package var language: Language?
    package var sections: Set<DigestSection>

    package init(
        audience: DigestAudience = .office, language: Language? = nil,
        sections: Set<DigestSection> = Set(DigestSection.allCases)
    ) {
        self.audience = audience
        self.language = language
        self.sections = sections
    }

    /// The same for a unit's own people: without what is the office's alone.
    var ofUnit: DigestForm {
        var form = self
        form.sections.subtract(DigestSection.ofOffice)
        return form
    }
}

package enum DigestAudience: String, Sendable, Hashable, CaseIterable {
    /// The office's contacts but its leaders; all of them where there is nobody else.
    case office
    /// The office's leaders, over the channels that know persons.
    case leaders
    /// Each unit with obligations in an open list: its own share, to its own people.
    case units
}

/// A part of a digest, in the order they stand in it. What hinders the daemon itself (a channel that is held, a list
/// that is not accepted) is no part: the office's digests always say it.
package enum DigestSection: String, Sendable, Hashable, CaseIterable {
    /// 各节点: counts by deadline, with the colour and its word.
    case deadlines
    /// Key works by state.
    case works
    /// Units by state, with their acknowledgements.
    case units
    /// 按时办结率, a column of the units' table.
    case rate
    /// What was recorded since the digest before.
    case changes
    /// Past its deadline and not settled, with its age in working days.
    case overdue
    /// Due in the next 30 days.
    case coming
    /// Messages that reached nobody.
    case undelivered
    /// Units without contacts.
    case contacts
    /// Years without a calendar.
    case calendars
    /// 台账: the ledger as a CSV file.
    case ledger

    /// What fits one sheet of A4.
    package static let ofPage: Set<DigestSection> = [.deadlines, .works, .units, .rate, .changes]

    /// No unit is told of these.
    package static let ofOffice: Set<DigestSection> = [.undelivered, .contacts, .calendars, .ledger]
}
