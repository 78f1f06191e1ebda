import Foundation
import TestSupport
import Testing

/// A control socket that gives the answers it was told, in the test's folder. Ends with `stop`.
struct StandIn {
    /// What was asked, one request.
    struct Asked: Decodable {
        var method: String
        var path: String
        var query: [String: String]
        var body: Body?

        struct Body: Decodable {
            var acts: [[String: Value]]?
            var files: [[String: String]]?
            var accept: Bool?
            var unit: String?
            var dry_run: Bool?
        }

        enum Value: Decodable, Equatable {
            case text(String)
            case flag(Bool)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }
    }

    let socket: String
    private let askedFile: URL
    private let process: ChildProcess

    /// `answers`: `METHOD /path` to JSON text, in the order they are given; the last one is repeated.
    init(_ answers: [String: [(status: Int, body: String)]]) throws {
        let folder = TemporaryFolder.url
        socket = folder.appendingPathComponent("s").path
        askedFile = folder.appendingPathComponent("asked")
        let answersFile = folder.appendingPathComponent("answers")
        let value = answers.mapValues { $0.map { [$0.status, $0.body] as [Any] } }
        try JSONSerialization.data(withJSONObject: value).write(to: answersFile)
        process = try ChildProcess(
            "/usr/bin/python3",
            arguments: [
                Repository.file("Tests/deadlinectlTests/Servers/stand_in.py"), socket, answersFile.path, askedFile.path,
            ], output: nil)
        // It says so when the socket listens.
        try #require(try process.readLine() == "ready")
    }

    func stop() {
        process.signal(SIGTERM)
        _ = try? process.wait()
    }

    func asked() throws -> [Asked] {
        guard FileManager.default.fileExists(atPath: askedFile.path) else { return [] }
        return try String(contentsOf: askedFile, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Asked.self, from: Data($0.utf8))
        }
    }

    /// Runs the built `deadlinectl` against this socket.
    func ctl(_ arguments: String..., input: Data? = nil) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: arguments, input: input,
            environment: ["DEADLINED_SOCKET": socket, "COLUMNS": "80", "http_proxy": "http://192.0.2.1:9"])
    }
}
