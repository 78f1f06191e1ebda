package import CivilTime
package import Reminders
package import WorkLists

/// All that is on record about a milestone or a unit, with the names it takes to read it: what a history and a proof
/// are written from. The JSON fields are stable.
package struct Dossier: Sendable, Codable, Equatable {
    package struct List: Sendable, Codable, Equatable {
        package var id: String
        package var title: String
        package var documentNumber: String?

        package init(id: String, title: String, documentNumber: String?) {
            self.id = id
            self.title = title
            self.documentNumber = documentNumber
        }

        private enum CodingKeys: String, CodingKey {
            case id, title
            case documentNumber = "document_number"
        }
    }

    /// Who asked for it, as the control socket's other end is known.
    package struct Asker: Sendable, Codable, Equatable {
        package var uid: UInt32
        package var name: String

        package init(uid: UInt32, name: String) {
            self.uid = uid
            self.name = name
        }
    }

    package var now: Moment
    package var zone: String
    package var language: Language
    package var isRehearsal: Bool
    package var office: String
    package var askedBy: Asker
    /// The lists it touches.
    package var lists: [List]
    /// nil: all that the unit has.
    package var milestone: String?
    /// nil: every unit that shares the milestone.
    package var unit: UnitID?
    /// Names by unit id, as they are now.
    package var unitNames: [String: String]
    /// How the obligations stand now.
    package var shares: [Standing.Line]
    package var history: History

    package init(
        now: Moment, zone: String, language: Language, isRehearsal: Bool, office: String, askedBy: Asker,
        lists: [List], milestone: String?, unit: UnitID?, unitNames: [String: String], shares: [Standing.Line],
        history: History
    ) {
        self.now = now
        self.zone = zone
        self.language = language
        self.isRehearsal = isRehearsal
        self.office = office
        self.askedBy = askedBy
        self.lists = lists
        self.milestone = milestone
        self.unit = unit
        self.unitNames = unitNames
        self.shares = shares
        self.history = history
    }

    private enum CodingKeys: String, CodingKey {
        case now, zone, language, office, lists, milestone, unit, shares, history
        case isRehearsal = "rehearsal"
        case askedBy = "asked_by"
        case unitNames = "unit_names"
    }

    /// Adds a later page.
    package mutating func add(_ page: Dossier) {
        history.append(page.history)
        unitNames.merge(page.unitNames) { first, _ in first }
    }

    /// A unit's name; its id where it has none.
    func name(of unit: UnitID) -> String { unitNames[unit.rawValue] ?? unit.rawValue }

    var civilZone: Zone { Zone(identifier: zone) ?? .utc }
    var today: CivilDate { civilZone.civil(now).date }
    var wording: Wording { Wording(language: language) }
}
