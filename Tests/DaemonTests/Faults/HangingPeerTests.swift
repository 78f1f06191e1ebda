import Daemon
import DeliveryLog
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@testable import Couriers

/// On the system's clock and with time-outs of minutes: what is accepted here is accepted while the peer hangs.
@Suite("a peer that hangs for minutes", .temporaryFolder)
struct HangingPeerTests {
    struct Hang: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script: [String: [String]]
        /// How it ends when the daemon stops.
        var verdict: TransferEnd.Verdict
        var reason = "closed"
        /// It had told by then.
        var told: String

        static let all = [
            Hang(
                testDescription: "at the greeting", script: ["CONNECT": ["!hang"]], verdict: .channelDown,
                told: "connected"),
            Hang(testDescription: "at RCPT", script: ["RCPT": ["!hang"]], verdict: .channelDown, told: "RCPT"),
            Hang(
                testDescription: "after the final dot", script: ["DOT": ["!hang"]], verdict: .unknown, told: "message"),
            Hang(
                testDescription: "at the DATA that went out with a refused RCPT",
                script: ["RCPT": ["550 5.1.1 unknown"], "DATA": ["!hang"]], verdict: .refused, reason: "rcpt-refused",
                told: "DATA"),
        ]
    }

    @Test(
        "a mail server disturbs no other delivery: not of another channel, not of its own, not one that comes later",
        arguments: Hang.all)
    func mail(_ hang: Hang) async throws {
        let peer = try await ScriptedPeer.start(ScriptedPeer.Mail(connections: [hang.script, [:]]))
        let timeouts = SMTPTimeouts(
            connect: 600, reply: 600, final: 600, stall: 600, total: 1800, quit: 600, idle: 600)
        let office = try await FaultyOffice(
            FaultyOffice.mail(port: peer.port, connections: 2, timeouts: timeouts), isLeaping: false)
        try await expectOthersUndisturbed(office, messages: 3)
        #expect(
            try peer.events.contains {
                $0.connection == 1 && ($0.event == hang.told || $0.line?.hasPrefix(hang.told) == true)
            })
        try await expectEnd(hang.verdict, hang.reason, office)
    }

    @Test("a receiver or a platform disturbs no other delivery", arguments: PostKind.allCases)
    func posts(_ kind: PostKind) async throws {
        let peer = try await ScriptedPeer.start(
            ScriptedPeer.Posts(kind: kind.rawValue, answers: [.init(fault: "hang"), .init()]))
        let office = try await FaultyOffice(
            FaultyOffice.posts(kind, port: peer.port, timeout: 600), isLeaping: false)
        try await expectOthersUndisturbed(office, messages: kind == .webhook ? nil : 1)
        try await expectEnd(.unknown, "closed", office)
    }

    /// Two digests, the second once the first hangs: all are accepted but the one.
    ///
    /// - Parameter messages: of one digest over the bad channel.
    private func expectOthersUndisturbed(_ office: FaultyOffice, messages: Int?) async throws {
        await office.scheduler.start()
        var sent = 0
        for unit in [nil, UnitID("u1")] {
            let (ids, isNew) = try await office.scheduler.digestNow(unit: unit, by: .clerk())
            #expect(isNew)
            sent += ids.count
            let all = sent
            try await until("all but one are accepted") {
                let bad = try office.rows(FaultyOffice.bad, .digest)
                let good = try office.rows(FaultyOffice.good, .digest)
                guard bad.count + good.count == all, good.allSatisfy({ $0.state == "accepted" }) else { return false }
                // A robot speaks one after the other.
                if messages == 1 { return bad.contains { $0.state == "begun" } }
                return bad.count { $0.state != "accepted" } == 1 && bad.contains { $0.state == "begun" }
            }
        }
        #expect(office.told.ends.allSatisfy { $0.end.verdict == .accepted })
        #expect(office.told.alarms.isEmpty)
    }

    /// Stopping cuts it short, and the log says how far it had come.
    private func expectEnd(
        _ verdict: TransferEnd.Verdict, _ reason: String, _ office: FaultyOffice
    ) async throws {
        let hung = try #require(try office.rows(FaultyOffice.bad, .digest).first { $0.state == "begun" })
        await office.scheduler.stop(within: 0)
        let attempts = try #require(try office.history(hung.id)).attempts
        #expect(attempts.map(\.verdict) == [verdict.rawValue] && attempts.map(\.reason) == [reason])
    }
}
