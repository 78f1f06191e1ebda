package import CivilTime

/// Acts to be recorded: all of them or none.
package struct ActsQuestion: Sendable, Codable, Equatable {
    package struct Act: Sendable, Codable, Equatable {
        /// The short name of `Act.Kind`: `done`, `extended` …
        package var kind: String
        package var list: String?
        package var milestone: String?
        /// A unit's id or name.
        package var unit: String?
        package var allUnits: Bool
        package var on: CivilDate?
        package var reason: String?
        package var document: String?
        /// The new deadline asked for or granted; of a silence its last day.
        package var until: CivilDate?
        /// Which kind of act `undone` takes back; nil: the newest of any.
        package var undoing: String?
        package var onBehalfOf: String?
        /// The same key twice is the same act; nil lets the daemon make one that is new.
        package var key: String?

        package init(
            kind: String, list: String? = nil, milestone: String? = nil, unit: String? = nil, allUnits: Bool = false,
            on: CivilDate? = nil, reason: String? = nil, document: String? = nil, until: CivilDate? = nil,
            undoing: String? = nil, onBehalfOf: String? = nil, key: String? = nil
        ) {
            self.kind = kind
            self.list = list
            self.milestone = milestone
            self.unit = unit
            self.allUnits = allUnits
            self.on = on
            self.reason = reason
            self.document = document
            self.until = until
            self.undoing = undoing
            self.onBehalfOf = onBehalfOf
            self.key = key
        }

        private enum CodingKeys: String, CodingKey {
            case kind, list, milestone, unit, on, reason, document, until, undoing, key
            case allUnits = "all_units"
            case onBehalfOf = "on_behalf_of"
        }
    }

    package var acts: [Act]
    /// Says what would be recorded and records nothing.
    package var isDryRun: Bool

    package init(acts: [Act], isDryRun: Bool = false) {
        self.acts = acts
        self.isDryRun = isDryRun
    }

    private enum CodingKeys: String, CodingKey {
        case acts
        case isDryRun = "dry_run"
    }
}

/// «Send the digest now.»
package struct DigestQuestion: Sendable, Codable, Equatable {
    /// One of the settings', by its name; nil: the whole digest of the office.
    package var digest: String?
    /// A unit's id or name: its own share to its own people; nil: to those whom the digest is for.
    package var unit: String?
    /// Answers the text and sends nothing.
    package var isDryRun: Bool
    package var reason: String?
    package var onBehalfOf: String?

    package init(
        digest: String? = nil, unit: String? = nil, isDryRun: Bool = false, reason: String? = nil,
        onBehalfOf: String? = nil
    ) {
        self.digest = digest
        self.unit = unit
        self.isDryRun = isDryRun
        self.reason = reason
        self.onBehalfOf = onBehalfOf
    }

    private enum CodingKeys: String, CodingKey {
        case digest, unit, reason
        case isDryRun = "dry_run"
        case onBehalfOf = "on_behalf_of"
    }
}

/// «Read the files again.»
package struct ReloadQuestion: Sendable, Codable, Equatable {
    /// Take the files though ids vanished or changed their meaning.
    package var accept: Bool

    package init(accept: Bool = false) { self.accept = accept }
}

/// «The clock is right.»
package struct ResumeQuestion: Sendable, Codable, Equatable {
    package var reason: String?
    package var onBehalfOf: String?

    package init(reason: String? = nil, onBehalfOf: String? = nil) {
        self.reason = reason
        self.onBehalfOf = onBehalfOf
    }

    private enum CodingKeys: String, CodingKey {
        case reason
        case onBehalfOf = "on_behalf_of"
    }
}
