/// A name that stands for several units: `各县区政府`.
package struct UnitGroup: Sendable, Equatable {
    package enum Members: Sendable, Equatable {
        /// These units, in this order.
        case units([UnitID])
        /// Every unit that the list at hand names as responsible (`all: responsible-units`), groups expanded and
        /// an inner office folded into its parent.
        case responsibleUnits
    }

    package var name: String
    package var aliases: [String]
    package var members: Members
    /// The line in the YAML file, from 1; 0 if the group was not read from one.
    package var line: Int

    package init(name: String, aliases: [String] = [], members: Members, line: Int = 0) {
        self.name = name
        self.aliases = aliases
        self.members = members
        self.line = line
    }

    package var names: [String] { [name] + aliases }
}
