import ArgumentParser
import Control

struct ReportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Record that a unit reported on a milestone; the office has yet to check (反馈待核).",
        discussion: """
            The unit is not asked after it any more, unless it is reopened.

              deadlinectl report 3.1.2 --unit 市发改委 --on 2017-06-28
            """)

    @Argument(help: "The milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31.")
    var milestone: String

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try online.client.record([act.act("reported", milestone: milestone)], online)
    }
}
