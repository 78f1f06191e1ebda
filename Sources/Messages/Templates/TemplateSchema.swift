/// The names that each message offers to its templates, and nothing else is known there.
package enum TemplateSchema {
    /// Every template that a language must have.
    package static let required: [String: [String: TemplateField]] = [
        "reminder.html": reminder, "reminder.txt": reminder,
        "trouble.html": trouble, "trouble.txt": trouble,
        "office-list.html": officeList, "office-list.txt": officeList,
        "digest.html": digest, "digest.txt": digest,
    ]

    /// What every message says.
    private static let common: [String: TemplateField] = [
        "subject": .text,
        // 【市政府重点工作】 without the brackets.
        "brand": .text,
        "headline": .text,
        "today": .text,
        "language_tag": .text,
        "rehearsal": .flag,
        "to_name": .text,
        // The units it is about; the office for its own mail.
        "to_units": .text,
        "office": .text,
        "phone": .optional,
        "delivery": .text,
        "bases": .list(["basis_title": .text, "basis_number": .optional]),
    ]

    private static let item: [String: TemplateField] = [
        "number": .text,
        "requirement": .optional,
        "condition": .optional,
        "work": .optional,
        "measure": .optional,
        "phrase": .optional,
        "shared": .optional,
        "state": .optional,
        "tint": .text,
        "colour": .optional,
        // Of a report that is asked for.
        "measures": .list(["measure_number": .text, "measure_title": .text, "measure_state": .optional]),
    ]

    private static let sections: TemplateField = .list([
        "section_name": .optional,
        "groups": .list([
            "what": .text,
            "when": .text,
            "left": .optional,
            "note": .optional,
            "group_tint": .text,
            "items": .list(item),
        ]),
    ])

    package static let reminder = common.merging([
        "late": .flag,
        "asks_acknowledgement": .flag,
        "asks_answer": .flag,
        "has_calendar": .flag,
        // Files to fill in and send back.
        "reports": .list(["report_file": .text, "report_parts": .text, "report_limit": .optional]),
        "example_number": .optional,
        "example_date": .text,
        "also_told": .optional,
        "sections": sections,
    ]) { first, _ in first }

    package static let trouble = common.merging([
        "sections": sections,
        "has_sections": .flag,
        "undelivered": undelivered,
        "silent_channels": .list(["channel": .text, "reason": .text, "since": .text, "waiting": .text]),
        "departures": .list(["departure_text": .text]),
        "has_departures": .flag,
    ]) { first, _ in first }

    package static let officeList = common.merging([
        // What to do with the list.
        "guidance": .list(["guidance_text": .text]),
        "sections": sections,
    ]) { first, _ in first }

    private static let undelivered: TemplateField = .list([
        "undelivered_id": .text, "undelivered_to": .text, "undelivered_channel": .text, "undelivered_state": .text,
        "undelivered_reason": .text,
    ])

    private static let counts: [String: TemplateField] = [
        "total": .text, "done": .text, "reported": .text, "open": .text, "other": .optional,
    ]

    package static let digest = common.merging([
        // It is read by itself, as `deadlinectl status --html` shows it, and is no message.
        "is_page": .flag,
        "shows_deadlines": .flag,
        "deadlines": .list(
            counts.merging([
                "deadline": .text, "list": .optional, "sentence": .text, "shares": .optional, "tint": .text,
                "colour": .optional,
            ]) { first, _ in first }),
        "works": .list(counts.merging(["work": .text]) { first, _ in first }),
        "has_works": .flag,
        "units": .list(
            counts.merging([
                "unit": .text, "overdue": .text, "is_overdue": .flag, "acknowledged": .text, "unit_rate": .optional,
            ]) { first, _ in first }),
        "has_units": .flag,
        "has_rates": .flag,
        // That of all units together.
        "rate": .optional,
        "changes": .list(["change_at": .text, "change_what": .text]),
        "has_changes": .flag,
        "more_changes": .optional,
        "has_attention": .flag,
        "attention": .list(["attention_text": .text]),
        "undelivered": undelivered,
        "has_undelivered": .flag,
        "overdue_items": .list([
            "overdue_what": .text, "overdue_due": .text, "overdue_age": .text, "overdue_units": .text,
        ]),
        "has_overdue": .flag,
        "more_overdue": .optional,
        "coming": .list(["coming_when": .text, "coming_left": .optional, "coming_count": .text, "coming_units": .text]),
        "has_coming": .flag,
        "waiting": .optional,
        "next": .optional,
        "has_ledger": .flag,
        "ledger_name": .text,
    ]) { first, _ in first }

    /// Where facts and schema differ: a name too many or too few, or of another kind. Empty if they agree.
    package static func differences(_ facts: [String: Any], _ fields: [String: TemplateField]) -> [String] {
        var found: [String] = []
        for name in Set(facts.keys).symmetricDifference(fields.keys).sorted() {
            found.append(facts[name] == nil ? "\(name) is missing" : "\(name) is not in the schema")
        }
        for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
            guard let value = facts[name] else { continue }
            switch field {
            case .text: if !(value is String) { found.append("\(name) is no text") }
            case .optional: if !(value is String), value as? Bool != false { found.append("\(name) is no text") }
            case .flag: if !(value is Bool) { found.append("\(name) is no flag") }
            case .list(let inner):
                guard let list = value as? [[String: Any]] else {
                    found.append("\(name) is no list")
                    continue
                }
                for entry in list { found += differences(entry, inner).map { "\(name): \($0)" } }
            }
        }
        return found
    }
}
