package import CivilTime

/// How the daemon was started.
package struct DaemonOptions: Sendable {
    /// The folder with `deadlined.yaml`.
    package var config: String
    /// The folder with the ledger.
    package var state: String
    /// A scaled clock's start; nil: the system's clock.
    package var clock: Moment?
    /// Virtual seconds a real second.
    package var speed: Double
    /// On a scaled clock: send over the real channels.
    package var reallySend: Bool
    /// Accepts every list, shows what goes out and leaps over stretches in which nothing happens.
    package var isDemo: Bool
    package var environment: [String: String]

    package init(
        config: String, state: String, clock: Moment? = nil, speed: Double = 1, reallySend: Bool = false,
        isDemo: Bool = false, environment: [String: String]
    ) {
        self.config = config
        self.state = state
        self.clock = clock
        self.speed = speed
        self.reallySend = reallySend
        self.isDemo = isDemo
        self.environment = environment
    }
}
