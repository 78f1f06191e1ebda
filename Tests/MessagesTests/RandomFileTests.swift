import Foundation
import Messages
import Testing
import WorkLists

@Suite("files that were damaged on the way")
struct RandomFileTests {
    @Test("a damaged ledger gives only rows of the list, or problems with their lines", arguments: 1...40)
    func damaged(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let original = LedgerCSV.write(try Scene.lines())
        for _ in 0..<20 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(place + 40, bytes.count))
                default: bytes.removeLast(bytes.count - place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let (rows, problems) = LedgerCSV.read(bytes)
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            #expect(rows.allSatisfy { (1...lines).contains($0.line) })
            #expect(problems.allSatisfy { (0...lines).contains($0.line) })
            #expect(Set(rows.map(\.obligation)).count == rows.count)
        }
    }

    @Test("no bytes at all make the reader fail", arguments: 1...20)
    func noise(seed: UInt64) {
        var random = Seeded(state: seed &* 977)
        for _ in 0..<50 {
            let count = Int.random(in: 0...200, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(LedgerCSV.read(bytes).rows.isEmpty)
        }
    }
}
