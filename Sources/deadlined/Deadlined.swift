import ArgumentParser
import CivilTime
import Control
import Daemon
import Foundation

/// The daemon's command line: reads it and hands over.
@main
struct Deadlined: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadlined",
        abstract: "Reminds each responsible unit of its deadlines, and keeps a log of every message.",
        discussion: """
            SIGHUP reads the files again, SIGUSR1 sends the digest now, SIGTERM ends after the transfers under way.
            Exit codes: 0 stopped, 64 usage, 75 try again later (ledger or socket in use, disk), 78 configuration.
            """,
        version: DeadlinedVersion.current)

    @Option(help: "The folder with deadlined.yaml (default: $CONFIGURATION_DIRECTORY, or /etc/deadlined).")
    var config: String?

    @Option(help: "The folder for the ledger (default: $STATE_DIRECTORY, or /var/lib/deadlined).")
    var state: String?

    @Option(
        help: "Run on a scaled clock from this moment on, e.g. 2017-06-22T08:59:00+08:00; nothing leaves the machine.")
    var clock: ClockStart?

    @Option(help: "How fast the scaled clock runs, e.g. 1h/s or 1d/s.")
    var speed: ClockSpeed = ClockSpeed(perSecond: 1)

    @Flag(help: "On a scaled clock: send over the configured channels all the same.")
    var reallySend = false

    @Flag(help: "Accept every list, show what goes out, and leap over days without an event. Needs --clock.")
    var demo = false

    func validate() throws {
        if demo, clock == nil { throw ValidationError("--demo needs --clock") }
        if reallySend, clock == nil { throw ValidationError("--really-send needs --clock") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let options = DaemonOptions(
            config: config ?? Self.first(environment["CONFIGURATION_DIRECTORY"]) ?? "/etc/deadlined",
            state: state ?? Self.first(environment["STATE_DIRECTORY"]) ?? "/var/lib/deadlined",
            clock: clock?.moment, speed: speed.perSecond, reallySend: reallySend, isDemo: demo,
            environment: environment)
        do {
            try await DeadlinedDaemon.run(options)
        } catch let failure as DeadlinedDaemon.StartFailure {
            StandardStream.write(failure.description, to: 2)
            throw ExitCode(failure.code)
        }
    }

    /// systemd separates several directories by a colon; the first is ours.
    private static func first(_ directories: String?) -> String? {
        directories?.split(separator: ":").first.map(String.init)
    }
}

/// A moment with its offset, as typed.
struct ClockStart: ExpressibleByArgument {
    let moment: Moment

    init?(argument: String) {
        guard let moment = Moment(iso8601: argument) else { return nil }
        self.moment = moment
    }
}

/// `1h/s`: virtual time a real second, in s, m, h or d.
struct ClockSpeed: ExpressibleByArgument {
    let perSecond: Double

    init(perSecond: Double) { self.perSecond = perSecond }

    init?(argument: String) {
        guard argument.hasSuffix("/s") else { return nil }
        let amount = argument.dropLast(2)
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let unit = amount.last.flatMap({ units[$0] }), let count = Double(amount.dropLast()), count > 0,
            count * unit <= 30 * 86400
        else { return nil }
        perSecond = count * unit
    }

    var defaultValueDescription: String { "1s/s" }
}
