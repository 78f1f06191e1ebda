import ArgumentParser
import Control

@main
struct Deadlinectl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadlinectl",
        abstract: "Reads work lists, shows what would be said, and speaks to the deadlined daemon.",
        discussion: """
            import, check, plan and units need no daemon and can send nothing. The others ask the daemon over its Unix \
            socket: --socket, else DEADLINED_SOCKET, else \(SocketPath.standard).

            Every verb has --json. Exit status: 0 done, 1 refused or the files have errors, 3 a person must look at \
            something (status), 64 the command line is wrong, 69 no daemon answers.
            """,
        version: DeadlinedVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Offline",
                subcommands: [ImportCommand.self, CheckCommand.self, PlanCommand.self, UnitsCommand.self]),
            CommandGroup(
                name: "How things stand",
                subcommands: [
                    StatusCommand.self, AgendaCommand.self, LogCommand.self, ShowCommand.self, HistoryCommand.self,
                    ProofCommand.self, CircularCommand.self,
                ]),
            CommandGroup(
                name: "Acts",
                subcommands: [
                    ListCommand.self, AckCommand.self, ReportCommand.self, DoneCommand.self, LateCommand.self,
                    ExtendCommand.self, SilenceCommand.self, WithdrawCommand.self, ReleaseCommand.self,
                    ReopenCommand.self, UndoCommand.self,
                ]),
            CommandGroup(
                name: "Messages", subcommands: [DigestCommand.self, RetryCommand.self, BouncedCommand.self]),
            CommandGroup(name: "The daemon", subcommands: [TestCommand.self, ResumeCommand.self, ReloadCommand.self]),
        ])
}
