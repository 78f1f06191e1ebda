import Foundation
import Reminders
import Settings
import TestSupport
import Testing

@testable import Couriers

@Suite("What is taken down of a POST", .temporaryFolder)
struct HTTPTranscriptTests {
    private func shown(_ transcript: Transcript) -> [String] {
        transcript.lines.map { "\($0.speaker.rawValue) \($0.text)" }
    }

    private func masks(_ text: String) -> Bool {
        let secrets = [PeerSecret.key, PeerSecret.robot, PeerSecret.webhook, "SEC0123", "MfKQ9r8", "693axxx6"]
        return !secrets.contains { text.contains($0) }
    }

    @Test(
        "the dialogue is there, with the path masked or without its query, and without the text",
        arguments: HTTPPeerKind.allCases)
    func dialogue(_ kind: HTTPPeerKind) async throws {
        let tls = try await TestCertificate.make()
        let server = try await PythonServer.start(
            "http_peer.py",
            plan: HTTPPeerPlan(
                kind: kind, secret: PeerSecret.signing(kind), certificate: tls.certificate, key: tls.key))
        let courier = try httpCourier(kind, port: server.port, host: "localhost", caFile: tls.certificate)
        let notes = Transcript()
        let end = await courier.carry(post(), notes: notes)
        await courier.close()
        let requests = await server.finish().requests
        #expect(end.verdict == .accepted)
        #expect(requests.first?.valid == true)
        let lines = shown(notes)
        let size = requests.first?.bytes?.count ?? 0
        #expect(lines.first == "* connected to 127.0.0.1:\(server.port)")
        #expect(
            lines.dropFirst().first?.hasPrefix("* SSL connection using TLSv1.3 / ") == true
                || lines.dropFirst().first?.hasPrefix("* TLSv1.3 / ") == true)
        #expect(lines.contains("> POST \(kind.isRobot ? "[masked]" : "/hooks") HTTP/1.1"))
        #expect(lines.contains("> Host: localhost:\(server.port)"))
        #expect(lines.contains("> Content-Type: application/json"))
        #expect(lines.contains("> webhook-signature: [masked]") == !kind.isRobot)
        #expect(lines.contains("> (\(size) bytes)"))
        #expect(lines.contains("< HTTP/1.1 200 OK"))
        #expect(lines.contains("< Content-Type: application/json"))
        #expect(
            lines.last == "< "
                + (kind == .webhook
                    ? "{}"
                    : kind == .feishu || kind == .lark
                        ? #"{"code":0,"data":{},"msg":"ok"}"# : #"{"errcode":0,"errmsg":"ok"}"#))
        for line in lines {
            #expect(masks(line), "\(line)")
            #expect(!line.contains("到期提醒") && !line.contains("v1,") && !line.contains("sign="))
        }
    }

    @Test(
        "what a peer repeats of our secrets is masked, in headers, body, reason phrase and reply",
        arguments: HTTPPeerKind.allCases)
    func echo(_ kind: HTTPPeerKind) async throws {
        let key = PeerSecret.key
        let server = try await PythonServer.start(
            "http_peer.py",
            plan: HTTPPeerPlan(
                kind: kind, secret: PeerSecret.signing(kind),
                answers: [
                    .init(echo: true),
                    .init(
                        status: 302, reason: "Not \(key)", headers: ["Location": "https://x.example/send?key=\(key)"],
                        body: "key \(key) \(PeerSecret.signing(kind) ?? "")"),
                ]))
        let courier = try httpCourier(kind, port: server.port)
        let transcripts = [Transcript(), Transcript()]
        let ends = [
            await courier.carry(post(1), notes: transcripts[0]), await courier.carry(post(2), notes: transcripts[1]),
        ]
        await courier.close()
        let requests = await server.finish().requests
        #expect(requests.map(\.valid) == [true, true])
        // The signatures that went over the wire, in each of their forms.
        var signatures: [String] = []
        for request in requests {
            let body = String(decoding: request.bytes ?? [], as: UTF8.self)
            if let sign = body.split(separator: #""sign":""#).dropFirst().first?.split(separator: "\"").first {
                signatures.append(String(sign))
            }
            if let sign = request.line?.split(separator: "sign=").dropFirst().first?.split(separator: " ").first {
                signatures += [String(sign), String(sign).removingPercentEncoding ?? ""]
            }
        }
        #expect(signatures.count == [.dingtalk: 4, .feishu: 2, .lark: 2][kind] ?? 0)
        let texts = transcripts.flatMap(shown) + ends.compactMap(\.reply)
        #expect(texts.contains { $0.contains("[masked]") })
        for text in texts {
            #expect(masks(text), "\(text)")
            #expect(!text.contains("v1,") || text.contains("v1,[masked]") || text.hasSuffix("[masked]"), "\(text)")
            for signature in signatures { #expect(!text.contains(signature.prefix(12)), "\(text)") }
        }
        #expect(ends[1].reply == "HTTP/1.1 302 Not [masked]")
        #expect(shown(transcripts[1]).last == "* ended: channelDown, redirect")
    }

    @Test("a kept connection is said to be one, and a robot has none")
    func kept() async throws {
        for kind in HTTPPeerKind.allCases {
            let server = try await PythonServer.start("http_peer.py", plan: HTTPPeerPlan(kind: kind))
            let courier = try httpCourier(kind, port: server.port)
            let transcripts = [Transcript(), Transcript()]
            for (number, notes) in transcripts.enumerated() {
                _ = await courier.carry(post(Int64(number)), notes: notes)
            }
            await courier.close()
            _ = await server.finish()
            #expect(shown(transcripts[0]).first == "* connected to 127.0.0.1:\(server.port)")
            #expect(
                shown(transcripts[1]).first
                    == "* \(kind.isRobot ? "connected to" : "on the connection kept to") 127.0.0.1:\(server.port)")
        }
    }

    @Test("a long answer is cut, endless headers are bounded, and no connection is said to be none")
    func bounded() async throws {
        let server = try await PythonServer.start(
            "http_peer.py",
            plan: HTTPPeerPlan(
                kind: .wecom, answers: [.init(body: String(repeating: "长 ", count: 9000)), .init(fault: "endless")]))
        let courier = try httpCourier(.wecom, port: server.port)
        let (long, endless, none) = (Transcript(), Transcript(), Transcript())
        _ = await courier.carry(post(1), notes: long)
        _ = await courier.carry(post(2), notes: endless)
        await courier.close()
        _ = await server.finish()
        #expect(
            long.lines.filter { $0.text.hasPrefix("长") }.map { (290...300).contains($0.text.unicodeScalars.count) } == [
                true
            ])
        #expect(endless.lines.count < 100)
        let gone = try httpCourier(.wecom, port: server.port)
        _ = await gone.carry(post(), notes: none)
        await gone.close()
        #expect(shown(none) == ["* ended: channelDown, connect"])
    }
}
