import CivilTime

/// Reads `units.yaml`: who the units are, whom to write to, and which names stand for several.
package enum DirectoryReader {
    /// The directory as far as it could be read, and every problem found. It is fit for use only if no problem is an
    /// error; nil where nothing could be read at all.
    package static func read(_ text: String, file: String) -> (Directory?, [Problem]) {
        let (root, syntax) = YAMLTree.read(text, file: file)
        var reader = DirectoryFile(file: file)
        reader.fields.add(syntax)
        guard let root else {
            if !syntax.hasErrors {
                reader.fields.add([Problem(file: file, "the file is empty", hint: "it lists the units")])
            }
            return (nil, reader.fields.problems.inOrder())
        }
        let directory = reader.read(root)
        return (directory, reader.fields.problems.inOrder())
    }
}

private struct DirectoryFile {
    var fields: RecordReader
    private var units: [(unit: OfficeUnit, record: Record)] = []
    private var groups: [(group: UnitGroup, record: Record)] = []

    init(file: String) { fields = RecordReader(file: file) }

    mutating func read(_ root: YAMLTree) -> Directory? {
        guard let record = fields.record(root, called: "the directory", keys: ["units", "groups"]) else { return nil }
        for node in fields.list("units", in: record) { readUnit(node) }
        if units.isEmpty { fields.report(at: record.place(of: "units"), "the directory has no units") }
        for node in fields.list("groups", in: record) { readGroup(node) }
        checkIDs()
        checkNames()
        checkParents()
        resolveMembers()
        return Directory(units: units.map(\.unit), groups: groups.map(\.group))
    }

    // MARK: units and contacts

    private mutating func readUnit(_ node: YAMLTree) {
        let keys = ["id", "name", "full_name", "parent", "aliases", "former_names", "contacts"]
        guard var record = fields.record(node, called: "unit", keys: keys) else { return }
        let id = fields.required("id", in: record, hint: "a short name in letters: id: fgw")
        if let id { record.name = "unit '\(RecordReader.shown(id))'" }
        let name = fields.required("name", in: record, hint: "the name that lists use")
        if let id, !UnitID.isWellFormed(id) {
            fields.report(
                at: record.place(of: "id"), "\(record.name): the id has other characters than letters, digits, - and _",
                hint: "it stands in the log and on the command line for good")
        }
        guard let id, let name = name.flatMap({ _ in fields.line("name", in: record) }) else { return }
        let contacts = fields.list("contacts", in: record).compactMap { contact($0, of: record.name) }
        if contacts.isEmpty {
            fields.report(
                .warning, at: record.node, "\(record.name) has no contact",
                hint: "its items will go to the supervision office as undeliverable")
        }
        let unit = OfficeUnit(
            id: UnitID(id), name: name, fullName: fields.line("full_name", in: record),
            parent: fields.line("parent", in: record).map { UnitID($0) }, aliases: fields.texts("aliases", in: record),
            formerNames: fields.texts("former_names", in: record), contacts: contacts, line: record.line)
        units.append((unit, record))
    }

    private mutating func contact(_ node: YAMLTree, of unit: String) -> Contact? {
        let keys = ["name", "role", "mail", "mobile", "user_ids", "from", "until"]
        guard let record = fields.record(node, called: "a contact of \(unit)", keys: keys) else { return nil }
        let name = fields.required("name", in: record).flatMap { _ in fields.line("name", in: record) }
        var role: Contact.Role? = .liaison
        if record.has("role") { role = fields.choice("role", in: record) }
        let mail = mail(in: record)
        let mobile = mobile(in: record)
        let userIDs = userIDs(in: record)
        let (from, until) = (fields.date("from", in: record), fields.date("until", in: record))
        if let from, let until, until < from {
            fields.report(
                at: record.place(of: "until"), "\(record.name): until \(until) is before from \(from)",
                hint: "both are days of service")
        }
        if !record.has("mail"), !record.has("mobile"), !record.has("user_ids") {
            fields.report(.warning, at: record.node, "\(record.name) has neither mail nor mobile nor user_ids")
        }
        guard let name, let role else { return nil }
        return Contact(
            name: name, role: role, mail: mail, mobile: mobile, userIDs: userIDs, from: from, until: until,
            line: record.line)
    }

    /// Who the contact is to each robot's platform.
    private mutating func userIDs(in record: Record) -> [String: String] {
        guard let node = record["user_ids"] else { return [:] }
        let name = "\(record.name): user_ids"
        guard let ids = fields.record(node, called: name, keys: ChatUserID.platforms) else { return [:] }
        var found: [String: String] = [:]
        for platform in ChatUserID.platforms {
            guard let id = fields.text(platform, in: ids) else { continue }
            if let problem = ChatUserID.problem(id) {
                fields.report(
                    at: ids.place(of: platform), "\(name): \(platform): '\(RecordReader.shown(id))' \(problem)",
                    hint: "letters, digits, '-', '_', '.' and '@', as the platform's administration shows it")
            } else {
                found[platform] = id
            }
        }
        return found
    }

    private mutating func mail(in record: Record) -> String? {
        guard let mail = fields.text("mail", in: record) else { return nil }
        let place = record.place(of: "mail")
        if let problem = MailAddress.problem(mail) {
            fields.report(
                at: place, "\(record.name): the address '\(RecordReader.shown(mail))' \(problem)",
                hint: "write it as name@example.org")
            return nil
        }
        if MailAddress.needsSMTPUTF8(mail) {
            fields.report(
                .warning, at: place,
                "\(record.name): the address '\(RecordReader.shown(mail))' needs a server with SMTPUTF8",
                hint: "where the server has none it is refused; an address in ascii reaches everybody")
        }
        return mail
    }

