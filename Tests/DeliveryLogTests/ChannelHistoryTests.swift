import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// How a channel stood: what holds and rates go on from.
@Suite("what a restart keeps of channels", .temporaryFolder)
struct ChannelHistoryTests {
    typealias History = LedgerSnapshot.ChannelHistory

    /// An attempt at a delivery of its own: its verdict, and when it was begun and ended.
    struct Attempt: Sendable {
        var verdict: TransferEnd.Verdict
        var begun: Int64
        var ended: Int64
        var channel = "mail"
        var reason = "auth"
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let attempts: [Attempt]
        /// Of the channel `mail`: faults, the newest one's name and moment, and the last acceptance.
        let faults: Int
        let fault: String?
        let lastFaultAt: Int64?
        let lastAcceptedAt: Int64?
    }

    static let cases: [Case] = [
        Case(
            testDescription: "faults in a row",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5), .init(verdict: .channelDown, begun: 60, ended: 65),
                .init(verdict: .channelDown, begun: 300, ended: 301, reason: "tls"),
            ], faults: 3, fault: "tls", lastFaultAt: 301, lastAcceptedAt: nil),
        Case(
            testDescription: "what was under way at a fault tells of the same one",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5), .init(verdict: .channelDown, begun: 2, ended: 30),
                .init(verdict: .channelDown, begun: 5, ended: 6), .init(verdict: .channelDown, begun: 60, ended: 60),
                .init(verdict: .channelDown, begun: 60, ended: 60),
            ], faults: 2, fault: "auth", lastFaultAt: 60, lastAcceptedAt: nil),
        Case(
            testDescription: "an acceptance ends the row",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5), .init(verdict: .accepted, begun: 60, ended: 61),
            ], faults: 0, fault: nil, lastFaultAt: nil, lastAcceptedAt: 61),
        Case(
            testDescription: "so does a refusal",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5), .init(verdict: .refused, begun: 60, ended: 61),
            ], faults: 0, fault: nil, lastFaultAt: nil, lastAcceptedAt: nil),
        Case(
            testDescription: "and a deferral, after which faults count from one",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5), .init(verdict: .deferred, begun: 60, ended: 61),
                .init(verdict: .channelDown, begun: 70, ended: 71, reason: "banner"),
            ], faults: 1, fault: "banner", lastFaultAt: 71, lastAcceptedAt: nil),
        Case(
            testDescription: "silence is neither",
            attempts: [
                .init(verdict: .accepted, begun: 0, ended: 1), .init(verdict: .channelDown, begun: 2, ended: 5),
                .init(verdict: .unknown, begun: 60, ended: 400),
            ], faults: 1, fault: "auth", lastFaultAt: 5, lastAcceptedAt: 1),
        Case(
            testDescription: "the order of the ends counts, not of the beginnings",
            attempts: [
                .init(verdict: .accepted, begun: 0, ended: 100), .init(verdict: .channelDown, begun: 50, ended: 60),
            ], faults: 0, fault: nil, lastFaultAt: nil, lastAcceptedAt: 100),
        Case(
            testDescription: "in one second the answer is the later one",
            attempts: [
                .init(verdict: .accepted, begun: 0, ended: 5), .init(verdict: .channelDown, begun: 0, ended: 5),
            ], faults: 0, fault: nil, lastFaultAt: nil, lastAcceptedAt: 5),
        Case(
            testDescription: "another channel's answers are its own",
            attempts: [
                .init(verdict: .channelDown, begun: 0, ended: 5),
                .init(verdict: .accepted, begun: 60, ended: 61, channel: "hook"),
                .init(verdict: .refused, begun: 60, ended: 61, channel: "hook"),
            ], faults: 1, fault: "auth", lastFaultAt: 5, lastAcceptedAt: nil),
    ]

    @Test("faults in a row and the last acceptance", arguments: LedgerKind.allCases, cases)
    func faults(kind: LedgerKind, story: Case) throws {
        let bench = try LedgerBench(kind)
        for (index, attempt) in story.attempts.enumerated() {
            let id = Int64(index + 1)
            let state: DeliveryState =
                switch attempt.verdict {
                case .accepted: .accepted
                case .refused: .givenUp
                case .deferred, .channelDown, .unknown: .waiting
                }
            try bench.write(
                .intent(try Sample.delivery(id, channel: attempt.channel)), Sample.begun(id, 1, at: attempt.begun),
                Sample.ended(
                    id, 1, TransferEnd(attempt.verdict, reason: attempt.reason), state: state, at: attempt.ended))
        }
        try bench.reopen()
        let history = try #require(try bench.ledger.snapshot().channels["mail"])
        #expect(history.faults == story.faults)
        #expect(history.fault == story.fault)
        #expect(history.lastFaultAt == story.lastFaultAt.map(Sample.moment))
        #expect(history.lastAcceptedAt == story.lastAcceptedAt.map(Sample.moment))
    }

    @Test("attempts of the last hour, retries counted, by channel and in order", arguments: LedgerKind.allCases)
    func begun(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let deferred = TransferEnd(.deferred, reason: "greylisted")
        for (id, channel) in [(1, "mail"), (2, "mail"), (3, "hook"), (4, "never")] as [(Int64, String)] {
            try bench.write(.intent(try Sample.delivery(id, channel: channel)))
        }
        // The hour begins at 400. 2 is begun and never ended.
        for (attempt, at) in [399, 400, 900].enumerated() {
            try bench.write(
                Sample.begun(1, attempt + 1, at: Int64(at)),
                Sample.ended(1, attempt + 1, deferred, state: .waiting, at: Int64(at)))
        }
        try bench.write(Sample.begun(2, 1, at: 800), Sample.begun(3, 1, at: 399))
        try bench.write(.act(Sample.act("newest", at: 4000)))
        try bench.reopen()
        #expect(
            try bench.ledger.snapshot().channels == ["mail": History(begun: [400, 800, 900].map(Sample.moment))],
            "nothing is known of the others")
    }

    @Test("of very many attempts the newest are kept", arguments: LedgerKind.allCases)
    func limit(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let count = Int64(History.rateLimit) + 5
        let batch = Sample.batch(
            try (1...count).flatMap { [.intent(try Sample.delivery($0, items: [])), Sample.begun($0, 1, at: $0 / 10)] })
        #expect(try bench.ledger.commit([batch]).first?.allSatisfy { $0 } == true)
        let begun = try #require(try bench.ledger.snapshot().channels["mail"]).begun
        #expect(begun.count == History.rateLimit)
        #expect(begun.first == Sample.moment(6 / 10) && begun.last == Sample.moment(count / 10))
        #expect(begun == begun.sorted())
    }
}
