package import CivilTime
package import WorkLists

/// Where one obligation stands for a person who looks at it.
package enum ObligationState: String, Hashable, Sendable, CaseIterable, Codable {
    /// Nothing was recorded. Never called "not done": nobody said so.
    case open
    /// 反馈待核: the unit reported; the office has yet to check.
    case reported
    /// 办结.
    case done
    /// The list was closed before it was settled.
    case closed
    /// 待确认: its deadline was past when it came to the ledger.
    case unconfirmed
    /// 撤销: it is not owed any more.
    case withdrawn
}

/// The colour of an obligation, always shown with its word.
package enum Colour: String, Hashable, Sendable, CaseIterable, Codable {
    /// More than the blue threshold ahead.
    case none
    case blue, yellow, red, green, grey
}

/// How things stand, computed from the engine's state: what `status` and the digest open with.
package struct Standing: Sendable, Equatable, Codable {
    /// Counts of obligations (one unit's share each) or of milestones.
    package struct Counts: Sendable, Equatable, Codable {
        package var total = 0
        package var done = 0
        package var reported = 0
        /// 未反馈: nothing recorded.
        package var open = 0
        package var closed = 0
        package var unconfirmed = 0
        /// 撤销: not owed any more, and part of the total all the same.
        package var withdrawn = 0

        package init() {}
    }

    /// What falls due on one day.
    package struct ByDeadline: Sendable, Equatable, Codable {
        package var list: String
        package var deadline: CivilDate
        /// A milestone counts as done when all its units are, as reported when all did at least that.
        package var milestones: Counts
        /// The notice's own duties (reports, filings), counted likewise and apart: they are no milestones.
        package var duties: Counts
        package var shares: Counts
        package var colour: Colour

        package init(
            list: String, deadline: CivilDate, milestones: Counts, duties: Counts = Counts(), shares: Counts,
            colour: Colour
        ) {
            self.list = list
            self.deadline = deadline
            self.milestones = milestones
            self.duties = duties
            self.shares = shares
            self.colour = colour
        }
    }

    package struct ByWork: Sendable, Equatable, Codable {
        package var list: String
        package var number: Int
        package var title: String
        package var milestones: Counts

        package init(list: String, number: Int, title: String, milestones: Counts) {
            self.list = list
            self.number = number
            self.title = title
            self.milestones = milestones
        }
    }

    /// 按时办结率: settled with the date of the fact on or before the deadline, of all that are past theirs or settled.
    package struct Punctuality: Sendable, Equatable, Codable {
        package var onTime: Int
        package var of: Int

        package init(onTime: Int = 0, of: Int = 0) {
            self.onTime = onTime
            self.of = of
        }

        /// In whole percents, rounded down, so that 100 are all; nil while nothing was due.
        package var percent: Int? { of > 0 ? onTime * 100 / of : nil }

        private enum CodingKeys: String, CodingKey {
            case of
            case onTime = "on_time"
        }
    }

    package struct ByUnit: Sendable, Equatable, Codable {
        package var unit: UnitID
        package var name: String
        package var shares: Counts
        package var overdue: Int
        package var punctuality: Punctuality
        package var hasAcknowledged: Bool
        /// A list was handed out to it and no acknowledgement came.
        package var wasAssigned: Bool

        package init(
            unit: UnitID, name: String, shares: Counts, overdue: Int, punctuality: Punctuality = Punctuality(),
            hasAcknowledged: Bool, wasAssigned: Bool
        ) {
            self.unit = unit
            self.name = name
            self.shares = shares
            self.overdue = overdue
            self.punctuality = punctuality
            self.hasAcknowledged = hasAcknowledged
            self.wasAssigned = wasAssigned
        }

        private enum CodingKeys: String, CodingKey {
            case unit, name, shares, overdue, punctuality
            case hasAcknowledged = "has_acknowledged"
            case wasAssigned = "was_assigned"
        }
    }

    /// One obligation's line in the ledger (台账).
    package struct Line: Sendable, Equatable, Codable {
        package var list: String
        package var milestone: String
        package var unit: UnitID
        package var unitName: String
        package var work: String
        package var requirement: String
        package var deadline: CivilDate
        package var state: ObligationState
        package var colour: Colour
        /// The date of the fact last recorded (办结日期), if any.
        package var on: CivilDate?
        package var document: String?
        package var isReport: Bool
        /// The newest reminder a server accepted for it.
        package var lastTold: Moment?
        package var remarks: Remarks
        /// Working days since its deadline; 0 before it and where it is settled.
        package var workdaysPast: Int

        package init(
            list: String, milestone: String, unit: UnitID, unitName: String, work: String, requirement: String,
            deadline: CivilDate, state: ObligationState, colour: Colour, on: CivilDate?, document: String?,
            isReport: Bool, lastTold: Moment?, remarks: Remarks = Remarks(), workdaysPast: Int = 0
        ) {
            self.list = list
            self.milestone = milestone
            self.unit = unit
            self.unitName = unitName
            self.work = work
            self.requirement = requirement
            self.deadline = deadline
            self.state = state
            self.colour = colour
            self.on = on
            self.document = document
            self.isReport = isReport
            self.lastTold = lastTold
            self.remarks = remarks
            self.workdaysPast = workdaysPast
        }

        private enum CodingKeys: String, CodingKey {
            case list, milestone, unit, work, requirement, deadline, state, colour, on, document, remarks
            case unitName = "unit_name"
            case isReport = "is_report"
            case lastTold = "last_told"
            case workdaysPast = "workdays_past"
        }
    }

    /// A delivery that reached nobody.
    package struct Undelivered: Sendable, Equatable, Codable {
        package var delivery: Int64
        package var channel: String
        package var to: String
        package var state: String
        package var reason: String

        package init(delivery: Int64, channel: String, to: String, state: String, reason: String) {
            self.delivery = delivery
            self.channel = channel
            self.to = to
            self.state = state
            self.reason = reason
        }
    }

    /// A channel that accepts nothing.
    package struct Silence: Sendable, Equatable, Codable {
        /// The first attempt that failed since it last accepted something.
        package var since: Moment
        /// The short name of how the newest attempt ended.
        package var reason: String
        package var waiting: Int

        package init(since: Moment, reason: String, waiting: Int) {
            self.since = since
            self.reason = reason
            self.waiting = waiting
        }
    }

    package struct Change: Sendable, Equatable, Codable {
        package var at: Moment
        package var kind: String
        package var list: String
        package var milestone: String?
        package var unitName: String?

        package init(at: Moment, kind: String, list: String, milestone: String?, unitName: String?) {
            self.at = at
            self.kind = kind
            self.list = list
            self.milestone = milestone
            self.unitName = unitName
        }

        private enum CodingKeys: String, CodingKey {
            case at, kind, list, milestone
            case unitName = "unit_name"
        }
    }

    package var at: Moment
    package var today: CivilDate
    package var deadlines: [ByDeadline] = []
    package var works: [ByWork] = []
    package var units: [ByUnit] = []
    package var lines: [Line] = []
    /// Recorded since the last digest.
    package var changes: [Change] = []
    package var undelivered: [Undelivered] = []
    /// Units with obligations and no contact to write to.
    package var withoutContact: [UnitID] = []
    /// Years for which a calendar file is missing though slots depend on it.
    package var missingCalendars: [Int] = []
    /// Lists that were read but not accepted: nobody is told of them.
    package var notAccepted: [String] = []
    /// Channels that are held, with the reason's short name.
    package var heldChannels: [String: String] = [:]
    /// Channels that have accepted nothing for four hours while deliveries wait.
    package var silentChannels: [String: Silence] = [:]
    package var waiting = 0
    package var next: Moment?

    package init(at: Moment, today: CivilDate) {
        self.at = at
        self.today = today
    }

    /// Who has most past its deadline first, then who has most without feedback; the rest in their own order.
    package var unitsWorstFirst: [ByUnit] {
        units.enumerated().sorted { a, b in
            (b.element.overdue, b.element.shares.open, a.offset) < (a.element.overdue, a.element.shares.open, b.offset)
        }.map(\.element)
    }

    /// The same for units' own people: without what is about others or about the daemon.
    var ofUnits: Standing {
        var standing = Standing(at: at, today: today)
        standing.deadlines = deadlines
        standing.works = works
        standing.units = units
        standing.lines = lines
        standing.changes = changes
        return standing
    }

    private enum CodingKeys: String, CodingKey {
        case at, today, deadlines, works, units, lines, changes, undelivered, waiting, next
        case withoutContact = "without_contact"
        case missingCalendars = "missing_calendars"
        case notAccepted = "not_accepted"
        case heldChannels = "held_channels"
        case silentChannels = "silent_channels"
    }
}
