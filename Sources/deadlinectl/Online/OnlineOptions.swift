import ArgumentParser

/// What every verb that asks the daemon takes.
struct OnlineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The daemon's socket. Default: DEADLINED_SOCKET, else \(SocketPath.standard).", valueName: "path"))
    var socket: String?

    @Flag(help: "Print the daemon's answer as JSON.")
    var json = false

    var client: ControlClient { ControlClient(socket: SocketPath.chosen(socket)) }

    /// Prints an answer: as it came with `--json`, else as `text` makes it.
    func show<Answer>(_ reply: ControlClient.Reply<Answer>, _ text: (Answer) -> String) {
        Terminal.out(json ? JSONText.pretty(reply.bytes) : text(reply.answer))
    }
}
