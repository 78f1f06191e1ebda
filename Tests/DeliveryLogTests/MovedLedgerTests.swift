import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing

@testable import DeliveryLog

@Suite("a ledger whose file was taken away", .temporaryFolder)
struct MovedLedgerTests {
    @Test("nothing is written into a file that no path names any more", arguments: [false, true])
    func moved(anotherStandsThere: Bool) throws {
        let path = TemporaryFolder.url.appendingPathComponent("ledger.sqlite").path
        let ledger = try SQLiteLedger(path: path)
        let batch = LedgerBatch([.adopted(list: "a", hash: "h", at: .init(seconds: 0))])
        _ = try ledger.commit([batch])
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        if anotherStandsThere { try Data().write(to: URL(fileURLWithPath: path)) }
        #expect(throws: LedgerFailure.fatal("moved")) { try ledger.commit([batch]) }
    }
}
