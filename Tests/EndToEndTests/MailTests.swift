import Foundation
import TestSupport
import Testing

/// The real daemon, a real mail server with STARTTLS and AUTH, and the reader that most mail software agrees with.
@Suite("mail over a real server", .temporaryFolder)
struct MailTests {
    @Test("one week of June 2017: what is handed out, the digest and the reminders arrive as they were meant")
    func week() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server, digests: "digests:\n  weekly: {schedule: Mon *-*-* 09:00}")
        try await site.accept(at: "2017-06-22T10:00:00+08:00")
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-06-22T11:00:00+08:00", speed: "1d/s"))
        // The morning of Tuesday 27 June is over.
        let end = 1_498_536_000
        try await until("the week passes") { try await daemon.standing().now > end }
        let rows = try await daemon.deliveries().filter { $0.createdAtOrDue < end }
        #expect(try await daemon.stop() == 0)

        let taken = try server.taken()
        let mails = try MailSeen.read(taken.map(\.file))
        try envelopes(taken, mails, rows)
        let byID = Dictionary(zip(taken.map(\.messageID), mails), uniquingKeysWith: { first, _ in first })
        for mail in byID.values { format(mail) }
        try assigned(rows.compactMap { $0.dueDay == "2017-06-23" ? byID[$0.messageId] : nil })
        try digest(#require(rows.first { $0.kind == "digest" }.flatMap { byID[$0.messageId] }))
        try ahead(
            #require(
                rows.first { $0.dueDay == "2017-06-27" && $0.to == "fgw@huzhou.example" }.flatMap { byID[$0.messageId] }
            ))
        try keepsSecrets(site, daemon)
    }

    /// The server's record against the delivery log.
    private func envelopes(_ taken: [MailServer.Taken], _ mails: [MailSeen], _ rows: [LogRowSeen]) throws {
        #expect(Set(taken.map(\.messageID)).count == taken.count, "a message came twice")
        #expect(rows.allSatisfy { $0.state == "accepted" && $0.attempts == 1 && $0.lastCode == 250 })
        #expect(rows.allSatisfy { $0.lastReply?.contains("queued as") == true })
        #expect(Set(rows.map(\.messageId)).isSubset(of: taken.map(\.messageID)))
        let addresses = Dictionary(uniqueKeysWithValues: rows.map { ($0.messageId, $0) })
        for (message, mail) in zip(taken, mails) {
            #expect(message.isEncrypted && message.isAuthenticated)
            #expect(message.sender == "bounces@huzhou.example")
            #expect(message.recipients.count == 1)
            #expect(mail.to.map { $0[1] } == message.recipients, "To names somebody else")
            #expect(!mail.names.contains("cc") && !mail.names.contains("bcc"))
            guard let row = addresses[message.messageID] else { continue }
            #expect(message.recipients == [row.to])
            #expect(mail.subject == row.subject)
        }
        let tuesday = rows.filter { $0.dueDay == "2017-06-27" }
        #expect(Set(tuesday.map(\.to)).count == tuesday.count, "two messages to one recipient on one day")
    }

    /// What holds for every mail.
    private func format(_ mail: MailSeen) {
        #expect(mail.defects.isEmpty)
        #expect(mail.isAscii && !mail.bareLineEnds && mail.longestLine <= 998)
        #expect(mail.from == [["市政府督查室", "ducha@huzhou.example"]])
        #expect(mail.subject.hasPrefix("[演练]"))
        #expect(mail.headers["auto-submitted"] == "auto-generated")
        #expect(mail.headers["x-auto-response-suppress"] == "OOF, AutoReply")
        #expect(mail.headers["list-id"]?.hasSuffix("<huzhou-2017.deadlined.huzhou.example>") == true)
        #expect(mail.headers["message-id"]?.hasSuffix("@huzhou.example>") == true)
        #expect(Set(mail.names).count == mail.names.count, "a header stands twice")
        #expect(mail.part("text/plain")?.charset == "utf-8")
        #expect(mail.part("text/html")?.charset == "utf-8")
        #expect(mail.part("text/plain")?.text.contains("市政府督查室 0572-0000000") == true)
    }

    private func assigned(_ mails: [MailSeen]) throws {
        #expect(mails.count == Site.recipients)
        #expect(Set(mails.flatMap { $0.to.map { $0[1] } }).count == Site.recipients)
        #expect(mails.allSatisfy { $0.date == "2017-06-23T09:00:00+08:00" })
        let fgw = try #require(mails.first { $0.to[0][1] == "fgw@huzhou.example" })
        #expect(fgw.headers["references"] == fgw.headers["in-reply-to"])
        #expect(fgw.headers["references"]?.contains("assigned") == true)
        let text = try #require(fgw.part("text/plain")).text
        #expect(text.contains("签收"))
        #expect(text.contains("全年地区生产总值增长7.5%以上"))
        let calendar = try #require(fgw.part("text/calendar"))
        #expect(calendar.fileName == "到期日.ics" && calendar.disposition == "attachment")
        try self.calendar(calendar.text)
    }

    private func ahead(_ mail: MailSeen) throws {
        #expect(mail.subject == "[演练] 【市政府重点工作】市发改委:7项节点6月30日(周五)到期,还有3个工作日")
        #expect(mail.date == "2017-06-27T09:00:00+08:00")
        #expect(mail.headers["references"] == mail.headers["in-reply-to"])
        #expect(mail.headers["references"]?.contains("2017-06-30") == true)
        #expect(mail.headers["references"] != mail.headers["message-id"])
        let text = try #require(mail.part("text/plain")).text
        let html = try #require(mail.part("text/html")).text
        let numbers = ["4.6.1", "5.2.1", "6.2.1", "6.3.1", "7.1.1", "8.2.1", "8.4.1"]
        for number in numbers { #expect(text.contains(number) && html.contains(number)) }
        for said in ["4.6.1", "组织二季度重点建设、重大项目集中开工活动。", "湖政办发〔2017〕33号"] {
            #expect(text.contains(said))
            #expect(html.contains(said))
        }
        #expect(!text.contains("逾期未完成"))
        #expect(mail.part("text/calendar") == nil, "the calendar has the day since it was handed out")
    }

    /// RFC 5545: all-day events, seven milestones and the report on 30 June, each with an id of its own.
    private func calendar(_ text: String) throws {
        #expect(text.contains("\r\n") && !text.replacing("\r\n", with: "").contains("\n"))
        let lines = text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
        #expect(lines.contains("METHOD:PUBLISH"))
        let events = lines.count { $0 == "BEGIN:VEVENT" }
        #expect(events > 7)
        #expect(lines.count { $0 == "DTSTART;VALUE=DATE:20170630" } == 8)
        #expect(lines.count { $0 == "TRANSP:TRANSPARENT" } == events)
        #expect(Set(lines.filter { $0.hasPrefix("UID:") }).count == events)
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    }

    private func digest(_ mail: MailSeen) throws {
        #expect(mail.to == [["督查专员", "ducha@huzhou.example"]])
        #expect(mail.date == "2017-06-26T09:00:00+08:00")
        #expect(mail.headers["references"] == nil)
        let file = try #require(mail.part("text/csv"))
        #expect(file.fileName == "台账-2017-06-26.csv")
        #expect(file.bom, "without a byte order mark Excel takes it for GBK")
        let rows = file.text.split(separator: "\r\n").map(String.init)
        let milestones = try #require(rows.filter { $0.contains("4.6.1") }.first)
        #expect(milestones.contains("组织二季度重点建设、重大项目集中开工活动。"))
        // One row an obligation, and the head.
        #expect(rows.count > 280 && rows.count < 300)
        #expect(!file.text.contains(",=") && !file.text.contains(",+") && !file.text.contains(",@"))
    }

    private func keepsSecrets(_ site: Site, _ daemon: RunningDaemon) throws {
        let files = try site.stateFiles()
        #expect(files.keys.contains { $0.hasSuffix("ledger.sqlite") })
        let forms = [
            Site.password, Data(Site.password.utf8).base64EncodedString(),
            Data("\u{0}\(Site.user)\u{0}\(Site.password)".utf8).base64EncodedString(),
        ]
        for form in forms {
            for (name, data) in files { #expect(data.range(of: Data(form.utf8)) == nil, "in \(name)") }
            #expect(!daemon.said.contains(form))
        }
        // Bodies stay out of the journal, too.
        #expect(!daemon.said.contains("组织二季度") && !daemon.said.contains("到期"))
        #expect(daemon.log.contains("message accepted"))
    }
}

extension LogRowSeen {
    var createdAtOrDue: Int { Int(dueAt) }
    /// In Huzhou.
    var dueDay: String {
        String(Date(timeIntervalSince1970: TimeInterval(dueAt + 8 * 3600)).ISO8601Format().prefix(10))
    }
}
