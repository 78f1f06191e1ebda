import Foundation
import Synchronization
import TestSupport

/// The real `deadlined`, running on a site. Killed when the test lets go of it.
final class RunningDaemon: Sendable {
    /// The scaled clock's start and speed; `reallySend` uses the configured channels all the same.
    struct Clock: Sendable {
        var start: String
        var speed = "1s/s"
        var reallySend = true
    }

    let pid: pid_t
    let control: ControlClient
    private let child: ChildProcess
    private let errors: String
    private let output: String
    private let status = Mutex<Int32?>(nil)

    struct DidNotStart: Error, CustomStringConvertible {
        var description: String
    }

    private init(
        _ site: Site, _ clock: Clock?, socket: String?, errors: String?, environment: [String: String],
        under command: [String]
    ) throws {
        let stem = "daemon-\(UUID().uuidString)"
        self.errors = errors ?? site.folder.appendingPathComponent(stem + ".err").path
        output = site.folder.appendingPathComponent(stem + ".out").path
        let words = command + [BuiltProduct.path("deadlined")] + Self.arguments(site, clock)
        child = try ChildProcess(
            words[0], arguments: Array(words.dropFirst()),
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, output: output,
            error: self.errors)
        pid = child.pid
        control = ControlClient(path: socket ?? (clock == nil ? site.state : site.rehearsal) + "/control.sock")
    }

    static func arguments(_ site: Site, _ clock: Clock?, state: String? = nil) -> [String] {
        var arguments = ["--config", site.config, "--state", state ?? site.state]
        if let clock {
            arguments += ["--clock", clock.start, "--speed", clock.speed]
            if clock.reallySend { arguments.append("--really-send") }
        }
        return arguments
    }

    /// Starts it and waits until its socket answers.
    ///
    /// - Parameters:
    ///   - clock: nil: the system's.
    ///   - socket: where it answers, if not in its state directory.
    ///   - errors: where its standard error goes, if not into a file of its own.
    ///   - command: a program, with arguments, that becomes the daemon.
    static func start(
        _ site: Site, clock: Clock? = nil, socket: String? = nil, errors: String? = nil,
        environment: [String: String] = [:], under command: [String] = []
    ) async throws -> RunningDaemon {
        let daemon = try RunningDaemon(
            site, clock, socket: socket, errors: errors, environment: environment, under: command)
        try await until("the daemon answers") {
            if let status = try daemon.ended() {
                throw DidNotStart(description: "deadlined ended with \(status): \(daemon.log)")
            }
            guard ControlClient.isAnswered(daemon.control.path) else { return false }
            return try await daemon.standing().pid == daemon.pid
        }
        return daemon
    }

    /// Runs one that is not expected to stay.
    static func refusal(
        _ site: Site, clock: Clock? = nil, state: String? = nil, environment: [String: String] = [:]
    ) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlined"), arguments: arguments(site, clock, state: state), environment: environment)
    }

    deinit {
        guard status.withLock({ $0 }) == nil else { return }
        child.signal(SIGKILL)
        _ = try? child.wait()
    }

    // MARK: - Its end

    /// The exit status if it has ended, 128 + n after signal n.
    func ended() throws -> Int32? {
        try status.withLock { status in
            if status == nil { status = try child.ended() }
            return status
        }
    }

    func end() async throws -> Int32 {
        try await until("the daemon ends") { try ended() }
    }

    func signal(_ number: Int32) { child.signal(number) }

    /// TERM, and the exit status.
    @discardableResult
    func stop() async throws -> Int32 {
        signal(SIGTERM)
        return try await end()
    }

    /// As a power cut, for the process.
    func kill() async throws {
        signal(SIGKILL)
        _ = try await end()
    }

    /// What a person types.
    func ctl(_ arguments: String...) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: arguments,
            environment: ["DEADLINED_SOCKET": control.path, "COLUMNS": "80"])
    }

    // MARK: - What it says

    /// Standard error.
    var log: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    /// Standard output and error.
    var said: String { log + ((try? String(contentsOfFile: output, encoding: .utf8)) ?? "") }

    func standing() async throws -> StatusSeen { try await control.get(StatusSeen.self, "/v1/status") }

    /// The whole delivery log, oldest first.
    func deliveries() async throws -> [LogRowSeen] {
        try await control.get(LogSeen.self, "/v1/log?limit=1000").rows.reversed()
    }

    func accept(_ list: String = Site.list) async throws {
        _ = try await control.post(
            ActsSeen.self, "/v1/acts",
            #"{"acts":[{"kind":"accepted","list":"\#(list)","all_units":false}],"dry_run":false}"#)
    }

    func reload(accept: Bool = false) async throws -> ReloadSeen {
        try await control.post(ReloadSeen.self, "/v1/reload", #"{"accept":\#(accept)}"#)
    }

    func digest() async throws -> DigestSeen {
        try await control.post(DigestSeen.self, "/v1/digest", #"{"dry_run":false}"#)
    }
}

extension Site {
    /// Accepts the list by the API, on a slow clock that starts at `start`.
    func accept(at start: String) async throws {
        let daemon = try await RunningDaemon.start(self, clock: .init(start: start))
        try await daemon.accept()
        let status = try await daemon.stop()
        guard status == 0 else { throw RunningDaemon.DidNotStart(description: "ended with \(status): \(daemon.log)") }
    }
}
