package import CivilTime

/// A contact list (通讯录) as an office keeps it in a spreadsheet, read and not yet compared with the directory.
package struct ContactTable: Sendable, Equatable {
    package enum Column: Sendable, Hashable, CaseIterable {
        case unit, unitID, name, role, mobile, mail, from, until
    }

    /// A person's line.
    package struct Row: Sendable, Equatable {
        /// From 1, in the file.
        package var line: Int
        /// As the list writes it: a name or an id.
        package var unit: String
        /// From the column of ids; only a unit that is new needs one.
        package var unitID: String?
        package var name: String
        /// Default liaison.
        package var role: Contact.Role
        package var mobile: String?
        package var mail: String?
        package var from: CivilDate?
        package var until: CivilDate?

        package init(
            line: Int, unit: String, unitID: String? = nil, name: String, role: Contact.Role = .liaison,
            mobile: String? = nil, mail: String? = nil, from: CivilDate? = nil, until: CivilDate? = nil
        ) {
            self.line = line
            self.unit = unit
            self.unitID = unitID
            self.name = name
            self.role = role
            self.mobile = mobile
            self.mail = mail
            self.from = from
            self.until = until
        }
    }

    /// Those that the file has: of what it has no column for, the directory's word stays.
    package var columns: Set<Column>
    package var rows: [Row]

    package init(columns: Set<Column>, rows: [Row]) {
        self.columns = columns
        self.rows = rows
    }
}
