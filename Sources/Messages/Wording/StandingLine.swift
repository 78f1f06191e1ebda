package import CivilTime
package import Reminders
package import Settings

/// The line that `status` and the digest open with, in one place: `6月底节点45项:办结38 待核3 未反馈4`.
package enum StandingLine {
    package static func text(_ row: Standing.ByDeadline, today: CivilDate, language: Language) -> String {
        Wording(language: language).standing(row, today: today)
    }
}
