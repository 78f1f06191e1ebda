import Foundation
import Glibc
import Settings
import TestSupport
import Testing

@testable import Couriers

@Suite("Secrets", .temporaryFolder)
struct SecretTests {
    private func file(_ content: String, mode: mode_t = 0o600) throws -> String {
        let path = TemporaryFolder.url.appendingPathComponent("secret-\(UUID().uuidString)").path
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        try #require(chmod(path, mode) == 0)
        return path
    }

    @Test("a file's content comes without its line end", arguments: ["hush", "hush\n", "hush\r\n"])
    func read(_ content: String) throws {
        let path = try file(content)
        #expect(try SecretFile.read(.file(path), credentialsDirectory: nil) == Array("hush".utf8))
    }

    @Test("only one line end is taken away, and blanks are part of a secret")
    func trimmed() throws {
        let path = try file(" hush \n\n", mode: 0o400)
        #expect(try SecretFile.read(.file(path), credentialsDirectory: nil) == Array(" hush \n".utf8))
    }

    @Test(
        "a file that others can read is refused, and the error does not say what is in it",
        arguments: [mode_t(0o640), 0o604, 0o620, 0o601, 0o644, 0o660, 0o666])
    func openToOthers(_ mode: mode_t) throws {
        let path = try file("hush", mode: mode)
        let error = try #require(throws: SecretError.self) {
            try SecretFile.read(.file(path), credentialsDirectory: nil)
        }
        #expect(error.reason == .openToOthers)
        #expect(error.description.contains("(mode 0\(String(mode, radix: 8)))"))
        #expect(error.description.contains("; hint: "))
        #expect(!error.description.contains("hush"))
    }

    @Test("what is missing, empty, a folder or too long is refused by name")
    func unusable() throws {
        let folder = TemporaryFolder.url.path
        let empty = try file("\n")
        let long = try file(String(repeating: "x", count: 70_000))
        let rows: [(SecretReference, String?, SecretError.Reason)] = [
            (.file(folder + "/none"), nil, .missing), (.file(folder), nil, .notAFile), (.file(empty), nil, .empty),
            (.file(long), nil, .tooLong), (.credential("smtp"), nil, .noCredentialsDirectory),
            (.credential("smtp"), folder, .missing), (.credential("../smtp"), folder, .badName),
            (.credential(""), folder, .badName), (.credential(".."), folder, .badName),
        ]
        for (reference, directory, reason) in rows {
            let error = #expect(throws: SecretError.self) {
                try SecretFile.read(reference, credentialsDirectory: directory)
            }
            #expect(error?.reason == reason)
            #expect(error?.description.contains(reference.spokenName) == true)
        }
    }

    @Test("a named pipe is refused without waiting for a writer")
    func pipe() throws {
        let path = TemporaryFolder.url.appendingPathComponent("pipe").path
        try #require(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SecretError.self) {
            try SecretFile.read(.file(path), credentialsDirectory: nil)
        }
        #expect(error?.reason == .notAFile)
    }

    @Test("a file of another user is refused, one of root is not")
    func owner() throws {
        let path = try file("hush")
        if geteuid() == 0 {
            #expect(try SecretFile.read(.file(path), credentialsDirectory: nil, user: 4242) == Array("hush".utf8))
            try #require(chown(path, 4243, 4243) == 0)
        }
        let error = #expect(throws: SecretError.self) {
            try SecretFile.read(.file(path), credentialsDirectory: nil, user: 4242)
        }
        #expect(error?.reason == .wrongOwner)
    }

    @Test("a systemd credential may show its access list's mask in the group bits, and nothing to others")
    func credential() throws {
        let path = try file("hush", mode: 0o440)
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let reference = SecretReference.credential(url.lastPathComponent)
        #expect(try SecretFile.read(reference, credentialsDirectory: folder) == Array("hush".utf8))
        try #require(chmod(path, 0o444) == 0)
        let error = #expect(throws: SecretError.self) {
            try SecretFile.read(reference, credentialsDirectory: folder)
        }
        #expect(error?.reason == .openToOthers)
    }

    @Test("secrets print, reflect and dump as nothing")
    func reticence() throws {
        let secrets = Secrets(values: [passwordReference: Array("hunter2".utf8)])
        let numbers = "104"
        var dumped = ""
        dump(secrets, to: &dumped)
        dump(Secret(bytes: Array("hunter2".utf8)), to: &dumped)
        let courier = try mailCourier(port: 9, user: "ducha", password: "hunter2")
        dump(courier, to: &dumped)
        for text in ["\(secrets)", String(reflecting: secrets), dumped, String(reflecting: courier)] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains(numbers))
        }
        #expect(secrets[passwordReference] == Array("hunter2".utf8))
        #expect(secrets[.file("other")] == nil)
    }

    @Test("a mail channel without its secret, or with a host that is none, is refused at setup")
    func setup() throws {
        func settings(
            host: String = "mail.example", port: Int = 587, name: String? = nil, user: String = "u",
            bounces: String = "a@b.example"
        ) -> SMTPSettings {
            SMTPSettings(
                host: host, port: port, login: SMTPSettings.Login(user: user, password: passwordReference),
                from: Mailbox(address: "a@b.example"), bounces: BounceAddress(bounces), clientName: name)
        }
        let right = Secrets(values: [passwordReference: Array("x".utf8)])
        let rows: [(SMTPSettings, Secrets, String)] = [
            (settings(), Secrets(values: [:]), "was not read"),
            (settings(), Secrets(values: [passwordReference: [0x61, 0]]), "holds a NUL byte"),
            (settings(host: "a/b"), right, "not a host name"), (settings(host: ""), right, "not a host name"),
            (settings(host: "a@b"), right, "not a host name"), (settings(port: 0), right, "out of range"),
            (settings(name: "a b\r\n"), right, "client name"), (settings(user: ""), right, "no user name"),
            (settings(bounces: "a@b.example\nDATA"), right, "bounce address"),
            (settings(bounces: "a@b.example>\r\nRCPT TO:<evil@example.org"), right, "bounce address"),
        ]
        for (settings, secrets, problem) in rows {
            let error = #expect(throws: CourierSetupError.self) {
                _ = try makeCourier(
                    for: ChannelSettings(name: "mail", kind: .smtp(settings)), secrets: secrets, stateDirectory: "/",
                    now: { 0 })
            }
            #expect(error?.description.contains(problem) == true, "\(problem): \(error?.description ?? "")")
        }
    }
}
