import Foundation
import Reminders
import Settings
import TestSupport
import Testing

@testable import Couriers

@Suite("The maildir", .temporaryFolder)
struct MaildirTests {
    private func courier(_ path: String = "mail/out") throws -> any Courier {
        try makeCourier(
            for: ChannelSettings(
                name: "files",
                kind: .maildir(MaildirSettings(path: path, from: Mailbox(address: "ducha@huzhou.example")))),
            secrets: Secrets(values: [:]), stateDirectory: TemporaryFolder.url.path, now: { 0 })
    }

    private func files(_ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: TemporaryFolder.url.appendingPathComponent("mail/out/\(part)").path
        ).sorted()
    }

    @Test("a mail becomes one file in new, whole, with the folders made and nothing left in tmp")
    func written() async throws {
        let courier = try courier()
        let end = await courier.carry(parcel(7))
        await courier.close()
        #expect(end == TransferEnd(.accepted, reason: "accepted", reply: "new/7.1@huzhou.example"))
        #expect(try files("new") == ["7.1@huzhou.example"])
        #expect(try files("tmp") == [])
        #expect(try files("cur") == [])
        let file = TemporaryFolder.url.appendingPathComponent("mail/out/new/7.1@huzhou.example")
        let text = String(decoding: parcel(7).bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a repeat of the same Message-ID replaces the file, also after a reader took it")
    func repeated() async throws {
        let courier = try courier()
        _ = await courier.carry(parcel(7))
        let again = await courier.carry(parcel(7, attempt: 2))
        #expect(again.reply == "new/7.1@huzhou.example")
        #expect(try files("new").count == 1)
        let folder = TemporaryFolder.url.appendingPathComponent("mail/out")
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("new/7.1@huzhou.example"),
            to: folder.appendingPathComponent("cur/7.1@huzhou.example:2,S"))
        let read = await courier.carry(parcel(7, attempt: 3))
        await courier.close()
        #expect(read.verdict == .accepted)
        #expect(read.reply == "cur/7.1@huzhou.example:2,S")
        #expect(try files("new") == [])
    }

    @Test("many at once are all there")
    func many() async throws {
        let courier = try courier()
        let verdicts = await withTaskGroup(of: TransferEnd.Verdict.self) { group in
            for number in 1...50 { group.addTask { await courier.carry(parcel(Int64(number))).verdict } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await courier.close()
        #expect(verdicts.allSatisfy { $0 == .accepted })
        #expect(try files("new").count == 50)
    }

    @Test("a folder that cannot be is the channel's fault, by its error's name")
    func failures() async throws {
        try Data().write(to: TemporaryFolder.url.appendingPathComponent("mail"))
        let blocked = try courier()
        let end = await blocked.carry(parcel())
        await blocked.close()
        #expect(end == TransferEnd(.channelDown, reason: "ENOTDIR"))
    }

    @Test("a file that cannot be written leaves nothing in new")
    func blockedFile() async throws {
        let courier = try courier()
        _ = await courier.carry(parcel(1))
        let blocked = TemporaryFolder.url.appendingPathComponent("mail/out/tmp/2.1@huzhou.example")
        try FileManager.default.createDirectory(at: blocked, withIntermediateDirectories: false)
        let directory = await courier.carry(parcel(2))
        try FileManager.default.removeItem(at: blocked)
        try FileManager.default.createSymbolicLink(
            at: blocked, withDestinationURL: TemporaryFolder.url.appendingPathComponent("victim"))
        let link = await courier.carry(parcel(2))
        await courier.close()
        #expect(directory == TransferEnd(.channelDown, reason: "EISDIR"))
        #expect(link == TransferEnd(.channelDown, reason: "ELOOP"))
        #expect(try files("new") == ["1.1@huzhou.example"])
        #expect(!FileManager.default.fileExists(atPath: TemporaryFolder.url.appendingPathComponent("victim").path))
    }

    @Test("a closed courier writes nothing")
    func closed() async throws {
        let courier = try courier()
        await courier.close()
        let end = await courier.carry(parcel())
        #expect(end == TransferEnd(.channelDown, reason: "closed"))
    }

    @Test("a file's name is the Message-ID, or its safe part and a digest that tells it from others")
    func names() {
        #expect(MaildirFileName.of(messageID: "7.1@huzhou.example") == "7.1@huzhou.example")
        let odd = [
            "../../etc/passwd", "a/b", "a_b/", "a:b", ".hidden", "", "a\0b", "督查", String(repeating: "x", count: 500),
        ]
        let names = odd.map(MaildirFileName.of)
        #expect(Set(names).count == odd.count)
        for name in names {
            #expect(!name.contains("/") && !name.contains(":") && !name.hasPrefix("."))
            #expect(!name.isEmpty && name.utf8.count <= 200)
            #expect(name.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        }
        #expect(MaildirFileName.of(messageID: "a:b") == MaildirFileName.of(messageID: "a:b"))
    }
}
