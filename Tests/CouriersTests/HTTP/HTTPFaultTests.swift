import Dispatch
import Reminders
import Settings
import Synchronization
import TestSupport
import Testing

@testable import Couriers

/// What a peer does, and how the attempt ends with a webhook's receiver and with a robot's platform.
private struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var answer: HTTPPeerPlan.Answer
    var webhook: TransferEnd
    var robot: TransferEnd
    /// Seconds for the request, where it runs into them.
    var timeout: Int

    init(
        _ name: String, _ answer: HTTPPeerPlan.Answer, webhook: TransferEnd, robot: TransferEnd? = nil,
        timeout: Int = 30
    ) {
        testDescription = name
        self.answer = answer
        self.webhook = webhook
        self.robot = robot ?? webhook
        self.timeout = timeout
    }

    /// A status that means the same to both.
    init(
        _ status: Int, _ line: String, _ verdict: TransferEnd.Verdict, _ reason: String,
        headers: [String: String]? = nil, retryAfter: Int? = nil
    ) {
        self.init(
            "\(status)\(headers.map { " \($0.values.joined())" } ?? "")",
            HTTPPeerPlan.Answer(status: status, headers: headers, body: "<html>no</html>"),
            webhook: TransferEnd(
                verdict, reason: reason, code: status, reply: "HTTP/1.1 \(status) \(line)", retryAfter: retryAfter))
    }
}

private let isOK = TransferEnd(.accepted, reason: "accepted", code: 200, reply: "HTTP/1.1 200 OK")
private let isForeign = TransferEnd(.unknown, reason: "protocol", code: 200, reply: "HTTP/1.1 200 OK")
private let serverError = TransferEnd(
    .deferred, reason: "server-error", code: 500, reply: "HTTP/1.1 500 Internal Server Error")

private let faults: [Fault] = [
    Fault(
        "a good answer", .init(),
        webhook: isOK, robot: TransferEnd(.accepted, reason: "accepted", code: 200, reply: "errcode 0: ok")),
    Fault(
        "a good answer behind a 100", .init(fault: "continue"),
        webhook: isOK, robot: TransferEnd(.accepted, reason: "accepted", code: 200, reply: "errcode 0: ok")),
    Fault("a proxy's page", .init(status: 200, body: "<html>sign in</html>"), webhook: isOK, robot: isForeign),
    Fault(
        "204 and nothing", .init(status: 204, body: ""),
        webhook: TransferEnd(.accepted, reason: "accepted", code: 204, reply: "HTTP/1.1 204 No Content"),
        robot: TransferEnd(.unknown, reason: "protocol", code: 204, reply: "HTTP/1.1 204 No Content")),
    Fault(301, "Moved Permanently", .channelDown, "redirect", headers: ["Location": "http://127.0.0.1:9/"]),
    Fault(302, "Found", .channelDown, "redirect", headers: ["Location": "/again"]),
    Fault(304, "Not Modified", .channelDown, "redirect"),
    Fault(307, "Temporary Redirect", .channelDown, "redirect", headers: ["Location": "http://127.0.0.1:9/"]),
    Fault(308, "Permanent Redirect", .channelDown, "redirect", headers: ["Location": "file:///etc/passwd"]),
    Fault(400, "Bad Request", .refused, "refused"),
    Fault(401, "Unauthorized", .channelDown, "unauthorized"),
    Fault(403, "Forbidden", .channelDown, "forbidden"),
    Fault(404, "Not Found", .channelDown, "not-found"),
    Fault(407, "Proxy Authentication Required", .refused, "refused"),
    Fault(408, "Request Timeout", .deferred, "timeout"),
    Fault(410, "Gone", .channelDown, "gone"),
    Fault(413, "Request Entity Too Large", .refused, "refused"),
    Fault(429, "Too Many Requests", .deferred, "throttled"),
    Fault(429, "Too Many Requests", .deferred, "throttled", headers: ["Retry-After": "17"], retryAfter: 17),
    Fault(429, "Too Many Requests", .deferred, "throttled", headers: ["Retry-After": "soon"]),
    Fault(429, "Too Many Requests", .deferred, "throttled", headers: ["Retry-After": "-5"]),
    Fault(429, "Too Many Requests", .deferred, "throttled", headers: ["Retry-After": "99999999"], retryAfter: 86400),
    Fault(
        429, "Too Many Requests", .deferred, "throttled", headers: ["Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"]),
    Fault(500, "Internal Server Error", .deferred, "server-error"),
    Fault(502, "Bad Gateway", .deferred, "unavailable"),
    Fault(503, "Service Unavailable", .deferred, "unavailable", headers: ["Retry-After": "120"], retryAfter: 120),
    Fault(504, "Gateway Timeout", .deferred, "unavailable"),
    Fault("a gigabyte behind 200", .init(size: 1 << 30), webhook: isOK, robot: isForeign),
    Fault("a gigabyte behind 500", .init(status: 500, size: 1 << 30), webhook: serverError),
    Fault("endless headers behind 200", .init(fault: "endless"), webhook: isOK, robot: isForeign),
    Fault("endless headers behind 500", .init(status: 500, fault: "endless"), webhook: serverError),
    Fault("no answer", .init(fault: "hang"), webhook: TransferEnd(.unknown, reason: "timeout"), timeout: 2),
    Fault(
        "dropped before the request was read", .init(fault: "unread"),
        webhook: TransferEnd(.unknown, reason: "dropped")),
    Fault("dropped after it", .init(fault: "drop"), webhook: TransferEnd(.unknown, reason: "dropped")),
    Fault(
        "dropped within the answer", .init(fault: "cut"), webhook: isOK,
        robot: TransferEnd(.unknown, reason: "dropped", code: 200, reply: "HTTP/1.1 200 OK")),
    Fault(
        "dropped within an answer of 503", .init(status: 503, fault: "cut"),
        webhook: TransferEnd(
            .deferred, reason: "unavailable", code: 503, reply: "HTTP/1.1 503 Service Unavailable")),
    Fault(
        "dropped within the status line", .init(fault: "cut-status"), webhook: TransferEnd(.unknown, reason: "dropped")
    ),
    Fault("another protocol", .init(fault: "garbage"), webhook: TransferEnd(.unknown, reason: "protocol")),
]

