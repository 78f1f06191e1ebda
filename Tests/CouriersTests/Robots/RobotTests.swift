import Foundation
import Glibc
import Messages
import Reminders
import Settings
import TestSupport
import Testing

@testable import Couriers

@Suite("Group robots", .temporaryFolder)
struct RobotTests {
    private static let robots = HTTPPeerKind.allCases.filter(\.isRobot)

    @Test("the signatures are the platforms' own examples")
    func vectors() throws {
        let signature = try #require(RobotSignature(secret: Array("this is secret\n".utf8)))
        #expect(
            signature.dingTalk(milliseconds: 1_573_489_012_345) == "mXqvjYgYHl44k4Skpv3vYtrduO/lxH8aAX3LbgwqBXI=")
        #expect(signature.feishu(seconds: 1_599_360_473) == "/eYKrXQBzTjUZJ3s6NX16VxGbTwmK7AEs8/FnvC1CSw=")
        #expect(RobotSignature(secret: Array(" \r\n".utf8)) == nil)
    }

    private func request(_ kind: HTTPPeerKind, url: String, secret: String = "this is secret") throws -> RobotRequest {
        RobotRequest(
            platform: try #require(kind.platform), address: try RobotAddress(Array(url.utf8)),
            signature: RobotSignature(secret: Array(secret.utf8)))
    }

    @Test("DingTalk's signature stands in the query, percent-encoded once")
    func dingTalkQuery() throws {
        let post = try request(.dingtalk, url: "https://x.example/robot/send?access_token=T").post(
            Array("{}".utf8), at: 1_573_489_012)
        let url = try #require(post.url)
        let milliseconds = "1573489012000"
        #expect(url.hasPrefix("https://x.example/robot/send?access_token=T&timestamp=\(milliseconds)&sign="))
        let signature = try #require(RobotSignature(secret: Array("this is secret".utf8)))
        let encoded = url.split(separator: "=").last.map(String.init)
        #expect(encoded?.removingPercentEncoding == signature.dingTalk(milliseconds: 1_573_489_012_000))
        #expect(encoded?.contains("%25") == false)
        #expect(encoded?.hasSuffix("%3D") == true)
        #expect(
            try request(.dingtalk, url: "https://x.example/send").post([], at: 0).url?.contains("/send?timestamp=0&")
                == true)
        #expect(PercentEncoding.encoded("a+/=~é") == "a%2B%2F%3D~%C3%A9")
    }

    @Test("Feishu's stands in the body, before what was composed")
    func feishuBody() throws {
        for kind in [HTTPPeerKind.feishu, .lark] {
            let post = try request(kind, url: "https://x.example/hook/T").post(
                Array(#"{"msg_type":"text","content":{"text":"a"}}"#.utf8), at: 1_599_360_473)
            #expect(
                String(decoding: post.body, as: UTF8.self)
                    == #"{"timestamp":"1599360473","sign":"/eYKrXQBzTjUZJ3s6NX16VxGbTwmK7AEs8/FnvC1CSw=","msg_type":"text","content":{"text":"a"}}"#
            )
            #expect(post.url == nil)
        }
    }

    @Test("WeCom's has none, nor has a robot without a secret")
    func unsigned() throws {
        let bytes = post().bytes
        for kind in Self.robots {
            let address = try RobotAddress(Array("https://x.example/send?key=T".utf8))
            let post = RobotRequest(platform: try #require(kind.platform), address: address, signature: nil)
                .post(bytes, at: 1)
            #expect(post.body == bytes && post.url == nil)
        }
    }

    @Test(
        "what is no object with something in it is not sent",
        arguments: ["", "{}", "{ }", "[]", "x", #"{"a":1"#, #" {"a":1}"#, "{1}", "\u{FEFF}{\"a\":1}"])
    func badMessage(_ text: String) async throws {
        for kind in Self.robots {
            let courier = try httpCourier(kind, port: 9)
            let end = await courier.carry(post(bytes: Array(text.utf8)))
            await courier.close()
            #expect(end == TransferEnd(.refused, reason: "bad-message"))
        }
    }

    @Test(
        "posts are signed afresh as the platform checks it, each over a connection of its own", arguments: robots,
        [true, false])
    func accepted(_ kind: HTTPPeerKind, _ encrypted: Bool) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "http_peer.py",
            plan: HTTPPeerPlan(
                kind: kind, secret: PeerSecret.signing(kind), certificate: encrypted ? tls.certificate : nil,
                key: encrypted ? tls.key : nil))
        let courier = try httpCourier(
            kind, port: server.port, host: encrypted ? "localhost" : nil, caFile: tls.certificate)
        #expect(courier.limit == 1)
        for number in 1...2 {
            let end = await courier.carry(post(Int64(number)))
            #expect(
                end
                    == TransferEnd(
                        .accepted, reason: "accepted", code: 200, reply: "errcode 0: ok",
                        peer: "127.0.0.1:\(server.port)", tls: encrypted ? "TLSv1.3" : nil))
        }
        await courier.close()
        let requests = await server.finish().requests
        #expect(requests.count == 2)
        #expect(requests.allSatisfy { $0.valid == true && $0.type == "application/json" })
        #expect(requests.allSatisfy { $0.line?.hasPrefix("POST \(PeerSecret.target(kind))") == true })
        #expect(Set(requests.map(\.connection)).count == 2)
        for (number, request) in requests.enumerated() {
            let sent = try JSONSerialization.jsonObject(with: Data(request.bytes ?? [])) as? [String: Any]
            let text = sent?["text"] as? [String: String]
            #expect(text == ["content": "到期提醒 \(number + 1)"])
        }
    }

    @Test("a wrong secret and a wrong clock hold the channel", arguments: [HTTPPeerKind.dingtalk, .feishu, .lark])
    func wronglySigned(_ kind: HTTPPeerKind) async throws {
        let server = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: kind, secret: PeerSecret.signing(kind)))
        let couriers = [
            try httpCourier(kind, port: server.port, signing: "another secret"),
            try httpCourier(kind, port: server.port, isSigned: false),
            try httpCourier(kind, port: server.port, now: { Int64(time(nil)) - 7200 }),
        ]
        for courier in couriers {
            let end = await courier.carry(post())
            await courier.close()
            #expect(end.verdict == .channelDown)
            #expect(end.reason == (kind == .dingtalk ? "security" : "signature"))
            #expect(end.code == (kind == .dingtalk ? 310000 : 19021))
            #expect(
                end.reply?.hasPrefix(kind == .dingtalk ? "errcode 310000: sign not" : "errcode 19021: sign match")
                    == true)
        }
        _ = await server.finish()
    }

    @Test("no post is repeated behind our back: a platform cannot tell a repeat", arguments: robots)
    func noHiddenRepeat(_ kind: HTTPPeerKind) async throws {
        let server = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: [.init(), .init(fault: "drop"), .init()]))
        let courier = try httpCourier(kind, port: server.port)
        let ends = [await courier.carry(post(1)), await courier.carry(post(2))]
        await courier.close()
        #expect(ends.map(\.verdict) == [.accepted, .unknown])
        #expect(await server.finish().requests.count == 2)
    }

    @Test("what may have arrived goes out again with the mark of a repeat", arguments: robots)
    func marked(_ kind: HTTPPeerKind) async throws {
        let server = try await PythonServer.start("http_peer.py", plan: HTTPPeerPlan(kind: kind))
        let courier = try httpCourier(kind, port: server.port, isSigned: false)
        let end = await courier.carry(post(mayHaveArrived: true))
        await courier.close()
        #expect(end.verdict == .accepted)
        #expect(await server.finish().requests.map(\.bytes) == [RobotText.markedAsRepeat(post().bytes)])
    }

    @Test(
        "a robot that cannot be served is refused at setup, and its error holds no secret and no URL",
        arguments: [
            ("http://qyapi.example/send?key=TOPSECRET", "in the clear"),
            ("TOPSECRET", "not a URL that a robot can have"),
            ("https://user:TOPSECRET@host/", "not a URL"), ("https://a/TOPSECRET\nhttps://b/", "more than one word"),
        ])
    func setup(_ url: String, _ problem: String) throws {
        for kind in Self.robots {
            let error = try #require(throws: CourierSetupError.self) { _ = try httpCourier(kind, port: 9, url: url) }
            #expect(error.description.hasPrefix("channel group: url, file /secrets/url: "))
            #expect(error.description.contains(problem))
            #expect(!error.description.contains("SECRET"))
        }
    }

    @Test("a secret that was not read or is blank is named, and nothing of a courier prints it")
    func reticence() throws {
        let blank = try #require(throws: CourierSetupError.self) {
            _ = try httpCourier(.feishu, port: 9, signing: " \n")
        }
        #expect(blank.problem == "signing secret, file /secrets/sign, is blank")
        let missing = try #require(throws: CourierSetupError.self) {
            _ = try makeCourier(
                for: ChannelSettings(
                    name: "group", kind: .robot(RobotSettings(platform: .wecom, address: .credential("group")))),
                secrets: Secrets(values: [:]), stateDirectory: "/", now: { 0 })
        }
        #expect(missing.problem == "url, credential group, was not read")
        for kind in HTTPPeerKind.allCases {
            let courier = try httpCourier(kind, port: 9)
            var dumped = String(reflecting: courier)
            dump(courier, to: &dumped)
            for text in [PeerSecret.key, PeerSecret.robot, PeerSecret.webhook] { #expect(!dumped.contains(text)) }
        }
    }
}
