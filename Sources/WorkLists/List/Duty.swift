package import CivilTime

/// A duty: something the notice's own text asks for, outside the table.
package struct Duty: Sendable, Equatable {
    /// Section and position: `三-2`.
    package var id: String
    /// The section's numeral: `三`.
    package var section: String
    /// Who owes it, as written: units or groups.
    package var who: [String]
    /// What is asked, in the notice's words.
    package var what: String
    /// Whether `what` was put together from a sentence that spreads several dates over several things.
    package var whatIsAssembled: Bool
    package var deadlinePhrase: String?
    package var deadline: CivilDate?
    /// The time of that day by which it is owed: `18:00前`. nil: by the day's end.
    package var deadlineTime: TimeOfDay?
    package var kind: DeadlineKind
    /// As in `Milestone`.
    package var rrule: String?
    /// The span the thing asked for covers: `上半年`.
    package var period: String?
    /// To whom it is sent.
    package var recipient: String?
    /// What it is sent for: `备案`.
    package var purpose: String?
    /// The longest report wished for, in characters for each item of work.
    package var maxCharacters: Int?
    /// How strictly `maxCharacters` is meant, as written: `原则上`.
    package var maxCharactersStrictness: String?
    /// What a report must contain, as written.
    package var contents: [String]
    /// Whether more than `contents` may be expected (等).
    package var contentsAreOpenEnded: Bool
    /// What it must go by: `省市有关要求`.
    package var basis: [String]
    /// How it should be done, as written.
    package var standard: String?
    /// The sentences it was read from.
    package var evidence: [String]
    /// The notice's line, from 1.
    package var sourceLine: Int?
    /// The line in the YAML file, from 1; 0 if the duty was not read from one.
    package var line: Int

    /// Whether it asks for a report on how the work stands (reminded earlier than other duties).
    ///
    /// A duty that is sent somewhere by a day and is no filing: 报市政府督查室 is a report, 报市政府督查室备案 hands in
    /// a document that exists on its own and is reminded like a milestone.
    package var isReport: Bool {
        guard deadline != nil || rrule != nil, recipient != nil, purpose == nil else { return false }
        return what.contains("报") || what.contains("自查")
    }

    package init(
        id: String, section: String, who: [String], what: String, whatIsAssembled: Bool = false,
        deadlinePhrase: String? = nil, deadline: CivilDate? = nil, deadlineTime: TimeOfDay? = nil, kind: DeadlineKind,
        rrule: String? = nil,
        period: String? = nil, recipient: String? = nil, purpose: String? = nil, maxCharacters: Int? = nil,
        maxCharactersStrictness: String? = nil, contents: [String] = [], contentsAreOpenEnded: Bool = false,
        basis: [String] = [], standard: String? = nil, evidence: [String] = [], sourceLine: Int? = nil, line: Int = 0
    ) {
        self.id = id
        self.section = section
        self.who = who
        self.what = what
        self.whatIsAssembled = whatIsAssembled
        self.deadlinePhrase = deadlinePhrase
        self.deadline = deadline
        self.deadlineTime = deadlineTime
        self.kind = kind
        self.rrule = rrule
        self.period = period
        self.recipient = recipient
        self.purpose = purpose
        self.maxCharacters = maxCharacters
        self.maxCharactersStrictness = maxCharactersStrictness
        self.contents = contents
        self.contentsAreOpenEnded = contentsAreOpenEnded
        self.basis = basis
        self.standard = standard
        self.evidence = evidence
        self.sourceLine = sourceLine
        self.line = line
    }
}
