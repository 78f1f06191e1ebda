import ArgumentParser
import CivilTime
import Messages
import Reminders
import Settings
import WorkLists

struct PlanCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Who would be told what, when and over which channel. Sends nothing.",
        discussion: """
            The plan of the files alone, as if every list were accepted on the day it was issued and nothing were \
            done yet. What the daemon will really say next is `deadlinectl agenda`. Below it stands what a person \
            should look at: crowded days, reminders that come to nothing, deadlines on days off.

              deadlinectl plan -c Config --year 2017 --unit 市发改委 --explain
              deadlinectl plan -c Config --overview
              deadlinectl plan -c Config --ics > deadlines.ics
              deadlinectl plan -c new --against /etc/deadlined

            Days: --from and --to, or --year. By default the rows are those of 30 days from today, or from --from; \
            --overview, --csv, --ics and --against take the years in which something falls due.

            --against exits 0 whether the plans differ or not, and 1 where one of the folders has errors.
            """)

    @OptionGroup var source: ConfigurationOption

    @Option(help: ArgumentHelp("The first day.", valueName: "date"))
    var from: CivilDate?

    @Option(help: ArgumentHelp("The last day.", valueName: "date"))
    var to: CivilDate?

    @Option(help: ArgumentHelp("All days of this year.", valueName: "year"))
    var year: Int?

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @Flag(help: "Say why that day: the rule, the list's line, the notice's line, the off day.")
    var explain = false

    @Flag(help: "Print what each month holds, and how many messages each unit gets in which month.")
    var overview = false

    @Option(help: ArgumentHelp("Print what is different from the plan of this configuration.", valueName: "old-dir"))
    var against: String?

    @Flag(help: "Print the rows as CSV, for a spreadsheet.")
    var csv = false

    @Flag(help: "Print the deadlines as an iCalendar file; with --unit they are the ones of the unit's mails.")
    var ics = false

    @Flag(help: "With --ics: also each day on which messages go out.")
    var reminders = false

    @Flag(help: "Print the rows, the overview or the differences as JSON.")
    var json = false

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to \(to) lies before --from \(from)") }
        if let year {
            if from != nil || to != nil { throw ValidationError("--year and --from or --to exclude each other") }
            if !(1...9999).contains(year) { throw ValidationError("--year takes a year of four digits") }
        }
        let forms = [
            ("--explain", explain), ("--overview", overview), ("--against", against != nil), ("--csv", csv),
            ("--ics", ics),
        ].filter(\.1).map(\.0)
        if forms.count > 1 { throw ValidationError("\(forms.joined(separator: " and ")) exclude each other") }
        if json, let form = forms.first, form != "--overview", form != "--against" {
            throw ValidationError("\(form) and --json exclude each other")
        }
        if reminders && !ics { throw ValidationError("--reminders goes with --ics") }
    }

    func perform() throws {
        let configuration = try read(source.folder)
        let inputs = configuration.inputs
        if let against {
            let old = try read(against)
            return try show(
                PlanDifference(
                    from: old.inputs, to: inputs, span: try span([old.inputs, inputs]),
                    unit: try unitID(in: [inputs.directory, old.inputs.directory])), old, configuration)
        }
        let span = try span([inputs])
        let unit = try unitID(in: [inputs.directory])
        let plan = PlanPreview.plan(of: inputs, from: span.lowerBound, to: span.upperBound, unit: unit)
        if csv {
            return Terminal.raw(PlanCSV.write(plan.rows, of: inputs, language: configuration.language))
        }
        if ics {
            let file = PlanCalendar(configuration, unit: unit).file(
                of: plan, hasReminders: reminders, stamp: Today.now)
            return Terminal.raw(file.bytes())
        }
        if json, !overview { return Terminal.out(try JSONText.of(plan.rows)) }
        let warnings = PlanWarnings(plan, inputs: inputs, files: configuration.listFiles)
        let (width, style) = (Terminal.standard.width, Terminal.standard.style)
        if overview {
            let report = PlanOverviewReport(
                overview: PlanOverview(plan, directory: inputs.directory), warnings: warnings)
            if json { return Terminal.out(try JSONText.of(report)) }
            Terminal.out(report.text(width: width, style: style))
        } else if plan.rows.isEmpty {
            Terminal.out("nobody would be told anything from \(plan.from) to \(plan.to)")
        } else {
            let reasons = explain ? PlanReasons(configuration: configuration, listFiles: configuration.listFiles) : nil
            Terminal.out(
                PlanTable.text(
                    plan.rows, width: width, style: style, explain: reasons.map { reasons in { reasons.lines($0) } }))
        }
        Terminal.raw(PlanWarningsText(warnings: warnings).text(width: width, style: style))
    }

    private func show(
        _ difference: PlanDifference, _ old: Configuration, _ new: Configuration
    ) throws {
        if json { return Terminal.out(try JSONText.of(difference)) }
        let directories = [new.inputs.directory, old.inputs.directory]
        let text = PlanDifferenceText(
            difference, name: { id in directories.lazy.compactMap { $0.unit(id)?.name }.first ?? id.rawValue },
            width: Terminal.standard.width, style: Terminal.standard.style)
        Terminal.out(text.text)
    }

    private func read(_ folder: String) throws -> Configuration {
        let (configuration, _, problems) = ConfigurationOption.read(folder)
        guard let configuration else {
            Terminal.err(CheckReport(problems: problems, counts: nil).text(style: .plain))
            throw Failure(
                "the configuration in \(folder) has errors, so there is no plan",
                hint: "correct what is listed above")
        }
        for list in configuration.inputs.lists { _ = try Today.known(list.zone) }
        return configuration
    }

    /// The days asked for, or those that what is asked for takes by itself.
    private func span(_ inputs: [PlanInputs]) throws(Failure) -> ClosedRange<CivilDate> {
        if let year { return PlanSpan.year(year) }
        let today = try Today.date(in: inputs.last?.office.zone ?? "UTC")
        let isWhole = overview || csv || ics || against != nil
        let years = isWhole ? PlanSpan.years(of: inputs, today: today) : nil
        let first = from ?? years.map { min($0.lowerBound, to ?? $0.lowerBound) } ?? today
        let last = to ?? years.map { max($0.upperBound, first) } ?? first.adding(days: 30)
        guard first <= last else { throw Failure("--to \(last) lies before today", hint: "give --from too") }
        return first...last
    }

    private func unitID(in directories: [Directory]) throws(Failure) -> UnitID? {
        guard let unit else { return nil }
        for directory in directories {
            if let found = directory.unit(idOrName: unit) { return found.id }
        }
        let likely = directories.lazy.compactMap { $0.likely(unit) }.first
        throw Failure(
            "there is no unit '\(unit)' in units.yaml", hint: likely.map { "did you mean '\($0)'?" })
    }
}
