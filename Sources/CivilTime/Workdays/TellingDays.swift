/// Where a slot goes that falls on an off day.
package enum OffDayMove: String, CaseIterable, Hashable, Sendable, Codable {
    /// To the last working day before it.
    case previous
    /// To the first working day after it.
    case next
    /// Nowhere: it stays.
    case keep
    /// Nowhere: it is left out.
    case skip
}

/// The days on which something may be said: working days, unless `move` keeps what falls on others, but for the quiet
/// ones.
package struct TellingDays: Sendable {
    /// How far a day is looked for, in days; beyond it the day stays as it is.
    package static let farthest = 400

    package let workdays: Workdays
    package let quiet: QuietDays
    /// Whether off days count as others do.
    package let keepsOffDays: Bool

    package init(_ workdays: Workdays, quiet: QuietDays = QuietDays(), keepsOffDays: Bool = false) {
        self.workdays = workdays
        self.quiet = quiet
        self.keepsOffDays = keepsOffDays
    }

    package func contains(_ date: CivilDate) -> Bool {
        (keepsOffDays || workdays.isWorkday(date)) && (quiet.isEmpty || !quiet.contains(date))
    }

    package func day(onOrBefore date: CivilDate) -> CivilDate { search(from: date, by: -1) }

    package func day(onOrAfter date: CivilDate) -> CivilDate { search(from: date, by: 1) }

    private func search(from date: CivilDate, by step: Int) -> CivilDate {
        if contains(date) { return date }
        if quiet.isEmpty { return workdays.shift(date, by: step) }
        var day = date
        for _ in 0..<Self.farthest {
            day = day.adding(days: step)
            if contains(day) { return day }
        }
        return date
    }

    /// Where a day goes; nil: it is left out.
    package func moved(_ date: CivilDate, _ move: OffDayMove) -> CivilDate? {
        switch move {
        case .previous, .keep: day(onOrBefore: date)
        case .next: day(onOrAfter: date)
        case .skip: contains(date) ? date : nil
        }
    }
}
