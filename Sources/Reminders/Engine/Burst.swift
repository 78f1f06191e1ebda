import CivilTime
import HeapModule

extension ReminderEngine {
    /// Obligations with slots that are due, as they are decided: in groups, those that a message may bring together at
    /// once.
    struct Burst {
        /// What came due at one moment.
        private struct Wave {
            var at: Moment
            let lists: Set<String>
            /// Tracks that are still to be decided.
            var left: Int
        }

        struct Group: Comparable {
            let urgency: Int
            /// In the order in which they came, within the urgency.
            let number: Int
            let tracks: [Int]

            static func < (a: Group, b: Group) -> Bool { (a.urgency, a.number) < (b.urgency, b.number) }
            static func == (a: Group, b: Group) -> Bool { a.number == b.number }
        }

        /// Groups that go over the same channels, and over no others.
        private struct Queue {
            let lanes: [Int]
            var groups = Heap<Group>()
        }

        /// Lists whose slots up to a moment are all decided.
        struct Watermark {
            let at: Moment
            let lists: Set<String>
        }

        /// For what is late, the first slot that each address is still to be told of today; nil: not asked yet.
        var later: [Address: Moment]?
        private var queues: [Queue] = []
        /// Oldest first. A wave that is decided waits for those before it: watermarks move over nothing that is owed.
        private var waves: [Wave] = []
        /// Waves that are over.
        private var pastWaves = 0
        /// The wave of each track, counted from the first of all; negative: none.
        private var waveOf: [Int] = []
        private var began: Moment?

        var isEmpty: Bool { waves.isEmpty }

        /// From when on it waits for no channel; nil: there is none.
        func impatient(_ pace: BurstPace) -> Moment? { began?.adding(seconds: pace.longest) }

        /// Whether it waits for channels that have enough to do.
        func waits(_ pace: BurstPace, at now: Moment) -> Bool { impatient(pace).map { now < $0 } ?? false }

        /// Tracks that are still to be decided, in no order.
        var pending: [Int] { queues.flatMap { $0.groups.unordered.flatMap(\.tracks) } }

        /// Whether the track is still to be decided.
        func holds(_ track: Int) -> Bool { !waveOf.isEmpty && waveOf[track] >= 0 }

        /// More has come due that it does not hold. What was known of the day's later slots is asked for anew.
        ///
        /// - Parameter count: of all tracks there are.
        mutating func add(_ due: [Int], of count: Int, lists: Set<String>, at now: Moment) {
            later = nil
            began = began ?? now
            if waveOf.isEmpty { waveOf = Array(repeating: -1, count: count) }
            for track in due { waveOf[track] = pastWaves + waves.count }
            waves.append(Wave(at: now, lists: lists, left: due.count))
        }

        /// All that is still to be decided, in groups with the lanes that they go over, in the order in which they are to
        /// be decided.
        mutating func regroup(_ groups: [(lanes: [Int], urgency: Int, tracks: [Int])]) {
            queues = []
            for (number, (lanes, urgency, tracks)) in groups.enumerated() {
                let group = Group(urgency: urgency, number: number, tracks: tracks)
                if let place = queues.firstIndex(where: { $0.lanes == lanes }) {
                    queues[place].groups.insert(group)
                } else {
                    queues.append(Queue(lanes: lanes, groups: [group]))
                }
            }
        }

        /// The next to decide: the most pressing, but none of which every channel has enough to do.
        mutating func take(_ most: Int, unless isFed: (_ lane: Int) -> Bool) -> [Group] {
            let open = queues.indices.filter { queues[$0].lanes.isEmpty || !queues[$0].lanes.allSatisfy(isFed) }
            var taken: [Group] = []
            while taken.count < most {
                let heads = open.compactMap { place in queues[place].groups.min.map { (group: $0, place: place) } }
                guard let next = heads.min(by: { $0.group < $1.group }) else { break }
                taken.append(queues[next.place].groups.removeMin())
            }
            return taken
        }

        /// These are decided. Answers the watermarks that move with them.
        ///
        /// Where the clock was stepped back meanwhile, slots after `now` are to come again: no watermark passes it.
        mutating func decided(_ groups: [Group], now: Moment) -> [Watermark] {
            for wave in waves.indices { waves[wave].at = min(waves[wave].at, now) }
            for track in groups.lazy.flatMap(\.tracks) {
                waves[waveOf[track] - pastWaves].left -= 1
                waveOf[track] = -1
            }
            var moved: [Watermark] = []
            while let wave = waves.first, wave.left == 0 {
                moved.append(Watermark(at: wave.at, lists: wave.lists))
                waves.removeFirst()
                pastWaves += 1
            }
            if waves.isEmpty { self = Burst() }
            return moved
        }
    }

    /// How much of a burst is decided at a time.
    ///
    /// A delivery that waits takes memory, and composing it takes time from those that could go: a burst is decided on
    /// at the pace at which its channels take it. Where they are held, or limited by their rates, nothing is waited for.
    package struct BurstPace: Sendable, Equatable {
        /// Groups that are decided at once. Default 16: the disk gets about as many new messages in one transaction as
        /// there are outcomes.
        package var step = 16
        /// No more is decided for a channel that has so many messages to go, and none while so many are on their way to
        /// the disk. Default 256.
        package var ahead = 256
        /// Seconds after which it waits for no channel, however much waits: digests stand behind it.
        /// Default 600.
        package var longest: Int64 = 600

        package init(step: Int = 16, ahead: Int = 256) {
            self.step = step
            self.ahead = ahead
        }
    }
}
