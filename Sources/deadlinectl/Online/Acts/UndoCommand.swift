import ArgumentParser
import Control

struct UndoCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the newest act about something; both stay on record (撤回登记).",
        discussion: """
            Of any kind, or with --kind the newest of that: done, reported, late, extended, extension-requested, \
            extension-refused, silenced, withdrawn, released, reopened, acknowledged.

              deadlinectl undo 5.2.1 --unit 市发改委
              deadlinectl undo 5.2.1 --unit fgw --kind extended --reason "登记有误"
            """)

    @OptionGroup var target: ActTarget

    @Option(help: ArgumentHelp("The newest act of this kind.", valueName: "kind"))
    var kind: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try ActDialogue(online).record("undone", target, act, isOffered: { _ in true }, with: { $0.undoing = kind })
    }
}
