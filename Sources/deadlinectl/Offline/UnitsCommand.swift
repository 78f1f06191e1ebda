import ArgumentParser

struct UnitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units", abstract: "Take an office's contact list into units.yaml.",
        subcommands: [UnitsImportCommand.self])
}
