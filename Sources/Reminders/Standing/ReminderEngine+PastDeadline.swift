package import CivilTime
import WorkLists

/// One unit's share in something whose deadline is past, as a circular (通报) speaks of it.
package struct PastDeadline: Sendable, Codable, Equatable {
    package var line: Standing.Line
    /// Working days after the deadline, up to and with today.
    package var workdaysPast: Int
    /// 认定逾期: the office recorded that it is late. Nothing else is called late.
    package var isLate: Bool

    package init(line: Standing.Line, workdaysPast: Int, isLate: Bool = false) {
        self.line = line
        self.workdaysPast = workdaysPast
        self.isLate = isLate
    }

    private enum CodingKeys: String, CodingKey {
        case line
        case workdaysPast = "workdays_past"
        case isLate = "is_late"
    }
}

extension ReminderEngine {
    /// All shares of accepted lists whose deadline is past, the settled ones among them, by unit in the directory's
    /// order, then by deadline and number.
    ///
    /// - Parameters:
    ///   - list: Only this list.
    ///   - deadline: Only what was due on this day.
    package func pastDeadlines(
        list: String?, deadline: CivilDate?, now: Moment
    ) throws(ActRefusal) -> [PastDeadline] {
        if let list {
            guard let known = lists[list] else { throw .unknownList(list) }
            guard known.acceptedAt != nil else { throw .notAccepted(list) }
        }
        let today = zoneOfOffice.civil(now).date
        let past = tracks.filter { track in
            lists[track.id.list]?.acceptedAt != nil && (list == nil || track.id.list == list)
                && (deadline == nil || track.obligation.deadline == deadline)
                && track.obligation.end(in: zone(of: track.id.list)) <= now
        }
        let units = inputs.directory.units.map(\.id)
        let places = Dictionary(zip(units, units.indices)) { first, _ in first }
        func place(_ track: Track) -> (Int, CivilDate) {
            (places[track.id.unit] ?? units.count, track.obligation.deadline)
        }
        return past.enumerated().sorted { a, b in
            let (left, right) = (place(a.element), place(b.element))
            return left == right ? a.offset < b.offset : left < right
        }.map { _, track in
            PastDeadline(
                line: line(track, today, now: now),
                workdaysPast: inputs.workdays.count(after: track.obligation.deadline, through: today),
                isLate: track.isLate)
        }
    }
}
