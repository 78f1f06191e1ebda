package import CivilTime

/// The version of both programs.
package enum DeadlinedVersion {
    package static let current = "0.1.0"
    /// A day that no clock which is right can be before: midnight of 1 November 2026, UTC. Moves with each version.
    package static let released = Moment(seconds: 1_793_491_200)
}
