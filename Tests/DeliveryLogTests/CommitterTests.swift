import Dispatch
import Foundation
import Reminders
import Synchronization
import TestSupport
import Testing

@testable import DeliveryLog

@Suite("the committer")
struct CommitterTests {
    /// A ledger that shows what it is asked, holds the first commit until it is let go, and fails on demand.
    final class WatchedLedger: Ledger {
        struct State: Sendable {
            var commits: [Int] = []
            var failures: [LedgerFailure?] = []
        }

        let state = Mutex(State())
        let started = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        private let inner = MemoryLedger()

        /// - Parameter failures: What the first commits end with, in order; nil: they succeed.
        init(failures: [LedgerFailure?] = []) { state.withLock { $0.failures = failures } }

        func commit(_ batches: [LedgerBatch]) throws -> [[Bool]] {
            let (isFirst, failure) = state.withLock { state in
                state.commits.append(batches.count)
                return (state.commits.count == 1, state.failures.isEmpty ? nil : state.failures.removeFirst())
            }
            if isFirst {
                started.signal()
                goOn.wait()
            }
            if let failure { throw failure }
            return try inner.commit(batches)
        }

        func snapshot() throws -> LedgerSnapshot { try inner.snapshot() }
        func body(of delivery: DeliveryID) throws -> MessageBody? { try inner.body(of: delivery) }
        func log(_ query: LogQuery) throws -> [LogRow] { try inner.log(query) }
        func delivery(_ id: DeliveryID) throws -> DeliveryHistory? { try inner.delivery(id) }
        func history(_ query: HistoryQuery) throws -> History { try inner.history(query) }
        func kept(_ id: DeliveryID) throws -> KeptDelivery? { try inner.kept(id) }
        func fates(list: String?, limit: Int) throws -> [SlotFate] { try inner.fates(list: list, limit: limit) }
        func reports(list: String) throws -> [FiledReport] { try inner.reports(list: list) }
    }

    /// What completions said, in the order they were called.
    final class Answers: Sendable {
        private let list = Mutex<[(Int, Result<[Bool], LedgerFailure>)]>([])
        func completion(_ number: Int) -> Committer.Completion {
            { result in self.list.withLock { $0.append((number, result)) } }
        }
        var numbers: [Int] { list.withLock { $0.map(\.0) } }
        var results: [Result<[Bool], LedgerFailure>] { list.withLock { $0.map(\.1) } }
    }

    private func batch(_ key: Int) -> LedgerBatch { LedgerBatch([.act(Sample.act("\(key)"))]) }

    @Test("what waits while a commit is under way goes into one transaction, answered in order")
    func groups() throws {
        let ledger = WatchedLedger()
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        committer.submit(batch(0), completion: answers.completion(0))
        ledger.started.wait()
        for number in 1...100 { committer.submit(batch(number / 2), completion: answers.completion(number)) }
        #expect(answers.numbers == [])
        ledger.goOn.signal()
        committer.drain()
        #expect(ledger.state.withLock(\.commits) == [1, 100])
        #expect(answers.numbers == Array(0...100))
        // Keys 0, 0, 1, 1, 2, 2 …: each is new once.
        #expect(answers.results == (0...100).map { .success([$0 == 0 || ($0 >= 2 && $0.isMultiple(of: 2))]) })
        #expect(try ledger.snapshot().acts.count == 51)
    }

    @Test("a full disk is told to each that waited, and what is submitted again is written")
    func retryable() throws {
        let ledger = WatchedLedger(failures: [.retryable("disk-full")])
        ledger.goOn.signal()
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        committer.submit(batch(1), completion: answers.completion(1))
        committer.drain()
        #expect(answers.results == [.failure(.retryable("disk-full"))])
        #expect(try ledger.snapshot().acts == [])
        committer.submit(batch(1), completion: answers.completion(2))
        committer.drain()
        #expect(answers.results.last == .success([true]))
    }

    @Test("after a failed fsync nothing is written any more")
    func fatal() throws {
        let ledger = WatchedLedger(failures: [.fatal("fsync-failed")])
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        committer.submit(batch(1), completion: answers.completion(1))
        ledger.started.wait()
        committer.submit(batch(2), completion: answers.completion(2))
        ledger.goOn.signal()
        committer.drain()
        committer.submit(batch(3), completion: answers.completion(3))
        committer.drain()
        #expect(answers.numbers == [1, 2, 3])
        #expect(answers.results.allSatisfy { $0 == .failure(.fatal("fsync-failed")) })
        #expect(ledger.state.withLock(\.commits) == [1])
        #expect(try ledger.snapshot().acts == [])
    }

    @Test("closing writes what waits, and refuses what comes after")
    func close() throws {
        let ledger = WatchedLedger()
        ledger.goOn.signal()
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        for number in 0..<20 { committer.submit(batch(number), completion: answers.completion(number)) }
        committer.close()
        #expect(try ledger.snapshot().acts.count == 20)
        committer.submit(batch(20), completion: answers.completion(20))
        committer.close()
        #expect(answers.numbers == Array(0...20))
        #expect(answers.results.last == .failure(.fatal("closed")))
    }

    @Test("a completion may submit the next batch")
    func chains() throws {
        let ledger = WatchedLedger()
        ledger.goOn.signal()
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        let second = batch(2)
        committer.submit(batch(1)) { result in
            answers.completion(1)(result)
            committer.submit(second, completion: answers.completion(2))
        }
        committer.drain()
        #expect(answers.numbers == [1, 2])
    }

    @Test("a cancelled task loses nothing of what it submitted", .temporaryFolder)
    func cancelled() async throws {
        let path = TemporaryFolder.url.appendingPathComponent("ledger.sqlite").path
        let ledger = try SQLiteLedger(path: path)
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        let task = Task { @Sendable in
            withUnsafeCurrentTask { $0?.cancel() }
            #expect(Task.isCancelled)
            for number in 0..<50 { committer.submit(self.batch(number), completion: answers.completion(number)) }
        }
        await task.value
        committer.drain()
        #expect(answers.results == (0..<50).map { _ in .success([true]) })
        #expect(try ledger.snapshot().acts.count == 50)
    }

    @Test("threads that submit at once are all answered, each in its order")
    func threads() throws {
        let ledger = WatchedLedger()
        ledger.goOn.signal()
        let (committer, answers) = (Committer(ledger: ledger), Answers())
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<200 {
                let id = thread * 1000 + number
                committer.submit(batch(id), completion: answers.completion(id))
            }
        }
        committer.drain()
        #expect(answers.numbers.count == 1600)
        for thread in 0..<8 {
            #expect(answers.numbers.filter { $0 / 1000 == thread } == (0..<200).map { thread * 1000 + $0 })
        }
        #expect(try ledger.snapshot().acts.count == 1600)
    }
}
