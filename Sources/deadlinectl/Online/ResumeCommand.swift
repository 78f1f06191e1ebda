import ArgumentParser
import Control
import Messages
import Reminders

struct ResumeCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Say that the machine's clock is right, after the daemon doubted it.",
        discussion: """
            A clock that is over 45 days past the last entry of the log, or over a day before it, is not gone by: \
            nothing is sent and nothing recorded until it is right again. If it is right, because the machine was off \
            for so long, say so here. Look at the clock first: what was due before it counts as missed from then on.

              timedatectl && deadlinectl resume --reason "off since May"
            """)

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    @OptionGroup var requester: RequesterOptions

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let reply = try online.client.post(
            ControlPath.resume, ResumeQuestion(reason: reason, onBehalfOf: requester.onBehalfOf), as: ResumeAnswer.self)
        online.show(reply, Self.text)
    }

    static func text(_ answer: ResumeAnswer) -> String {
        switch (answer.language, answer.wasInDoubt) {
        case (.zh, true): "已确认时钟无误,恢复发送"
        case (.zh, false): "时钟没有疑问,不需要确认"
        case (.en, true): "the clock is believed again"
        case (.en, false): "the clock was not in doubt"
        }
    }
}
