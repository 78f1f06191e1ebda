import Foundation
import TestSupport
import Testing

/// `deadlinectl history`, `proof` and `circular` with the real programs and a real mail server.
@Suite("the record, end to end", .temporaryFolder)
struct EvidenceTests {
    @Test("what a server took is what the proof hands over, byte by byte, with the hash that sha256sum finds")
    func proof() async throws {
        let server = try MailServer.start()
        let site = try Site.mail(server)
        try await site.accept(at: "2017-06-22T10:00:00+08:00")
        var daemon = try await RunningDaemon.start(
            site, clock: .init(start: "2017-06-22T11:00:00+08:00", speed: "1d/s"))
        // The morning of Thursday 6 July is over: three working days after the deadline.
        let end = 1_499_313_600
        try await until("the days pass") { try await daemon.standing().now > end }
        // What is asked about is all over: nothing is on its way while the record is made.
        #expect(try await daemon.stop() == 0)
        daemon = try await RunningDaemon.start(site, clock: .init(start: "2017-07-11T20:00:00+08:00"))
        _ = try daemon.ctl("report", "5.2.1", "--unit", "市发改委", "--for", "张三")

        let story = try daemon.ctl("history", "5.2.1")
        #expect(story.status == 0)
        for said in ["列入台账,到期日2017年6月30日", "清单生效", "交办", "对方服务器已接收 250 2.0.0 queued as", "反馈待核"] {
            #expect(story.out.replacing("\n                  ", with: "").contains(said), "\(said)\n\(story.out)")
        }
        #expect(
            try daemon.ctl("history", "5.2.9").err.hasPrefix("错误:已生效的清单中没有编号为“5.2.9”的事项\n提示:是不是"))
        #expect(try daemon.ctl("proof", "市发改萎").err.hasPrefix("错误:没有叫“市发改萎”的单位\n提示:是不是"))

        let folder = site.folder.appendingPathComponent("messages")
        let page = site.folder.appendingPathComponent("proof.html").path
        let made = try daemon.ctl("proof", "市发改委", "5.2.1", "--html", "-o", page, "--eml", folder.path)
        #expect(made.status == 0, "\(made.err)")
        let checked = try BuiltProduct.run(
            "/usr/bin/env", arguments: ["-C", folder.path, "sha256sum", "-c", "--strict", "SHA256SUMS"])
        #expect(checked.status == 0, "\(checked.err)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".eml") }
        #expect(names.count >= 2)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        let taken = Dictionary(
            try server.taken().map { ($0.messageID, $0.file) }, uniquingKeysWith: { first, _ in first })
        for name in names {
            #expect(html.contains("<td>\(name)</td>"), "the page's row names its file")
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            let id = name.replacing(".eml", with: "@huzhou.example")
            #expect(try bytes == Data(contentsOf: URL(fileURLWithPath: #require(taken[id]))), "\(name)")
        }
        for line in try String(contentsOf: folder.appendingPathComponent("SHA256SUMS"), encoding: .utf8).split(
            separator: "\n")
        {
            #expect(html.contains("<td>\(line.prefix(64))</td>"), "the page prints the file's hash")
        }

        let circular = try daemon.ctl("circular", "--deadline", "2017-06-30")
        #expect(circular.out.contains("草稿") && circular.out.contains("尚未收到办结反馈的事项"))
        #expect(circular.out.contains("已反馈、待核实的事项(1项)"))
        #expect(!circular.out.contains("逾期"), "nobody recorded anything as late")
        #expect(try await daemon.stop() == 0)
    }
}
