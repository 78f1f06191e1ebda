import ArgumentParser
import CivilTime
import Reminders
import Settings
import WorkLists

struct PlanCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Who would be told what, when and over which channel. Sends nothing.",
        discussion: """
            The plan of the files alone, as if every list were accepted on the day it was issued and nothing were \
            done yet. What the daemon will really say next is `deadlinectl agenda`.

              deadlinectl plan -c Config --from 2017-06-01 --to 2017-06-30 --unit 市发改委 --explain
            """)

    @OptionGroup var source: ConfigurationOption

    @Option(help: ArgumentHelp("The first day. Default: today.", valueName: "date"))
    var from: CivilDate?

    @Option(help: ArgumentHelp("The last day. Default: 30 days after the first.", valueName: "date"))
    var to: CivilDate?

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @Flag(help: "Say why that day: the rule, the list's line, the notice's line, the off day.")
    var explain = false

    @Flag(help: "Print the rows as JSON.")
    var json = false

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to \(to) lies before --from \(from)") }
    }

    func perform() throws {
        let (read, files, problems) = source.read()
        guard let configuration = read else {
            Terminal.err(CheckReport(problems: problems, counts: nil).text(style: .plain))
            throw Failure("the configuration has errors, so there is no plan", hint: "correct what is listed above")
        }
        let inputs = configuration.inputs
        let first = try from ?? Today.date(in: inputs.office.zone)
        let last = to ?? first.adding(days: 30)
        for list in inputs.lists { _ = try Today.known(list.zone) }
        let rows = PlanPreview.rows(of: inputs, from: first, to: last, unit: try unitID(inputs.directory))
        if json { return Terminal.out(try JSONText.of(rows)) }
        guard !rows.isEmpty else {
            return Terminal.out("nobody would be told anything from \(first) to \(last)")
        }
        let reasons = PlanReasons(
            configuration: configuration, listFiles: explain ? Self.listFiles(files?.lists ?? []) : [:])
        Terminal.out(
            PlanTable.text(
                rows, width: Terminal.standard.width, style: Terminal.standard.style,
                explain: explain ? { reasons.lines($0) } : nil))
    }

    private func unitID(_ directory: Directory) throws(Failure) -> UnitID? {
        guard let unit else { return nil }
        guard let found = directory.unit(idOrName: unit) else {
            throw Failure(
                "there is no unit '\(unit)' in units.yaml", hint: directory.likely(unit).map { "did you mean '\($0)'?" }
            )
        }
        return found.id
    }

    private static func listFiles(_ files: [NamedText]) -> [String: String] {
        var names: [String: String] = [:]
        for file in files {
            if let list = WorkListReader.read(file.text, file: file.name).0 { names[list.id] = file.name }
        }
        return names
    }
}
