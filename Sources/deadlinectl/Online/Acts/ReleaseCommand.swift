import ArgumentParser
import CivilTime
import Control
import Reminders

struct ReleaseCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let the next step of an escalation go (升级放行).",
        discussion: """
            A working day ahead the office is given the list of what would be told to the unit's leader, or to the \
            office. What nobody releases by then is not sent, and the log says so.

              deadlinectl release 5.2.1 --unit 市发改委
              deadlinectl release --deadline 2017-06-30
            """)

    @OptionGroup var target: ActTarget
    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws {
        try ActDialogue(online).record("released", target, act, isOffered: { $0.state == .open && $0.colour == .red })
    }
}
