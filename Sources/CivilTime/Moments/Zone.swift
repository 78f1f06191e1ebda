import Foundation

/// A time zone of the IANA database, by its name there: `Asia/Shanghai`.
///
/// Foundation is asked for one thing only, the zone's offset at a moment; its database is compiled in.
package struct Zone: Hashable, Sendable {
    package let identifier: String
    private let offsets: TimeZone

    /// Nil if the database does not know the name, and for abbreviations and bare offsets: Foundation takes `CST`
    /// for Chicago. A statically linked binary without ICU knows no zone at all: ask ``selfCheck()`` at start.
    package init?(identifier: String) {
        // Names of the database are ASCII; Foundation would read no further than a NUL.
        let isName = identifier.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "/_+-".utf8.contains($0)
        }
        guard isName, identifier.contains("/") || identifier == "UTC", let zone = TimeZone(identifier: identifier)
        else { return nil }
        self.identifier = identifier
        offsets = zone
    }

    private init(_ zone: TimeZone) {
        identifier = zone.identifier
        offsets = zone
    }

    /// Where a zone is not known: needs no database.
    package static let utc = Zone(TimeZone.gmt)

    /// The moment at which this zone's clocks show a date and a time: the first one, where they show it twice.
    /// A time they skip becomes the first after it, which is the moment they jump.
    package func moment(_ date: CivilDate, _ time: TimeOfDay) -> Moment {
        let wall = CivilDateTime(date: date, time: time).wallSeconds
        // No zone was ever 16 hours from UTC, so the answer lies between these two.
        var before = wall - Self.farthest
        var after = wall + Self.farthest
        let shown = [offset(at: before), offset(at: after)].map { wall - $0 }.filter { $0 + offset(at: $0) == wall }
        if let first = shown.min() { return Moment(seconds: first) }
        // Skipped: find the jump. At `before` the clocks show less than `wall`, at `after` more.
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if middle + offset(at: middle) < wall { before = middle } else { after = middle }
        }
        return Moment(seconds: after)
    }

    /// What this zone's clocks show at a moment.
    package func civil(_ moment: Moment) -> CivilDateTime {
        CivilDateTime(wallSeconds: moment.adding(seconds: offset(at: moment.seconds)).seconds)
    }

    /// `2017-03-31T09:00:00+08:00`. Where the offset has seconds, as before the age of zones, RFC 3339 cannot
    /// say it, and the text is in UTC.
    package func iso8601(_ moment: Moment) -> String {
        let offset = offset(at: moment.seconds)
        guard offset % 60 == 0 else { return moment.iso8601 }
        let minutes = Int(abs(offset) / 60)
        let sign = offset < 0 ? "-" : "+"
        return "\(civil(moment).isoText)\(sign)\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }

    /// Whether this binary knows its zones: Shanghai at UTC+8 all year, and New York's summer time.
    /// A program that gets `false` must refuse to run: every reminder would go out at the wrong hour.
    package static func selfCheck() -> Bool {
        let (winter, summer): (Int64, Int64) = (1_484_438_400, 1_498_867_200)  // 2017-01-15 and 2017-07-01, UTC
        guard let shanghai = Zone(identifier: "Asia/Shanghai"), let newYork = Zone(identifier: "America/New_York")
        else { return false }
        return shanghai.offset(at: winter) == 8 * 3600 && shanghai.offset(at: summer) == 8 * 3600
            && newYork.offset(at: winter) == -5 * 3600 && newYork.offset(at: summer) == -4 * 3600
    }

    private static let farthest: Int64 = 16 * 3600

    /// Seconds east of UTC. Outside the calendar's years the offset at its nearest end.
    private func offset(at seconds: Int64) -> Int64 {
        let inside = min(max(seconds, -62_135_596_800), 253_402_300_799)
        return Int64(offsets.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(inside))))
    }
}

extension Zone: CustomStringConvertible {
    package var description: String { identifier }
}
