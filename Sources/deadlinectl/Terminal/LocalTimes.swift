import CivilTime

/// Moments as the office's clocks show them.
struct LocalTimes: Sendable {
    private let zone: Zone

    /// A zone that this machine does not know shows UTC.
    init(zone: String) { self.zone = Zone(identifier: zone) ?? .utc }

    /// `2017-06-15 09:00`.
    func minute(_ moment: Moment) -> String { String(second(moment).dropLast(3)) }

    /// `2017-06-15 09:00:05`.
    func second(_ moment: Moment) -> String {
        let civil = zone.civil(moment)
        let time = civil.time.description
        return "\(civil.date) \(time.utf8.count == 5 ? "\(time):00" : time)"
    }

    /// A moment as typed: `2017-06-15`, its first second, or with `isEnd` the next day's; or RFC 3339 with an offset.
    func moment(_ text: String, isEnd: Bool = false) -> Moment? {
        guard let date = CivilDate(iso: text) else { return Moment(iso8601: text) }
        return zone.moment(isEnd ? date.adding(days: 1) : date, .midnight)
    }
}
