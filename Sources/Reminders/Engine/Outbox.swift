import CivilTime
import WorkLists

/// The deliveries still to go out, by channel. Holds ids and slots, no bodies.
struct Outbox: Sendable {
    /// Where a delivery is between the ledger and the other side.
    enum Phase: Sendable, Equatable {
        /// The intent is on its way to the disk.
        case intending
        /// On disk, to go out at `notBefore` or later.
        case waiting
        /// `begun` is on its way to the disk.
        case beginning
        /// A courier has it.
        case transferring
        /// The outcome is on its way to the disk.
        case settling
    }

    struct Entry: Sendable {
        var delivery: Delivery
        var phase: Phase
        /// Attempts begun.
        var attempts = 0
        /// Attempts that ended without an answer because time ran out.
        var unknowns = 0
        /// Attempts that the other side put off.
        var deferrals = 0
        var notBefore: Moment
        /// When the other side first put it off, or one that it took the place of.
        var deferredSince: Moment?
        /// Whether an attempt may have reached the other side: bytes and id are frozen.
        var mayHaveArrived = false
        /// Whether its last attempt was under way when the last process stopped.
        var isInterrupted = false
        /// A person wants it to go out now, whatever the hour.
        var isAsked = false
        /// Lower goes first: overdue before due before ahead, reports of trouble before all.
        var urgency: Int
        /// Its channel's place among the lanes.
        fileprivate(set) var lane = 0

        init(_ delivery: Delivery, phase: Phase) {
            self.delivery = delivery
            self.phase = phase
            notBefore = delivery.notBefore
            urgency =
                switch delivery.kind {
                case .trouble: 0
                case .digest, .officeList: 4
                case .reminder: delivery.items.lazy.map(\.slot.stage.urgency).min() ?? 3
                }
        }

        /// Whether another delivery can still take its place.
        var isReplaceable: Bool { !mayHaveArrived && isUnsent }

        /// Whether it is on disk and not on its way.
        var isUnsent: Bool { phase == .intending || phase == .waiting }

        /// Whether the other side put it off, or left it without an answer.
        var isPutOff: Bool { deferredSince != nil || unknowns > 0 }

        /// Whether it has waited for its turn from this moment on.
        func isWaiting(since moment: Moment) -> Bool { phase == .waiting && notBefore == moment }
    }

    private(set) var entries: [DeliveryID: Entry] = [:]
    /// One a channel, as they came.
    private var lanes: [Lane] = []
    private var laneNumbers: [String: Int] = [:]
    /// The lanes' places by their channels' names.
    private(set) var laneOrder: [Int] = []
    /// Messages that are on their way to the disk.
    private(set) var intending = 0
    /// How many open reminders carry each slot.
    private var carriers: [SlotKey: Int32] = [:]
    /// Open deliveries for each address but digests, oldest first.
    private var queues: [Queue: [DeliveryID]] = [:]

    private struct Queue: Hashable {
        let kind: Delivery.Kind
        let address: ReminderEngine.Address
    }

    subscript(id: DeliveryID) -> Entry? {
        get { entries[id] }
        set {
            guard let old = entries[id], let newValue else { return }
            count(old, -1)
            count(newValue, 1)
            entries[id] = newValue
        }
    }

    private mutating func count(_ entry: Entry, _ step: Int) {
        lanes[entry.lane].open += step
        if entry.phase == .intending {
            intending += step
            lanes[entry.lane].intending += step
        }
        if entry.isPutOff { lanes[entry.lane].putOff += step }
        if entry.isUnsent, entry.delivery.kind != .digest { lanes[entry.lane].waiting += step }
    }

    mutating func add(_ entry: Entry) {
        var entry = entry
        let delivery = entry.delivery
        entry.lane = laneNumber(of: delivery.channel)
        entries[delivery.id] = entry
        count(entry, 1)
        if delivery.kind == .reminder {
            for item in delivery.items { carriers[item.slot, default: 0] += 1 }
        }
        if delivery.kind != .digest {
            queues[Queue(kind: delivery.kind, address: delivery.to), default: []].append(delivery.id)
        }
        if entry.phase == .waiting { wait(delivery.id) }
    }

    /// The delivery is on disk and goes out at its `notBefore`.
    mutating func wait(_ id: DeliveryID) {
        guard var entry = entries[id] else { return }
        entry.phase = .waiting
        self[id] = entry
        lanes[entry.lane].wait(id, until: entry.notBefore)
    }

    /// What was taken may not go yet.
    mutating func putBack(_ id: DeliveryID, until moment: Moment) {
        entries[id]?.notBefore = moment
        wait(id)
    }

