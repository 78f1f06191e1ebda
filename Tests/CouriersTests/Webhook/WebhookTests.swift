import CLibcurl
import Reminders
import Settings
import TestSupport
import Testing

@testable import Couriers

private let secretOne = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
private let secretTwo = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

private struct HookAnswer: Encodable, Sendable {
    var status: Int?
    var headers: [String: String]?
    var wait: Double?
    var size: Int?
    var drop: Bool?
    var hang: Bool?
    var stall: Bool?
}

private struct HookPlan: Encodable, Sendable {
    var secrets = [secretOne]
    var certificate: String?
    var key: String?
    var answers: [HookAnswer] = []
}

private func hookCourier(
    _ url: String, secrets: [String] = [secretOne], caFile: String? = nil, timeout: Int = 30, connections: Int = 4
) throws -> any Courier {
    var values: [SecretReference: [UInt8]] = [:]
    for (number, secret) in secrets.enumerated() { values[.credential("hook-\(number)")] = Array(secret.utf8) }
    return try makeCourier(
        for: ChannelSettings(
            name: "hook",
            kind: .webhook(
                WebhookSettings(
                    url: url, secrets: secrets.indices.map { .credential("hook-\($0)") }, caFile: caFile,
                    timeout: timeout, connections: connections))),
        secrets: Secrets(values: values), stateDirectory: "/nonexistent", now: { 1_614_265_330 })
}

