package import CivilTime

/// A body that can be responsible for something: a department, a county government, an inner office.
package struct OfficeUnit: Sendable, Equatable {
    package var id: UnitID
    /// As lists write it: `市发改委`.
    package var name: String
    /// `湖州市发展和改革委员会`.
    package var fullName: String?
    /// The unit whose inner office this is.
    package var parent: UnitID?
    /// Other names it is known by.
    package var aliases: [String]
    /// What it was called before it was renamed (机构改革), newest first: lists and acts of that time go on.
    package var formerNames: [String]
    package var contacts: [Contact]
    /// The line in the YAML file, from 1; 0 if the unit was not read from one.
    package var line: Int

    package init(
        id: UnitID, name: String, fullName: String? = nil, parent: UnitID? = nil, aliases: [String] = [],
        formerNames: [String] = [], contacts: [Contact] = [], line: Int = 0
    ) {
        self.id = id
        self.name = name
        self.fullName = fullName
        self.parent = parent
        self.aliases = aliases
        self.formerNames = formerNames
        self.contacts = contacts
        self.line = line
    }

    /// Every name it answers to.
    package var names: [String] { [name] + (fullName.map { [$0] } ?? []) + aliases + formerNames }

    /// The contacts of a role that serve on a day, in the file's order.
    package func contacts(_ role: Contact.Role, on day: CivilDate) -> [Contact] {
        contacts.filter { $0.role == role && $0.isValid(on: day) }
    }
}

/// Someone who answers for a unit.
package struct Contact: Sendable, Equatable {
    package enum Role: String, Sendable, Equatable, CaseIterable {
        /// 联络员: gets the reminders.
        case liaison
        /// Stands in for the liaison.
        case deputy
        /// 分管领导: escalations go here.
        case leader
    }

    package var name: String
    package var role: Role
    package var mail: String?
    package var mobile: String?
    /// Who the contact is to a group robot's platform, by the platform's name: `wecom`, `dingtalk`, `feishu`, `lark`.
    package var userIDs: [String: String]
    /// The first day of service; nil: always.
    package var from: CivilDate?
    /// The last day of service; nil: open.
    package var until: CivilDate?
    /// The line in the YAML file, from 1; 0 if the contact was not read from one.
    package var line: Int

    package init(
        name: String, role: Role, mail: String? = nil, mobile: String? = nil, userIDs: [String: String] = [:],
        from: CivilDate? = nil, until: CivilDate? = nil, line: Int = 0
    ) {
        self.name = name
        self.role = role
        self.mail = mail
        self.mobile = mobile
        self.userIDs = userIDs
        self.from = from
        self.until = until
        self.line = line
    }

    /// Both `from` and `until` are days of service.
    package func isValid(on day: CivilDate) -> Bool {
        if let from, day < from { return false }
        if let until, day > until { return false }
        return true
    }
}
