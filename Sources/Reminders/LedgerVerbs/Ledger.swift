package import CivilTime
package import WorkLists

/// The durable record of what happened: few verbs, keyed, idempotent. Its calls block: never on the engine's queue.
package protocol Ledger: Sendable {
    /// Everything the engine needs to go on from where the last process stopped.
    func snapshot() throws -> LedgerSnapshot
    /// Writes the batches in one transaction, durable on return; answers, per batch and record, whether it was new.
    func commit(_ batches: [LedgerBatch]) throws -> [[Bool]]
    /// The bytes of a delivery, unless retention cut them.
    func body(of delivery: DeliveryID) throws -> MessageBody?
    /// The delivery log, newest first, in pages.
    func log(_ query: LogQuery) throws -> [LogRow]
    /// A delivery with its attempts; nil if there is none of that number.
    func delivery(_ id: DeliveryID) throws -> DeliveryHistory?
    /// The same for the engine, which may take it up again; nil if there is none of that number.
    func kept(_ id: DeliveryID) throws -> KeptDelivery?
    /// All that is on record about a milestone or a unit, in pages.
    func history(_ query: HistoryQuery) throws -> History
    /// The fates of an obligation's slots and of those `list` has, oldest first.
    func fates(list: String?, limit: Int) throws -> [SlotFate]
    /// The reports of a list's duties, oldest first; those that were replaced are among them.
    func reports(list: String) throws -> [FiledReport]
}

