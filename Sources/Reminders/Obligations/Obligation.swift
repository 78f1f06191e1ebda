package import CivilTime
package import WorkLists

/// One unit's share in one milestone or duty: what is reminded, reported, done.
package struct Obligation: Sendable, Equatable, Identifiable {
    package enum Kind: String, Sendable, Equatable {
        /// A milestone of the table, due on a day.
        case milestone
        /// One occurrence of a recurring milestone.
        case occurrence
        /// A dated duty of the notice's own text.
        case duty
        /// A duty that asks for a report (自查报告).
        case report
    }

    package let id: ObligationID
    package var kind: Kind
    /// The day by whose end it is owed, as published.
    package var deadline: CivilDate
    /// The time of that day by which it is owed; nil: the day's end.
    package var time: TimeOfDay?
    /// The number the list gives it, without the occurrence's date: `3.1.2`, `三-2`.
    package var number: String
    /// The requirement as published.
    package var requirement: String
    private var place: Place
    /// The published phrase: `6月底前`.
    package var phrase: String?
    /// What must come first, if the list says so: `待…获批后`.
    package var condition: String?
    /// The line of the published notice, if known.
    package var sourceLine: Int?
    /// The line of the list's YAML file; 0 if it has none.
    package var line: Int

    package init(
        id: ObligationID, kind: Kind, deadline: CivilDate, time: TimeOfDay? = nil, number: String, requirement: String,
        work: (number: Int, title: String)? = nil, measure: String = "", phrase: String? = nil,
        condition: String? = nil, sharedBy: [UnitID] = [], sourceLine: Int? = nil, line: Int = 0
    ) {
        self.init(
            id: id, kind: kind, deadline: deadline, time: time, number: number, requirement: requirement,
            place: Place(work: work, measure: measure, sharedBy: sharedBy), phrase: phrase, condition: condition,
            sourceLine: sourceLine, line: line)
    }

    /// - Parameter place: one for all that stand there.
    init(
        id: ObligationID, kind: Kind, deadline: CivilDate, time: TimeOfDay?, number: String, requirement: String,
        place: Place, phrase: String?, condition: String?, sourceLine: Int?, line: Int
    ) {
        self.id = id
        self.kind = kind
        self.deadline = deadline
        self.time = time
        self.number = number
        self.requirement = requirement
        self.place = place
        self.phrase = phrase
        self.condition = condition
        self.sourceLine = sourceLine
        self.line = line
    }

    /// The key work's number and title; nil for a duty.
    package var work: (number: Int, title: String)? { place.work }
    /// The measure's text; empty for a duty.
    package var measure: String {
        get { place.measure }
        set { place = Place(work: work, measure: newValue, sharedBy: sharedBy) }
    }
    /// Every unit that shares the milestone, this one included, in the list's order.
    package var sharedBy: [UnitID] { place.sharedBy }

    package static func == (a: Self, b: Self) -> Bool {
        a.id == b.id && a.kind == b.kind && a.deadline == b.deadline && a.time == b.time
            && a.number == b.number
            && a.requirement == b.requirement && a.phrase == b.phrase && a.condition == b.condition
            && a.sourceLine == b.sourceLine && a.line == b.line && a.place == b.place
    }

    /// The moment after which it is late.
    package func end(in zone: Zone) -> Moment {
        time.map { zone.moment(deadline, $0) } ?? zone.moment(deadline.adding(days: 1), .midnight)
    }

    /// Changes when the requirement's words change, so that an id that now means something else is noticed.
    /// FNV-1a, 64 bits: stable over versions and processes, unlike `Hasher`.
    package var fingerprint: String { Self.fingerprint(of: requirement) }

    static func fingerprint(of requirement: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in requirement.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// Where it stands: the same for all obligations of a measure, and kept once.
    final class Place: Sendable, Equatable {
        let work: (number: Int, title: String)?
        let measure: String
        let sharedBy: [UnitID]

        init(work: (number: Int, title: String)?, measure: String, sharedBy: [UnitID]) {
            self.work = work
            self.measure = measure
            self.sharedBy = sharedBy
        }

        static func == (a: Place, b: Place) -> Bool {
            a === b
                || (a.work?.number == b.work?.number && a.work?.title == b.work?.title && a.measure == b.measure
                    && a.sharedBy == b.sharedBy)
        }
    }
}
