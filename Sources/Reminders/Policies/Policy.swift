package import CivilTime

/// A value with the place it was written.
package struct Sourced<Value: Sendable & Equatable>: Sendable, Equatable {
    package var value: Value
    package var origin: Origin

    package init(_ value: Value, at origin: Origin = .builtIn) {
        self.value = value
        self.origin = origin
    }
}

/// When an obligation's unit is told what: the values that hold for one obligation.
///
/// The defaults are DESIGN's, worked through for the year 2017: 12 to 24 mails a unit.
package struct Policy: Sendable, Equatable {
    /// Leads of milestones. Default 30d, 10wd, 3wd.
    package var ahead = Sourced<[Lead]>([.days(30), .workdays(10), .workdays(3)])
    /// Leads of duties that ask for a report. Default 15wd, 5wd.
    package var reportAhead = Sourced<[Lead]>([.workdays(15), .workdays(5)])
    /// Leads of a recurring milestone's occurrences. Default 5wd.
    package var recurringAhead = Sourced<[Lead]>([.workdays(5)])
    /// Whether the deadline's own day has a slot. Default yes.
    package var due = Sourced(true)
    /// Leads after the deadline at which the unit is asked. Default 3wd, 8wd.
    package var overdue = Sourced<[Lead]>([.workdays(3), .workdays(8)])
    /// Whether open items are stated on the first working day of each month after that. Default yes.
    package var statement = Sourced(true)
    /// Whether the first overdue stage waits where nothing at all was recorded for its deadline: then the office is
    /// behind, not every unit. Default yes.
    package var holds = Sourced(true)
    /// Who is told after whom while nothing was reported, in order. Default the unit's leader after 8wd, the office after
    /// 10wd.
    package var escalate = Sourced([
        Escalation(to: .leader, after: .workdays(8)), Escalation(to: .office, after: .workdays(10)),
    ])
    /// Whether a person lets each step of the escalation go. Default person.
    package var release = Sourced(EscalationRelease.person)
    /// The reminding hour. Default 09:00.
    package var at = Sourced(TimeOfDay.hour(9))
    /// Where an ahead or due slot on an off day goes. Default previous; after the deadline it is always the next, and
    /// what is due is never left out: `skip` then is `previous`.
    package var offDays = Sourced(OffDayMove.previous)
    /// Days on which nothing is said, working days or not; what falls on them goes where `offDays` says, and with `keep`
    /// to the day before. Default none.
    package var quiet = Sourced(QuietDays())
    /// How long after its day a reminder that was missed is still sent; nil: as long as no later one takes its place.
    /// What is handed out, moved or asked after a deadline is always sent. Default nil.
    package var late = Sourced<Lead?>(nil)
    /// Channels by name, in order. Default: the one called `maildir`.
    package var channels = Sourced(["maildir"])

    package init() {}
}

/// What a level of the configuration says; nil leaves the value to the level around it.
package struct PolicyOverrides: Sendable, Equatable {
    package var ahead: Sourced<[Lead]>?
    package var reportAhead: Sourced<[Lead]>?
    package var recurringAhead: Sourced<[Lead]>?
    package var due: Sourced<Bool>?
    package var overdue: Sourced<[Lead]>?
    package var statement: Sourced<Bool>?
    package var holds: Sourced<Bool>?
    package var escalate: Sourced<[Escalation]>?
    package var release: Sourced<EscalationRelease>?
    package var at: Sourced<TimeOfDay>?
    package var offDays: Sourced<OffDayMove>?
    package var quiet: Sourced<QuietDays>?
    package var late: Sourced<Lead?>?
    package var channels: Sourced<[String]>?

    package init() {}

    /// Puts what is said here in the place of what stands in `policy`.
    package func apply(to policy: inout Policy) {
        if let ahead { policy.ahead = ahead }
        if let reportAhead { policy.reportAhead = reportAhead }
        if let recurringAhead { policy.recurringAhead = recurringAhead }
        if let due { policy.due = due }
        if let overdue { policy.overdue = overdue }
        if let statement { policy.statement = statement }
        if let holds { policy.holds = holds }
        if let escalate { policy.escalate = escalate }
        if let release { policy.release = release }
        if let at { policy.at = at }
        if let offDays { policy.offDays = offDays }
        if let quiet { policy.quiet = quiet }
        if let late { policy.late = late }
        if let channels { policy.channels = channels }
    }
}
