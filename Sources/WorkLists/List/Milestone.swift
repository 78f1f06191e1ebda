package import CivilTime

/// How a deadline is given.
package enum DeadlineKind: String, Sendable, Equatable, CaseIterable {
    /// One day.
    case date
    /// 全年: the year's last day.
    case yearlong
    /// A rule; without an `rrule` the text gives no frequency (定期).
    case recurring
    /// No date: digests only.
    case none
}

/// A milestone (进度节点): what must be achieved, and by when.
package struct Milestone: Sendable, Equatable {
    package typealias Kind = DeadlineKind

    /// Measure and position: `3.1.2`.
    package var id: String
    /// The words that gave the deadline, as published: `6月底前`.
    package var deadlinePhrase: String?
    /// The last day; nil for a recurring or undated milestone.
    package var deadline: CivilDate?
    /// The time of that day by which it is owed: `18:00前`. nil: by the day's end.
    package var deadlineTime: TimeOfDay?
    package var kind: Kind
    /// For a recurring one, `DTSTART;VALUE=DATE:…` and `RRULE:…` (RFC 5545), a line each.
    package var rrule: String?
    /// What has to happen first, outside the unit's hands: `待…获批后`.
    package var condition: String?
    /// What must be achieved, as published.
    package var requirement: String
    /// The notice's line, from 1.
    package var sourceLine: Int?
    /// The line in the YAML file, from 1; 0 if the milestone was not read from one.
    package var line: Int

    package init(
        id: String, deadlinePhrase: String? = nil, deadline: CivilDate? = nil, deadlineTime: TimeOfDay? = nil,
        kind: Kind, rrule: String? = nil,
        condition: String? = nil, requirement: String, sourceLine: Int? = nil, line: Int = 0
    ) {
        self.id = id
        self.deadlinePhrase = deadlinePhrase
        self.deadline = deadline
        self.deadlineTime = deadlineTime
        self.kind = kind
        self.rrule = rrule
        self.condition = condition
        self.requirement = requirement
        self.sourceLine = sourceLine
        self.line = line
    }
}
