import ArgumentParser
import CivilTime
import Control

struct SilenceCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "silence", abstract: "Say nothing of something until a day (暂停提醒).",
        discussion: """
            A silence has an end. After it, what is still open is told once. To end it earlier: \
            deadlinectl undo ID --kind silenced.

              deadlinectl silence 5.2.1 --unit 市发改委 --until 2017-07-14 --reason "防汛"
            """)

    @OptionGroup var target: ActTarget

    @Option(help: ArgumentHelp("The last day of the silence.", valueName: "date"))
    var until: CivilDate

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws { try ActDialogue(online).record("silenced", target, act, with: { $0.until = until }) }
}
