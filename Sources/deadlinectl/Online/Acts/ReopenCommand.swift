import ArgumentParser
import Control
import Reminders

struct ReopenCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Take up again what was reported or done.",
        discussion: """
            Its reminders go on from now.

              deadlinectl reopen 5.2.1 --unit 市发改委 --reason "验收未通过"
            """)

    @OptionGroup var target: ActTarget

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try ActDialogue(online).record("reopened", target, act, isOffered: { $0.state != .open || $0.remarks.isLate })
    }
}