    private mutating func mobile(in record: Record) -> String? {
        guard let mobile = fields.line("mobile", in: record) else { return nil }
        if TelephoneNumber.isOne(mobile) { return mobile }
        fields.report(
            at: record.place(of: "mobile"), "\(record.name): '\(RecordReader.shown(mobile))' is not a telephone number",
            hint: "5 to 20 digits: 13800000000, +86 138 0000 0000")
        return nil
    }

    // MARK: groups

    private mutating func readGroup(_ node: YAMLTree) {
        guard var record = fields.record(node, called: "group", keys: ["name", "aliases", "members", "all"]) else {
            return
        }
        guard fields.required("name", in: record) != nil, let name = fields.line("name", in: record) else { return }
        record.name = "group '\(RecordReader.shown(name))'"
        let aliases = fields.texts("aliases", in: record)
        var members = UnitGroup.Members.units([])
        if let all = fields.text("all", in: record) {
            if all != "responsible-units" {
                fields.report(
                    at: record.place(of: "all"), "\(record.name): all: '\(RecordReader.shown(all))' is not known",
                    hint: "all: responsible-units stands for every unit that the list names")
            } else if record.has("members") {
                fields.report(at: record.place(of: "members"), "\(record.name) has both 'members' and 'all'")
            }
            members = .responsibleUnits
        }
        groups.append((UnitGroup(name: name, aliases: aliases, members: members, line: record.line), record))
    }

    /// Members may be given by id or by name; a group in a group is refused, so that nothing can go in circles.
    private mutating func resolveMembers() {
        let known = Directory(units: units.map(\.unit))
        let groupNames = Set(groups.flatMap { $0.group.names.map(Directory.key) })
        for index in groups.indices where groups[index].group.members == .units([]) {
            let record = groups[index].record
            var members: [UnitID] = []
            for node in fields.list("members", in: record) {
                guard let text = fields.text(node, called: "\(record.name): members") else { continue }
                if let unit = known.unit(idOrName: text) {
                    if members.contains(unit.id) {
                        fields.report(at: node, "\(record.name): '\(RecordReader.shown(text))' stands there twice")
                    } else {
                        members.append(unit.id)
                    }
                } else if groupNames.contains(Directory.key(text)) {
                    fields.report(
                        at: node, "\(record.name): '\(RecordReader.shown(text))' is a group",
                        hint: "name its units one by one")
                } else {
                    let likely = Spelling.nearest(
                        to: text, in: known.units.map(\.id.rawValue) + known.units.flatMap(\.names))
                    fields.report(
                        at: node, "\(record.name): nobody is called '\(RecordReader.shown(text))'",
                        hint: likely.map { "did you mean '\($0)'?" })
                }
            }
            if members.isEmpty {
                fields.report(
                    at: record.place(of: "members"), "\(record.name) has no members",
                    hint: "list the ids of its units, or write all: responsible-units")
            }
            groups[index].group.members = .units(members)
        }
    }

    // MARK: what must hold between entries

    private mutating func checkIDs() {
        var first: [UnitID: Int] = [:]
        for (unit, record) in units {
            if let line = first[unit.id] {
                fields.report(
                    at: record.place(of: "id"),
                    "duplicate unit id '\(RecordReader.shown(unit.id.rawValue))': it stands on line \(line) too",
                    hint: "an id names one unit for good")
            } else {
                first[unit.id] = unit.line
            }
        }
    }

    private mutating func checkNames() {
        var first: [String: (line: Int, isUnit: Bool)] = [:]
        let all = units.map { ($0.unit.names, $0.record, true) } + groups.map { ($0.group.names, $0.record, false) }
        for (names, record, isUnit) in all {
            var own: Set<String> = []
            for name in names where own.insert(Directory.key(name)).inserted {
                if let before = first[Directory.key(name)] {
                    fields.report(
                        at: record.place(of: "name"),
                        "duplicate name '\(RecordReader.shown(name))': the \(before.isUnit ? "unit" : "group") on line \(before.line) has it too",
                        hint: "a name in a list, a former one too, must lead to one entry")
                } else {
                    first[Directory.key(name)] = (record.line, isUnit)
                }
            }
        }
    }

    private mutating func checkParents() {
        let parents = Dictionary(units.map { ($0.unit.id, $0.unit.parent) }, uniquingKeysWith: { first, _ in first })
        for (unit, record) in units {
            guard let parent = unit.parent else { continue }
            let place = record.place(of: "parent")
            guard parents[parent] != nil else {
                let likely = Spelling.nearest(to: parent.rawValue, in: units.map(\.unit.id.rawValue))
                fields.report(
                    at: place, "\(record.name): there is no unit with the id '\(RecordReader.shown(parent.rawValue))'",
                    hint: likely.map { "did you mean '\($0)'?" } ?? "parent: takes another unit's id")
                continue
            }
            var seen: Set<UnitID> = [unit.id]
            var current: UnitID? = parent
            while let id = current, seen.insert(id).inserted { current = parents[id] ?? nil }
            if current == unit.id {
                fields.report(
                    at: place, "\(record.name): its parents lead back to itself", hint: "take one 'parent' out")
            }
        }
    }
}
