import ArgumentParser
import CivilTime
import Foundation
import Reminders
import WorkLists

/// What an act is about: a milestone by its number, or something to pick from a list.
struct ActTarget: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31. Without one, a list to pick from.",
            valueName: "milestone"))
    var milestone: String?

    @Option(help: ArgumentHelp("Pick from what is due on this day.", valueName: "date"))
    var deadline: CivilDate?

    @Option(
        help: ArgumentHelp("Pick from what has this in its words, its key work or its unit's name.", valueName: "text"))
    var find: String?

    func validate() throws {
        if milestone != nil, deadline != nil || find != nil {
            throw ValidationError("a milestone is named, or picked with --deadline and --find")
        }
    }

    /// Whether the line is one to pick from.
    func offers(_ line: Standing.Line, unit: String?) -> Bool {
        if let deadline, line.deadline != deadline { return false }
        if let unit, line.unit.rawValue != unit, !line.unitName.contains(unit) { return false }
        guard let find else { return true }
        let texts = [line.milestone, line.requirement, line.work, line.unitName, line.unit.rawValue]
        return texts.contains { $0.range(of: find, options: .caseInsensitive) != nil }
    }
}
