import CivilTime
import HeapModule

/// What comes next: each obligation's next slot, by moment. One wall timer is armed on its head.
///
/// An entry that no longer holds is not searched for: it is left in the heap and dropped when it comes up.
struct Agenda: Sendable {
    private struct Entry: Comparable, Sendable {
        let moment: Moment
        let track: Int

        static func < (a: Entry, b: Entry) -> Bool { (a.moment, a.track) < (b.moment, b.track) }
    }

    private var heap = Heap<Entry>()
    /// The moment that counts for each track; nil: nothing is to come.
    private var current: [Moment?] = []

    init(tracks: Int) {
        current = Array(repeating: nil, count: tracks)
    }

    /// Says when the track's next slot is; nil when nothing is to come.
    mutating func set(_ track: Int, to moment: Moment?) {
        guard current[track] != moment else { return }
        current[track] = moment
        if let moment { heap.insert(Entry(moment: moment, track: track)) }
    }

    /// The earliest moment at which something falls due.
    var head: Moment? {
        mutating get {
            while let entry = heap.min {
                if current[entry.track] == entry.moment { return entry.moment }
                heap.removeMin()
            }
            return nil
        }
    }

    /// Takes out every track with a slot due at `now` or before; in order of moment, then of track.
    mutating func takeDue(at now: Moment) -> [Int] {
        var due: [Int] = []
        while let entry = heap.min, entry.moment <= now {
            heap.removeMin()
            guard current[entry.track] == entry.moment else { continue }
            current[entry.track] = nil
            due.append(entry.track)
        }
        return due
    }
}
