import ArgumentParser
import Control

struct AckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Record that a unit acknowledged what it was told (签收).",
        discussion: """
            Without a milestone it acknowledges everything the unit has.

              deadlinectl ack --unit 市发改委
              deadlinectl ack 5.2.1 --unit fgw --on 2017-04-06
            """)

    @Argument(help: "The milestone; without one, all that the unit has.")
    var milestone: String?

    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if milestone == nil, act.unit == nil { throw ValidationError("say which unit: --unit") }
    }

    func perform() throws {
        try online.client.record([act.act("acknowledged", milestone: milestone)], online)
    }
}
