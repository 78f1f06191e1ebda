import Foundation
import TestSupport
import Testing

@testable import deadlinectl

@Suite("the online verbs against a socket", .temporaryFolder)
struct OnlineTests {
    static let status = ["GET /v1/status": [(200, statusAnswer)]]

    @Test("status prints, and exits 3 where a person must look")
    func status() throws {
        let daemon = try StandIn(Self.status)
        defer { daemon.stop() }
        let ending = try daemon.ctl("status", "--unit", "市发改委")
        #expect(ending.out.hasPrefix("6月底节点45项:办结38 待核3 未反馈4"))
        #expect(ending.err == "")
        #expect(ending.status == 3)
        #expect(try daemon.asked().map(\.query) == [["unit": "市发改委"]])
        let json = try daemon.ctl("status", "--json")
        #expect(json.status == 3)
        #expect(try parsed(json.out) == parsed(statusAnswer))
        #expect(json.out.contains("\n  \"alarms\""))
    }

    @Test("no daemon, a socket nobody listens on, and one that is not ours: each with its own words")
    func nobody() throws {
        let path = TemporaryFolder.url.appendingPathComponent("none").path
        let missing = try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: ["status", "--socket", path])
        #expect(missing.status == 69)
        #expect(missing.err.hasPrefix("error: no daemon answers at \(path): no such file or directory\nhint: "))
        let daemon = try StandIn(Self.status)
        daemon.stop()
        let stale = try daemon.ctl("status")
        #expect(stale.status == 69)
        #expect(stale.err.hasPrefix("error: no daemon answers at \(daemon.socket): connection refused\nhint: "))
        let plain = TemporaryFolder.url.appendingPathComponent("plain").path
        try Data().write(to: URL(fileURLWithPath: plain))
        let file = try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: ["agenda", "--socket", plain])
        #expect(file.status == 69)
        #expect(file.out == "")
    }

    @Test("what the daemon refuses is printed in its words, and exits 1")
    func refused() throws {
        let daemon = try StandIn([
            "POST /v1/acts": [
                (409, #"{"error":"3.1.2 is shared by 3 units","hint":"say --unit or --all-units"}"#)
            ]
        ])
        defer { daemon.stop() }
        let ending = try daemon.ctl("done", "3.1.2")
        #expect(ending.err == "error: 3.1.2 is shared by 3 units\nhint: say --unit or --all-units\n")
        #expect(ending.out == "")
        #expect(ending.status == 1)
    }

    @Test("a refusal in Chinese is Chinese from its first word")
    func refusedInChinese() throws {
        let daemon = try StandIn([
            "POST /v1/acts": [(404, #"{"error":"没有叫“市发改为”的单位","hint":"是不是“市发改委”?","language":"zh"}"#)]
        ])
        defer { daemon.stop() }
        #expect(try daemon.ctl("done", "3.1.2", "--unit", "市发改为").err == "错误:没有叫“市发改为”的单位\n提示:是不是“市发改委”?\n")
    }

    @Test("what a verb answers in one line is in the language of the answer")
    func chinese() throws {
        let daemon = try StandIn([
            "POST /v1/reload": [
                (200, #"{"taken":true,"problems":[],"language":"zh"}"#),
                (200, #"{"taken":false,"problems":[],"language":"zh"}"#),
            ],
            "POST /v1/resume": [
                (200, #"{"was_in_doubt":true,"language":"zh"}"#), (200, #"{"was_in_doubt":false,"language":"zh"}"#),
            ],
            "POST /v1/digest": [
                (200, #"{"deliveries":[41,42],"new":true,"language":"zh"}"#),
                (200, #"{"deliveries":[41],"new":false,"language":"zh"}"#),
                (200, #"{"deliveries":[],"new":false,"language":"zh"}"#),
            ],
            "POST /v1/retry": [
                (200, #"{"retried":[3,4],"hastened":[5],"language":"zh"}"#),
                (200, #"{"retried":[],"hastened":[],"waiting":0,"language":"zh"}"#),
            ],
            "POST /v1/bounced": [
                (200, #"{"delivery":123,"new":true,"language":"zh"}"#),
                (200, #"{"delivery":123,"new":false,"language":"zh"}"#),
            ],
            "GET /v1/agenda": [(200, #"{"rows":[],"language":"zh"}"#)],
        ])
        defer { daemon.stop() }
        #expect(try daemon.ctl("reload").out == "已重新读取配置\n")
        #expect(try daemon.ctl("reload").err == "错误:改动后的配置未被采用,仍按原配置运行\n提示:改正文件后再执行一次\n")
        #expect(try daemon.ctl("resume").out == "已确认时钟无误,恢复发送\n")
        #expect(try daemon.ctl("resume").out == "时钟没有疑问,不需要确认\n")
        #expect(try daemon.ctl("digest").out == "督查情况已交发:第41号消息、第42号消息\n")
        #expect(try daemon.ctl("digest").out == "不到一分钟前已发过一份:第41号消息\n")
        #expect(try daemon.ctl("digest").out == "督查情况没有收件人\n")
        #expect(
            try daemon.ctl("retry", "3", "4", "5").out
                == "已重新发送:第3号消息、第4号消息\n原在等待,现在即发:第5号消息\n结果见 deadlinectl log\n")
        #expect(try daemon.ctl("retry", "--channel", "mail").out == "正在重试发送通道 mail,没有消息在等待\n")
        #expect(try daemon.ctl("bounced", "123").out == "已登记:第123号消息退信\n")
        #expect(try daemon.ctl("bounced", "123").out == "第123号消息的退信此前已登记\n")
        #expect(try daemon.ctl("agenda").out == "今后30天没有提醒计划\n")
    }

    @Test("an answer that is not understood is no success")
    func gibberish() throws {
        let daemon = try StandIn(["GET /v1/agenda": [(200, "<html>")]])
        defer { daemon.stop() }
        let ending = try daemon.ctl("agenda")
        #expect(ending.status == 1)
        #expect(ending.err.hasPrefix("error: the daemon's answer is not understood"))
    }

    @Test(
        "each act says what was typed, and nothing that was not",
        arguments: [
            (["list", "accept", "huzhou-2017"], ["kind": "accepted", "list": "huzhou-2017"]),
            (
                ["list", "close", "huzhou-2017", "--reason", "年度结束"],
                ["kind": "closed", "list": "huzhou-2017", "reason": "年度结束"]
            ),
            (["ack", "--unit", "市发改委"], ["kind": "acknowledged", "unit": "市发改委"]),
            (
                ["report", "3.1.2", "--unit", "fgw", "--on", "2017-06-28", "--for", "王主任"],
                ["kind": "reported", "milestone": "3.1.2", "unit": "fgw", "on": "2017-06-28", "on_behalf_of": "王主任"]
            ),
            (
                ["done", "三-2", "--all-units", "--list", "huzhou-2017", "--document", "33号"],
                ["kind": "done", "milestone": "三-2", "list": "huzhou-2017", "document": "33号"]
            ),
            (
                ["reopen", "3.1.2", "--unit", "fgw", "--reason", "退回"],
                ["kind": "reopened", "milestone": "3.1.2", "unit": "fgw", "reason": "退回"]
            ),
        ] as [([String], [String: String])])
    func acts(arguments: [String], fields: [String: String]) throws {
        let daemon = try StandIn([
            "POST /v1/acts": [(200, #"{"recorded":[],"unchanged":1,"dry_run":false,"language":"en"}"#)]
        ])
        defer { daemon.stop() }
        let ending = try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: arguments + ["--socket", daemon.socket])
        #expect(ending.status == 0)
        #expect(ending.out == "nothing new, 1 was on record already\n")
        // What touches every unit is asked for in a dry run first.
        let asked = try #require(try daemon.asked().last?.body)
        var act = try #require(asked.acts?.first)
        #expect(act.removeValue(forKey: "all_units") == .flag(arguments.contains("--all-units")))
        #expect(act == fields.mapValues { .text($0) })
        #expect(asked.dry_run == false)
    }

    @Test("reload prints the problems and exits 1 where the files were refused")
    func reload() throws {
        let daemon = try StandIn([
            "POST /v1/reload": [
                (200, #"{"taken":false,"problems":["units.yaml:3:1: error: x\nhint: y"],"language":"en"}"#),
                (200, #"{"taken":true,"problems":[],"language":"en"}"#),
            ]
        ])
        defer { daemon.stop() }
        let refused = try daemon.ctl("reload")
        #expect(refused.status == 1)
        #expect(refused.err.hasPrefix("units.yaml:3:1: error: x\nhint: y\nerror: the configuration was refused"))
        let taken = try daemon.ctl("reload", "--accept")
        #expect(taken.status == 0)
        #expect(taken.out == "reloaded\n")
        #expect(try daemon.asked().map(\.body?.accept) == [false, true])
    }

    @Test("digest says which delivery it is, and whether it is new")
    func digest() throws {
        let daemon = try StandIn([
            "POST /v1/digest": [
                (200, #"{"deliveries":[41,42],"new":true,"language":"en"}"#),
                (200, #"{"deliveries":[41,42],"new":false,"language":"en"}"#),
                (200, #"{"deliveries":[],"new":false,"preview":"各位:\n  x\u001b[2J","language":"en"}"#),
            ]
        ])
        defer { daemon.stop() }
        #expect(try daemon.ctl("digest").out == "digest on its way: deliveries 41, 42\n")
        #expect(try daemon.ctl("digest").out == "a digest was made less than a minute ago: deliveries 41, 42\n")
        #expect(try daemon.ctl("digest", "--dry-run", "--unit", "fgw").out == "各位:\n  x [2J\n")
        #expect(try daemon.asked().last?.body?.unit == "fgw")
        #expect(try daemon.asked().map(\.body?.dry_run) == [false, false, true])
    }

    @Test("show --raw prints exactly the bytes, and nothing else")
    func raw() throws {
        let body = "Subject: x\r\n\r\nno line end"
        let answer = """
            {"history":{"delivery":{"id":12,"kind":"reminder","unit":"fgw","channel":"mail","to":"a@b","subject":"x",
            "due_at":0,"created_at":0,"state":"accepted","attempts":0,"message_id":"m","slots":[]},"attempts":[],
            "media":"message/rfc822","body_sha256":"00"},"body":"Subject: x\\r\\n\\r\\nno line end","language":"en"}
            """
        let daemon = try StandIn(["GET /v1/deliveries/12": [(200, answer)]].merging(Self.status) { $1 })
        defer { daemon.stop() }
        let ending = try daemon.ctl("show", "12", "--raw")
        #expect(ending.out == body)
        #expect(ending.status == 0)
        let shown = try daemon.ctl("show", "12")
        #expect(shown.out.contains("\nSubject: x\n\nno line end\n"))
    }

    @Test("log --follow asks for what is newer than the last, and ends with the daemon's refusal")
    func follow() throws {
        let daemon = try StandIn(
            [
                "GET /v1/log": [
                    (200, "{\"rows\":[\(Self.row(8)),\(Self.row(7))]}"), (200, "{\"rows\":[\(Self.row(9))]}"),
                    (503, #"{"error":"the daemon is stopping"}"#),
                ]
            ].merging(Self.status) { $1 })
        defer { daemon.stop() }
        let ending = try daemon.ctl("log", "--follow", "--json", "--channel", "mail")
        let ids = ending.out.split(separator: "\n").map {
            $0.contains("\"id\":7") ? 7 : $0.contains("\"id\":8") ? 8 : 9
        }
        #expect(ids == [7, 8, 9])
        #expect(ending.err == "error: the daemon is stopping\n")
        #expect(ending.status == 1)
        let queries = try daemon.asked().dropFirst().map(\.query)
        #expect(queries.map { $0["after"] } == [nil, "8", "9"])
        #expect(queries.allSatisfy { $0["channel"] == "mail" })
    }

    private static func row(_ id: Int) -> String {
        """
        {"id":\(id),"kind":"reminder","unit":"fgw","channel":"mail","to":"a@b","subject":"s","due_at":1497488400,
        "created_at":1497488400,"state":"accepted","attempts":1,"message_id":"m","slots":[]}
        """
    }

    @Test("log turns days into the office's moments and prints the newest last")
    func log() throws {
        let daemon = try StandIn(
            ["GET /v1/log": [(200, "{\"rows\":[\(Self.row(8)),\(Self.row(7))]}")]].merging(Self.status) { $1 })
        defer { daemon.stop() }
        let ending = try daemon.ctl("log", "--from", "2017-06-15", "--until", "2017-06-15", "--state", "accepted")
        let lines = ending.out.split(separator: "\n").map(String.init)
        try #require(lines.count == 4, "\(ending)")
        #expect(lines[1] == "   7  2017-06-15 09:00  已接收  mail  a@b     s")
        #expect(lines[2].hasPrefix("   8  "))
        let query = try #require(try daemon.asked().last?.query)
        #expect(query == ["from": "1497456000", "until": "1497542400", "state": "accepted", "limit": "50"])
    }
}

func parsed(_ text: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
}

let statusAnswer = """
    {"version":"9.9","pid":1,"now":1499218200,"zone":"Asia/Shanghai","rehearsal":false, "really_send": false,"refused":[],"alarms":["x"],
    "language":"zh","later_field":{"a":[1,2.5,null,true]},"standing":{"at":1499218200,"today":"2017-07-05","deadlines":[
    {"list":"huzhou-2017","deadline":"2017-06-30","colour":"red",
    "milestones":{"total":45,"done":38,"reported":3,"open":4,"closed":0,"unconfirmed":0,"withdrawn":0},
    "duties":{"total":0,"done":0,"reported":0,"open":0,"closed":0,"unconfirmed":0,"withdrawn":0},
    "shares":{"total":45,"done":38,"reported":3,"open":4,"closed":0,"unconfirmed":0,"withdrawn":0}}],
    "works":[],"units":[],"lines":[],"changes":[],"undelivered":[],"waiting":0,"without_contact":[],
    "missing_calendars":[],"not_accepted":[],"held_channels":{},"silent_channels":{}}}
    """