    @discardableResult
    mutating func remove(_ id: DeliveryID) -> Entry? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        count(entry, -1)
        if entry.delivery.kind == .reminder {
            for item in entry.delivery.items {
                let left = carriers[item.slot, default: 1] - 1
                carriers[item.slot] = left > 0 ? left : nil
            }
        }
        let queue = Queue(kind: entry.delivery.kind, address: entry.delivery.to)
        if queues[queue] == [id] {
            queues[queue] = nil
        } else {
            queues[queue]?.removeAll { $0 == id }
        }
        return entry
    }

    /// What waits for this address and may still be replaced, oldest first.
    func replaceable(_ kind: Delivery.Kind, for address: ReminderEngine.Address) -> [Entry] {
        queues[Queue(kind: kind, address: address), default: []].compactMap { entries[$0] }.filter(\.isReplaceable)
    }

    /// Whether a reminder other than this is on its way to this address, or may have arrived there.
    func isTelling(_ address: ReminderEngine.Address, besides message: DeliveryID) -> Bool {
        queues[Queue(kind: .reminder, address: address)]?.contains { id in
            entries[id].map { !$0.isReplaceable && $0.delivery.message != message } ?? false
        } ?? false
    }

    /// Messages with a part on its way to this address, or that may have arrived there.
    func told(_ kind: Delivery.Kind, _ address: ReminderEngine.Address) -> Set<DeliveryID> {
        Set(
            queues[Queue(kind: kind, address: address), default: []].compactMap { entries[$0] }
                .filter { !$0.isReplaceable }.map(\.delivery.message))
    }

    /// Whether an open reminder covers the slot.
    func carries(_ slot: SlotKey) -> Bool { carriers[slot] != nil }

    /// Whether an open reminder for this address covers the slot.
    func carries(_ slot: SlotKey, to address: ReminderEngine.Address) -> Bool {
        carries(slot)
            && queues[Queue(kind: .reminder, address: address), default: []].contains { id in
                entries[id]?.delivery.items.contains { $0.slot == slot } ?? false
            }
    }

    // MARK: - Lanes

    /// The place of a channel's lane; a channel that is new gets one.
    mutating func laneNumber(of channel: String) -> Int {
        if let number = laneNumbers[channel] { return number }
        lanes.append(Lane(channel: channel))
        laneNumbers[channel] = lanes.count - 1
        laneOrder = laneNumbers.sorted { $0.key < $1.key }.map(\.value)
        return lanes.count - 1
    }

    /// The place of a channel's lane; nil where it has none.
    func lane(of channel: String) -> Int? { laneNumbers[channel] }

    /// A channel's lane, to be changed in its place: a copy would copy its queue.
    subscript(lane number: Int) -> Lane {
        _read { yield lanes[number] }
        _modify { yield &lanes[number] }
    }

    /// Takes the next delivery that may go out over the lane now.
    mutating func takeReady(_ lane: Int, now: Moment) -> DeliveryID? {
        lanes[lane].takeReady(from: entries, now: now)
    }

    /// Whether so many deliveries wait for their turn on the lane, or soon will, behind others that are under way.
    mutating func isFed(_ lane: Int, with enough: Int, now: Moment) -> Bool {
        lanes[lane].isFed(with: enough, from: entries, now: now)
    }

    /// When the next waiting delivery may go out, or a channel's silence is to be told; nil where neither will be.
    var next: Moment? {
        mutating get {
            var next: Moment?
            for lane in lanes.indices {
                let (send, tell) = (lanes[lane].next(of: entries), lanes[lane].silentAt)
                if let send, next.map({ send < $0 }) ?? true { next = send }
                if let tell, next.map({ tell < $0 }) ?? true { next = tell }
            }
            return next
        }
    }

    /// Whether any delivery is begun and not ended.
    var isBusy: Bool { lanes.contains { $0.busy > 0 } }

    /// Deliveries that are not on their way yet; a digest does not count itself.
    var waitingCount: Int { lanes.reduce(0) { $0 + $1.waiting } }

    /// The clock was stepped back: no retry is planned beyond now and its channel's longest back-off.
    mutating func stepBack(to now: Moment) {
        for lane in lanes.indices { lanes[lane].stepBack(to: now) }
        for (id, entry) in entries where entry.attempts > 0 && entry.phase == .waiting {
            let last = now.adding(seconds: lanes[entry.lane].backOff.longest)
            if entry.notBefore > last { putBack(id, until: last) }
        }
    }
}

extension Delivery {
    /// Where it goes.
    var to: ReminderEngine.Address { .init(channel: channel, address: recipient.address) }
}

extension Stage {
    /// Lower goes first.
    var urgency: Int {
        switch self {
        case .overdue, .escalated, .statement: 1
        case .due, .moved, .afterSilence: 2
        case .ahead, .assigned: 3
        }
    }
}
