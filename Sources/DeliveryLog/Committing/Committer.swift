import Dispatch
package import Reminders
import Synchronization

/// Brings batches to the ledger from a serial queue of its own, all that wait in one transaction (group commit).
///
/// While one commit is on its way to the disk the next batches gather, so a slow disk makes larger transactions and
/// not a longer queue. A batch that was submitted is committed, or its completion gets the failure: it runs on no task
/// and cannot be cancelled. Completions are called on the committer's queue, in the order of submission.
package final class Committer: Sendable {
    package typealias Completion = @Sendable (Result<[Bool], LedgerFailure>) -> Void

    private struct Waiting: Sendable {
        var batches: [LedgerBatch] = []
        var completions: [Completion] = []
        var isScheduled = false
        /// Set by a failure that ends the process, or by `close`: nothing is written from then on.
        var refusal: LedgerFailure?
    }

    private let ledger: any Ledger
    private let queue = DispatchQueue(label: "deadlined.ledger", qos: .userInitiated)
    private let waiting = Mutex(Waiting())

    package init(ledger: any Ledger) {
        self.ledger = ledger
    }

    /// Writes the batch; the completion's Bools say which of its records were new.
    ///
    /// After `.retryable` nothing of the batch is on disk and the caller decides: submit it again, or not. After
    /// `.fatal` every later batch gets the same failure. Batches of one transaction fail together.
    package func submit(_ batch: LedgerBatch, completion: @escaping Completion) {
        let schedules = waiting.withLock { waiting in
            waiting.batches.append(batch)
            waiting.completions.append(completion)
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        if schedules { queue.async { self.commitAll() } }
    }

    /// Returns once everything submitted before the call is on disk (or failed) and its completions were called.
    /// Blocks: never from a completion.
    package func drain() {
        dispatchPrecondition(condition: .notOnQueue(queue))
        queue.sync { self.commitAll() }
    }

    /// Flushes as `drain` does; batches submitted later get `.fatal("closed")`.
    package func close() {
        drain()
        waiting.withLock { waiting in
            if waiting.refusal == nil { waiting.refusal = .fatal("closed") }
        }
    }

    private func commitAll() {
        while true {
            let (taken, refusal) = waiting.withLock { waiting in
                let taken = (waiting.batches, waiting.completions)
                waiting.batches = []
                waiting.completions = []
                waiting.isScheduled = !taken.0.isEmpty
                return (taken, waiting.refusal)
            }
            let (batches, completions) = taken
            if batches.isEmpty { return }
            if let refusal {
                for completion in completions { completion(.failure(refusal)) }
                continue
            }
            do {
                let answers = try ledger.commit(batches)
                for (completion, answer) in zip(completions, answers) { completion(.success(answer)) }
            } catch {
                let failure = error as? LedgerFailure ?? .fatal("unknown")
                if case .fatal = failure {
                    waiting.withLock { $0.refusal = $0.refusal ?? failure }
                }
                for completion in completions { completion(.failure(failure)) }
            }
        }
    }
}
