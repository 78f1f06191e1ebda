import CivilTime
import HeapModule
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

        init(_ delivery: Delivery, phase: Phase) {
            self.delivery = delivery
            self.phase = phase
            notBefore = delivery.notBefore
        }

        /// Whether another delivery can still take its place.
        var isReplaceable: Bool { !mayHaveArrived && (phase == .intending || phase == .waiting) }

        /// Lower goes first: overdue before due before ahead, reports of trouble before all.
        var urgency: Int {
            switch delivery.kind {
            case .trouble: 0
            case .digest: 4
            case .reminder: delivery.items.map(\.slot.stage.urgency).min() ?? 3
            }
        }
    }

    /// One channel's queue.
    struct Lane: Sendable {
        struct Turn: Comparable, Sendable {
            let urgency: Int
            let id: DeliveryID

            static func < (a: Turn, b: Turn) -> Bool { (a.urgency, a.id) < (b.urgency, b.id) }
        }

        struct Wake: Comparable, Sendable {
            let moment: Moment
            let id: DeliveryID

            static func < (a: Wake, b: Wake) -> Bool { (a.moment, a.id) < (b.moment, b.id) }
        }

        var limit: Int
        var backOff = BackOff.mail
        /// Deliveries begun and not ended.
        var busy = 0
        /// The channel's own fault: nothing goes out before this moment.
        var heldUntil: Moment?
        /// The fault's short name, until the channel takes something again.
        var fault: String?
        /// Faults in a row.
        var faults = 0
        fileprivate var ready = Heap<Turn>()
        fileprivate var later = Heap<Wake>()

        init(limit: Int) {
            self.limit = limit
        }

        /// A channel at fault is probed by one delivery at a time.
        var hasRoom: Bool { busy < (faults > 0 ? 1 : limit) }
    }

    private(set) var entries: [DeliveryID: Entry] = [:]
    var lanes: [String: Lane] = [:]
    /// Open reminders of each slot.
    private(set) var carriers: [SlotKey: [DeliveryID]] = [:]
    /// Open deliveries for each address but digests, oldest first.
    private var queues: [Queue: [DeliveryID]] = [:]

    private struct Queue: Hashable {
        let kind: Delivery.Kind
        let address: ReminderEngine.Address
    }

    subscript(id: DeliveryID) -> Entry? {
        get { entries[id] }
        set { if entries[id] != nil, let newValue { entries[id] = newValue } }
    }

    mutating func add(_ entry: Entry) {
        let delivery = entry.delivery
        entries[delivery.id] = entry
        if delivery.kind == .reminder {
            for item in delivery.items { carriers[item.slot, default: []].append(delivery.id) }
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
        entries[id] = entry
        lanes[entry.delivery.channel, default: Lane(limit: 1)].later.insert(
            Lane.Wake(moment: entry.notBefore, id: id))
    }

    @discardableResult
    mutating func remove(_ id: DeliveryID) -> Entry? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        if entry.delivery.kind == .reminder {
            for item in entry.delivery.items {
                carriers[item.slot]?.removeAll { $0 == id }
                if carriers[item.slot]?.isEmpty == true { carriers[item.slot] = nil }
            }
        }
        let queue = Queue(kind: entry.delivery.kind, address: entry.delivery.to)
        queues[queue]?.removeAll { $0 == id }
        if queues[queue]?.isEmpty == true { queues[queue] = nil }
        return entry
    }

    /// What waits for this address and may still be replaced, oldest first.
    func replaceable(_ kind: Delivery.Kind, for address: ReminderEngine.Address) -> [Entry] {
        queues[Queue(kind: kind, address: address), default: []].compactMap { entries[$0] }.filter(\.isReplaceable)
    }

    /// Whether a reminder is on its way to this address, or may have arrived there.
    func isTelling(_ address: ReminderEngine.Address) -> Bool {
        queues[Queue(kind: .reminder, address: address), default: []].contains { entries[$0]?.isReplaceable == false }
    }

    /// Whether an open reminder for this address covers the slot.
    func carries(_ slot: SlotKey, to address: ReminderEngine.Address) -> Bool {
        carriers[slot, default: []].contains { entries[$0]?.delivery.to == address }
    }

    /// Takes the next delivery that may go out over the channel now.
    mutating func takeReady(_ channel: String, now: Moment) -> DeliveryID? {
        guard var lane = lanes[channel], lane.hasRoom, lane.heldUntil.map({ $0 <= now }) ?? true else { return nil }
        defer { lanes[channel] = lane }
        while let wake = lane.later.min, wake.moment <= now {
            lane.later.removeMin()
            if let entry = waiting(wake) { lane.ready.insert(Lane.Turn(urgency: entry.urgency, id: wake.id)) }
        }
        while let turn = lane.ready.popMin() {
            guard let entry = entries[turn.id], entry.phase == .waiting, entry.notBefore <= now else { continue }
            lane.busy += 1
            return turn.id
        }
        return nil
    }

    /// What was taken may not go yet.
    mutating func putBack(_ id: DeliveryID, until moment: Moment) {
        guard let channel = entries[id]?.delivery.channel else { return }
        lanes[channel]?.busy -= 1
        entries[id]?.notBefore = moment
        wait(id)
    }

    /// When the next waiting delivery may go out; nil where none waits or no lane has room.
    var next: Moment? {
        mutating get {
            var next: Moment?
            for name in lanes.keys.sorted() {
                guard var lane = lanes[name], lane.hasRoom else { continue }
                while let wake = lane.later.min, waiting(wake) == nil { lane.later.removeMin() }
                var moment = lane.ready.isEmpty ? lane.later.min?.moment : lane.heldUntil
                if let held = lane.heldUntil, let own = moment { moment = max(held, own) }
                lanes[name] = lane
                if let moment, next.map({ moment < $0 }) ?? true { next = moment }
            }
            return next
        }
    }

    /// Deliveries that are not on their way yet; a digest does not count itself.
    var waitingCount: Int {
        entries.values.count { ($0.phase == .waiting || $0.phase == .intending) && $0.delivery.kind != .digest }
    }

    private func waiting(_ wake: Lane.Wake) -> Entry? {
        guard let entry = entries[wake.id], entry.phase == .waiting, entry.notBefore == wake.moment else { return nil }
        return entry
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
        case .overdue, .statement: 1
        case .due: 2
        case .ahead, .assigned: 3
        }
    }
}
