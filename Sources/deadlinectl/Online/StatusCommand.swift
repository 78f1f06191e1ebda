import ArgumentParser
import Control

struct StatusCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How things stand, and how the daemon does.",
        discussion: """
            On a terminal it keeps to one screen; --all says everything. --html is one sheet of A4, to print or to \
            file: counts by deadline, key works and units by state, what changed since the last digest.

            Exits 3 if a person must look at something: an alarm, a channel that is held, a configuration that was \
            refused.
            """)

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @Flag(help: "All of it, however long.")
    var all = false

    @Flag(help: "A page to print or to file, as HTML.")
    var html = false

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        if html {
            let page = try online.client.get(ControlPath.statusPage, [("unit", unit)], as: StatusPageAnswer.self)
            return online.show(page, \.html)
        }
        let reply = try online.client.get(ControlPath.status, [("unit", unit)], as: StatusAnswer.self)
        online.show(reply) { answer in
            let terminal = Terminal.standard
            return StatusReport(
                answer, width: terminal.width, height: all ? nil : terminal.height, style: terminal.style
            ).text
        }
        if StatusReport.needsAttention(reply.answer) { throw ExitCode(Failure.Status.attention.rawValue) }
    }
}
