import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

@Suite("the log's filters and pages", .temporaryFolder)
struct LogQueryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let query: LogQuery
        let ids: [Int64]

        init(_ description: String, _ query: LogQuery, _ ids: [Int64]) {
            testDescription = description
            self.query = query
            self.ids = ids
        }
    }

    /// 1 and 2 by mail to one unit, 3 to two, 4 to the office about a unit nobody answers for, 5 a digest, 6 by webhook.
    static func fill(_ bench: LedgerBench) throws {
        for delivery in [
            try Sample.delivery(1, dueAt: 10),
            try Sample.delivery(2, dueAt: 30, items: [Sample.slot("3.1.20")]),
            try Sample.delivery(
                3, units: ["jxw", "fgw"], dueAt: 20,
                items: [Sample.slot("7.1.2@2017-07-31"), Sample.slot("7.1.2@2017-08-31", unit: "fgw")]),
            try Sample.delivery(4, kind: .trouble, units: [], dueAt: 40, items: [Sample.slot("三-2", unit: "nyj")]),
            try Sample.delivery(5, kind: .digest, units: [], dueAt: 50, items: [], digest: "now"),
            try Sample.delivery(6, channel: "hook", dueAt: 60, items: [Sample.slot("7.1.2@2017-08-31")]),
        ] {
            try bench.write(.intent(delivery))
        }
        try bench.write(Sample.begun(2, 1), Sample.ended(2, 1), Sample.begun(3, 1))
    }

    static let cases: [Case] = [
        Case("all, newest first", LogQuery(), [6, 5, 4, 3, 2, 1]),
        Case("from, included", LogQuery(from: Sample.moment(40)), [6, 5, 4]),
        Case("until, excluded", LogQuery(until: Sample.moment(30)), [3, 1]),
        Case("from and until", LogQuery(from: Sample.moment(20), until: Sample.moment(40)), [3, 2]),
        Case("a unit", LogQuery(unit: "jxw"), [6, 3, 2, 1]),
        Case("a unit of two", LogQuery(unit: "fgw"), [3]),
        Case("a unit that the office was told of", LogQuery(unit: "nyj"), [4]),
        Case("a unit nobody knows", LogQuery(unit: "x"), []),
        Case("a milestone, not those it begins", LogQuery(milestone: "3.1.2"), [1]),
        Case("a duty", LogQuery(milestone: "三-2"), [4]),
        Case("a milestone by its full name", LogQuery(milestone: "huzhou-2017:3.1.20"), [2]),
        Case("a milestone of another list", LogQuery(milestone: "huzhou-2018:3.1.2"), []),
        Case("all occurrences", LogQuery(milestone: "7.1.2"), [6, 3]),
        Case("one occurrence", LogQuery(milestone: "7.1.2@2017-07-31"), [3]),
        Case("one occurrence by its full name", LogQuery(milestone: "huzhou-2017:7.1.2@2017-08-31"), [6, 3]),
        Case("a channel", LogQuery(channel: "hook"), [6]),
        Case("a state", LogQuery(state: "accepted"), [2]),
        Case("under way", LogQuery(state: "begun"), [3]),
        Case("waiting", LogQuery(state: "waiting"), [6, 5, 4, 1]),
        Case("a state that does not exist", LogQuery(state: "delivered"), []),
        Case("a page", LogQuery(limit: 2), [6, 5]),
        Case("the page below", LogQuery(before: 5, limit: 2), [4, 3]),
        Case("the last page", LogQuery(before: 2, limit: 2), [1]),
        Case("what follows", LogQuery(after: 4), [6, 5]),
        Case("what follows in pages, from there on", LogQuery(after: 1, limit: 2), [3, 2]),
        Case("between two", LogQuery(before: 6, after: 1, limit: 3), [5, 4, 3]),
        Case("several at once", LogQuery(unit: "jxw", milestone: "7.1.2", channel: "mail", state: "begun"), [3]),
        Case("no rows", LogQuery(limit: 0), []),
        Case("a limit below none", LogQuery(limit: -1), []),
    ]

    @Test("a query finds its rows", arguments: LedgerKind.allCases, cases)
    func query(kind: LedgerKind, asked: Case) throws {
        let bench = try LedgerBench(kind)
        try Self.fill(bench)
        #expect(try bench.ledger.log(asked.query).map(\.id) == asked.ids)
    }

    @Test("the rows are the same on disk and in memory")
    func sameRows() throws {
        let (disk, memory) = (try LedgerBench(.sqlite), try LedgerBench(.memory))
        for bench in [disk, memory] { try Self.fill(bench) }
        #expect(try disk.ledger.log(LogQuery()) == memory.ledger.log(LogQuery()))
    }
}
