import Foundation
import TestSupport

/// A real mail server of the test's own, in its own folder and on a loopback port of its own: STARTTLS before AUTH,
/// AUTH before any recipient, and a maildir for each of its users. Killed with all its processes when the test lets
/// go of it.
final class TransferAgent: Sendable {
    /// What the settings of both servers are made from.
    struct Plan: Sendable {
        let folder: String
        let port: Int
        let certificate: ServerCertificate
        /// The local parts it knows under `huzhou.example`. The others are refused.
        let users: [String]

        var mailFolder: String { folder + "/mail" }

        /// - Parameter unknown: the local part it does not know, though it is in the directory.
        init(unknown: String? = nil) throws {
            // Servers give up root: everybody may pass through.
            chmod(TemporaryFolder.url.path, 0o755)
            let folder = try PeerProcess.makeFolder("mail-server")
            chmod(folder.path, 0o755)
            self.folder = folder.path
            port = try freePort()
            certificate = try ServerCertificate(in: folder)
            let units = try Repository.text("Config/units.yaml")
            let named = units.matches(of: /([a-z0-9-]+)@huzhou\.example/).map { String($0.1) }
            users = Set(named + ["ducha"]).subtracting([unknown].compactMap { $0 }).sorted()
        }

        /// Writes a file of settings.
        func write(_ text: String, _ name: String) throws {
            let file = URL(fileURLWithPath: folder + "/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
        }

        /// Makes a folder that belongs to `owner`, a user and its group.
        func makeFolder(_ name: String, owner: (user: uid_t, group: gid_t)? = nil, mode: mode_t = 0o755) throws {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            chmod(path, mode)
            if let owner, chown(path, owner.user, owner.group) != 0 {
                throw PeerProcess.DidNotStart(description: "\(path) cannot be given away: \(errno)")
            }
        }
    }

    /// Who owns what the servers write when the tests run as root: Debian's nobody and nogroup.
    static let nobody: (user: uid_t, group: gid_t) = (65534, 65534)

    let plan: Plan
    private let child: ChildProcess

    /// Starts `program`, which stays in the foreground, and waits until its port is open.
    init(_ plan: Plan, program: String, arguments: [String], environment: [String: String]) async throws {
        self.plan = plan
        // Leader of a process group of its own: all that it starts can be ended with it.
        child = try ChildProcess(
            "/usr/bin/setsid", arguments: [program] + arguments, environment: environment, folder: plan.folder,
            output: plan.folder + "/said", error: plan.folder + "/said")
        try await until("the mail server answers") {
            if let status = try child.ended() {
                throw PeerProcess.DidNotStart(description: "the mail server ended with \(status): \(record)")
            }
            return isListening()
        }
    }

    deinit {
        kill(-child.pid, SIGKILL)
        _ = try? child.wait()
    }

    /// What it said and logged, for a test that failed.
    var record: String {
        ["said", "log", "log/main", "log/panic"].compactMap {
            try? String(contentsOfFile: plan.folder + "/" + $0, encoding: .utf8)
        }
        .joined(separator: "\n")
    }

    /// The mails that were delivered: the files of each maildir, by the local part it belongs to.
    var delivered: [String: [String]] {
        let files = FileManager.default
        let owners = (try? files.contentsOfDirectory(atPath: plan.mailFolder)) ?? []
        return Dictionary(
            uniqueKeysWithValues: owners.map { owner in
                let folder = plan.mailFolder + "/" + owner + "/new"
                return (owner, ((try? files.contentsOfDirectory(atPath: folder)) ?? []).map { folder + "/" + $0 })
            })
    }

    /// How many mails are in all maildirs.
    var count: Int { delivered.values.map(\.count).reduce(0, +) }

    /// Runs one of the servers' own tools to its end.
    static func run(
        _ program: String, _ arguments: [String], _ input: String = "", _ environment: [String: String] = [:]
    ) throws {
        let ending = try BuiltProduct.run(
            program, arguments: arguments, input: Data(input.utf8), environment: environment)
        guard ending.status == 0 else {
            throw PeerProcess.DidNotStart(description: "\(program): \(ending.status) \(ending.err)")
        }
    }

    private func isListening() -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(plan.port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

extension TransferAgent {
    /// A site whose mails all go to this server.
    func site(digests: String = "") throws -> Site {
        try Site.mail(port: plan.port, certificate: plan.certificate.authority, digests: digests)
    }
}
