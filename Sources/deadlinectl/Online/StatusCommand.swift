import ArgumentParser
import Control

struct StatusCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How things stand, and how the daemon does.",
        discussion: """
            Exits 3 if a person must look at something: an alarm, a channel that is held, a configuration that was \
            refused.
            """)

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let reply = try online.client.get(ControlPath.status, [("unit", unit)], as: StatusAnswer.self)
        online.show(reply) { answer in
            StatusReport(answer, width: Terminal.standard.width, style: Terminal.standard.style).text
        }
        if StatusReport.needsAttention(reply.answer) { throw ExitCode(Failure.Status.attention.rawValue) }
    }
}
