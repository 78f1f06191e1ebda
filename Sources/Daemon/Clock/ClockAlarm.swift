import CivilTime

/// What is said while the clock is in doubt.
enum ClockAlarm {
    /// For STATUS=.
    static let short = "clock in doubt, nothing is sent"

    /// For `status` and the alarm file.
    static func text(_ doubt: ClockSense.Doubt, shown: Moment, believed: Moment) -> String {
        let how =
            switch doubt {
            case .ahead: "is far ahead of"
            case .behind: "is behind"
            }
        return "the clock, \(shown.iso8601), \(how) the last time known, \(believed.iso8601): nothing is sent; "
            + "set it, or say `deadlinectl resume` if it is right"
    }
}
