import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import deadlinectl

/// The verbs about single messages and channels: `retry`, `bounced`, `test`, and the log's exports.
@Suite("what is asked about messages", .temporaryFolder)
struct DeliveryVerbTests {
    @Test("retry names deliveries or a channel, and says what became of them")
    func retry() throws {
        let daemon = try StandIn([
            "POST /v1/retry": [
                (200, #"{"retried":[3,4],"hastened":[5],"language":"en"}"#),
                (200, #"{"retried":[],"hastened":[],"waiting":2,"language":"en"}"#),
                (409, #"{"error":"delivery 7 is accepted: there is nothing to try again","hint":"h"}"#),
            ]
        ])
        defer { daemon.stop() }
        let some = try daemon.ctl("retry", "3", "4", "5", "--reason", "地址已更正")
        #expect(some.out.hasPrefix("taken up again: 3, 4\nwaited, goes out now: 5\n"))
        #expect(some.status == 0)
        #expect(try daemon.ctl("retry", "--channel", "mail").out == "channel mail is asked now, 2 messages waiting\n")
        let refused = try daemon.ctl("retry", "7")
        #expect((refused.status, refused.out) == (1, ""))
        #expect(refused.err == "error: delivery 7 is accepted: there is nothing to try again\nhint: h\n")
        for line in [["retry"], ["retry", "1", "--channel", "mail"]] {
            #expect(throws: (any Error).self) { try Deadlinectl.parseAsRoot(line) }
        }
    }

    @Test("bounced passes on what the bounce names")
    func bounced() throws {
        let daemon = try StandIn([
            "POST /v1/bounced": [
                (200, #"{"delivery":123,"new":true,"language":"en"}"#),
                (200, #"{"delivery":123,"new":false,"language":"en"}"#),
            ]
        ])
        defer { daemon.stop() }
        let first = try daemon.ctl(
            "bounced", "<qkzvbmta-123@huzhou.example>", "--reason", "550 5.1.1", "--on", "2017-06-16")
        #expect(first.out == "recorded: delivery 123 came back\n")
        #expect(try daemon.ctl("bounced", "123").out == "delivery 123 was on record as come back already\n")
    }

    private static let answer = #"""
        {"channel":"mail","to":"zhang@x.example","verdict":"%","reason":"auth","code":535,"reply":"5.7.8 no\u001b[2J",
        "peer":"127.0.0.1:25","tls":"TLSv1.3","conversation":[{"speaker":"*","text":"connected to 127.0.0.1:25"},
        {"speaker":"<","text":"220 mail.example"},{"speaker":">","text":"AUTH PLAIN [masked]"}],"language":"en"}
        """#

    @Test("test prints the conversation and the outcome, and exits 1 unless it was taken")
    func test() throws {
        let daemon = try StandIn([
            "POST /v1/test": [
                (200, Self.answer.replacing("%", with: "channelDown")),
                (200, Self.answer.replacing("%", with: "accepted")),
            ]
        ])
        defer { daemon.stop() }
        let failed = try daemon.ctl("test", "mail", "--to", "zhang@x.example")
        #expect(
            failed.out == """
                * connected to 127.0.0.1:25
                < 220 mail.example
                > AUTH PLAIN [masked]
                not accepted (channelDown: auth) over mail, to zhang@x.example (127.0.0.1:25, TLSv1.3): 535 5.7.8 no [2J

                """)
        #expect(failed.status == 1)
        let taken = try daemon.ctl("test", "mail", "--json")
        #expect(taken.status == 0)
        #expect(taken.out.contains(#""verdict" : "accepted""#))
    }

    private static func row(_ id: Int, subject: String = "【重点工作】=提醒") -> String {
        """
        {"id":\(id),"kind":"reminder","unit":"fgw","channel":"mail","to":"fgw@x","subject":"\(subject)",
        "due_at":1498525200,"created_at":1498525200,"state":"accepted","attempts":1,"last_code":250,
        "last_reply":"=cmd|' /C calc'!A0","accepted_at":1498525201,"message_id":"\(id)@x","slots":["a","b"]}
        """
    }

    @Test("the whole log goes out page by page, as a table no spreadsheet computes with, and as JSON a line each")
    func exports() throws {
        let full = (1...1000).map { Self.row($0) }.joined(separator: ",")
        let daemon = try StandIn([
            "GET /v1/status": [(200, statusAnswer)],
            "GET /v1/log": [
                (200, "{\"rows\":[\(full)]}"), (200, "{\"rows\":[\(Self.row(1001))]}"),
                (200, "{\"rows\":[\(full)]}"), (200, "{\"rows\":[\(Self.row(1001))]}"),
                (200, "{\"rows\":[\(Self.row(2)),\(Self.row(1))]}"),
            ],
        ])
        defer { daemon.stop() }
        let table = try daemon.ctl("log", "--csv", "--unit", "fgw")
        #expect(table.status == 0, "\(table.err)")
        let lines = table.out.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 1003)
        #expect(lines[0].hasPrefix("\u{FEFF}\"id\",\"kind\",\"unit\",\"channel\",\"to\",\"subject\",\"due_at\""))
        #expect(
            lines[1] == """
                1,"reminder","fgw","mail","fgw@x","【重点工作】=提醒","2017-06-27T01:00:00Z","2017-06-27T01:00:00Z","accepted",1,\
                250,"'=cmd|' /C calc'!A0","2017-06-27T01:00:01Z","1@x",,,,,"a b"
                """)
        let stream = try daemon.ctl("log", "--jsonl", "--unit", "fgw").out.split(separator: "\n")
        #expect(stream.count == 1001)
        #expect(stream.first?.hasPrefix("{\"accepted_at\":1498525201,") == true)
        let queries = try daemon.asked().filter { $0.path == "/v1/log" }.map { $0.query }
        #expect(queries.map { $0["after"] } == ["0", "1000", "0", "1000"])
        #expect(queries.allSatisfy { $0["unit"] == "fgw" && $0["limit"] == "1000" })
        let newest = try daemon.ctl("log", "--jsonl", "--limit", "2").out.split(separator: "\n")
        #expect(newest.map { $0.contains("\"id\":1,") } == [true, false], "oldest first")
        for line in [["log", "--csv", "--jsonl"], ["log", "--csv", "--json"], ["log", "--csv", "--follow"]] {
            #expect(throws: (any Error).self) { try Deadlinectl.parseAsRoot(line) }
        }
    }
}
