import CivilTime
import Reminders
import WorkLists

/// `digests`: each by its name, in the file's order.
extension SettingsReader {
    private static let digestKeys = ["schedule", "off_days", "audience", "language", "contents"]

    /// - Parameter hours: outside them a digest is said to be early or late, and goes out all the same.
    mutating func digests(in fields: Fields, hours: WorkingHours) -> [DigestDraft] {
        var digests: [DigestDraft] = []
        for (name, node) in named("digests", in: fields) {
            guard isLogName(name, of: "digest") else { continue }
            // Those that are asked for without a name have this one in the ledger.
            if name.value == "now" {
                report(
                    at: name.place, "digest 'now': the name of those that are asked for",
                    hint: "another name, by when it goes out: 'weekly'")
                continue
            }
            if let digest = digest(name, node, hours: hours) { digests.append(digest) }
        }
        return digests
    }

    private mutating func digest(_ name: Located<String>, _ node: YAMLTree, hours: WorkingHours) -> DigestDraft? {
        guard
            let fields = self.fields(
                of: node, called: "digest '\(name.value)'", keys: Self.digestKeys, refused: Self.olderKeys(of: node))
        else { return nil }
        let schedule = schedule(in: fields, hours: hours)
        let offDays: OffDayMove = choice("off_days", in: fields) ?? .next
        let audience: DigestAudience = choice("audience", in: fields) ?? .office
        let language: Language? = choice("language", in: fields)
        let sections = sections(in: fields, audience: audience)
        guard let schedule else { return nil }
        return DigestDraft(
            digest: Digest(
                name: name.value, schedule: DigestSchedule(schedule, offDays: offDays),
                form: DigestForm(audience: audience, language: language, sections: sections)),
            place: fields["audience"]?.place ?? name.place)
    }

    /// `weekday` and `at`, which stood in place of `schedule` before it, with the schedule that says the same.
    private static func olderKeys(of node: YAMLTree) -> [String: String] {
        guard case .mapping(let pairs) = node.content else { return [:] }
        func value(_ key: String) -> String? { pairs.first { $0.key.text == key }?.value.text }
        let day = value("weekday").flatMap { weekdays[$0.lowercased()] }
        let time = value("at").flatMap { TimeOfDay($0) } ?? Policy().at.value
        let hint = "day and time are one key: schedule: \(day?.english ?? "Mon") *-*-* \(time)"
        return ["weekday": hint, "at": hint]
    }

    private mutating func schedule(in fields: Fields, hours: WorkingHours) -> CalendarExpression? {
        guard let node = fields["schedule"] else {
            // What stands in its place was refused with the hint that says it.
            if !fields.hasRefused {
                report(at: fields.place, "\(fields.name): 'schedule' is missing", hint: "schedule: Mon *-*-* 09:00")
            }
            return nil
        }
        guard let text = text(node, called: "schedule") else { return nil }
        let expression: CalendarExpression
        do {
            expression = try CalendarExpression(text.value)
        } catch {
            report(at: text.place, "schedule: \(error.part): \(PlainText.shown(error.reason))", hint: error.hint)
            return nil
        }
        guard expression.day(onOrAfter: .first) != nil else {
            report(
                at: text.place, "schedule: '\(PlainText.shown(text.value))' never comes", hint: "no month has that day")
            return nil
        }
        if expression.time < hours.from || expression.time > hours.until {
            report(
                .warning, at: text.place,
                "schedule: it goes out at \(expression.time), outside the hours from \(hours.from) to \(hours.until)",
                hint: "write the time behind it: \(expression.at(Policy().at.value))")
        }
        return expression
    }

    private mutating func sections(in fields: Fields, audience: DigestAudience) -> Set<DigestSection> {
        let known = DigestSection.allCases.filter { audience != .units || !DigestSection.ofOffice.contains($0) }
        guard let texts = texts("contents", in: fields) else { return Set(known) }
        if texts.isEmpty, let node = fields["contents"] {
            report(at: node.place, "contents: nothing is named", hint: "leave the key out for everything")
        }
        var sections: Set<DigestSection> = []
        for text in texts {
            if let section = DigestSection(rawValue: text.value) {
                if known.contains(section) {
                    sections.insert(section)
                } else {
                    report(
                        at: text.place, "contents: '\(section.rawValue)' is the office's alone",
                        hint: "a digest for 'units' may have \(known.map(\.rawValue).joined(separator: ", "))")
                }
            } else {
                let likely = Spelling.nearest(to: text.value, in: known.map(\.rawValue))
                report(
                    at: text.place, "contents: '\(PlainText.shown(text.value))' is no part of a digest",
                    hint: likely.map { "did you mean '\($0)'?" }
                        ?? "one of: \(known.map(\.rawValue).joined(separator: ", "))")
            }
        }
        return sections
    }
}

/// A digest and where it stands.
struct DigestDraft {
    var digest: Digest
    /// Of its audience, or else of its name.
    var place: Place
}
