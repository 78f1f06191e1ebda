import ArgumentParser
import CivilTime
import Control

/// What every act about an obligation takes.
struct ActOptions: ParsableArguments {
    @Option(help: ArgumentHelp("For this unit's share only: its id or name.", valueName: "unit"))
    var unit: String?

    @Flag(name: .customLong("all-units"), help: "For every unit that shares the milestone.")
    var allUnits = false

    @Option(help: ArgumentHelp("The list, where the milestone's number is in several.", valueName: "id"))
    var list: String?

    @Option(help: ArgumentHelp("The date of the fact. Default: the day it is recorded.", valueName: "date"))
    var on: CivilDate?

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("The number of the document it rests on (文号).", valueName: "number"))
    var document: String?

    @Flag(name: .shortAndLong, help: "Record without asking.")
    var yes = false

    @OptionGroup var requester: RequesterOptions

    func validate() throws {
        if unit != nil, allUnits { throw ValidationError("--unit and --all-units exclude each other") }
    }

    func act(_ kind: String, milestone: String?) -> ActsQuestion.Act {
        ActsQuestion.Act(
            kind: kind, list: list, milestone: milestone, unit: unit, allUnits: allUnits, on: on, reason: reason,
            document: document, onBehalfOf: requester.onBehalfOf)
    }
}

extension CivilDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(iso: argument) }
}
