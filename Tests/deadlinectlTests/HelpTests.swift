import ArgumentParser
import TestSupport
import Testing

@testable import deadlinectl

@Suite("the help texts")
struct HelpTests {
    static let verbs: [[String]] = [
        [], ["import"], ["check"], ["plan"], ["status"], ["agenda"], ["log"], ["show"], ["history"], ["proof"],
        ["circular"], ["list"], ["list", "accept"], ["list", "close"], ["ack"], ["report"], ["done"], ["late"],
        ["extend"], ["silence"], ["withdraw"], ["release"], ["reopen"], ["undo"], ["digest"], ["retry"], ["bounced"],
        ["test"], ["reload"], ["resume"], ["units"], ["units", "import"],
    ]

    @Test("each verb's help is its golden file", arguments: verbs)
    func golden(verb: [String]) throws {
        let help = Deadlinectl.helpMessage(for: try command(verb), columns: 80)
        let name = verb.isEmpty ? "deadlinectl" : verb.joined(separator: "-")
        try expectGolden(help + "\n", "Tests/deadlinectlTests/Golden/help-\(name).txt")
    }

    @Test("every verb has --json", arguments: verbs.filter { ![[], ["list"], ["units"]].contains($0) })
    func json(verb: [String]) throws {
        #expect(Deadlinectl.helpMessage(for: try command(verb), columns: 80).contains("--json"))
    }

    @Test("no verb was added without its help being looked at")
    func complete() {
        let groups = Deadlinectl.configuration.groupedSubcommands.flatMap(\.subcommands)
        let all =
            Deadlinectl.configuration.subcommands + groups + ListCommand.configuration.subcommands
            + UnitsCommand.configuration.subcommands
        #expect(Set(all.map { $0._commandName }).count == Set(Self.verbs.compactMap(\.last)).count)
    }

    private func command(_ verb: [String]) throws -> any ParsableCommand.Type {
        var command: any ParsableCommand.Type = Deadlinectl.self
        for name in verb {
            let groups = command.configuration.groupedSubcommands.flatMap(\.subcommands)
            let found = (command.configuration.subcommands + groups).first { $0._commandName == name }
            command = try #require(found)
        }
        return command
    }

    @Test(
        "a command line that makes no sense is refused with its reason",
        arguments: [
            (["done", "3.1.2", "--from", "x.csv"], "name a milestone"),
            (["done", "3.1.2", "--find", "x"], "a milestone is named, or picked"),
            (["extend", "3.1.2"], "--until"),
            (["extend", "3.1.2", "--refused", "--until", "2017-08-31"], "no new deadline"),
            (["done", "--from", "x.csv", "--unit", "fgw"], "stand in the file"),
            (["ack"], "--unit"), (["report", "3.1.2", "--unit", "fgw", "--all-units"], "exclude each other"),
            (["report", "三-2", "--from", "x.txt"], "name a milestone"),
            (["report", "--from", "x.txt", "--export"], "name a milestone"),
            (["report", "三-2", "--dry-run"], "--dry-run goes with --from"),
            (["report", "三-2", "--csv"], "go with --export"),
            (["report", "--from", "x.txt", "--unit", "fgw"], "stand in the files"),
            (["report", "--export", "--csv", "--json"], "exclude each other"),
            (["plan", "--from", "2017-06-30", "--to", "2017-06-01"], "lies before"),
            (["plan", "--from", "2017-06-31"], "2017-06-31"),
            (["plan", "--year", "2017", "--to", "2017-06-01"], "exclude each other"),
            (["plan", "--year", "0"], "--year"),
            (["plan", "--csv", "--ics"], "--csv and --ics exclude each other"),
            (["plan", "--ics", "--json"], "--ics and --json exclude each other"),
            (["plan", "--overview", "--against", "x"], "exclude each other"),
            (["plan", "--reminders"], "--reminders goes with --ics"),
            (["import", "x", "--id", "a b"], "--id takes"), (["import", "x", "--year", "0"], "--year"),
            (["log", "--state", "sent"], "there is no state"), (["show", "x"], "x"),
            (["agenda", "--days", "-1"], "--days"), (["history"], "milestone"), (["proof"], "unit"),
            (["proof", "fgw", "--html", "--json"], "--html and --json exclude each other"),
            (["circular", "--html", "--csv"], "exclude each other"), (["circular", "--deadline", "6月底"], "deadline"),
        ])
    func usage(arguments: [String], reason: String) {
        #expect {
            _ = try Deadlinectl.parseAsRoot(arguments)
        } throws: { error in
            Deadlinectl.fullMessage(for: error).contains(reason) && Deadlinectl.exitCode(for: error).rawValue == 64
        }
    }
}