/// What the ledger knows when a process starts.
package struct LedgerSnapshot: Sendable, Equatable {
    /// A random word made with the ledger: keeps the Message-IDs of two ledgers apart.
    package var tag: String
    package var lastDelivery: DeliveryID
    /// The time of the newest entry; nil for a new ledger.
    package var lastEntryAt: Moment?
    package var lists: [String: AdoptedList]
    package var seen: [ObligationID: Sighting]
    /// In the order they were recorded.
    package var acts: [Act]
    /// Every slot that has a fate (nil here: it stands in an open delivery and has none yet).
    package var slots: [SlotKey: SlotFate.Kind?]
    /// When each step of the ladder (see `Stage.isStep`) that was sent was accepted.
    package var asked: [SlotKey: Moment]
    /// Deliveries still to go out, in order of id.
    package var open: [OpenDelivery]
    /// For one message a day and for digests, in order of id: deliveries created or accepted within `recentSeconds`
    /// before the newest entry that are accepted or still open; and, however old and whatever became of it, the newest
    /// of each digest's name, channel and address.
    package var recent: [RecentDelivery]
    /// Deliveries that were given up, or of which it was recorded that they came back, within `givenUpSeconds` before
    /// the newest entry, newest last.
    package var givenUp: [GivenUp]
    /// The newest accepted reminder of each obligation, however old.
    package var lastTold: [ObligationID: Telling]
    /// SHA-256 of the newest report of each obligation that has one.
    package var reports: [ObligationID: String]
    /// Whom each unit's share in a list was told: the addresses of reminders that were accepted or given up, however old.
    package var readers: [Share: Set<String>]
    /// How each channel stood, by name; one of which nothing is known is not among them.
    package var channels: [String: ChannelHistory]

    /// How far back `recent` goes: three days.
    package static let recentSeconds: Int64 = 3 * 86400
    /// How far back `givenUp` goes, and how long the office is shown one: forty days, so that a monthly digest has all.
    package static let givenUpSeconds: Int64 = 40 * 86400

    /// Lists that were accepted and not closed since.
    package var openLists: Set<String> {
        acts.reduce(into: []) { open, act in
            if act.kind == .accepted { open.insert(act.list) }
            if act.kind == .closed { open.remove(act.list) }
        }
    }

    /// What one unit has in a list.
    package struct Share: Hashable, Sendable {
        package let list: String
        package let unit: UnitID

        package init(list: String, unit: UnitID) {
            self.list = list
            self.unit = unit
        }
    }

    package struct AdoptedList: Sendable, Equatable {
        package var hash: String
        package var settledUntil: Moment?

        package init(hash: String, settledUntil: Moment?) {
            self.hash = hash
            self.settledUntil = settledUntil
        }
    }

    package struct Sighting: Sendable, Equatable {
        package var deadline: CivilDate
        package var fingerprint: String
        package var at: Moment

        package init(deadline: CivilDate, fingerprint: String, at: Moment) {
            self.deadline = deadline
            self.fingerprint = fingerprint
            self.at = at
        }
    }

    package struct OpenDelivery: Sendable, Equatable {
        package var delivery: Delivery
        /// `waiting` or `unknown`; one that was begun and has no end is `unknown`, for its process is gone.
        package var state: DeliveryState
        /// Attempts begun so far.
        package var attempts: Int
        /// Attempts that the other side left without an answer; `TransferEnd.interrupted` does not count, nor what was
        /// before it was last retried.
        package var unknowns: Int
        /// Attempts that the other side put off since it was last retried; a channel's fault is none.
        package var deferrals: Int
        /// When the other side first put it off, or one that it took the place of. One that was retried counts from then
        /// on, and nothing before it.
        package var deferredSince: Moment?
        /// Whether any attempt, not just the last, was left without an answer or has no recorded end; a retry changes
        /// nothing in it.
        package var mayHaveArrived: Bool
        package var next: Moment?

        package init(
            delivery: Delivery, state: DeliveryState, attempts: Int, unknowns: Int, deferrals: Int = 0,
            deferredSince: Moment? = nil, mayHaveArrived: Bool, next: Moment?
        ) {
            self.delivery = delivery
            self.state = state
            self.attempts = attempts
            self.unknowns = unknowns
            self.deferrals = deferrals
            self.deferredSince = deferredSince
            self.mayHaveArrived = mayHaveArrived
            self.next = next
        }
    }

    package struct RecentDelivery: Sendable, Equatable {
        package var id: DeliveryID
        /// The delivery that is its part 1; itself where it is whole.
        package var message: DeliveryID
        package var kind: Delivery.Kind
        package var channel: String
        package var address: String
        package var digest: String?
        package var createdAt: Moment
        package var acceptedAt: Moment?

        package init(
            id: DeliveryID, message: DeliveryID? = nil, kind: Delivery.Kind, channel: String, address: String,
            digest: String?, createdAt: Moment, acceptedAt: Moment?
        ) {
            self.id = id
            self.message = message ?? id
            self.kind = kind
            self.channel = channel
            self.address = address
            self.digest = digest
            self.createdAt = createdAt
            self.acceptedAt = acceptedAt
        }
    }

    /// What a unit was told of an obligation.
    package struct Telling: Sendable, Equatable {
        package var at: Moment
        /// The deadline that it was told.
        package var deadline: CivilDate

        package init(at: Moment, deadline: CivilDate) {
            self.at = at
            self.deadline = deadline
        }

        /// The newer of the two; of two at one moment the other.
        package func or(_ other: Telling) -> Telling { other.at >= at ? other : self }
    }

    /// A delivery that reached nobody.
    package struct GivenUp: Sendable, Equatable {
        package var id: DeliveryID
        package var channel: String
        package var address: String
        /// The short name of what ended it (`rcpt-refused`, `timeout` …).
        package var reason: String
        /// The end of its last attempt; where none is recorded its start, or when the delivery was made. Of one that
        /// came back, when that was recorded.
        package var at: Moment
        /// A server took it, and it came back.
        package var isBounced: Bool

        package init(
            id: DeliveryID, channel: String, address: String, reason: String, at: Moment, isBounced: Bool = false
        ) {
            self.id = id
            self.channel = channel
            self.address = address
            self.reason = reason
            self.at = at
            self.isBounced = isBounced
        }
    }

    /// What is known of a channel from the attempts made over it.
    package struct ChannelHistory: Sendable, Equatable {
        /// Its own faults in a row, since the last moment at which it took, refused or put off a delivery. An attempt
        /// that was under way when the fault before it was known tells of the same one.
        package var faults: Int
        /// The short name of the newest of them; nil where there is none.
        package var fault: String?
        /// When the newest of them was known.
        package var lastFaultAt: Moment?
        /// When it last accepted a delivery, however long ago.
        package var lastAcceptedAt: Moment?
        /// When attempts were begun within `rateSeconds` before the newest entry, retries counted, oldest first; the
        /// newest `rateLimit` of them.
        package var begun: [Moment]

        /// How far back `begun` goes: an hour.
        package static let rateSeconds: Int64 = 3600
        /// How many `begun` holds at most.
        package static let rateLimit = 10_000

        package init(
            faults: Int = 0, fault: String? = nil, lastFaultAt: Moment? = nil, lastAcceptedAt: Moment? = nil,
            begun: [Moment] = []
        ) {
            self.faults = faults
            self.fault = fault
            self.lastFaultAt = lastFaultAt
            self.lastAcceptedAt = lastAcceptedAt
            self.begun = begun
        }
    }

    package init(
        tag: String, lastDelivery: DeliveryID = DeliveryID(rawValue: 0), lastEntryAt: Moment? = nil,
        lists: [String: AdoptedList] = [:], seen: [ObligationID: Sighting] = [:], acts: [Act] = [],
        slots: [SlotKey: SlotFate.Kind?] = [:], asked: [SlotKey: Moment] = [:], open: [OpenDelivery] = [],
        recent: [RecentDelivery] = [], givenUp: [GivenUp] = [], lastTold: [ObligationID: Telling] = [:],
        reports: [ObligationID: String] = [:], readers: [Share: Set<String>] = [:],
        channels: [String: ChannelHistory] = [:]
    ) {
        self.tag = tag
        self.lastDelivery = lastDelivery
        self.lastEntryAt = lastEntryAt
        self.lists = lists
        self.seen = seen
        self.acts = acts
        self.slots = slots
        self.asked = asked
        self.open = open
        self.recent = recent
        self.givenUp = givenUp
        self.lastTold = lastTold
        self.reports = reports
        self.readers = readers
        self.channels = channels
    }
}
