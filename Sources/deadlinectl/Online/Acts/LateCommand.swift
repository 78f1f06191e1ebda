import ArgumentParser
import Control

struct LateCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "late", abstract: "Record that the office found something late (认定逾期).",
        discussion: """
            Only then do messages, pages and the circular call it late: what has no feedback may be done. Its reminders \
            go on.

              deadlinectl late 5.2.1 --unit 市发改委 --reason "现场核查未完成"
            """)

    @OptionGroup var target: ActTarget
    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws { try ActDialogue(online).record("late", target, act) }
}
