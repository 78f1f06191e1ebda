import Messages

/// A proof on the terminal, or as plain text.
enum ProofReport {
    static func text(_ sheet: ProofSheet, width: Int, style: Style = .plain) -> String {
        var text = "\(PlainLine.of(sheet.office))\n" + style(.bold, sheet.title) + "\n\n"
        text += fields(sheet.facts, indent: 0, width, style)
        for share in sheet.shares { text += Wrapping.prose(share, first: "- ", indent: 2, width: width) }
        text += "\n" + style(.bold, sheet.messagesTitle) + "\n"
        for message in sheet.messages {
            text += "\n" + style(.bold, PlainLine.of(message.title)) + "\n"
            text += fields(message.fields, indent: 2, width, style)
            for attempt in message.attempts {
                let cells = zip(sheet.attemptHeadings, attempt).filter { !$1.isEmpty }.map { "\($0) \($1)" }
                text += Wrapping.lines(
                    cells.map(PlainLine.of), separator: "  ", first: "  ", indent: 4, width: width)
            }
        }
        text += entries(sheet.actsTitle, sheet.acts, width, style)
        text += entries(sheet.unsentTitle, sheet.unsent, width, style)
        text += "\n" + style(.bold, sheet.notesTitle) + "\n"
        for (index, note) in sheet.notes.enumerated() {
            text += Wrapping.prose(note, first: "\(index + 1). ", indent: 3, width: width)
        }
        return text
    }

    private static func fields(_ fields: [ProofSheet.Field], indent: Int, _ width: Int, _ style: Style) -> String {
        let label = fields.reduce(0) { max($0, DisplayWidth.of($1.label)) }
        let margin = String(repeating: " ", count: indent)
        return fields.map { field in
            let head = margin + style(.faint, DisplayWidth.padded(field.label, to: label)) + "  "
            return Wrapping.prose(field.value, first: head, indent: indent + label + 2, width: width)
        }.joined()
    }

    private static func entries(_ title: String, _ entries: [ProofSheet.Entry], _ width: Int, _ style: Style) -> String
    {
        entries.reduce("\n" + style(.bold, title) + "\n") { text, entry in
            let head = entry.time.isEmpty ? "" : style(.faint, entry.time) + "  "
            return text + Wrapping.prose(entry.text, first: head, indent: entry.time.isEmpty ? 0 : 21, width: width)
        }
    }
}
