import DeliveryLog
import DequeModule
import Reminders

/// What waits for the disk, in the order in which it may go there.
///
/// Messages are composed in batches: the first ones of a burst leave before the last ones are written. Facts about
/// attempts overtake what is still to be composed.
struct RecordQueue {
    struct Entry {
        let token: RecordToken
        private(set) var records: [LedgerRecord]

        init(token: RecordToken, records: [LedgerRecord]) {
            self.token = token
            self.records = records
        }

        /// Puts a message's parts in its place.
        mutating func split(_ id: DeliveryID, into parts: [Delivery]) {
            records = records.flatMap { record -> [LedgerRecord] in
                guard case .intent(let delivery) = record, delivery.id == id else { return [record] }
                return parts.map { .intent($0) }
            }
        }

        var intents: [Delivery] {
            records.compactMap { if case .intent(let delivery) = $0 { delivery } else { nil } }
        }
    }

    /// Entries that are composed together.
    struct Batch {
        let number: Int
        var entries: [Entry]
    }

    /// On its way to the disk with everything it needs.
    typealias Ready = (token: RecordToken, batch: LedgerBatch)

    /// Messages of a batch, about. Of larger ones the outcomes would wait that come while they are written, and their
    /// lanes with them.
    static let size = 32
    /// One is composed while the facts for the next are gathered.
    private static let mostAtOnce = 2

    private var planned: Deque<Entry> = []
    private var composing: Deque<(batch: Batch, bodies: [DeliveryID: MessageBody]?)> = []
    private var ready: [Ready] = []
    private var lastNumber = 0

    var isEmpty: Bool { planned.isEmpty && composing.isEmpty && ready.isEmpty }

    /// Facts that are not on disk.
    var recordCount: Int {
        planned.reduce(0) { $0 + $1.records.count }
            + composing.reduce(0) { $0 + $1.batch.entries.reduce(0) { $0 + $1.records.count } }
            + ready.reduce(0) { $0 + $1.batch.records.count }
    }

    /// After all that was added before.
    mutating func add(_ token: RecordToken, _ records: [LedgerRecord]) {
        planned.append(Entry(token: token, records: records))
    }

    /// After the attempts that were added before.
    mutating func addAttempts(_ token: RecordToken, _ records: [LedgerRecord]) {
        ready.append((token, LedgerBatch(records)))
        endCount += Self.ends(records)
    }

    private static func ends(_ records: [LedgerRecord]) -> Int {
        records.count { if case .ended = $0 { true } else { false } }
    }

    /// The next entries whose messages are to be composed; nil while enough are. What holds no message is passed on
    /// in its turn.
    mutating func takeToCompose() -> Batch? {
        while composing.count < Self.mostAtOnce, !planned.isEmpty {
            var batch = Batch(number: lastNumber + 1, entries: [])
            var messages = 0
            while messages < Self.size, let entry = planned.popFirst() {
                batch.entries.append(entry)
                messages += entry.intents.count
            }
            lastNumber += 1
            let isComposed = messages == 0
            composing.append((batch, isComposed ? [:] : nil))
            if !isComposed { return batch }
            passOn()
        }
        return nil
    }

    /// A message of a batch that is being composed goes out in parts.
    mutating func split(_ id: DeliveryID, into parts: [Delivery], in number: Int) {
        guard let place = composing.firstIndex(where: { $0.batch.number == number }) else { return }
        for entry in composing[place].batch.entries.indices {
            composing[place].batch.entries[entry].split(id, into: parts)
        }
    }

    /// A batch's messages are there.
    mutating func composed(_ number: Int, _ bodies: [DeliveryID: MessageBody]) {
        guard let place = composing.firstIndex(where: { $0.batch.number == number }) else { return }
        composing[place].bodies = bodies
        passOn()
    }

    private mutating func passOn() {
        while let (batch, bodies) = composing.first, let bodies {
            composing.removeFirst()
            for entry in batch.entries {
                var own: [DeliveryID: MessageBody] = [:]
                for delivery in entry.intents { own[delivery.id] = bodies[delivery.id] }
                ready.append((entry.token, LedgerBatch(entry.records, bodies: own)))
            }
        }
    }

    /// Whether anything may go to the disk now.
    var hasReady: Bool { !ready.isEmpty }

    /// Attempts among that whose end it is.
    private(set) var endCount = 0

    /// All that may go to the disk now.
    mutating func takeReady() -> [Ready] {
        defer { (ready, endCount) = ([], 0) }
        return ready
    }

    /// What was taken did not get there: it goes first.
    mutating func putBack(_ taken: [Ready]) {
        ready = taken + ready
        endCount = ready.reduce(0) { $0 + Self.ends($1.batch.records) }
    }
}
