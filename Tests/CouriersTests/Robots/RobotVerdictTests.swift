import CLibcurl
import Reminders
import Settings
import Testing

@testable import Couriers

@Suite("What a robot's platform answers")
struct RobotVerdictTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var platforms: [RobotSettings.Platform]
        var code: Int
        var verdict: TransferEnd.Verdict
        var reason: String
        var wait: Int?
        var testDescription: String { "\(platforms[0].rawValue) \(code)" }

        init(
            _ platforms: RobotSettings.Platform..., code: Int, _ verdict: TransferEnd.Verdict, _ reason: String,
            wait: Int? = nil
        ) {
            (self.platforms, self.code, self.verdict, self.reason) = (platforms, code, verdict, reason)
            self.wait = wait
        }
    }

    /// Written down a second time, from the platforms' documents.
    static let rows = [
        Row(.wecom, .dingtalk, .feishu, .lark, code: 0, .accepted, "accepted"),
        Row(.wecom, code: 45009, .deferred, "rate", wait: 60),
        Row(.wecom, .dingtalk, code: -1, .deferred, "busy"),
        Row(.wecom, code: 40058, .refused, "too-large"),
        Row(.wecom, code: 93000, .channelDown, "bad-key"),
        Row(.dingtalk, code: 130101, .deferred, "rate", wait: 600),
        Row(.dingtalk, code: 410100, .deferred, "rate", wait: 600),
        Row(.dingtalk, code: 310000, .channelDown, "security"),
        Row(.dingtalk, code: 300001, .channelDown, "bad-key"),
        Row(.dingtalk, code: 300005, .channelDown, "bad-key"),
        Row(.dingtalk, code: 400101, .channelDown, "bad-key"),
        Row(.dingtalk, code: 400102, .channelDown, "gone"),
        Row(.dingtalk, code: 400013, .channelDown, "gone"),
        Row(.dingtalk, code: 400402, .refused, "bad-message"),
        Row(.dingtalk, code: 460101, .refused, "too-large"),
        Row(.feishu, .lark, code: 9499, .refused, "bad-message"),
        Row(.feishu, .lark, code: 19001, .channelDown, "bad-key"),
        Row(.feishu, .lark, code: 19021, .channelDown, "signature"),
        Row(.feishu, .lark, code: 19022, .channelDown, "ip"),
        Row(.feishu, .lark, code: 19024, .channelDown, "keyword"),
        Row(.feishu, .lark, code: 11232, .deferred, "rate"),
        Row(.feishu, .lark, code: 19036, .refused, "too-large"),
        // Known to another platform, or to none.
        Row(.wecom, .feishu, .lark, code: 310000, .deferred, "errcode"),
        Row(.dingtalk, .feishu, .lark, code: 93000, .deferred, "errcode"),
        Row(.wecom, .dingtalk, code: 19001, .deferred, "errcode"),
        Row(.feishu, .lark, code: -1, .deferred, "errcode"),
        Row(.wecom, .dingtalk, .feishu, .lark, code: 999_999, .deferred, "errcode"),
    ]

    private func body(_ platform: RobotSettings.Platform, _ code: Int, _ message: String = "why") -> String {
        switch platform {
        case .wecom, .dingtalk: #"{"errcode":\#(code),"errmsg":"\#(message)"}"#
        case .feishu, .lark: #"{"code":\#(code),"msg":"\#(message)","data":{}}"#
        }
    }

    private func answer(_ body: String, status: Int? = 200, curl: CURLcode = CURLE_OK) -> HTTPAnswer {
        HTTPAnswer(
            curl: curl, status: status, statusLine: status.map { "HTTP/1.1 \($0) X" }, body: Array(body.utf8),
            requestBegan: true, peer: "192.0.2.1:443", tls: "TLSv1.3")
    }

    @Test("each errcode has its verdict", arguments: rows)
    func errcodes(_ row: Row) {
        for platform in row.platforms {
            for status in [200, 201] {
                let end = RobotVerdicts.end(answer(body(platform, row.code), status: status), from: platform)
                #expect(
                    end
                        == TransferEnd(
                            row.verdict, reason: row.reason, code: row.code == 0 ? status : row.code,
                            reply: "errcode \(row.code): why", peer: "192.0.2.1:443", tls: "TLSv1.3",
                            retryAfter: row.wait))
            }
        }
    }

    @Test("the table has no other rows than these, and each once")
    func complete() {
        let table = RobotVerdicts.rows.flatMap { row in row.platforms.map { "\($0.rawValue) \(row.code)" } }
        let tested = Self.rows.filter { $0.code != 0 && $0.reason != "errcode" }
            .flatMap { row in row.platforms.map { "\($0.rawValue) \(row.code)" } }
        #expect(table.sorted() == tested.sorted())
        #expect(Set(table).count == table.count)
    }

    @Test("Feishu's word counts at 400 too, WeCom's and DingTalk's do not")
    func badRequest() {
        for platform in RobotSettings.Platform.allCases {
            let end = RobotVerdicts.end(answer(body(platform, 19024), status: 400), from: platform)
            let speaks = platform == .feishu || platform == .lark
            #expect(end.verdict == (speaks ? .channelDown : .refused))
            #expect(end.reason == (speaks ? "keyword" : "refused"))
            #expect(end.code == (speaks ? 19024 : 400))
            // A 400 that says it went well contradicts itself: the status holds.
            let odd = RobotVerdicts.end(answer(body(platform, 0), status: 400), from: platform)
            #expect(odd.verdict == .refused)
            #expect(odd.code == 400)
        }
    }

    @Test(
        "a 2xx that does not say how it went may or may not have arrived",
        arguments: [
            "", "<html>ok</html>", "ok", "[]", "{}", "null", "0", #"{"errcode":"none"}"#,
            #"{"errcode":null,"code":{}}"#,
            #"{"errcode":0,"code":0"#, #"{"status":"ok"}"#, "\u{0}", #"{"errcode":1e99,"code":1e99}"#,
            String(repeating: "[", count: 10_000),
        ])
    func unreadable(_ body: String) {
        for platform in RobotSettings.Platform.allCases {
            let end = RobotVerdicts.end(answer(body), from: platform)
            #expect(end.verdict == .unknown)
            #expect(end.reason == "protocol")
            #expect(end.code == 200)
            #expect(end.reply == "HTTP/1.1 200 X")
            #expect(RobotVerdicts.end(answer(body, curl: CURLE_PARTIAL_FILE), from: platform).reason == "dropped")
            #expect(RobotVerdicts.end(answer(body, curl: CURLE_OPERATION_TIMEDOUT), from: platform).reason == "timeout")
        }
    }

    @Test("a word that came whole counts, though the answer broke off behind it")
    func brokenOff() {
        let end = RobotVerdicts.end(answer(body(.wecom, 93000), curl: CURLE_RECV_ERROR), from: .wecom)
        #expect(end.reason == "bad-key")
    }

    @Test("Feishu's older fields count, numbers as text too, and a fault in either form is one")
    func olderFields() {
        for (body, code) in [
            (#"{"StatusCode":0,"StatusMessage":"success"}"#, 0),
            (#"{"Extra":null,"StatusCode":0,"StatusMessage":"success","code":0,"msg":"ok","data":{}}"#, 0),
            (#"{"StatusCode":19001,"StatusMessage":"x"}"#, 19001),
            (#"{"StatusCode":0,"code":19024,"msg":"x"}"#, 19024), (#"{"StatusCode":19024,"code":0}"#, 19024),
            (#"{"code":"19001","msg":7}"#, 19001),
        ] {
            #expect(RobotReply(Array(body.utf8), from: .feishu)?.code == code, "\(body)")
        }
        #expect(
            RobotReply(Array(#"{"errcode":"0","errmsg":{}}"#.utf8), from: .wecom) == RobotReply(code: 0, message: ""))
    }

    @Test("other statuses are read as a webhook's, whatever the body says")
    func statuses() {
        for platform in RobotSettings.Platform.allCases {
            for status in 300...599 where status != 400 {
                let end = RobotVerdicts.end(answer(body(platform, 0), status: status), from: platform)
                let row = HTTPVerdicts.verdict(curl: CURLE_OK, status: status, requestBegan: true)
                #expect(end.verdict == row.verdict && end.reason == row.reason && end.code == status)
            }
            var silent = answer("", status: nil, curl: CURLE_COULDNT_CONNECT)
            silent.requestBegan = false
            #expect(RobotVerdicts.end(silent, from: platform).verdict == .channelDown)
            #expect(RobotVerdicts.end(silent, from: platform).reason == "connect")
        }
    }

    @Test("the longer wait counts: the platform's block, or what the answer asks for")
    func waits() {
        for (header, wait) in [(nil, 600), (30, 600), (900, 900)] as [(Int?, Int)] {
            var answer = answer(body(.dingtalk, 130101))
            answer.retryAfter = header
            #expect(RobotVerdicts.end(answer, from: .dingtalk).retryAfter == wait)
        }
        var down = answer(body(.wecom, 93000))
        down.retryAfter = 30
        #expect(RobotVerdicts.end(down, from: .wecom).retryAfter == nil)
    }

    @Test("the line in the log is one, bounded, and without what a server repeats of our secrets")
    func line() throws {
        let request = RobotRequest(
            platform: .dingtalk,
            address: try RobotAddress(Array("https://x.example/robot/send?access_token=TOPSECRET1".utf8)),
            signature: RobotSignature(secret: Array("SECabcdef/+=".utf8))
        ).post(post().bytes, at: 1_573_489_012)
        let told = "bad \\r\\n\\u0007url \(request.url ?? "") SECabcdef\\/+= " + String(repeating: "长", count: 500)
        var answer = answer(body(.dingtalk, 300005, told.replacing("/", with: "\\/")))
        answer.redaction = request.redaction
        let reply = RobotVerdicts.end(answer, from: .dingtalk).reply ?? ""
        #expect(
            reply.hasPrefix("errcode 300005: bad url https://x.example/robot/send?access_token=[masked]&timestamp="))
        #expect(reply.unicodeScalars.count == 300)
        #expect(!reply.contains("TOPSECRET") && !reply.contains("SECabc") && !reply.contains("\n"))
        #expect(reply.contains("&sign=[masked]"))
    }
}
