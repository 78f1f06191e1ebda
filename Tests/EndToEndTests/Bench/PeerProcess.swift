import Foundation
import TestSupport

/// A Python script of `Servers/` on a loopback port, with a folder that holds its settings and its record.
final class PeerProcess: Sendable {
    let folder: URL
    let port: Int
    private let child: ChildProcess

    struct DidNotStart: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter port: 0 lets the system choose.
    init(_ script: String, folder: URL, port: Int = 0) throws {
        self.folder = folder
        // Debian's own Python: it has Debian's packages.
        child = try ChildProcess(
            "/usr/bin/python3",
            arguments: [Repository.file("Tests/EndToEndTests/Servers/\(script)"), folder.path]
                + (port == 0 ? [] : [String(port)]), output: nil)
        guard let line = try child.readLine(),
            let told = try? JSONDecoder().decode([String: Int].self, from: Data(line.utf8)),
            let port = told["port"]
        else {
            throw DidNotStart(description: "\(script) did not start; hint: `make setup-test` installs what it needs")
        }
        self.port = port
    }

    deinit {
        child.signal(SIGKILL)
        _ = try? child.wait()
    }

    /// A folder of that name in the test's own.
    static func makeFolder(_ name: String) throws -> URL {
        let folder = TemporaryFolder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// The lines of its record, complete ones only.
    static func record<Line: Decodable>(_ type: Line.Type, in folder: URL) throws -> [Line] {
        guard let data = FileManager.default.contents(atPath: folder.path + "/record.jsonl") else { return [] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let end = data.lastIndex(of: 0x0A) else { return [] }
        return try data[...end].split(separator: 0x0A).map { try decoder.decode(type, from: $0) }
    }

    /// Answers the first `count`, and nobody after them, until `release`.
    static func hold(after count: Int, in folder: URL) throws {
        try String(count).write(toFile: folder.path + "/hold", atomically: true, encoding: .utf8)
    }

    static func release(in folder: URL) {
        try? FileManager.default.removeItem(atPath: folder.path + "/hold")
    }
}

/// A loopback port that nobody listens on, for a server that comes up later.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0 ? 0 : errno
        }
    }
    guard code == 0 else { throw PeerProcess.DidNotStart(description: "no free port: \(code)") }
    return Int(UInt16(bigEndian: address.sin_port))
}
