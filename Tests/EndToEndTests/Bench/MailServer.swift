import Foundation
import TestSupport

/// Debian's aiosmtpd with STARTTLS and AUTH, and what it took.
struct MailServer: Sendable {
    struct Taken: Sendable {
        var number: Int
        var file: String
        var sender: String
        var recipients: [String]
        var messageID: String
        var isEncrypted: Bool
        var isAuthenticated: Bool
        /// Whether the final dot was answered.
        var isAnswered: Bool
    }

    private struct Line: Decodable {
        var event: String
        var number: Int
        var file: String?
        var sender: String?
        var recipients: [String]?
        var messageId: String?
        var encrypted: Bool?
        var authenticated: Bool?
    }

    let folder: URL
    let port: Int
    var certificate: String { folder.appendingPathComponent("certificate.pem").path }
    private let process: PeerProcess?

    /// Starts one, with a certificate for `localhost` made by openssl.
    static func start() throws -> MailServer {
        let folder = try prepare()
        let process = try PeerProcess("mail_server.py", folder: folder)
        return MailServer(folder: folder, port: process.port, process: process)
    }

    /// Settings and a port, and nobody there.
    static func down() throws -> MailServer {
        MailServer(folder: try prepare(), port: try freePort(), process: nil)
    }

    /// The same server, up.
    func up() throws -> MailServer {
        MailServer(
            folder: folder, port: port, process: try PeerProcess("mail_server.py", folder: folder, port: port))
    }

    private static func prepare() throws -> URL {
        let folder = try PeerProcess.makeFolder("mail-server")
        let made = try BuiltProduct.run(
            "/usr/bin/openssl",
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-keyout", folder.path + "/key.pem", "-out", folder.path + "/certificate.pem",
            ])
        guard made.status == 0 else { throw PeerProcess.DidNotStart(description: "openssl: \(made.err)") }
        let login = ["user": Site.user, "password": Site.password]
        try JSONEncoder().encode(login).write(to: folder.appendingPathComponent("login.json"))
        return folder
    }

    /// Every message, in the order it came.
    func taken() throws -> [Taken] {
        let lines = try PeerProcess.record(Line.self, in: folder)
        let answered = Set(lines.filter { $0.event == "answered" }.map(\.number))
        return lines.filter { $0.event == "taken" }.map { line in
            Taken(
                number: line.number, file: folder.path + "/" + (line.file ?? ""), sender: line.sender ?? "",
                recipients: line.recipients ?? [], messageID: line.messageId ?? "",
                isEncrypted: line.encrypted ?? false, isAuthenticated: line.authenticated ?? false,
                isAnswered: answered.contains(line.number))
        }
    }

    /// From now on this address is refused for good.
    func refuse(_ address: String) throws {
        try Data(address.utf8).write(to: folder.appendingPathComponent("refuse"))
    }

    func refuseNobody() { try? FileManager.default.removeItem(at: folder.appendingPathComponent("refuse")) }

    func hold(after count: Int) throws { try PeerProcess.hold(after: count, in: folder) }
    func release() { PeerProcess.release(in: folder) }
}

/// A mail as Python's `email` package understands it.
struct MailSeen: Decodable, Sendable {
    struct Part: Decodable, Sendable {
        var type: String
        var charset: String?
        var fileName: String?
        var disposition: String?
        var bom: Bool
        var text: String
    }

    var subject: String
    /// Display name and address.
    var from: [[String]]
    var to: [[String]]
    var date: String
    /// By lower-case name.
    var headers: [String: String]
    /// The headers' names, in order.
    var names: [String]
    var parts: [Part]
    var defects: [String]
    var isAscii: Bool
    var bareLineEnds: Bool
    var longestLine: Int

    func part(_ type: String) -> Part? { parts.first { $0.type == type } }

    static func read(_ files: [String]) throws -> [MailSeen] {
        let run = try BuiltProduct.run(
            "/usr/bin/python3",
            arguments: [Repository.file("Tests/EndToEndTests/Servers/read_mail.py")] + files)
        guard run.status == 0 else { throw PeerProcess.DidNotStart(description: "read_mail.py: \(run.err)") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([MailSeen].self, from: Data(run.out.utf8))
    }
}
