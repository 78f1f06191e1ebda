/// Who the names of a list are: units with their contacts, and groups of them.
///
/// Names are looked up with brackets and quotation marks of either width and without spaces, so that
/// `市发改委（铁办）` finds `市发改委(铁办)`. Where two entries claim one name, the first has it (the reader reports it).
package struct Directory: Sendable, Equatable {
    /// What a name in a list stands for.
    package enum Expansion: Sendable, Equatable {
        /// These units, each once.
        case units([UnitID])
        /// Nobody has this name; the likely one is given if there is one.
        case unknown(suggestion: String?)
        /// A group that comes out without a unit.
        case emptyGroup
    }

    package let units: [OfficeUnit]
    package let groups: [UnitGroup]
    private let indexByID: [UnitID: Int]
    private let entryByName: [String: Entry]

    private enum Entry: Sendable, Equatable {
        case unit(UnitID)
        case group(Int)
    }

    package init(units: [OfficeUnit], groups: [UnitGroup] = []) {
        self.units = units
        self.groups = groups
        var indexByID: [UnitID: Int] = [:]
        var entryByName: [String: Entry] = [:]
        for (index, unit) in units.enumerated() where indexByID[unit.id] == nil {
            indexByID[unit.id] = index
            for name in unit.names {
                let key = Self.key(name)
                if entryByName[key] == nil { entryByName[key] = .unit(unit.id) }
            }
        }
        for (index, group) in groups.enumerated() {
            for name in group.names {
                let key = Self.key(name)
                if entryByName[key] == nil { entryByName[key] = .group(index) }
            }
        }
        self.indexByID = indexByID
        self.entryByName = entryByName
    }

    package func unit(_ id: UnitID) -> OfficeUnit? { indexByID[id].map { units[$0] } }

    /// By name, full name, alias or former name.
    package func unit(named name: String) -> OfficeUnit? {
        guard case .unit(let id)? = entryByName[Self.key(name)] else { return nil }
        return unit(id)
    }

    /// By name or alias.
    package func group(named name: String) -> UnitGroup? {
        guard case .group(let index)? = entryByName[Self.key(name)] else { return nil }
        return groups[index]
    }

    /// The unit that a name or id typed by a person means: an id, else a name.
    package func unit(idOrName text: String) -> OfficeUnit? { unit(UnitID(text)) ?? unit(named: text) }

    /// The outermost unit that a unit belongs to; itself where it has no parent (or an unknown one, or a cycle).
    package func root(of id: UnitID) -> UnitID {
        var current = id
        var seen: Set<UnitID> = [id]
        while let parent = unit(current)?.parent, indexByID[parent] != nil {
            guard seen.insert(parent).inserted else { return id }
            current = parent
        }
        return current
    }

    /// What `name` stands for in `list`.
    ///
    /// An inner office named by itself stays itself; within 各责任单位 it is folded into its parent where the parent
    /// is in the list too, so that one body is not asked twice.
    package func expand(name: String, in list: WorkList) -> Expansion {
        guard let entry = entryByName[Self.key(name)] else { return .unknown(suggestion: likely(name)) }
        let ids: [UnitID]
        switch entry {
        case .unit(let id): ids = [id]
        case .group(let index):
            switch groups[index].members {
            case .units(let members): ids = once(members.filter { indexByID[$0] != nil })
            case .responsibleUnits: ids = responsibleUnits(of: list)
            }
        }
        return ids.isEmpty ? .emptyGroup : .units(ids)
    }

    /// Every unit the list names as responsible, in the order of first mention: groups expanded, an inner office
    /// folded into the nearest of its parents that is named too. Names nobody knows are left out.
    package func responsibleUnits(of list: WorkList) -> [UnitID] {
        var named: [UnitID] = []
        for name in list.responsibleUnitNames {
            switch entryByName[Self.key(name)] {
            case .unit(let id): named.append(id)
            case .group(let index):
                // 各责任单位 as a responsible unit would be circular: it adds nothing.
                if case .units(let members) = groups[index].members {
                    named += members.filter { indexByID[$0] != nil }
                }
            case nil: break
            }
        }
        let present = Set(named)
        return once(named.map { folded($0, into: present) })
    }

    /// The unit, or the outermost of its parents that is present.
    private func folded(_ id: UnitID, into present: Set<UnitID>) -> UnitID {
        var result = id
        var current = id
        var seen: Set<UnitID> = [id]
        while let parent = unit(current)?.parent, seen.insert(parent).inserted {
            if present.contains(parent) { result = parent }
            current = parent
        }
        return result
    }

    private func once(_ ids: [UnitID]) -> [UnitID] {
        var seen = Set<UnitID>()
        return ids.filter { seen.insert($0).inserted }
    }

    /// The former name under which a list knows a unit; nil where it uses none.
    package func formerName(of id: UnitID, in list: WorkList) -> String? {
        guard let unit = unit(id), !unit.formerNames.isEmpty else { return nil }
        let used = Set((list.responsibleUnitNames + list.duties.flatMap(\.who)).map(Self.key))
        return unit.formerNames.first { used.contains(Self.key($0)) }
    }

    /// The same directory without its places in a YAML file: what two readings are compared by.
    package var withoutLines: Directory {
        var (units, groups) = (units, groups)
        for unit in units.indices {
            units[unit].line = 0
            for contact in units[unit].contacts.indices { units[unit].contacts[contact].line = 0 }
        }
        for group in groups.indices { groups[group].line = 0 }
        return Directory(units: units, groups: groups)
    }

    /// The known name nearest to one that nobody has.
    package func likely(_ name: String) -> String? {
        Spelling.nearest(to: name, in: units.flatMap(\.names) + groups.flatMap(\.names))
    }

    /// How a name is compared: brackets and quotation marks of one width, no white space.
    static func key(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !scalar.properties.isWhitespace {
            switch scalar {
            case "（", "〔", "[", "［": scalars.append("(")
            case "）", "〕", "]", "］": scalars.append(")")
            case "“", "”", "「", "」", "＂": scalars.append("\"")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
