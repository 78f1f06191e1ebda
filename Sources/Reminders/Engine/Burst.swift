import CivilTime

extension ReminderEngine {
    /// Obligations with slots that are due, as they are decided: those that a message may bring together at once.
    struct Burst {
        /// When they came due.
        let at: Moment
        /// Of these obligations: the lists whose watermark moves when all is decided.
        let lists: Set<String>
        /// For what is late, the first slot that each address is still to be told of today; nil: not asked yet.
        var later: [Address: Moment]?
        /// The next one is the last.
        private var groups: [[Int]]

        /// Nothing is due.
        init() { self.init(at: .init(seconds: 0), groups: [], lists: []) }

        /// - Parameter groups: tracks, in the order in which they are to be decided.
        init(at: Moment, groups: [[Int]], lists: Set<String>) {
            self.at = at
            self.lists = lists
            self.groups = groups.reversed()
        }

        var isEmpty: Bool { groups.isEmpty }

        /// The next to decide.
        mutating func take(_ most: Int) -> [Int] {
            let count = min(most, groups.count)
            defer { groups.removeLast(count) }
            return groups.suffix(count).reversed().flatMap { $0 }
        }
    }

    /// How much of a burst is decided at a time.
    package struct BurstPace: Sendable, Equatable {
        /// Groups that are decided first, and each time twice as many. Default 64.
        package var first = 64
        /// Until it is so many; no more is decided while so many messages are on their way to the disk. Default 1024.
        package var most = 1024
        private var size = 0

        package init(first: Int = 64, most: Int = 1024) {
            self.first = first
            self.most = most
        }

        mutating func begin() { size = first }

        mutating func next() -> Int {
            defer { size = min(2 * size, most) }
            return size
        }
    }
}
