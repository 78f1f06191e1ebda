import ArgumentParser
import Control
import Messages
import Reminders

struct HistoryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "The whole story of a milestone, in order of time.",
        discussion: """
            When it came to the list, each reminder with the server's reply, what was not sent and why, and each act \
            with who recorded it.

              deadlinectl history 5.2.1 --unit 市发改委
              deadlinectl history 7.1.2@2017-07-31 --json
            """)

    @Argument(help: "The milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31.")
    var milestone: String

    @Option(help: ArgumentHelp("Only this unit's share: its id or name.", valueName: "unit"))
    var unit: String?

    @Option(help: ArgumentHelp("The list, where the milestone's number is in several.", valueName: "id"))
    var list: String?

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let dossier = try online.client.dossier(milestone: milestone, unit: unit, list: list)
        if online.json { return Terminal.out(try JSONText.of(dossier)) }
        Terminal.out(
            HistoryReport.text(dossier, width: Terminal.standard.width, style: Terminal.standard.style))
    }
}

/// A story on the terminal: its heading, then a line or more for each moment.
enum HistoryReport {
    static func text(_ dossier: Dossier, width: Int, style: Style = .plain) -> String {
        let story = Story(dossier)
        let times = LocalTimes(zone: dossier.zone)
        var text = ""
        for (index, line) in story.heading.enumerated() {
            let words = Wrapping.prose(line, first: "", indent: 2, width: width)
            text += index == 0 ? words.split(separator: "\n").map { style(.bold, String($0)) + "\n" }.joined() : words
        }
        text += "\n"
        guard !story.lines.isEmpty else { return text + Story.nothing(dossier.language) + "\n" }
        for line in story.lines {
            text += Wrapping.prose(
                line.text, first: style(.faint, times.minute(line.at)) + "  ", indent: 18, width: width)
        }
        return text
    }
}

extension ControlClient {
    /// All that is on record, page by page.
    func dossier(milestone: String?, unit: String?, list: String?) throws(Failure) -> Dossier {
        func page(after: Int64?) throws(Failure) -> Dossier {
            try get(
                ControlPath.history,
                [("milestone", milestone), ("unit", unit), ("list", list), ("after", after.map { "\($0)" })]
            ).answer
        }
        var dossier = try page(after: nil)
        while let next = dossier.history.next { dossier.add(try page(after: next)) }
        return dossier
    }
}
