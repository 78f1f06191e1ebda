import CivilTime
import Reminders
import Settings

extension Wording {
    /// `市自然资源和规划局(原市国土局)`: what the unit is called, and what the list calls it.
    func unit(_ section: Briefing.Section) -> String {
        guard let former = section.formerName else { return section.unitName }
        return switch language {
        case .zh: "\(section.unitName)(原\(former))"
        case .en: "\(section.unitName) (formerly \(former))"
        }
    }

    /// That a unit will have neither liaison nor deputy; without a full stop.
    func departure(_ departure: Briefing.Departure, today: CivilDate) -> String {
        let day = dayAndWeekday(departure.day, from: today)
        let names = self.names(departure.names)
        return switch language {
        case .zh: "\(departure.unitName)的联络员\(names.isEmpty ? "" : "(\(names))")任职到\(day)为止,此后没有联络员和副联络员,事项将送不到该单位"
        case .en:
            "\(departure.unitName): the liaison\(names.isEmpty ? "" : " (\(names))") serves until \(day), and neither a liaison nor a deputy after that,"
                + " so that nothing will reach the unit"
        }
    }

    /// Under those who leave.
    func nameWhoFollows() -> String {
        switch language {
        case .zh: "请在单位名录(units.yaml)中补充接任人并写明起始日(from),然后执行 deadlinectl reload。"
        case .en: "Please enter who follows into units.yaml, with their first day (from), and run deadlinectl reload."
        }
    }
}
