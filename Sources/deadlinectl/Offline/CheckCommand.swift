import ArgumentParser
import Control
import Messages
import Settings
import WorkLists

struct CheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Every problem of a configuration at once.",
        discussion: """
            Settings, units, lists, calendars, templates and who may read the secret files. Exits 1 if any problem is \
            an error. Tells no secret and needs no daemon.
            """)

    @OptionGroup var source: ConfigurationOption

    @Flag(help: "Print the problems as JSON.")
    var json = false

    func perform() throws {
        var (configuration, files, problems) = source.read()
        if let files {
            let (templates, ofTemplates) = Templates.load(files.templates.map { ($0.name, $0.text) })
            problems += ofTemplates
            if let templates, let configuration { problems += templates.problems(with: configuration) }
        }
        if let configuration { problems += SecretFileCheck.problems(in: configuration) }
        problems = problems.inOrder()
        if problems.hasErrors { configuration = nil }
        let report = CheckReport(problems: problems, counts: configuration.map { .init($0.inputs) })
        Terminal.out(json ? try JSONText.of(report) : report.text(style: Terminal.standard.style))
        if problems.hasErrors { throw ExitCode(Failure.Status.refused.rawValue) }
    }
}
