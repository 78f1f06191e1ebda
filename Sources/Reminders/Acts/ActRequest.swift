package import CivilTime

/// What a person asks to be recorded, before it is known which obligations it means.
package struct ActRequest: Sendable, Equatable {
    package var kind: Act.Kind
    /// Needed for accepted and closed; otherwise only where the short milestone form is ambiguous.
    package var list: String?
    /// `3.1.2`, `huzhou-2017:3.1.2`, `三-2`, `7.1.2@2017-07-31`; nil for an acknowledgement of all a unit has.
    package var milestone: String?
    /// A unit's id or name.
    package var unit: String?
    /// The act is meant for every unit that shares the milestone. Never assumed.
    package var allUnits: Bool
    package var actor: Act.Actor
    package var on: CivilDate?
    package var reason: String?
    package var document: String?
    /// The new deadline asked for or granted; of a silence its last day.
    package var until: CivilDate?
    /// Which act `undone` takes back: the newest of this kind; nil: the newest of all.
    package var undoing: Act.Kind?
    /// Makes a repeated request one.
    package var key: String

    package init(
        kind: Act.Kind, list: String? = nil, milestone: String? = nil, unit: String? = nil, allUnits: Bool = false,
        actor: Act.Actor, on: CivilDate? = nil, reason: String? = nil, document: String? = nil,
        until: CivilDate? = nil, undoing: Act.Kind? = nil, key: String
    ) {
        self.kind = kind
        self.list = list
        self.milestone = milestone
        self.unit = unit
        self.allUnits = allUnits
        self.actor = actor
        self.on = on
        self.reason = reason
        self.document = document
        self.until = until
        self.undoing = undoing
        self.key = key
    }
}
