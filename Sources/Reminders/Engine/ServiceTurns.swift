import CivilTime
import WorkLists

/// The moments at which contacts begin or end to serve by the days in the files, which nobody reloads for.
struct ServiceTurns: Sendable {
    /// In order.
    private var moments: [Moment] = []

    init() {}

    init(of contacts: some Sequence<Contact>, in zone: Zone, after now: Moment) {
        let days = Set(contacts.flatMap { [$0.from, $0.until?.adding(days: 1)].compactMap { $0 } })
        moments = days.map { zone.moment($0, .midnight) }.filter { $0 > now }.sorted()
    }

    var next: Moment? { moments.first }

    /// Whether one has come; it is over then.
    mutating func take(until now: Moment) -> Bool {
        let count = moments.prefix { $0 <= now }.count
        moments.removeFirst(count)
        return count > 0
    }
}
