package import CivilTime

/// Names a slot: an obligation's stage for one deadline. A moved deadline gives new slots; a new calendar does not.
package struct SlotKey: Hashable, Sendable, CustomStringConvertible {
    package let obligation: ObligationID
    package let deadline: CivilDate
    package let stage: Stage

    package init(obligation: ObligationID, deadline: CivilDate, stage: Stage) {
        self.obligation = obligation
        self.deadline = deadline
        self.stage = stage
    }

    /// Whether it asks after something that is past.
    package var isAfterDeadline: Bool {
        if case .afterSilence(let last) = stage { return last >= deadline }
        return stage.isAfterDeadline
    }

    /// `huzhou-2017:3.1.2/jxw|2017-06-30|3wd`.
    package var description: String {
        var text = ""
        text.reserveCapacity(64)
        obligation.write(to: &text)
        text += "|"
        text += deadline.description
        text += "|"
        text += stage.description
        return text
    }

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, let obligation = ObligationID(parts[0]), let deadline = CivilDate(iso: parts[1]),
            let stage = Stage(parts[2])
        else { return nil }
        self.init(obligation: obligation, deadline: deadline, stage: stage)
    }
}

/// An obligation's stage at its moment.
package struct Slot: Hashable, Sendable {
    package let key: SlotKey
    /// When it falls due to be said.
    package let moment: Moment
    /// The day of `moment` in the list's zone.
    package let day: CivilDate
    /// The day the rule named, where an off day moved it.
    package let movedFrom: CivilDate?
    /// The rule that made it: where it stands.
    package let origin: Origin
    /// The stage that takes this slot's place: one that stands on the same day nearer to the deadline, or the
    /// handing-out, where that is still to come.
    package let yieldsTo: Stage?
    /// Its day is an off or quiet one, and the policy says that such a slot is left out.
    package let isLeftOut: Bool
    /// Counted without a calendar file for its year: the day may change when the file comes.
    package let isProvisional: Bool

    package init(
        key: SlotKey, moment: Moment, day: CivilDate, movedFrom: CivilDate? = nil, origin: Origin,
        yieldsTo: Stage? = nil, isLeftOut: Bool = false, isProvisional: Bool = false
    ) {
        self.key = key
        self.moment = moment
        self.day = day
        self.movedFrom = movedFrom
        self.origin = origin
        self.yieldsTo = yieldsTo
        self.isLeftOut = isLeftOut
        self.isProvisional = isProvisional
    }

    /// The same on a later day.
    func put(off day: CivilDate, to moment: Moment) -> Slot {
        Slot(
            key: key, moment: moment, day: day, movedFrom: movedFrom ?? self.day, origin: origin, yieldsTo: yieldsTo,
            isLeftOut: isLeftOut, isProvisional: isProvisional)
    }

    /// Whether it is said at all, by the rules alone.
    package var isSaid: Bool { yieldsTo == nil && !isLeftOut }
}

/// Where a value was written: a configuration file's line, or the program's own default.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// nil: the program's default.
    package let file: String?
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    private init() {
        file = nil
        line = 0
    }

    /// The value nobody wrote.
    package static let builtIn = Origin()

    package var description: String { file.map { "\($0):\(line)" } ?? "built-in default" }
}
