import Foundation
import TestSupport
import Testing

/// `deadlinectl retry`, `bounced`, `test` and the log's exports, with the real programs and a real mail server.
@Suite("what is asked about messages, end to end", .temporaryFolder)
struct DeliveryActTests {
    @Test("a test message shows the whole conversation, and no password in any form")
    func test() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        let daemon = try await RunningDaemon.start(site)
        let taken = try daemon.ctl("test", "mail", "--to", "zhang@huzhou.example")
        #expect(taken.status == 0)
        for said in [
            "* connected to 127.0.0.1:", "> EHLO deadlined.huzhou.example", "< 250-STARTTLS", "> STARTTLS", "* TLSv1.",
            "> MAIL FROM:<bounces@huzhou.example>", "> RCPT TO:<zhang@huzhou.example>", "> DATA",
            "< 250 2.0.0 queued as 1", "对方服务器已接收;通道 mail,收件人 zhang@huzhou.example(127.0.0.1:",
        ] {
            #expect(taken.out.contains(said), "\(said) is not in:\n\(taken.out)")
        }
        let plain = Data("\u{0}\(Site.user)\u{0}\(Site.password)".utf8).base64EncodedString()
        for secret in [Site.password, plain] { #expect(!taken.out.contains(secret)) }
        let mail = try #require(try MailSeen.read(server.taken().map(\.file)).first)
        #expect(mail.subject == "[测试] deadlined 通道 mail")
        #expect(mail.defects.isEmpty)
        #expect(mail.part("text/plain")?.text.contains("不涉及任何工作事项") == true)
        #expect(try await daemon.deliveries().isEmpty, "it reminds nobody, and stands in no log but the journal")
        #expect(daemon.log.contains("channel tested"))

        #expect(try daemon.ctl("test", "fax").err.hasPrefix("错误:没有叫“fax”的发送通道\n提示:"))
        #expect(try daemon.ctl("test", "mail", "--to", "a b@x").status == 1)
        #expect(try await daemon.stop() == 0)
    }

    @Test("a wrong password is seen by test; mended, reloaded and retried, the channel goes on at once")
    func mendedChannel() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        let secret = site.folder.appendingPathComponent("password").path
        try Site.writeSecret("wrong-Passwort-0815", to: secret)
        let daemon = try await RunningDaemon.start(site)
        let failed = try daemon.ctl("test", "mail")
        #expect(failed.status == 1)
        #expect(failed.out.contains("发送通道有故障(auth);通道 mail,收件人 ducha@huzhou.example"))
        #expect(!failed.out.contains("wrong-Passwort"))
        _ = try await daemon.digest()
        try await until("the channel is held") { try await daemon.standing().standing.heldChannels == ["mail": "auth"] }

        // Files of secrets are read again on reload.
        try Site.writeSecret(Site.password, to: secret)
        #expect(try await daemon.reload().taken)
        #expect(try daemon.ctl("retry", "--channel", "mail").out == "正在重试发送通道 mail,1条消息在等待\n")
        try await until("the digest is taken") { try server.taken().count == 1 }
        try await until("the log knows") { try await daemon.deliveries().map(\.state) == ["accepted"] }
        #expect(try await daemon.stop() == 0)
    }

    @Test("given up and retried, come back and recorded: the log, its exports and the acts say so over a restart")
    func takenUpAndBounced() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try server.refuse("ducha@huzhou.example")
        var daemon = try await RunningDaemon.start(site)
        _ = try await daemon.digest()
        try await until("it is given up") { try await daemon.deliveries().map(\.state) == ["given-up"] }
        #expect(try daemon.ctl("bounced", "1").err.hasPrefix("错误:第1号消息的状态是“未能送达”,没有服务器接收过"))
        server.refuseNobody()
        #expect(try daemon.ctl("retry", "1", "--reason", "收件箱已恢复").out.hasPrefix("已重新发送:第1号消息\n"))
        try await until("it is taken") { try await daemon.deliveries().map(\.state) == ["accepted"] }
        let id = try #require(try await daemon.deliveries().first?.messageId)
        #expect(try server.taken().map(\.messageID) == [id])
        #expect(try daemon.ctl("bounced", id, "--reason", "=550 查无此人").out == "已登记:第1号消息退信\n")
        #expect(try await daemon.stop() == 0)

        daemon = try await RunningDaemon.start(site)
        #expect(try daemon.ctl("bounced", id).out == "第1号消息的退信此前已登记\n")
        #expect(try daemon.ctl("retry", "1").status == 1)
        #expect(try daemon.ctl("log").out.contains("退回 ×2"))
        let table = try daemon.ctl("log", "--csv").out
        #expect(table.contains("\"'=550 查无此人\""))
        #expect(try daemon.ctl("log", "--jsonl").out.split(separator: "\n").count == 1)
        let shown = try daemon.ctl("show", "1").out
        #expect(shown.contains("退信") && shown.contains("对方服务器拒绝(rcpt-refused)") && shown.contains("已接收"))
        #expect(try daemon.ctl("status").out.contains("退回"))
        #expect(try await daemon.stop() == 0)
    }
}
