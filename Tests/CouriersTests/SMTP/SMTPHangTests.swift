import Reminders
import TestSupport
import Testing

@testable import Couriers

@Suite("Mail to a peer that hangs", .temporaryFolder)
struct SMTPHangTests {
    @Test("a peer that stops reading within a body ends as unknown")
    func stalledReader() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["DATA": ["354 go on", "!stall"]], [:]]))
        var timeouts = patience
        timeouts.stall = 2
        let courier = try mailCourier(port: server.port, timeouts: timeouts)
        // More than the system's buffers take in a peer's place.
        let text =
            "Subject: long\r\n\r\n" + String(repeating: String(repeating: "x", count: 76) + "\r\n", count: 100_000)
        let end = await courier.carry(parcel(text: text))
        let next = await courier.carry(parcel(2))
        await courier.close()
        let events = await server.finish()
        #expect(end.verdict == .unknown)
        #expect(end.reason == "timeout")
        #expect(next.verdict == .accepted)
        #expect(events.connections == 2)
    }

    @Test("a peer that hangs on QUIT does not hold the verdict up")
    func hangingQuit() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["RCPT": ["550 5.1.1 unknown"], "QUIT": ["!hang"]]]))
        let courier = try mailCourier(
            port: server.port, timeouts: SMTPTimeouts(connect: 60, reply: 60, final: 60, total: 120, quit: 1))
        let clock = ContinuousClock()
        let begin = clock.now
        let end = await courier.carry(parcel())
        #expect(clock.now - begin < .seconds(30))
        #expect(end.reason == "rcpt-refused")
        await courier.close()
        _ = await server.finish()
    }

    @Test("as many mails go at once as there are connections, and a hung one holds up its own lane only")
    func lanes() async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [["DOT": ["!hang"]], [:]]))
        let courier = try mailCourier(
            port: server.port, connections: 2,
            timeouts: SMTPTimeouts(final: 3))
        #expect(courier.limit == 2)
        let ends = await withTaskGroup(of: TransferEnd.self) { group in
            for number in 1...12 { group.addTask { await courier.carry(parcel(Int64(number))) } }
            return await group.reduce(into: [TransferEnd]()) { $0.append($1) }
        }
        await courier.close()
        let events = await server.finish()
        #expect(ends.filter { $0.verdict == .accepted }.count == 11)
        #expect(ends.filter { $0.verdict == .unknown }.count == 1)
        // On a slow machine the hung lane is free again, on a fresh connection, before the other one is done.
        #expect((2...3).contains(events.connections))
    }

    @Test(
        "closing ends what is under way by how far it came, and those that wait",
        arguments: [("DOT", TransferEnd.Verdict.unknown), ("RCPT", .channelDown), ("CONNECT", .channelDown)])
    func closing(_ hang: (verb: String, verdict: TransferEnd.Verdict)) async throws {
        let server = try await PythonServer.start(
            "smtp_peer.py", plan: PeerPlan(connections: [[hang.verb: ["!hang"]]]))
        let courier = try mailCourier(
            port: server.port, timeouts: SMTPTimeouts(connect: 60, reply: 60, final: 60, total: 120))
        async let first = courier.carry(parcel(1))
        // The peer is where it hangs once it heard the command, or the message.
        while let event = await server.next() {
            if hang.verb == "CONNECT", event.event == "connected" { break }
            if hang.verb == "DOT", event.event == "message" { break }
            if event.line?.hasPrefix(hang.verb) == true { break }
        }
        async let second = courier.carry(parcel(2))
        let clock = ContinuousClock()
        let begin = clock.now
        await courier.close()
        #expect(clock.now - begin < .seconds(15))
        let ends = await (first, second)
        #expect(ends.0.verdict == hang.verdict)
        #expect(ends.0.reason == "closed")
        #expect(ends.1 == TransferEnd(.channelDown, reason: "closed"))
        let late = await courier.carry(parcel(3))
        #expect(late == TransferEnd(.channelDown, reason: "closed"))
        let events = await server.finish()
        #expect(events.messages.isEmpty)
    }
}
