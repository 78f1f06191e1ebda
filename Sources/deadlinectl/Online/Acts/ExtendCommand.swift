import ArgumentParser
import CivilTime
import Control

struct ExtendCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "extend", abstract: "Grant a later deadline, or record that one was asked for or refused (延期).",
        discussion: """
            With --until alone it is granted: the unit is told of the new deadline once, and reminded by it. What was \
            asked for goes on being reminded by the old one, marked 延期待批. An earlier deadline is an edit of the list.

              deadlinectl extend 5.2.1 --unit 市发改委 --until 2017-08-31 --document 湖政办函〔2017〕12号
              deadlinectl extend 5.2.1 --unit fgw --requested --until 2017-08-31 --reason "用地未批"
              deadlinectl extend 5.2.1 --unit fgw --refused
            """)

    @OptionGroup var target: ActTarget

    @Option(help: ArgumentHelp("The new deadline.", valueName: "date"))
    var until: CivilDate?

    @Flag(help: "It was asked for; nobody decided yet (延期待批).")
    var requested = false

    @Flag(help: "What was asked for is refused (不予延期).")
    var refused = false

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if requested, refused { throw ValidationError("--requested and --refused exclude each other") }
        if refused, until != nil { throw ValidationError("what is refused has no new deadline") }
        if !requested, !refused, until == nil { throw ValidationError("say the new deadline with --until") }
    }

    func perform() throws {
        let kind = requested ? "extension-requested" : refused ? "extension-refused" : "extended"
        try ActDialogue(online).record(kind, target, act, with: { $0.until = until })
    }
}