@Suite("What a peer may do to a POST", .temporaryFolder)
struct HTTPFaultTests {
    @Test("each fault ends as its verdict, for a webhook's receiver and for each platform", arguments: faults)
    private func ends(_ fault: Fault) async throws {
        for kind in HTTPPeerKind.allCases {
            let server = try await PythonServer.start(
                "http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: [fault.answer]))
            let courier = try httpCourier(kind, port: server.port, timeout: fault.timeout)
            var end = await courier.carry(post())
            if fault.answer.size != nil || fault.answer.fault == "endless" {
                // What was not taken is what the two ends' buffers hold.
                let poured = await server.wait(for: "poured")
                #expect(poured?.count ?? .max < 64 << 20, "\(kind)")
            }
            await courier.close()
            let requests = await server.finish().requests
            #expect(requests.count <= 1, "\(kind)")
            #expect(end.peer == "127.0.0.1:\(server.port)", "\(kind)")
            end.peer = nil
            #expect(end == (kind.isRobot ? fault.robot : fault.webhook), "\(kind)")
        }
    }

    @Test("a Retry-After that is a date counts from now", arguments: HTTPPeerKind.allCases)
    func retryDate(_ kind: HTTPPeerKind) async throws {
        let server = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: [.init(status: 429, retry_in: 600)]))
        let courier = try httpCourier(kind, port: server.port)
        let end = await courier.carry(post())
        await courier.close()
        _ = await server.finish()
        #expect(end.verdict == .deferred && end.reason == "throttled" && end.code == 429)
        let wait = try #require(end.retryAfter)
        #expect((500...601).contains(wait))
    }

    @Test(
        "a platform's refusal behind HTTP 200 is one, over the wire too",
        arguments: HTTPPeerKind.allCases.filter(\.isRobot))
    func refusedBehind200(_ kind: HTTPPeerKind) async throws {
        let isFeishu = kind == .feishu || kind == .lark
        let answers: [HTTPPeerPlan.Answer] = [
            .init(body: #"{"errcode":93000,"code":19024,"errmsg":"no\n key","msg":"no\n key"}"#),
            .init(status: 400, body: #"{"errcode":93000,"code":9499,"errmsg":"bad","msg":"bad"}"#),
            .init(
                headers: ["Retry-After": "700"], body: #"{"errcode":-1,"code":11232,"errmsg":"later","msg":"later"}"#),
        ]
        let server = try await PythonServer.start("http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: answers))
        let courier = try httpCourier(kind, port: server.port)
        let peer = "127.0.0.1:\(server.port)"
        let first = await courier.carry(post(1))
        let second = await courier.carry(post(2))
        let third = await courier.carry(post(3))
        await courier.close()
        _ = await server.finish()
        switch kind {
        case .wecom:
            #expect(
                first
                    == TransferEnd(
                        .channelDown, reason: "bad-key", code: 93000, reply: "errcode 93000: no key", peer: peer))
        case .dingtalk:
            #expect(
                first
                    == TransferEnd(
                        .deferred, reason: "errcode", code: 93000, reply: "errcode 93000: no key", peer: peer))
        default:
            #expect(
                first
                    == TransferEnd(
                        .channelDown, reason: "keyword", code: 19024, reply: "errcode 19024: no key", peer: peer))
        }
        #expect(
            second
                == TransferEnd(
                    .refused, reason: isFeishu ? "bad-message" : "refused", code: isFeishu ? 9499 : 400,
                    reply: isFeishu ? "errcode 9499: bad" : "HTTP/1.1 400 Bad Request", peer: peer))
        #expect(
            third
                == TransferEnd(
                    .deferred, reason: isFeishu ? "rate" : "busy", code: isFeishu ? 11232 : -1,
                    reply: "errcode \(isFeishu ? 11232 : -1): later", peer: peer, retryAfter: 700))
    }

    @Test(
        "a peer that speaks no TLS, and one that nobody vouches for, hold the channel", arguments: HTTPPeerKind.allCases
    )
    func encryption(_ kind: HTTPPeerKind) async throws {
        let plain = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: [.init(fault: "unread")]))
        let refused = try httpCourier(kind, port: plain.port, host: "localhost")
        let noTLS = await refused.carry(post())
        await refused.close()
        _ = await plain.finish()
        #expect(noTLS.verdict == .channelDown)
        #expect(noTLS.reason == "tls")
        let tls = try await TestCertificate.make()
        let stranger = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: kind, certificate: tls.certificate, key: tls.key))
        let strict = try httpCourier(kind, port: stranger.port, host: "localhost")
        let untrusted = await strict.carry(post())
        await strict.close()
        #expect(untrusted.verdict == .channelDown)
        #expect(untrusted.reason == "certificate")
        #expect(await stranger.finish().requests.isEmpty)
        // Nobody listens there any more.
        let gone = try httpCourier(kind, port: stranger.port)
        let unreachable = await gone.carry(post())
        await gone.close()
        #expect(unreachable.verdict == .channelDown)
        #expect(unreachable.reason == "connect")
    }

    @Test("a peer that hangs holds up neither its own channel's other posts nor another channel")
    func hanging() async throws {
        let hung = try await PythonServer.start(
            "http_peer.py", plan: HTTPPeerPlan(kind: .webhook, answers: [.init(fault: "hang"), .init()]))
        let webhook = try httpCourier(.webhook, port: hung.port, timeout: 300)
        let ended = Mutex(false)
        async let first: TransferEnd = {
            let end = await webhook.carry(post(1))
            ended.withLock { $0 = true }
            return end
        }()
        _ = await hung.wait(for: "request")
        for number in 2...4 { #expect(await webhook.carry(post(Int64(number))).verdict == .accepted) }
        for kind in HTTPPeerKind.allCases {
            let server = try await PythonServer.start("http_peer.py", plan: HTTPPeerPlan(kind: kind))
            let courier = try httpCourier(kind, port: server.port)
            #expect(await courier.carry(post()).verdict == .accepted)
            await courier.close()
            _ = await server.finish()
        }
        #expect(!ended.withLock { $0 })
        await webhook.close()
        let end = await first
        #expect(end.verdict == .unknown && end.reason == "closed")
        _ = await hung.finish()
    }

    @Test("a robot that hangs ends by closing: what is under way as unknown, what waits as the channel's")
    func closing() async throws {
        for kind in HTTPPeerKind.allCases where kind.isRobot {
            let server = try await PythonServer.start(
                "http_peer.py", plan: HTTPPeerPlan(kind: kind, answers: [.init(fault: "hang")]))
            let courier = try httpCourier(kind, port: server.port, timeout: 300)
            async let first = courier.carry(post(1))
            _ = await server.wait(for: "request")
            async let second = courier.carry(post(2))
            await courier.close()
            let ends = await (first, second)
            #expect(ends.0.verdict == .unknown && ends.0.reason == "closed")
            #expect(ends.1.verdict == .channelDown && ends.1.reason == "closed")
            _ = await server.finish()
        }
    }
}
