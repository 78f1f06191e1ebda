import ArgumentParser

/// For whom something is recorded.
struct RequesterOptions: ParsableArguments {
    @Option(
        name: [.customLong("for"), .customLong("on-behalf-of")],
        help: ArgumentHelp("Who asked for it, if not you.", valueName: "name"))
    var onBehalfOf: String?
}
