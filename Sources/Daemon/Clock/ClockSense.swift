package import CivilTime

/// Whether the system's clock can be believed, by the last time that could.
///
/// A server whose battery is empty starts in 1970, a typing mistake in `date` sets it years ahead. Believed, such a
/// clock would have everything up to its moment superseded by one late message, and the watermark would stand there
/// for good. A clock in doubt is not gone by: time stands still at the last moment that was believed, until the clock
/// is right again or a person says that it is.
package struct ClockSense: Sendable, Equatable {
    /// What is wrong with the clock.
    package enum Doubt: String, Sendable, Equatable {
        /// Later by more than ``mostAhead`` than the last time believed.
        case ahead
        /// Earlier by more than ``mostBehind`` than the last time believed, or than this version in any case.
        case behind
    }

    /// No office sleeps so long: 45 days, in seconds.
    package static let mostAhead: Int64 = 45 * 86400
    /// A zone that was set wrong, and what NTP mends: a day, in seconds.
    package static let mostBehind: Int64 = 86400
    /// How old the ledger's newest entry may get before a sign of life is written, so that a quiet year is not taken for
    /// a leap: seven days, in seconds.
    package static let longestSilence: Int64 = 7 * 86400

    /// Why the last reading was not believed; nil: it was.
    package private(set) var doubt: Doubt?
    /// The last reading that was believed, or the ledger's newest entry.
    package private(set) var believed: Moment
    /// What the clock shows while it is in doubt; else the same as `believed`.
    package private(set) var shown: Moment
    /// When the ledger was last written.
    private var recorded: Moment?

    /// - Parameters:
    ///   - lastEntry: the time of the ledger's newest entry; nil: it has none.
    ///   - released: the version's day, which no clock can be before.
    package init(lastEntry: Moment?, released: Moment) {
        believed = max(lastEntry ?? released, released)
        self.released = released
        shown = believed
        recorded = lastEntry
        isNew = lastEntry == nil
    }

    private let released: Moment
    /// With an empty ledger only the version tells how late it is at least.
    private var isNew: Bool

    /// Takes a reading of the clock and answers the time to go by.
    ///
    /// - Parameter isAtStake: whether anybody is to be told of anything; if not, a leap does no harm, ahead or back again,
    ///   and nobody is bothered.
    package mutating func read(_ reading: Moment, isAtStake: Bool) -> Moment {
        shown = reading
        if reading.adding(seconds: Self.mostBehind) < (isAtStake ? believed : released) {
            doubt = .behind
        } else if isAtStake, !isNew, believed.adding(seconds: Self.mostAhead) < reading {
            doubt = .ahead
        } else {
            believe(reading)
        }
        return believed
    }

    /// A person says that the clock is right.
    package mutating func believe(_ reading: Moment) {
        doubt = nil
        isNew = false
        shown = reading
        believed = reading
    }

    /// The ledger was written.
    package mutating func recorded(at moment: Moment) { recorded = moment }

    /// Whether a sign of life should be written.
    package var isSilent: Bool {
        doubt == nil && recorded.map { $0.adding(seconds: Self.longestSilence) <= believed } ?? false
    }
}
