import Foundation
import TestSupport
import Testing

/// What must hold with every real mail server.
struct MailScenarios {
    let agent: TransferAgent
    /// What this server says when it takes a mail.
    let reply: String

    // MARK: - Days

    /// From Thursday 22 June 2017 to the noon of Tuesday 27 June: the handing out, a digest, and the reminders three
    /// working days before 30 June. Between the days the server hangs up.
    func days() async throws {
        let site = try agent.site(digests: "digests:\n  weekly: {schedule: Mon *-*-* 09:00}")
        try await site.accept(at: "2017-06-22T10:00:00+08:00")
        let daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-06-22T11:00:00+08:00", speed: "1d/s"))
        let noon = 1_498_536_000
        try await until("the days pass") { try await daemon.standing().now > noon }
        try await settled(daemon)
        let rows = try daemon.ask(LogSeen.self, "log", "--until", "2017-06-27", "--limit", "1000").rows
        var attempts: [DeliverySeen.Attempt] = []
        for row in rows {
            attempts += try await daemon.control.get(DeliverySeen.self, "/v1/deliveries/\(row.id)").history.attempts
        }
        #expect(try await daemon.stop() == 0)

        try reminders(rows.filter { $0.dueDay == "2017-06-27" }, of: site)
        #expect(rows.count { $0.dueDay == "2017-06-23" } == Site.recipients)
        #expect(rows.count { $0.kind == "digest" } == 1)
        #expect(rows.allSatisfy { $0.state == "accepted" && $0.attempts == 1 && $0.lastCode == 250 })
        #expect(rows.allSatisfy { $0.lastReply?.contains(reply) == true }, "not the server's own words")
        for attempt in attempts {
            #expect(attempt.tls == "TLSv1.3")
            #expect(attempt.peer?.contains("127.0.0.1") == true)
            #expect(attempt.reply?.contains(reply) == true)
        }
        let mails = try await arrived(rows, until: "2017-06-27")
        for mail in mails { format(mail) }
        #expect(!daemon.said.contains(Site.password))
    }

