import CivilTime
import Daemon
import Testing

@Suite("whether the clock can be believed")
struct ClockSenseTests {
    private static let start = Moment(seconds: 1_800_000_000)
    private static let day: Int64 = 86400

    private static func sense(lastEntry: Moment? = start) -> ClockSense {
        ClockSense(lastEntry: lastEntry, released: start.adding(seconds: -100 * day))
    }

    @Test(
        "over 45 days past the last time known it is doubted, and over a day before it",
        arguments: [
            (45 * day, nil), (45 * day + 1, .ahead), (3650 * day, .ahead), (0, nil), (-day, nil), (-day - 1, .behind),
            (-20000 * day, .behind),
        ] as [(Int64, ClockSense.Doubt?)])
    func limits(away: Int64, doubt: ClockSense.Doubt?) {
        var sense = Self.sense()
        let reading = Self.start.adding(seconds: away)
        let time = sense.read(reading, isAtStake: true)
        #expect(sense.doubt == doubt)
        #expect(time == (doubt == nil ? reading : Self.start), "in doubt, time stands still")
        #expect(sense.shown == reading)
    }

    @Test("a year in which it is read every day is no leap, however long the ledger was silent before")
    func daily() {
        var sense = Self.sense()
        for day in 1...400 as ClosedRange<Int64> {
            _ = sense.read(Self.start.adding(seconds: day * Self.day), isAtStake: true)
            #expect(sense.doubt == nil)
        }
    }

    @Test("right again, it is believed by itself; a person's word is believed at once")
    func believed() {
        var sense = Self.sense()
        let far = Self.start.adding(seconds: 90 * Self.day)
        _ = sense.read(far, isAtStake: true)
        #expect(sense.read(Self.start.adding(seconds: 60), isAtStake: true) == Self.start.adding(seconds: 60))
        #expect(sense.doubt == nil)
        _ = sense.read(far, isAtStake: true)
        sense.believe(far)
        #expect(sense.doubt == nil && sense.believed == far)
        #expect(sense.read(far.adding(seconds: 1), isAtStake: true) == far.adding(seconds: 1))
    }

    @Test(
        "where nobody is to be told of anything a leap bothers nobody, ahead or back; before this version it is wrong")
    func nothingAtStake() {
        var sense = Self.sense()
        let far = Self.start.adding(seconds: 300 * Self.day)
        #expect(sense.read(far, isAtStake: false) == far)
        #expect(sense.read(Self.start, isAtStake: false) == Self.start)
        #expect(sense.doubt == nil)
        _ = sense.read(Self.start.adding(seconds: -102 * Self.day), isAtStake: false)
        #expect(sense.doubt == .behind)
    }

    @Test("an empty ledger knows only that it is not earlier than the version")
    func newLedger() {
        var sense = Self.sense(lastEntry: nil)
        #expect(sense.read(Moment(seconds: 0), isAtStake: true) == Self.start.adding(seconds: -100 * Self.day))
        #expect(sense.doubt == .behind)
        let later = Self.start.adding(seconds: 2000 * Self.day)
        #expect(sense.read(later, isAtStake: true) == later)
        #expect(sense.doubt == nil)
        _ = sense.read(later.adding(seconds: 46 * Self.day), isAtStake: true)
        #expect(sense.doubt == .ahead)
    }

    @Test("after seven days without an entry a sign of life is due, but not in doubt and not before the first entry")
    func signOfLife() {
        var sense = Self.sense()
        _ = sense.read(Self.start.adding(seconds: 7 * Self.day - 1), isAtStake: true)
        #expect(!sense.isSilent)
        _ = sense.read(Self.start.adding(seconds: 7 * Self.day), isAtStake: true)
        #expect(sense.isSilent)
        sense.recorded(at: Self.start.adding(seconds: 7 * Self.day))
        #expect(!sense.isSilent)
        _ = sense.read(Self.start.adding(seconds: 300 * Self.day), isAtStake: true)
        #expect(!sense.isSilent)
        var new = Self.sense(lastEntry: nil)
        _ = new.read(Self.start, isAtStake: true)
        #expect(!new.isSilent)
    }
}
