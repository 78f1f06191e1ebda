import CivilTime

/// What a contact list changes in the directory.
///
/// The list speaks for the units in it and the roles in it: a contact of such a unit and role who is not in it is gone.
/// Other units, and leaders where it names none, stay as they are. A person is found again by name, else by address, and
/// keeps what the list has no column for.
package struct ContactImport: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        /// The contact at this place stays.
        case same(Int)
        case changed(Int, from: Contact, to: Contact)
        case gone(Int, Contact)
        case added(Contact)
    }

    package struct Unit: Sendable, Equatable {
        package var id: UnitID
        package var name: String
        /// It is not in the directory yet.
        package var isNew: Bool
        /// Those of the directory in its order, then those who are added.
        package var changes: [Change]

        package var isChanged: Bool { changes.contains { if case .same = $0 { false } else { true } } }

        /// The unit's contacts after it.
        package func contacts(of old: [Contact]) -> [Contact] {
            changes.compactMap { change in
                switch change {
                case .same(let place): old[place]
                case .changed(_, _, let new), .added(let new): new
                case .gone: nil
                }
            }
        }
    }

    /// Every unit that the list names, in its order.
    package var units: [Unit]

    /// What would change, and every line that cannot be taken; with an error among these nothing may be taken.
    package static func compare(
        _ table: ContactTable, with directory: Directory, file: String
    ) -> (ContactImport, [Problem]) {
        var comparing = Comparing(table: table, directory: directory, file: file)
        let units = comparing.units()
        return (ContactImport(units: units), comparing.problems)
    }

    /// The directory with the changes in it.
    package func applied(to directory: Directory) -> Directory {
        var all = directory.units
        for unit in units {
            if let place = all.firstIndex(where: { $0.id == unit.id }) {
                all[place].contacts = unit.contacts(of: all[place].contacts)
            } else {
                all.append(OfficeUnit(id: unit.id, name: unit.name, contacts: unit.contacts(of: [])))
            }
        }
        return Directory(units: all, groups: directory.groups)
    }
}

private struct Comparing {
    let table: ContactTable
    let directory: Directory
    let file: String
    var problems: [Problem] = []

    private typealias Group = (id: UnitID, name: String, rows: [ContactTable.Row])

    mutating func units() -> [ContactImport.Unit] {
        var groups: [Group] = []
        for row in table.rows {
            guard let (id, name) = unit(of: row) else { continue }
            if let place = groups.firstIndex(where: { $0.id == id }) {
                groups[place].rows.append(row)
            } else {
                groups.append((id, name, [row]))
            }
        }
        for group in groups { checkRepeats(group) }
        let roles = Set(table.rows.map(\.role))
        return groups.map { group in
            let old = directory.unit(group.id)
            return ContactImport.Unit(
                id: group.id, name: old?.name ?? group.name, isNew: old == nil,
                changes: changes(from: old?.contacts ?? [], to: group.rows, roles: roles))
        }
    }

    private mutating func unit(of row: ContactTable.Row) -> (UnitID, String)? {
        if let known = row.unitID.flatMap({ directory.unit(UnitID($0)) }) ?? directory.unit(idOrName: row.unit) {
            return (known.id, known.name)
        }
        guard let id = row.unitID else {
            let likely = directory.likely(row.unit)
            problems.append(
                Problem(
                    file: file, line: row.line, "nobody is called '\(RecordReader.shown(row.unit))' in units.yaml",
                    hint: likely.map { "did you mean '\(RecordReader.shown($0))'?" }
                        ?? "give a unit that is new an id, in a column 单位代码"))
            return nil
        }
        guard UnitID.isWellFormed(id) else {
            problems.append(
                Problem(
                    file: file, line: row.line,
                    "the id '\(RecordReader.shown(id))' has other characters than letters, digits, - and _",
                    hint: "it stands in the log and on the command line for good"))
            return nil
        }
        return (UnitID(id), row.unit)
    }

    /// Nobody stands in a unit twice, by name or by address: which line holds could only be guessed.
    private mutating func checkRepeats(_ group: Group) {
        var names: [String: Int] = [:]
        var mails: [String: Int] = [:]
        for row in group.rows {
            if let first = names[row.name] {
                problems.append(
                    Problem(
                        file: file, line: row.line,
                        "\(RecordReader.shown(row.name)) stands in \(group.name) twice, first in line \(first)",
                        hint: "one line a person, with one role"))
            }
            if let mail = row.mail?.lowercased(), let first = mails[mail] {
                problems.append(
                    Problem(
                        file: file, line: row.line,
                        "'\(RecordReader.shown(mail))' is the address of two contacts of \(group.name), first in line \(first)",
                        hint: "each has an address of their own"))
            }
            names[row.name] = names[row.name] ?? row.line
            if let mail = row.mail?.lowercased() { mails[mail] = mails[mail] ?? row.line }
        }
    }

    private func changes(
        from old: [Contact], to rows: [ContactTable.Row], roles: Set<Contact.Role>
    ) -> [ContactImport.Change] {
        var taken: [Int: ContactTable.Row] = [:]
        var rest: [ContactTable.Row] = []
        for row in rows {
            if let place = old.indices.first(where: { taken[$0] == nil && old[$0].name == row.name }) {
                taken[place] = row
            } else {
                rest.append(row)
            }
        }
        var added: [ContactImport.Change] = []
        for row in rest {
            let mail = row.mail?.lowercased()
            let place = old.indices.first {
                taken[$0] == nil && mail != nil && old[$0].mail?.lowercased() == mail && old[$0].role == row.role
            }
            if let place { taken[place] = row } else { added.append(.added(contact(row, over: nil))) }
        }
        let known = old.indices.map { place -> ContactImport.Change in
            let before = old[place]
            guard let row = taken[place] else {
                return roles.contains(before.role) ? .gone(place, before) : .same(place)
            }
            let after = contact(row, over: before)
            return before == after ? .same(place) : .changed(place, from: before, to: after)
        }
        return known + added
    }

    private func contact(_ row: ContactTable.Row, over old: Contact?) -> Contact {
        var contact = old ?? Contact(name: row.name, role: row.role)
        contact.name = row.name
        for column in table.columns {
            switch column {
            case .role: contact.role = row.role
            case .mobile: contact.mobile = row.mobile
            case .mail: contact.mail = row.mail
            case .from: contact.from = row.from
            case .until: contact.until = row.until
            case .unit, .unitID, .name: break
            }
        }
        return contact
    }
}
