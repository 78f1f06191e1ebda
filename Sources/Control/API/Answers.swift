package import CivilTime
package import Reminders

/// What went wrong with a request; the HTTP status says whose fault it is.
package struct ErrorAnswer: Sendable, Codable, Equatable {
    package var error: String
    package var hint: String?
    /// That of the words, where it is the configuration's; nil: technical English.
    package var language: Language?

    package init(error: String, hint: String? = nil, language: Language? = nil) {
        self.error = error
        self.hint = hint
        self.language = language
    }
}

/// How we stand, and how the daemon does.
package struct StatusAnswer: Sendable, Codable, Equatable {
    package var version: String
    package var pid: Int32
    package var now: Moment
    package var zone: String
    /// The clock is scaled. Nothing leaves the machine, unless ``reallySends``.
    package var isRehearsal: Bool
    /// A rehearsal that sends over the configured channels.
    package var reallySends: Bool
    /// Problems of the configuration that was refused at the last reload; empty when it was taken.
    package var refused: [String]
    /// What an administrator must see to: nil when all is well.
    package var alarms: [String]
    package var standing: Standing
    /// The configuration's.
    package var language: Language

    package init(
        version: String, pid: Int32, now: Moment, zone: String, isRehearsal: Bool, reallySends: Bool = false,
        refused: [String], alarms: [String], standing: Standing, language: Language
    ) {
        self.version = version
        self.pid = pid
        self.now = now
        self.zone = zone
        self.isRehearsal = isRehearsal
        self.reallySends = reallySends
        self.refused = refused
        self.alarms = alarms
        self.standing = standing
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case version, pid, now, zone, refused, alarms, standing, language
        case isRehearsal = "rehearsal"
        case reallySends = "really_send"
    }
}

/// How we stand, to print or to file.
package struct StatusPageAnswer: Sendable, Codable, Equatable {
    /// A whole document, for one sheet of A4.
    package var html: String

    package init(html: String) { self.html = html }
}

/// What comes, as it is planned now.
package struct AgendaAnswer: Sendable, Codable, Equatable {
    package var rows: [PlanRow]
    /// The configuration's.
    package var language: Language

    package init(rows: [PlanRow], language: Language) {
        self.rows = rows
        self.language = language
    }
}

/// A page of the delivery log, newest first.
package struct LogAnswer: Sendable, Codable, Equatable {
    package var rows: [LogRow]

    package init(rows: [LogRow]) { self.rows = rows }
}

/// One delivery: every attempt, and exactly what was sent.
package struct DeliveryAnswer: Sendable, Codable, Equatable {
    package var history: DeliveryHistory
    /// The bytes as text (mails and JSON are ASCII on the wire); nil where retention cut them.
    package var body: String?
    /// The configuration's.
    package var language: Language

    package init(history: DeliveryHistory, body: String?, language: Language) {
        self.history = history
        self.body = body
        self.language = language
    }
}

/// What was recorded. A dry run answers what would be.
package struct ActsAnswer: Sendable, Codable, Equatable {
    package struct Row: Sendable, Codable, Equatable {
        package var kind: String
        package var list: String
        package var milestone: String?
        package var unit: String?
        package var unitName: String?
        package var on: CivilDate?
        package var document: String?
        /// The new deadline asked for or granted; of a silence its last day.
        package var until: CivilDate?
        /// The step that was released.
        package var stage: String?
        /// The kind of the act that was taken back.
        package var undoes: String?

        package init(
            kind: String, list: String, milestone: String?, unit: String?, unitName: String?, on: CivilDate?,
            document: String?, until: CivilDate? = nil, stage: String? = nil, undoes: String? = nil
        ) {
            self.kind = kind
            self.list = list
            self.milestone = milestone
            self.unit = unit
            self.unitName = unitName
            self.on = on
            self.document = document
            self.until = until
            self.stage = stage
            self.undoes = undoes
        }

        private enum CodingKeys: String, CodingKey {
            case kind, list, milestone, unit, on, document, until, stage, undoes
            case unitName = "unit_name"
        }
    }

    /// New acts, in the order asked.
    package var recorded: [Row]
    /// Acts that were recorded before.
    package var unchanged: Int
    package var isDryRun: Bool
    /// The configuration's.
    package var language: Language

    package init(recorded: [Row], unchanged: Int, isDryRun: Bool, language: Language) {
        self.recorded = recorded
        self.unchanged = unchanged
        self.isDryRun = isDryRun
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case recorded, unchanged, language
        case isDryRun = "dry_run"
    }
}

/// The digest's deliveries.
package struct DigestAnswer: Sendable, Codable, Equatable {
    package var deliveries: [Int64]
    /// False: one was made less than a minute ago, and this is it.
    package var isNew: Bool
    /// A dry run's text.
    package var preview: String?
    /// The configuration's.
    package var language: Language

    package init(deliveries: [Int64], isNew: Bool, preview: String? = nil, language: Language) {
        self.deliveries = deliveries
        self.isNew = isNew
        self.preview = preview
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case deliveries, preview, language
        case isNew = "new"
    }
}

/// Whether the files were taken.
package struct ReloadAnswer: Sendable, Codable, Equatable {
    package var isTaken: Bool
    /// Errors that kept the old configuration, or warnings of the new one, as `check` prints them.
    package var problems: [String]
    /// The configuration's.
    package var language: Language

    package init(isTaken: Bool, problems: [String], language: Language) {
        self.isTaken = isTaken
        self.problems = problems
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case problems, language
        case isTaken = "taken"
    }
}

/// Whether there was anything to resume.
package struct ResumeAnswer: Sendable, Codable, Equatable {
    /// False: the clock was believed anyhow, and nothing was recorded.
    package var wasInDoubt: Bool
    /// The configuration's.
    package var language: Language

    package init(wasInDoubt: Bool, language: Language) {
        self.wasInDoubt = wasInDoubt
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case language
        case wasInDoubt = "was_in_doubt"
    }
}
