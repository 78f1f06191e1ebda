package import CivilTime
package import Foundation
package import Reminders

/// Filled-in reports (自查报告) to be taken: all of them or none.
package struct ReportsQuestion: Sendable, Codable, Equatable {
    package struct File: Sendable, Codable, Equatable {
        /// As the caller named it: problems name it so.
        package var name: String
        /// The bytes as they are, in base64: the daemon finds out the encoding.
        package var content: Data

        package init(name: String, content: Data) {
            self.name = name
            self.content = content
        }
    }

    package var files: [File]
    /// The day they were given in; nil: today.
    package var on: CivilDate?
    package var reason: String?
    package var onBehalfOf: String?
    /// Says what would be recorded and records nothing.
    package var isDryRun: Bool

    package init(
        files: [File], on: CivilDate? = nil, reason: String? = nil, onBehalfOf: String? = nil, isDryRun: Bool = false
    ) {
        self.files = files
        self.on = on
        self.reason = reason
        self.onBehalfOf = onBehalfOf
        self.isDryRun = isDryRun
    }

    private enum CodingKeys: String, CodingKey {
        case files, on, reason
        case onBehalfOf = "on_behalf_of"
        case isDryRun = "dry_run"
    }
}

/// What was taken; with problems nothing was.
package struct ReportsAnswer: Sendable, Codable, Equatable {
    package struct Row: Sendable, Codable, Equatable {
        package var list: String
        package var duty: String
        package var unit: String
        package var unitName: String
        /// Of all its parts, as 字数 counts.
        package var characters: Int
        /// False: this text was the newest on record already.
        package var isNew: Bool

        package init(list: String, duty: String, unit: String, unitName: String, characters: Int, isNew: Bool) {
            self.list = list
            self.duty = duty
            self.unit = unit
            self.unitName = unitName
            self.characters = characters
            self.isNew = isNew
        }

        private enum CodingKeys: String, CodingKey {
            case list, duty, unit, characters
            case unitName = "unit_name"
            case isNew = "new"
        }
    }

    package struct Fault: Sendable, Codable, Equatable {
        package var file: String
        /// From 1; 0: the file as a whole.
        package var line: Int
        package var message: String
        package var hint: String?

        package init(file: String, line: Int, message: String, hint: String?) {
            self.file = file
            self.line = line
            self.message = message
            self.hint = hint
        }
    }

    /// In the order of the files.
    package var reports: [Row]
    package var problems: [Fault]
    package var isDryRun: Bool
    /// The configuration's.
    package var language: Language

    package init(reports: [Row], problems: [Fault], isDryRun: Bool, language: Language) {
        self.reports = reports
        self.problems = problems
        self.isDryRun = isDryRun
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case reports, problems, language
        case isDryRun = "dry_run"
    }
}

/// All reports of the duties asked for.
package struct CollectionsAnswer: Sendable, Codable, Equatable {
    package var collections: [ReportCollection]
    /// The configuration's.
    package var language: Language

    package init(collections: [ReportCollection], language: Language) {
        self.collections = collections
        self.language = language
    }
}
