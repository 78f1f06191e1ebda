import Foundation
import TestSupport

/// A configuration of the test's own, made from the shipped one, with its secrets and its state directory.
struct Site: Sendable {
    static let password = "Kein-Passwort-4711-im-Protokoll"
    static let user = "deadlined"
    static let list = "huzhou-2017"
    /// 38 bodies have obligations, and 市发改委's railway office has a liaison of its own.
    static let recipients = 39

    let folder: URL
    var config: String { folder.appendingPathComponent("config").path }
    var state: String { folder.appendingPathComponent("state").path }
    /// A scaled clock's state is kept apart.
    var rehearsal: String { state + "/rehearsal" }

    /// - Parameters:
    ///   - channels: the text under `channels:`, indented by two.
    ///   - units: the channel of the units' messages.
    ///   - office: the channel of the office's.
    init(channels: String, units: String, office: String? = nil, digests: String = "", extra: String = "") throws {
        folder = TemporaryFolder.url
        try Self.copy(Repository.file("Config"), to: folder.path + "/config")
        let text = """
            office:
              name: 市政府督查室
              phone: 市政府督查室 0572-0000000
              channels: [\(office ?? units)]
              contacts:
                - {name: 督查专员, role: liaison, mail: ducha@huzhou.example}
            channels:
            \(channels)
            reminders:
              channels: [\(units)]
            \(digests)
            \(extra)

            """
        try write(text, "deadlined.yaml")
    }

    /// FileManager's own copy wants to keep the owner, which only the owner and root may.
    private static func copy(_ old: String, to new: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: new, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: old) {
            let (from, to) = (old + "/" + name, new + "/" + name)
            var isFolder: ObjCBool = false
            if files.fileExists(atPath: from, isDirectory: &isFolder), isFolder.boolValue {
                try copy(from, to: to)
            } else {
                try Data(contentsOf: URL(fileURLWithPath: from)).write(to: URL(fileURLWithPath: to))
            }
        }
    }

    static let maildir = "  local: {kind: maildir, from: ducha@huzhou.example}"

    /// Everything goes into a maildir.
    static func local(digests: String = "", extra: String = "") throws -> Site {
        try Site(channels: maildir, units: "local", digests: digests, extra: extra)
    }

    /// Everything goes to the mail server, over TLS and with a password.
    static func mail(_ server: MailServer, connections: Int = 2, digests: String = "") throws -> Site {
        try mail(port: server.port, certificate: server.certificate, connections: connections, digests: digests)
    }

    /// The same, to any server on that loopback port. `certificate` is the PEM file to trust.
    static func mail(port: Int, certificate: String, connections: Int = 2, digests: String = "") throws -> Site {
        let channel = try mailChannel(port: port, certificate: certificate, connections: connections)
        return try Site(channels: channel, units: "mail", digests: digests)
    }

    /// The channel `mail` to that server, and the file with its password.
    static func mailChannel(port: Int, certificate: String, connections: Int) throws -> String {
        let secret = TemporaryFolder.url.appendingPathComponent("password").path
        try writeSecret(password, to: secret)
        return """
              mail:
                kind: smtp
                host: localhost
                port: \(port)
                security: starttls
                ca_file: \(certificate)
                user: \(user)
                password_file: \(secret)
                from: 市政府督查室 <ducha@huzhou.example>
                bounce_address: bounces@huzhou.example
                client_name: deadlined.huzhou.example
                message_id_domain: huzhou.example
                connections: \(connections)
            """
    }

    static func writeSecret(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
    }

    func write(_ text: String, _ name: String) throws {
        try text.write(toFile: config + "/" + name, atomically: true, encoding: .utf8)
    }

    struct NothingToReplace: Error {
        var old: String
    }

    func edit(_ name: String, replacing old: String, with new: String) throws {
        let text = try String(contentsOfFile: config + "/" + name, encoding: .utf8)
        guard text.contains(old) else { throw NothingToReplace(old: old) }
        try write(text.replacing(old, with: new), name)
    }

    /// Every byte under the state directory, by file.
    func stateFiles() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: state) ?? .init() {
            let path = state + "/" + name
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                let data = FileManager.default.contents(atPath: path)
            else { continue }
            files[name] = data
        }
        return files
    }
}
