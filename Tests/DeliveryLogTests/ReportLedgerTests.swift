import CivilTime
import Foundation
import GRDB
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

@Suite("self-check reports in the ledger", .temporaryFolder)
struct ReportLedgerTests {
    private let duty = ObligationID(list: "huzhou-2017", milestone: "三-2", unit: "jxw")

    @Test(
        "a report is kept with its text, once a key; the newest of an obligation is known",
        arguments: LedgerKind.allCases)
    func kept(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let (first, second) = (Sample.report("aa", at: 300), Sample.report("bb", at: 400))
        let act = Sample.act(first.key, kind: .reported)
        #expect(try bench.write(.act(act), .filed(first)) == [true, true])
        #expect(try bench.write(.act(act), .filed(first)) == [false, false])
        #expect(try bench.write(.filed(second)) == [true])
        for _ in 1...2 {
            #expect(try bench.ledger.reports(list: "huzhou-2017") == [first, second])
            #expect(try bench.ledger.reports(list: "huzhou").isEmpty)
            #expect(try bench.ledger.snapshot().reports == [duty: "bb"])
            try bench.reopen()
        }
        // The one before is given in once more: it holds again, and all three stay.
        let again = Sample.report("aa", key: "report|aa#2", at: 500)
        #expect(try bench.write(.filed(again)) == [true])
        #expect(try bench.ledger.reports(list: "huzhou-2017") == [first, second, again])
        #expect(try bench.ledger.snapshot().reports == [duty: "aa"])
        #expect(try bench.entries().map(\.kind) == [.act, .filed, .filed, .filed])
    }

    @Test("a report without its text is refused as a whole", arguments: LedgerKind.allCases)
    func withoutText(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let bare = FiledReport(
            obligation: duty, key: "k", at: Sample.moment(1), body: ReportBody(sha256: "aa", bytes: nil))
        #expect(throws: LedgerFailure.fatal("report-without-text")) {
            try bench.write(.act(Sample.act("k", kind: .reported)), .filed(bare))
        }
        #expect(try bench.entries().isEmpty)
    }

    @Test("cut bytes leave the report, its hash and its entry")
    func cut() throws {
        let bench = try LedgerBench(.sqlite)
        try bench.write(.filed(Sample.report("aa")))
        let ledger = try #require(bench.ledger as? SQLiteLedger)
        try ledger.pool.write { try $0.execute(sql: "UPDATE report SET bytes = NULL") }
        #expect(try ledger.reports(list: "huzhou-2017").map(\.body) == [ReportBody(sha256: "aa", bytes: nil)])
        #expect(try ledger.snapshot().reports == [duty: "aa"])
        #expect(try bench.entries().count == 1)
    }
}
