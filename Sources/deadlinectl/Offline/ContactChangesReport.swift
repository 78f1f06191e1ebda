import CivilTime
import WorkLists

/// What a contact list changes, for people and as JSON.
struct ContactChangesReport: Encodable {
    struct Unit: Encodable {
        var unit: String
        var unitName: String
        var isNew: Bool
        var changes: [Change]

        enum CodingKeys: String, CodingKey {
            case unit, changes
            case unitName = "unit_name"
            case isNew = "new"
        }
    }

    struct Change: Encodable {
        /// `added`, `changed`, `gone`.
        var kind: String
        var name: String
        var role: String
        var mail: String?
        /// What it was and what it is, of what changed.
        var fields: [Field] = []
    }

    struct Field: Encodable {
        var name: String
        var before: String?
        var after: String?
    }

    /// Those that change.
    var units: [Unit]
    /// Units of the directory that the list does not name.
    var untouched: [String]

    init(_ changes: ContactImport, _ directory: Directory) {
        units = changes.units.filter(\.isChanged).map { unit in
            Unit(
                unit: unit.id.rawValue, unitName: unit.name, isNew: unit.isNew,
                changes: unit.changes.compactMap(Self.change))
        }
        let named = Set(changes.units.map(\.id))
        untouched = directory.units.filter { !named.contains($0.id) }.map(\.name)
    }

    var hasChanges: Bool { !units.isEmpty }

    private static func change(_ change: ContactImport.Change) -> Change? {
        switch change {
        case .same: nil
        case .added(let contact): Change(kind: "added", contact)
        case .gone(_, let contact): Change(kind: "gone", contact)
        case .changed(_, let before, let after): Change(kind: "changed", after, fields: fields(before, after))
        }
    }

    private static func fields(_ before: Contact, _ after: Contact) -> [Field] {
        [
            Field(name: "name", before: before.name, after: after.name),
            Field(name: "role", before: before.role.rawValue, after: after.role.rawValue),
            Field(name: "mail", before: before.mail, after: after.mail),
            Field(name: "mobile", before: before.mobile, after: after.mobile),
            Field(name: "from", before: before.from?.description, after: after.from?.description),
            Field(name: "until", before: before.until?.description, after: after.until?.description),
        ].filter { $0.before != $0.after }
    }

    // MARK: - Text

    func text(style: Style) -> String {
        guard hasChanges else { return "nothing changes\n" + untouchedNote }
        let blocks = units.map { unit in
            let head = "\(unit.unitName) (\(unit.unit))\(unit.isNew ? ", a new unit" : "")"
            return style(.bold, PlainLine.of(head)) + "\n"
                + unit.changes.map { "  \($0.sign) \(PlainLine.of($0.text))\n" }.joined()
        }
        let counts = ["added", "changed", "gone"].map { kind in
            "\(units.reduce(0) { $0 + $1.changes.count { $0.kind == kind } }) \(kind)"
        }
        return blocks.joined() + "\(counts.joined(separator: ", ")), in \(PlanTable.count(units.count, "unit"))\n"
            + untouchedNote
    }

    private var untouchedNote: String {
        guard !untouched.isEmpty else { return "" }
        let names = untouched.prefix(5).joined(separator: ", ") + (untouched.count > 5 ? " …" : "")
        return
            "not in the list, and left as they are: \(PlanTable.count(untouched.count, "unit")) (\(PlainLine.of(names)))\n"
    }
}

extension ContactChangesReport.Change {
    fileprivate init(kind: String, _ contact: Contact, fields: [ContactChangesReport.Field] = []) {
        self.init(kind: kind, name: contact.name, role: contact.role.rawValue, mail: contact.mail, fields: fields)
    }

    fileprivate var sign: String {
        switch kind {
        case "added": "+"
        case "gone": "-"
        default: "~"
        }
    }

    fileprivate var text: String {
        guard fields.isEmpty else {
            let said = fields.map { "\($0.name) \($0.before ?? "none") → \($0.after ?? "none")" }
            return "\(name), \(role): \(said.joined(separator: "; "))"
        }
        return [name, role, mail].compactMap { $0 }.joined(separator: ", ")
    }
}
