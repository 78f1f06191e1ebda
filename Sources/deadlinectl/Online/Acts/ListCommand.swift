import ArgumentParser
import CivilTime
import Control

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Accept or close a work list.",
        subcommands: [ListAcceptCommand.self, ListCloseCommand.self])
}

struct ListAcceptCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Let a list hold: from now on its units are told.",
        discussion: """
            Until then nobody gets a mail about it. On the next working day each recipient gets all its \
            obligations of the year in one message (交办).

              deadlinectl list accept huzhou-2017
            """)

    @Argument(help: "The list's id.")
    var id: String

    @OptionGroup var act: ListActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws { try online.client.record([act.act("accepted", list: id)], online) }
}

struct ListCloseCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a list: what is open in it ends, and nobody is asked any more.")

    @Argument(help: "The list's id.")
    var id: String

    @OptionGroup var act: ListActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws { try online.client.record([act.act("closed", list: id)], online) }
}

/// What an act about a whole list takes.
struct ListActOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The date of the fact. Default: the day it is recorded.", valueName: "date"))
    var on: CivilDate?

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("The number of the document it rests on (文号).", valueName: "number"))
    var document: String?

    @OptionGroup var requester: RequesterOptions

    func act(_ kind: String, list: String) -> ActsQuestion.Act {
        ActsQuestion.Act(
            kind: kind, list: list, on: on, reason: reason, document: document, onBehalfOf: requester.onBehalfOf)
    }
}
