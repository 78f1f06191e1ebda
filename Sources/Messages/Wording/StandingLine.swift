package import CivilTime
package import Reminders

/// The line that `status` and the digest open with, in one place: `6月底节点45项:办结38 待核3 未反馈4`.
package enum StandingLine {
    package static func text(_ row: Standing.ByDeadline, today: CivilDate, language: Language) -> String {
        Wording(language: language).standing(row, today: today)
    }

    /// The same deadline counted by unit: `按责任单位计78项:办结70 待核3 未反馈5`; nil where that says nothing more.
    package static func shares(_ row: Standing.ByDeadline, language: Language) -> String? {
        Wording(language: language).shares(row)
    }
}

/// What people call an act: `办结`, `done`; a kind that this version does not know stands as it is.
package enum ActName {
    package static func text(_ kind: String, language: Language) -> String { Wording(language: language).act(kind) }
}

/// What people call an obligation's state: `未反馈`, `no feedback yet`.
package enum StateName {
    package static func text(_ state: ObligationState, language: Language) -> String {
        Wording(language: language).state(state)
    }
}
