import CivilTime
import WorkLists

/// The office as `deadlined.yaml` has it; its channels may stand with the reminders.
struct OfficeDraft {
    var name: String
    var phone: String?
    var contacts: [Contact]
    /// nil: those of the reminders.
    var channels: [Located<String>]?
    var zone: String
    /// Where its contacts stand.
    var place: Place
}

extension SettingsReader {
    mutating func office(in fields: Fields) -> OfficeDraft? {
        let why = "it says who gets the digests and what could not be delivered"
        guard let node = required("office", in: fields, hint: why),
            let fields = self.fields(
                of: node, called: "office", keys: ["name", "phone", "zone", "channels", "contacts"])
        else { return nil }
        let name = required("name", in: fields, hint: "as messages are signed: 市政府督查室")
            .flatMap { self.text($0, called: "name") }
        let phone = text("phone", in: fields)
        let zone = self.zone(in: fields)
        let channels = texts("channels", in: fields)
        if let channels, channels.isEmpty, let node = fields["channels"] {
            report(at: node.place, "channels: none is named", hint: "leave the key out for those of 'reminders'")
        }
        let contacts = self.contacts(in: fields)
        guard let name else { return nil }
        return OfficeDraft(
            name: name.value, phone: phone?.value, contacts: contacts, channels: channels, zone: zone,
            place: fields["contacts"]?.place ?? fields.place)
    }

    private mutating func zone(in fields: Fields) -> String {
        let standard = "Asia/Shanghai"
        guard let zone = text("zone", in: fields) else { return standard }
        guard Zone(identifier: zone.value) != nil else {
            report(
                at: zone.place, "zone: there is no zone '\(PlainText.shown(zone.value))'",
                hint: "a name of the IANA database: \(standard)")
            return standard
        }
        return zone.value
    }

    private mutating func contacts(in fields: Fields) -> [Contact] {
        guard let node = required("contacts", in: fields, hint: "name at least one person, with a mail address") else {
            return []
        }
        guard case .sequence(let nodes) = node.content else {
            report(at: node.place, "contacts: a \(node.kind) stands where a list of people belongs", hint: "- name: …")
            return []
        }
        if nodes.isEmpty {
            report(at: node.place, "contacts: nobody is named", hint: "name at least one person, with a mail address")
        }
        return nodes.compactMap { self.contact($0) }
    }

    private mutating func contact(_ node: YAMLTree) -> Contact? {
        let keys = ["name", "role", "mail", "mobile", "user_ids", "from", "until"]
        guard let fields = self.fields(of: node, called: "contact", keys: keys) else { return nil }
        let name = required("name", in: fields).flatMap { self.text($0, called: "name") }
        let role: Contact.Role = choice("role", in: fields) ?? .liaison
        let mail = address("mail", in: fields)
        let mobile = text("mobile", in: fields)?.value
        let userIDs = userIDs(in: fields)
        let from = date("from", in: fields)
        let until = date("until", in: fields)
        if let from, let until, until.value < from.value {
            report(at: until.place, "until: \(until.value) is before from, \(from.value)")
        }
        guard let name else { return nil }
        return Contact(
            name: name.value, role: role, mail: mail?.value, mobile: mobile, userIDs: userIDs, from: from?.value,
            until: until?.value, line: node.line)
    }

    /// As `DirectoryReader` takes them.
    private mutating func userIDs(in fields: Fields) -> [String: String] {
        guard let ids = self.fields("user_ids", in: fields, keys: ChatUserID.platforms) else { return [:] }
        var found: [String: String] = [:]
        for platform in ChatUserID.platforms {
            guard let id = text(platform, in: ids) else { continue }
            if let problem = ChatUserID.problem(id.value) {
                report(
                    at: id.place, "user_ids: \(platform): '\(PlainText.shown(id.value))' \(problem)",
                    hint: "letters, digits, '-', '_', '.' and '@', as the platform's administration shows it")
            } else {
                found[platform] = id.value
            }
        }
        return found
    }

    private mutating func date(_ key: String, in fields: Fields) -> Located<CivilDate>? {
        guard let text = text(key, in: fields) else { return nil }
        guard let date = CivilDate(iso: text.value) else {
            report(
                at: text.place, "\(key): '\(PlainText.shown(text.value))' is not a day there is",
                hint: ValueSlips.hint(date: text.value) ?? "year, month and day: 2017-06-30")
            return nil
        }
        return Located(value: date, place: text.place)
    }

    mutating func address(_ key: String, in fields: Fields) -> Located<String>? {
        // A control character has a message of its own here, so the text is taken as it is.
        guard let node = fields[key] else { return nil }
        guard let text = node.text, !node.isNull else {
            report(at: node.place, "\(key): a mail address belongs here")
            return nil
        }
        if let problem = MailAddress.problem(text) {
            report(
                at: node.place, "\(key): the address '\(PlainText.shown(text))' \(problem)",
                hint: "write it as name@example.org")
            return nil
        }
        return Located(value: text, place: node.place)
    }

    /// `name <address>` or an address alone.
    mutating func mailbox(_ key: String, in fields: Fields) -> Mailbox? {
        guard let node = required(key, in: fields, hint: "an address, or a name and an address in <>"),
            let text = text(node, called: key)
        else { return nil }
        var name: String?
        var address = text.value
        if let open = text.value.lastIndex(of: "<") {
            guard text.value.hasSuffix(">") else {
                report(
                    at: text.place, "\(key): '<' without '>' at the end", hint: "市政府督查室 <ducha@huzhou.example>")
                return nil
            }
            address = String(text.value[text.value.index(after: open)...].dropLast())
            let before = text.value[..<open].split(separator: " ", omittingEmptySubsequences: true)
                .joined(separator: " ")
            // Mail programs show the name in quotes.
            let isQuoted = before.count > 2 && before.hasPrefix("\"") && before.hasSuffix("\"")
            name = before.isEmpty ? nil : isQuoted ? String(before.dropFirst().dropLast()) : before
        }
        if let problem = MailAddress.problem(address) {
            report(
                at: text.place, "\(key): the address '\(PlainText.shown(address))' \(problem)",
                hint: name == nil && text.value.contains(" ")
                    ? "put the address into <>" : "write it as name@example.org")
            return nil
        }
        return Mailbox(name: name, address: address)
    }
}

extension YAMLTree {
    var place: Place { Place(line: line, column: column) }
}
