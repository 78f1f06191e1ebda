import Foundation
import TestSupport

/// A peer of `CouriersTests/Servers` as a child process, on a loopback port of its own choice.
final class ScriptedPeer: Sendable {
    let port: Int
    private let child: ChildProcess
    /// The peer ends when this pipe does, and so not later than the tests.
    private let input: Int32
    private let output: String

    /// What it told.
    struct Event: Decodable {
        var event: String?
        var port: Int?
        var connection: Int?
        var line: String?
        var base64: String?
    }

    private struct DidNotStart: Error, CustomStringConvertible {
        var description: String
    }

    /// The plan of `smtp_peer.py`.
    struct Mail: Encodable {
        var offers = ["SIZE 10000000", "8BITMIME", "PIPELINING"]
        var offers_after_tls: [String]?
        var certificate: String?
        var key: String?
        var user: String?
        var password: String?
        var connections: [[String: [String]]] = []
    }

    /// The plan of `http_peer.py`.
    struct Posts: Encodable {
        struct Answer: Encodable {
            var status: Int?
            var headers: [String: String]?
            var body: String?
            var size: Int?
            var retry_in: Int?
            var fault: String?
        }

        var kind: String
        var certificate: String?
        var key: String?
        var answers: [Answer] = []
    }

    static func start(_ plan: Mail, in folder: URL = TemporaryFolder.url) async throws -> ScriptedPeer {
        try await start("smtp_peer.py", JSONEncoder().encode(plan), folder)
    }

    static func start(_ plan: Posts, in folder: URL = TemporaryFolder.url) async throws -> ScriptedPeer {
        try await start("http_peer.py", JSONEncoder().encode(plan), folder)
    }

    private static func start(_ script: String, _ plan: Data, _ folder: URL) async throws -> ScriptedPeer {
        let stem = folder.appendingPathComponent("peer-\(UUID().uuidString)").path
        try plan.write(to: URL(fileURLWithPath: stem + ".json"))
        guard mkfifo(stem + ".in", 0o600) == 0 else { throw DidNotStart(description: "mkfifo: \(errno)") }
        let input = open(stem + ".in", O_RDWR | O_CLOEXEC)
        // Debian's own Python: it has Debian's packages.
        let child = try ChildProcess(
            "/usr/bin/python3",
            arguments: [Repository.file("Tests/CouriersTests/Servers/\(script)"), stem + ".json"],
            input: stem + ".in", output: stem + ".out")
        let port = try await until("\(script) tells its port", every: 5) { try events(stem + ".out").first?.port }
        return ScriptedPeer(port: port, child: child, input: input, output: stem + ".out")
    }

    private init(port: Int, child: ChildProcess, input: Int32, output: String) {
        self.port = port
        self.child = child
        self.input = input
        self.output = output
    }

    deinit { end() }

    private func end() {
        child.signal(SIGKILL)
        _ = try? child.wait()
        close(input)
    }

    /// What it has told so far.
    var events: [Event] { get throws { try Self.events(output) } }

    /// The mails it took to their final dot, whatever it said then.
    var messages: [String] { get throws { try events.filter { $0.event == "message" }.compactMap(\.base64) } }

    private static func events(_ file: String) throws -> [Event] {
        guard let data = FileManager.default.contents(atPath: file), let end = data.lastIndex(of: 0x0A) else {
            return []
        }
        return try data[...end].split(separator: 0x0A).map { try JSONDecoder().decode(Event.self, from: $0) }
    }

    // MARK: - The one that does well

    /// A mail server that takes everything, one for all tests.
    static func healthy() async throws -> ScriptedPeer { try await well.value }

    private static let well = Task {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "deadlined-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await start(Mail(), in: folder)
    }
}