private func hook(_ number: Int64 = 1, id: String? = nil) -> Parcel {
    Parcel(
        delivery: number, attempt: 1, messageID: id ?? "msg_\(number)", to: "fgw",
        bytes: Array(#"{"type":"reminder","data":{"unit":"发改委","n":\#(number)}}"#.utf8))
}

@Suite("Webhooks", .temporaryFolder)
struct WebhookTests {
    @Test("the signature is the standard's own example")
    func vector() throws {
        let signature = try #require(WebhookSignature(secret: Array(secretOne.utf8)))
        let signed = signature.sign(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        "a secret of another form is none",
        arguments: [
            "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_YWJj", "whsec_***",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        ])
    func badSecret(_ text: String) {
        #expect(WebhookSignature(secret: Array(text.utf8)) == nil)
    }

    @Test(
        "ids that could break a header or the signed text are not sent",
        arguments: ["", "a.b", "a b", "a\r\nx: y", "é", "a\0"])
    func badID(_ id: String) async throws {
        let courier = try hookCourier("http://127.0.0.1:9/")
        let end = await courier.carry(hook(id: id))
        await courier.close()
        #expect(end == TransferEnd(.refused, reason: "bad-id"))
    }

    @Test("posts are signed by every secret, and the connection is kept", arguments: [true, false])
    func accepted(_ encrypted: Bool) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "webhook_receiver.py",
            plan: HookPlan(
                secrets: [secretOne, secretTwo], certificate: encrypted ? tls.certificate : nil,
                key: encrypted ? tls.key : nil))
        let courier = try hookCourier(
            "\(encrypted ? "https" : "http")://localhost:\(server.port)/hooks?unit=1",
            secrets: [secretOne, secretTwo], caFile: tls.certificate)
        for number in 1...3 {
            let end = await courier.carry(hook(Int64(number)))
            #expect(end.verdict == .accepted)
            #expect(end.code == 200)
            #expect(end.reply == "HTTP/1.1 200 OK")
            #expect(end.peer == "127.0.0.1:\(server.port)")
            #expect(end.tls == (encrypted ? "TLSv1.3" : nil))
        }
        await courier.close()
        let requests = await server.finish().requests
        #expect(requests.count == 3)
        #expect(requests.allSatisfy { $0.valid == true && $0.timestamp == 1_614_265_330 })
        #expect(requests.map(\.id) == ["msg_1", "msg_2", "msg_3"])
        #expect(requests.map(\.bytes) == (1...3).map { hook(Int64($0)).bytes })
        #expect(requests.allSatisfy { $0.type == "application/json" })
        #expect(requests.allSatisfy { $0.line == "POST /hooks?unit=1 HTTP/1.1" })
        #expect(Set(requests.map(\.connection)).count == 1)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var verdict: TransferEnd.Verdict
        var reason: String
        var testDescription: String { "\(status)" }
        init(_ status: Int, _ verdict: TransferEnd.Verdict, _ reason: String) {
            (self.status, self.verdict, self.reason) = (status, verdict, reason)
        }
    }

    @Test(
        "each status has its verdict, also when the answer broke off behind it",
        arguments: [
            Row(200, .accepted, "accepted"), Row(202, .accepted, "accepted"), Row(204, .accepted, "accepted"),
            Row(301, .channelDown, "redirect"), Row(302, .channelDown, "redirect"), Row(308, .channelDown, "redirect"),
            Row(400, .refused, "refused"), Row(401, .channelDown, "unauthorized"), Row(403, .channelDown, "forbidden"),
            Row(404, .channelDown, "not-found"), Row(408, .deferred, "timeout"), Row(410, .channelDown, "gone"),
            Row(413, .refused, "refused"), Row(422, .refused, "refused"), Row(425, .deferred, "too-early"),
            Row(429, .deferred, "throttled"), Row(500, .deferred, "server-error"), Row(501, .deferred, "server-error"),
            Row(502, .deferred, "unavailable"), Row(503, .deferred, "unavailable"), Row(504, .deferred, "unavailable"),
            Row(599, .deferred, "server-error"),
        ])
    func statuses(_ row: Row) {
        for code in [CURLE_OK, CURLE_WRITE_ERROR, CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR] {
            let meaning = HTTPVerdicts.verdict(curl: code, status: row.status, requestBegan: true)
            #expect(meaning.verdict == row.verdict)
            #expect(meaning.reason == row.reason)
        }
    }

    @Test("every status from 200 to 599 has a row, and without one it is unknown as soon as anything left")
    func everyStatus() {
        for status in 200...599 {
            #expect(HTTPVerdicts.rows.contains { $0.statuses.contains(status) })
        }
        for code in (1..<100).map({ CURLcode(rawValue: $0) }) {
            #expect(HTTPVerdicts.verdict(curl: code, status: nil, requestBegan: true).verdict == .unknown)
            #expect(HTTPVerdicts.verdict(curl: code, status: nil, requestBegan: false).verdict == .channelDown)
        }
        #expect(HTTPVerdicts.verdict(curl: CURLE_OK, status: 999, requestBegan: true).verdict == .unknown)
        let dns = HTTPVerdicts.verdict(curl: CURLE_COULDNT_RESOLVE_HOST, status: nil, requestBegan: false)
        #expect(dns.reason == "dns")
    }

    struct Scene: Sendable, CustomTestStringConvertible {
        var testDescription: String
        fileprivate var answer: HookAnswer
        var end: TransferEnd
        var isHung: Bool { answer.hang == true || answer.stall == true }
    }

    @Test(
        "each answer over the wire ends as its verdict",
        arguments: [
            Scene(
                testDescription: "throttled for seconds",
                answer: HookAnswer(status: 429, headers: ["Retry-After": "17"]),
                end: TransferEnd(
                    .deferred, reason: "throttled", code: 429, reply: "HTTP/1.1 429 Too Many Requests", retryAfter: 17)),
            Scene(
                testDescription: "a wait of years is bounded",
                answer: HookAnswer(status: 503, headers: ["Retry-After": "99999999"]),
                end: TransferEnd(
                    .deferred, reason: "unavailable", code: 503, reply: "HTTP/1.1 503 Service Unavailable",
                    retryAfter: 86400)),
            Scene(
                testDescription: "gone", answer: HookAnswer(status: 410),
                end: TransferEnd(.channelDown, reason: "gone", code: 410, reply: "HTTP/1.1 410 Gone")),
            Scene(
                testDescription: "an answer too long", answer: HookAnswer(status: 200, size: 1_000_000),
                end: TransferEnd(.accepted, reason: "accepted", code: 200, reply: "HTTP/1.1 200 OK")),
            Scene(
                testDescription: "an answer that stalls behind its status",
                answer: HookAnswer(status: 200, stall: true),
                end: TransferEnd(.accepted, reason: "accepted", code: 200, reply: "HTTP/1.1 200 OK")),
            Scene(
                testDescription: "no answer", answer: HookAnswer(hang: true),
                end: TransferEnd(.unknown, reason: "timeout")),
            Scene(
                testDescription: "dropped after the request", answer: HookAnswer(drop: true),
                end: TransferEnd(.unknown, reason: "dropped")),
        ])
    func answers(_ scene: Scene) async throws {
        let server = try await PythonServer.start("webhook_receiver.py", plan: HookPlan(answers: [scene.answer]))
        let courier = try hookCourier("http://127.0.0.1:\(server.port)/", timeout: scene.isHung ? 1 : 30)
        var end = await courier.carry(hook())
        await courier.close()
        _ = await server.finish()
        #expect(end.peer == "127.0.0.1:\(server.port)")
        end.peer = nil
        #expect(end == scene.end)
    }

    @Test("a kept connection that ends without an answer is replaced within the attempt, under the same id")
    func staleConnection() async throws {
        let server = try await PythonServer.start(
            "webhook_receiver.py", plan: HookPlan(answers: [HookAnswer(), HookAnswer(drop: true), HookAnswer()]))
        let courier = try hookCourier("http://127.0.0.1:\(server.port)/", connections: 1)
        let ends = [await courier.carry(hook(1)), await courier.carry(hook(2))]
        await courier.close()
        let requests = await server.finish().requests
        #expect(ends.map(\.verdict) == [.accepted, .accepted])
        #expect(requests.map(\.id) == ["msg_1", "msg_2", "msg_2"])
        #expect(Set(requests.map(\.connection)).count == 2)
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        let target = try await PythonServer.start("webhook_receiver.py", plan: HookPlan())
        let server = try await PythonServer.start(
            "webhook_receiver.py",
            plan: HookPlan(answers: [
                HookAnswer(status: 307, headers: ["Location": "http://127.0.0.1:\(target.port)/"])
            ]))
        let courier = try hookCourier("http://127.0.0.1:\(server.port)/")
        let end = await courier.carry(hook())
        await courier.close()
        _ = await server.finish()
        let requests = await target.finish().requests
        #expect(end.verdict == .channelDown)
        #expect(end.reason == "redirect")
        #expect(requests.isEmpty)
    }

    @Test("many posts go in parallel, up to the channel's limit and never over it")
    func parallel() async throws {
        let server = try await PythonServer.start(
            "webhook_receiver.py", plan: HookPlan(answers: [HookAnswer(wait: 0.2)]))
        let courier = try hookCourier("http://127.0.0.1:\(server.port)/", connections: 3)
        #expect(courier.limit == 3)
        let verdicts = await withTaskGroup(of: TransferEnd.Verdict.self) { group in
            for number in 1...12 { group.addTask { await courier.carry(hook(Int64(number))).verdict } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await courier.close()
        let events = await server.finish()
        #expect(verdicts == Array(repeating: .accepted, count: 12))
        #expect(events.last?.most == 3)
        #expect(Set(events.requests.map(\.id)).count == 12)
        #expect(Set(events.requests.map(\.connection)).count <= 3)
    }

    @Test("a certificate that nobody vouches for, and a port nobody listens on, are the channel's fault")
    func unreachable() async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "webhook_receiver.py", plan: HookPlan(certificate: tls.certificate, key: tls.key))
        let strict = try hookCourier("https://localhost:\(server.port)/")
        let untrusted = await strict.carry(hook())
        await strict.close()
        let requests = await server.finish().requests
        #expect(untrusted.verdict == .channelDown)
        #expect(untrusted.reason == "certificate")
        #expect(requests.isEmpty)
        let courier = try hookCourier("https://localhost:\(server.port)/", caFile: tls.certificate)
        let refused = await courier.carry(hook())
        await courier.close()
        #expect(refused.verdict == .channelDown)
        #expect(refused.reason == "connect")
    }

    @Test("closing ends what is under way as unknown and what waits as the channel's")
    func closing() async throws {
        let server = try await PythonServer.start(
            "webhook_receiver.py", plan: HookPlan(answers: [HookAnswer(hang: true)]))
        let courier = try hookCourier("http://127.0.0.1:\(server.port)/", timeout: 60, connections: 1)
        async let first = courier.carry(hook(1))
        _ = await server.wait(for: "request")
        async let second = courier.carry(hook(2))
        await courier.close()
        let ends = await (first, second)
        #expect(ends.0.verdict == .unknown)
        #expect(ends.0.reason == "closed")
        #expect(ends.1.verdict == .channelDown)
        #expect(ends.1.reason == "closed")
        let late = await courier.carry(hook(3))
        #expect(late.verdict == .channelDown)
        _ = await server.finish()
    }

    @Test(
        "a channel that cannot be served is refused at setup, and its error holds no secret and no URL",
        arguments: [
            ("ftp://host/key=TOPSECRET", [secretOne], "neither https nor http"),
            ("https://user:TOPSECRET@host/", [secretOne], "a user or password in it"),
            ("https://host/TOP SECRET", [secretOne], "not a URL"),
            ("https://host/TOPSECRET", ["whsec_TOPSECRET"], "has not the form expected"),
            ("https://host/TOPSECRET", [], "no signing secret"),
        ])
    func setup(_ row: (url: String, secrets: [String], problem: String)) throws {
        let error = try #require(throws: CourierSetupError.self) {
            _ = try hookCourier(row.url, secrets: row.secrets)
        }
        #expect(error.description.contains(row.problem))
        #expect(error.description.hasPrefix("channel hook: "))
        #expect(!error.description.contains("SECRET"))
    }
}
