import ArgumentParser
import CivilTime
import Control
import Messages
import Reminders

struct BouncedCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "bounced", abstract: "Record that a message came back after a server had taken it (退信).",
        discussion: """
            The bounce names it: by the Message-ID it quotes, or, with bounce_per_delivery, by the address it went to. \
            The office then sees it among what did not arrive.

              deadlinectl bounced 123 --reason "550 5.1.1 no such user"
              deadlinectl bounced bounces+qkzvbmta-123@huzhou.example
            """)

    @Argument(help: "The delivery's number, its Message-ID, or the bounce address.")
    var delivery: String

    @Option(help: ArgumentHelp("What the other side said.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("The day it came back. Default: today.", valueName: "date"))
    var on: CivilDate?

    @OptionGroup var requester: RequesterOptions

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let reply = try online.client.post(
            ControlPath.bounced,
            BouncedQuestion(delivery: delivery, reason: reason, on: on, onBehalfOf: requester.onBehalfOf),
            as: BouncedAnswer.self)
        online.show(reply, Self.text)
    }

    static func text(_ answer: BouncedAnswer) -> String {
        switch (answer.language, answer.isNew) {
        case (.zh, true): "已登记:\(Wording(language: .zh).message(answer.delivery))退信"
        case (.zh, false): "\(Wording(language: .zh).message(answer.delivery))的退信此前已登记"
        case (.en, true): "recorded: delivery \(answer.delivery) came back"
        case (.en, false): "delivery \(answer.delivery) was on record as come back already"
        }
    }
}
