import ArgumentParser
import Control

struct ReportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Record that a unit reported on a milestone; the office has yet to check (反馈待核).",
        discussion: """
            Its overdue reminders pause while it waits to be checked.

              deadlinectl report 5.2.1 --unit 市发改委 --on 2017-06-28
            """)

    @Argument(help: "The milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31.")
    var milestone: String

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try online.client.record([act.act("reported", milestone: milestone)], online)
    }
}
