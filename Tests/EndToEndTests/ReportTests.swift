import Foundation
import TestSupport
import Testing

/// A self-check round with the real programs: reminded, filled in, given back, exported.
@Suite("self-check reports, end to end", .temporaryFolder)
struct ReportTests {
    private func write(_ text: String, _ name: String) throws -> String {
        let path = TemporaryFolder.url.appendingPathComponent(name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// As a clerk of the unit fills it in.
    private func filled(_ form: String, progress: String = "已完成上半年任务。") -> String {
        form.replacing("工作进度:", with: "工作进度:\r\n\(progress)").replacing("存在的问题:", with: "存在的问题:无")
            .replacing("相关建议:", with: "相关建议：\r\n\r\n无")
    }

    private func state(_ daemon: RunningDaemon, _ unit: String) async throws -> String? {
        try await daemon.standing().standing.lines.first { $0.unit == unit && $0.milestone == "三-2" }?.state
    }

    @Test("the form comes with the reminder, is taken back over the socket, kept over a restart, and exported")
    func round() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try await site.accept(at: "2017-06-19T10:00:00+08:00")
        var daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-06-20T08:59:00+08:00", speed: "1d/s"))
        // The morning of 23 June, five working days ahead of it.
        try await until("the report is reminded of") { try await daemon.standing().now > 1_498_186_800 }
        let rows = try await daemon.deliveries().filter { $0.dueDay == "2017-06-23" }
        #expect(try await daemon.stop() == 0)
        let taken = try server.taken().filter { taken in rows.contains { $0.messageId == taken.messageID } }
        let mails = try MailSeen.read(taken.map(\.file))
        let forms = try ["fgw", "jxw"].map { unit in
            let mail = try #require(mails.first { $0.to[0][1] == "\(unit)@huzhou.example" })
            #expect(mail.defects.isEmpty)
            #expect(mail.part("text/plain")?.text.contains("每项500字以内") == true)
            #expect(mail.part("text/html")?.text.contains("4.6.1 6月30日 未到期") == (unit == "fgw"))
            return try #require(mail.parts.first { $0.fileName?.hasPrefix("自查报告-") == true })
        }
        #expect(forms.map(\.fileName) == ["自查报告-市发改委-三-2.txt", "自查报告-市经信委-三-2.txt"])
        #expect(forms.allSatisfy { $0.bom && $0.disposition == "attachment" && $0.charset == "utf-8" })

        daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-06-26T10:00:00+08:00"))
        let fgw = try write(filled(forms[0].text), "fgw.txt")
        let long = try write(filled(forms[1].text, progress: String(repeating: "长", count: 499)), "jxw.txt")
        let refused = try daemon.ctl("report", "--from", fgw, long)
        #expect(refused.status == 1)
        #expect(refused.err.contains("有501字,超出1字"))
        #expect(refused.err.hasSuffix("提示:改正以上各处后,重新提交全部文件\n"))
        #expect(try await state(daemon, "fgw") == "open", "one is bad: none is taken")

        // From a machine that saves in the Chinese system's encoding.
        let jxw = try write(filled(String(forms[1].text.unicodeScalars.dropFirst())), "utf-8.txt")
        let gbk = try BuiltProduct.run("/usr/bin/iconv", arguments: ["-f", "UTF-8", "-t", "GB18030", "-o", long, jxw])
        #expect(gbk.status == 0)
        let tried = try daemon.ctl("report", "--from", fgw, long, "--dry-run")
        #expect(tried.out.hasSuffix("将登记2条\n"))
        #expect(try await state(daemon, "fgw") == "open")
        #expect(try daemon.ctl("report", "--from", fgw, long, "--for", "李科长").out.hasSuffix("已登记2条\n"))
        #expect(try await state(daemon, "fgw") == "reported")
        #expect(try await daemon.stop() == 0)

        daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-06-26T11:00:00+08:00"))
        #expect(try await state(daemon, "jxw") == "reported")
        #expect(
            try daemon.ctl("report", "--from", fgw, jxw).out.hasSuffix("没有新的登记,2条此前已登记\n"))
        let newer = try write(filled(forms[0].text, progress: "已提前完成。"), "newer.txt")
        #expect(try daemon.ctl("report", "--from", newer).out.hasSuffix("已登记1条\n"))
        try export(daemon)
        #expect(try daemon.ctl("report", "--export", "--duty", "二-2").err.hasPrefix("错误:二-2 不要求报送材料"))
        #expect(!daemon.said.contains("已提前完成"), "texts stay out of the journal")
        #expect(try await daemon.stop() == 0)
    }

    private func export(_ daemon: RunningDaemon) throws {
        let text = try daemon.ctl("report", "--export", Site.list, "--duty", "三-2").out
        #expect(text.contains("38个单位,已反馈2个,未反馈36个"))
        #expect(text.contains("■ 市发改委\r\n工作进度:已提前完成。\r\n存在的问题:无\r\n相关建议:无\r\n"))
        #expect(text.contains("■ 市经信委\r\n工作进度:已完成上半年任务。"))
        let missing = try #require(text.split(separator: "\r\n").first { $0.hasPrefix("未反馈:") })
        #expect(!missing.contains("市发改委") && missing.contains("市财政局"))
        let order = try ["【1.1】", "【4.6】", "【9.1】", "【11.8】"].map { try #require(text.range(of: $0)).lowerBound }
        #expect(order == order.sorted())
        let table = try daemon.ctl("report", "--export", "--csv").out
        // 64 shares of measures, and the county governments each: of two rounds, and the head.
        #expect(table.split(separator: "\r\n").count > 2 * 64)
        #expect(table.contains("\"huzhou-2017:三-3\""))
    }
}
