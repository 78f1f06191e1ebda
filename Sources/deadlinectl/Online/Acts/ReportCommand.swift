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

    @OptionGroup var target: ActTarget

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try ActDialogue(online).record("reported", target, act)
    }
}
