import ArgumentParser
import CivilTime
import Control
import Messages
import Reminders
import Settings

struct CircularCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "circular", abstract: "Draft a circular (通报) about what is past its deadline and unsettled.",
        discussion: """
            By unit: how long it is past, when and over what it was told, who reported and awaits checking. Late (逾期) \
            is only what was recorded as late. It is a draft for the office to finish and send; nothing sends it.

              deadlinectl circular --deadline 2017-06-30
              deadlinectl circular --html -o circular.html
              deadlinectl circular --csv -o circular.csv
            """)

    @Option(help: ArgumentHelp("Only this list.", valueName: "id"))
    var list: String?

    @Option(help: ArgumentHelp("Only what was due on this day.", valueName: "date"))
    var deadline: CivilDate?

    @Flag(help: "As an HTML page for A4.")
    var html = false

    @Flag(help: "The table alone, for Excel and WPS.")
    var csv = false

    @OptionGroup var file: OutputFileOptions
    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if [html, csv, online.json].count(where: { $0 }) > 1 {
            throw ValidationError("--html, --csv and --json exclude each other")
        }
    }

    func perform() throws {
        let reply = try online.client.get(
            ControlPath.circular, [("list", list), ("deadline", deadline?.description)], as: Circular.self)
        if online.json { return try file.print(Array((JSONText.pretty(reply.bytes) + "\n").utf8)) }
        let draft = CircularDraft(reply.answer)
        if html { return try file.print(draft.html) }
        if csv { return try file.print(draft.csv) }
        let width = file.path == nil ? Terminal.standard.width : 80
        try file.print(Array(CircularReport.text(draft, width: width).utf8))
    }
}

/// A drafted circular as plain text.
enum CircularReport {
    static func text(_ draft: CircularDraft, width: Int) -> String {
        var text = Wrapping.prose("[\(draft.mark)] \(draft.markNote)", first: "", indent: 0, width: width) + "\n"
        text += Wrapping.prose(draft.title, first: "", indent: 0, width: width) + "\n\(draft.addressee)\n"
        for paragraph in draft.opening { text += body(paragraph, draft, width) }
        for (index, section) in draft.sections.enumerated() {
            text += "\n\(CircularDraft.numbered(section.heading, index, draft.language))\n"
            for unit in section.units {
                text += "\n" + Wrapping.prose(unit.name, first: "  ", indent: 2, width: width)
                for item in unit.items { text += Wrapping.prose(item, first: "    ", indent: 6, width: width) }
            }
        }
        if !draft.closing.isEmpty { text += "\n" }
        for paragraph in draft.closing { text += body(paragraph, draft, width) }
        text += "\n"
        for line in draft.signature {
            text += DisplayWidth.padded(PlainLine.of(line), to: width - 4, right: true) + "\n"
        }
        return text
    }

    /// A paragraph, its first line set in by two signs as Chinese text is.
    private static func body(_ paragraph: String, _ draft: CircularDraft, _ width: Int) -> String {
        Wrapping.prose(paragraph, first: draft.language == .zh ? "    " : "", indent: 0, width: width)
    }
}
