import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// RFC 6531, RFC 6532.
@Suite("mails to addresses beyond ASCII")
struct InternationalMailTests {
    private struct Read: Decodable {
        var addresses: [String: [[String]]]
        var subject: String
        var defects: [String]
        var again: Bool
        var calendar: String
    }

    /// As Python reads it under its policy for SMTPUTF8; `again`: and writes the same addresses.
    private func read(_ bytes: [UInt8]) throws -> Read {
        let script = """
            import sys, json, email
            from email import policy
            p = policy.SMTPUTF8
            m = email.message_from_string(sys.stdin.buffer.read().decode('utf-8'), policy=p)
            from email.errors import NonASCIILocalPartDefect as Noted
            defects = [str(d) for d in m.defects]
            defects += [n + ': ' + str(d) for n, v in m.items() for d in v.defects if not isinstance(d, Noted)]
            addresses = {n: [[a.display_name, a.addr_spec] for a in m[n].addresses] for n in ('From', 'To')}
            other = email.message_from_string(m.as_bytes(policy=p).decode('utf-8'), policy=p)
            again = all(str(m[n]) == str(other[n]) for n in ('From', 'To', 'Subject'))
            files = [p.get_payload(decode=True).decode() for p in m.walk() if p.get_content_type() == 'text/calendar']
            json.dump({'addresses': addresses, 'subject': str(m['Subject']), 'defects': defects, 'again': again,
                'calendar': files[0] if files else ''}, sys.stdout)
            """
        return try JSONDecoder().decode(Read.self, from: Data(Python.run(script, input: bytes)))
    }

    private func compose(to address: String, from: String = "ducha@huzhou.example", _ scene: Scene = .ahead) throws
        -> [UInt8]
    {
        var briefing = try scene.briefing()
        let recipient = Recipient(address: address, name: "张三", units: briefing.delivery.recipient.units)
        let old = briefing.delivery
        briefing.delivery = Delivery(
            id: old.id, kind: old.kind, channel: old.channel, recipient: recipient, messageID: old.messageID,
            createdAt: old.createdAt, dueAt: old.dueAt, notBefore: old.notBefore, items: old.items)
        let settings = MaildirSettings(path: "maildir", from: Mailbox(name: "市政府督查室", address: from))
        return try Huzhou.composer().compose(
            briefing, for: ChannelSettings(name: "mail", kind: .maildir(settings))
        ).bytes
    }

    @Test(
        "the address stands in UTF-8, and nothing else does",
        arguments: [
            "张三@huzhou.example", "zhangsan@湖州.example", "张三@湖州.中国", "zhāng.sān+督查@huzhou.example",
            "jose\u{301}@cafe\u{301}.example", "用户🏛@例子.example",
        ])
    func to(address: String) throws {
        let bytes = try compose(to: address)
        let mail = try read(bytes)
        #expect(mail.defects == [])
        #expect(mail.again)
        #expect(mail.addresses["To"]?.count == 1)
        let read = try #require(mail.addresses["To"]?.first)
        #expect(read.first == "市发改委 张三")
        #expect(read.last.map { Array($0.utf8) } == Array(address.utf8))
        #expect(mail.addresses["From"] == [["市政府督查室", "ducha@huzhou.example"]])
        #expect(mail.subject.hasPrefix("【市政府重点工作】"))
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.filter { !$0.utf8.allSatisfy { $0 < 0x80 } } == lines.filter { $0.contains("<\(address)>") })
        #expect(lines.allSatisfy { $0.utf8.count <= 998 })
    }

    @Test("our own address may be such a one; the calendar names it in percent form")
    func from() throws {
        let bytes = try compose(to: "zhangsan@huzhou.example", from: "督查@湖州.example", .assigned)
        let mail = try read(bytes)
        #expect(mail.addresses["From"] == [["市政府督查室", "督查@湖州.example"]])
        #expect(mail.addresses["To"] == [["市发改委 张三", "zhangsan@huzhou.example"]])
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.count { !$0.utf8.allSatisfy { $0 < 0x80 } } == 1)
        let calendar = mail.calendar.replacing("\r\n ", with: "")
        #expect(calendar.contains(":mailto:%E7%9D%A3%E6%9F%A5@%E6%B9%96%E5%B7%9E.example\r\n"))
    }

    @Test("an address that needs none of it leaves the mail in ASCII, byte for byte")
    func plain() throws {
        let bytes = try compose(to: "zhangsan@xn--fiq228c.example")
        #expect(bytes.allSatisfy { $0 < 0x80 })
    }
}