    /// The reminders of a day against the plan that the offline tool makes of the same files.
    private func reminders(_ rows: [LogRowSeen], of site: Site) throws {
        let run = try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"),
            arguments: ["plan", "-c", site.config, "--from", "2017-06-27", "--to", "2017-06-27", "--json"])
        let plan = try JSONDecoder().decode([PlanRow].self, from: Data(run.out.utf8))
        #expect(plan.count > 50 && plan.allSatisfy { $0.stage == "3wd" })
        #expect(rows.map(\.to).sorted() == Set(plan.map(\.to)).sorted())
        #expect(rows.flatMap(\.slots).count == plan.count)
    }

    private struct PlanRow: Decodable {
        var to: String
        var stage: String
    }

    /// What the server left of a mail, and what it added.
    private func format(_ mail: MailSeen) {
        #expect(mail.defects.isEmpty)
        #expect(mail.headers["received"]?.lowercased().contains("with esmtpsa") == true)
        #expect(
            mail.headers["received"]?.contains("TLS1.3") == true
                || mail.headers["received"]?.contains("TLSv1.3") == true)
        #expect(mail.headers["return-path"] == "<bounces@huzhou.example>")
        #expect(mail.headers["auto-submitted"] == "auto-generated")
        #expect(mail.from == [["市政府督查室", "ducha@huzhou.example"]])
        #expect(mail.names.count { $0 == "message-id" || $0 == "date" } == 2)
    }

    // MARK: - Faults

    func wrongPassword() async throws {
        let site = try agent.site()
        let secret = site.folder.appendingPathComponent("password").path
        try Site.writeSecret("not the one", to: secret)
        let daemon = try await handOut(site, speed: "10m/s")
        try await until("the channel is held") {
            try await daemon.standing().standing.heldChannels["mail"] == "auth"
        }
        let waiting = try daemon.ask(LogSeen.self, "log").rows
        #expect(waiting.count == Site.recipients)
        #expect(waiting.allSatisfy { $0.state != "accepted" && $0.state != "given-up" })
        #expect(waiting.contains { $0.lastCode == 535 })
        #expect(agent.count == 0)

        try Site.writeSecret(Site.password, to: secret)
        #expect(try await daemon.reload().taken)
        try await settled(daemon)
        let rows = try daemon.ask(LogSeen.self, "log").rows
        #expect(try await daemon.stop() == 0)
        #expect(rows.count == Site.recipients && rows.allSatisfy { $0.state == "accepted" })
        _ = try await arrived(rows)
        #expect(!daemon.said.contains("not the one") && !agent.record.contains("not the one"))
    }

    /// - Parameter refusal: how the server's reply begins.
    func unknownRecipient(_ unknown: String, refusal: String) async throws {
        let site = try agent.site()
        let daemon = try await handOut(site, speed: "10m/s")
        let trouble = try await until("the office is told") {
            try await daemon.deliveries().first { $0.kind == "trouble" && $0.state == "accepted" }
        }
        try await settled(daemon)
        let rows = try daemon.ask(LogSeen.self, "log").rows
        #expect(try await daemon.stop() == 0)

        let refused = rows.filter { $0.to == unknown + "@huzhou.example" }
        #expect(refused.count == 1 && refused.allSatisfy { $0.state == "given-up" && $0.attempts == 1 })
        #expect(refused.first?.lastReply?.hasPrefix(refusal) == true)
        let taken = rows.filter { $0.state == "accepted" }
        #expect(taken.count == rows.count - 1)
        // The others' hand-outs, and the report.
        #expect(taken.count == Site.recipients)
        let mails = try await arrived(taken)
        let report = try #require(mails.first { $0.messageID == trouble.messageId })
        #expect(report.to.map { $0[1] } == ["ducha@huzhou.example"])
        let text = try #require(report.part("text/plain")).text
        for item in ["市体育局", "11.8.1", "11.8.2", "11.8.3"] { #expect(text.contains(item)) }
    }

    func greylisting() async throws {
        let site = try agent.site()
        let daemon = try await handOut(site, speed: "30m/s")
        try await settled(daemon)
        let rows = try daemon.ask(LogSeen.self, "log").rows
        let first = try daemon.ask(DeliverySeen.self, "show", String(#require(rows.first).id)).history.attempts
        #expect(try await daemon.stop() == 0)
        #expect(rows.count == Site.recipients)
        #expect(rows.allSatisfy { $0.state == "accepted" && $0.attempts == 2 && $0.lastCode == 250 })
        #expect(first.map(\.code) == [451, 250])
        #expect(first.first?.reply?.contains("greylisted") == true)
        _ = try await arrived(rows)
    }

    // MARK: - Steps

    /// A daemon that is about to hand the list out, on Saturday 1 April 2017, which was worked on.
    private func handOut(_ site: Site, speed: String) async throws -> RunningDaemon {
        try await site.accept(at: "2017-03-31T11:00:00+08:00")
        return try await RunningDaemon.start(site, clock: .init(start: "2017-04-01T08:59:00+08:00", speed: speed))
    }

    /// Waits until everything that was intended has ended.
    private func settled(_ daemon: RunningDaemon) async throws {
        try await until("all is settled") {
            let rows = try await daemon.deliveries()
            return rows.count >= Site.recipients && rows.allSatisfy { $0.state == "accepted" || $0.state == "given-up" }
        }
    }

    /// The mails of these deliveries, each found once, in the maildir of its recipient; nothing else lies in any.
    ///
    /// - Parameter day: mails of later days do not count.
    private func arrived(_ rows: [LogRowSeen], until day: String = "9999") async throws -> [MailSeen] {
        // A server delivers a little after it has accepted.
        try await until("the maildirs have what was accepted") { agent.count >= rows.count }
        var seen: [MailSeen] = []
        for (user, files) in agent.delivered where !files.isEmpty {
            let mails = try MailSeen.read(files).filter { $0.date.prefix(10) <= day }
            let expected = rows.filter { $0.to == user + "@huzhou.example" }
            #expect(mails.map(\.messageID).sorted() == expected.map(\.messageId).sorted())
            for mail in mails {
                #expect(mail.to.map { $0[1] } == [user + "@huzhou.example"])
                #expect(mail.subject == expected.first { $0.messageId == mail.messageID }?.subject)
            }
            seen += mails
        }
        #expect(seen.count == rows.count)
        return seen
    }
}

extension RunningDaemon {
    /// What `deadlinectl` prints as JSON.
    func ask<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
        let run = try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: arguments + ["--json", "--socket", control.path])
        guard run.status == 0 else { throw DidNotStart(description: "deadlinectl \(arguments): \(run.err)") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(run.out.utf8))
    }
}

extension MailSeen {
    /// Without its brackets, as in the delivery log.
    fileprivate var messageID: String {
        (headers["message-id"] ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "<>"))
    }
}
