import ArgumentParser
import Control

struct ReopenCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Take up again what was reported or done.",
        discussion: """
            Its reminders go on from now.

              deadlinectl reopen 5.2.1 --unit 市发改委 --reason "验收未通过"
            """)

    @Argument(help: "The milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31.")
    var milestone: String

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try online.client.record([act.act("reopened", milestone: milestone)], online)
    }
}
