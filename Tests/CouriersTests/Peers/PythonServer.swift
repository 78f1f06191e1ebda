import Dispatch
import Foundation
import Glibc
import TestSupport
import Testing

/// What a test server told on standard output.
struct ServerEvent: Decodable, Sendable {
    var port: Int?
    var event: String?
    var connection: Int?
    var line: String?
    var encrypted: Bool?
    var authenticated: Bool?
    var sender: String?
    var recipients: [String]?
    var subject: String?
    var base64: String?
    var valid: Bool?
    var id: String?
    var timestamp: Int64?
    var type: String?
    var most: Int?
    /// Bytes of an answer without an end that were taken.
    var count: Int?
    /// The client's address.
    var peer: String?
    /// The TLS version agreed on, and whether a session was resumed.
    var version: String?
    var resumed: Bool?

    var bytes: [UInt8]? { base64.flatMap { Data(base64Encoded: $0) }.map { Array($0) } }
}

/// A Python script of `Servers/` as a child process, on a loopback port of its own choice.
final class PythonServer: @unchecked Sendable {
    // Guard: set once in `init`; the process and pipes are used by one test at a time.
    private let process = Process()
    private let input = Pipe()
    private var events: AsyncStream<ServerEvent>.Iterator
    private let ended: AsyncStream<Void>
    private(set) var port = 0

    private init(script: String, plan: Data) throws {
        let planFile = TemporaryFolder.url.appendingPathComponent("plan-\(UUID().uuidString).json")
        try plan.write(to: planFile)
        let output = Pipe()
        // Debian's own: it has Debian's packages.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Repository.file("Tests/CouriersTests/Servers/\(script)"), planFile.path]
        process.standardInput = input
        process.standardOutput = output
        let (stream, feed) = AsyncStream.makeStream(of: ServerEvent.self)
        events = stream.makeAsyncIterator()
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        let reading = output.fileHandleForReading
        // Reading blocks, so it has a thread that is nobody else's.
        DispatchQueue(label: "test.server.\(script)").async {
            var rest = Data()
            while true {
                let more = reading.availableData
                if more.isEmpty { break }
                rest += more
                while let end = rest.firstIndex(of: 0x0A) {
                    if let event = try? JSONDecoder().decode(ServerEvent.self, from: rest[..<end]) {
                        feed.yield(event)
                    }
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            feed.finish()
        }
    }

    deinit {
        // Not SIGTERM: a child started from a Dispatch thread inherits that thread's mask, which blocks it.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private struct NotStarted: Error, CustomStringConvertible {
        var script: String
        var description: String {
            "\(script) did not start; hint: `make setup` installs python3 and python3-aiosmtpd"
        }
    }

    static func start(_ script: String, plan: some Encodable) async throws -> PythonServer {
        let server = try PythonServer(script: script, plan: JSONEncoder().encode(plan))
        guard let port = await server.next()?.port else { throw NotStarted(script: script) }
        server.port = port
        return server
    }

    func next() async -> ServerEvent? {
        await events.next()
    }

    /// Waits for an event of this kind; nil if the server ended before.
    func wait(for kind: String) async -> ServerEvent? {
        while let event = await next() {
            if event.event == kind { return event }
        }
        return nil
    }

    /// Ends the server, waits until it is gone, and returns everything it had still to tell.
    func finish() async -> [ServerEvent] {
        try? input.fileHandleForWriting.write(contentsOf: Data("quit\n".utf8))
        var all: [ServerEvent] = []
        while let event = await next() {
            all.append(event)
            if event.event == "end" { break }
        }
        // Its port is free only once it is gone.
        for await _ in ended {}
        return all
    }
}

extension [ServerEvent] {
    var messages: [ServerEvent] { filter { $0.event == "message" } }
    var requests: [ServerEvent] { filter { $0.event == "request" } }
    var connections: Int { filter { $0.event == "connected" }.count }
    /// The verbs heard, of one connection or all.
    func verbs(_ connection: Int? = nil) -> [String] {
        compactMap { event in
            guard event.event == "command", connection == nil || event.connection == connection else { return nil }
            return event.line?.split(separator: " ").first.map(String.init)
        }
    }
}
