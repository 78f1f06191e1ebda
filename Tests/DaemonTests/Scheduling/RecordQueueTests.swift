import CivilTime
import Reminders
import Testing

@testable import Daemon

@Suite("what waits for the disk")
struct RecordQueueTests {
    private let at = Moment(seconds: 0)

    private func intent(_ id: Int64) -> LedgerRecord {
        .intent(
            Delivery(
                id: DeliveryID(rawValue: id), kind: .reminder, channel: "mail",
                recipient: Recipient(address: "a@x", name: "a", units: []), messageID: "\(id)@x", createdAt: at,
                dueAt: at, notBefore: at, items: []))
    }

    private func begun(_ id: Int64) -> LedgerRecord { .begun(DeliveryID(rawValue: id), attempt: 1, at: at) }

    private func token(_ number: Int) -> RecordToken { RecordToken(number: number) }

    private func expectNumbers(
        _ ready: [RecordQueue.Ready], _ numbers: [Int], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(ready.map(\.token.number) == numbers, sourceLocation: sourceLocation)
    }

    private func expectNone(_ batch: RecordQueue.Batch?, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(batch?.number == nil, sourceLocation: sourceLocation)
    }

    private func bodies(_ batch: RecordQueue.Batch) -> [DeliveryID: MessageBody] {
        var bodies: [DeliveryID: MessageBody] = [:]
        for delivery in batch.entries.flatMap(\.intents) {
            bodies[delivery.id] = MessageBody(media: .mail, subject: "\(delivery.id)", bytes: [1])
        }
        return bodies
    }

    @Test("a long burst is composed in batches, at most two at once")
    func batches() throws {
        var queue = RecordQueue()
        for number in 1...100 { queue.add(token(number), [intent(Int64(number))]) }
        var sizes: [Int] = []
        while let first = queue.takeToCompose() {
            let second = queue.takeToCompose()
            expectNone(queue.takeToCompose())
            for batch in [first, second].compactMap({ $0 }) {
                sizes.append(batch.entries.count)
                queue.composed(batch.number, bodies(batch))
            }
        }
        #expect(sizes == [32, 32, 32, 4])
        expectNumbers(queue.takeReady(), Array(1...100))
        #expect(queue.isEmpty)
    }

    @Test("records keep their order, whichever batch is composed first, and each has the bodies of its own messages")
    func order() throws {
        var queue = RecordQueue()
        for number in 1...60 { queue.add(token(number), [intent(Int64(number))]) }
        let firstTaken = queue.takeToCompose()
        let first = try #require(firstTaken)
        let secondTaken = queue.takeToCompose()
        let second = try #require(secondTaken)
        queue.add(token(61), [.settledUntil(list: "l", at)])
        queue.composed(second.number, bodies(second))
        expectNumbers(queue.takeReady(), [])
        queue.composed(first.number, bodies(first))
        expectNone(queue.takeToCompose())
        let ready = queue.takeReady()
        expectNumbers(ready, Array(1...61))
        #expect(ready[41].batch.bodies.values.map(\.subject) == ["42"])
        #expect(ready[60].batch.bodies.isEmpty)
    }

    @Test("facts about attempts go before what is still to be composed, in their own order")
    func attempts() throws {
        var queue = RecordQueue()
        queue.add(token(1), [intent(1)])
        queue.addAttempts(token(2), [begun(9)])
        let batchTaken = queue.takeToCompose()
        let batch = try #require(batchTaken)
        queue.add(token(3), [.settledUntil(list: "l", at)])
        queue.addAttempts(token(4), [begun(8)])
        expectNumbers(queue.takeReady(), [2, 4])
        #expect(queue.recordCount == 2)
        queue.composed(batch.number, bodies(batch))
        expectNone(queue.takeToCompose())
        expectNumbers(queue.takeReady(), [1, 3])
    }

    @Test("what did not get to the disk goes first the next time")
    func putBack() {
        var queue = RecordQueue()
        queue.addAttempts(token(1), [begun(1)])
        let taken = queue.takeReady()
        queue.addAttempts(token(2), [begun(2)])
        queue.putBack(taken)
        expectNumbers(queue.takeReady(), [1, 2])
    }

    @Test("what holds no message waits only for what stands before it")
    func nothingToCompose() {
        var queue = RecordQueue()
        queue.add(token(1), [.settledUntil(list: "l", at)])
        expectNone(queue.takeToCompose())
        expectNumbers(queue.takeReady(), [1])
        #expect(queue.isEmpty)
    }
}
