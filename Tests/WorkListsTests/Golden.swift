import Foundation
import TestSupport

/// The hand-made transcription of the Huzhou notice, as far as tests compare it.
struct Golden: Decodable {
    struct Duty: Decodable {
        struct Constraints: Decodable {
            var basis: [String]?
            var standard: String?
            var purpose: String?
            var max_chars_per_work: Int?
            var max_chars_strictness: String?
            var contents: [String]?
            var contents_open_ended: Bool?
        }
        var id: String
        var section: String
        var who: [String]
        var what: String
        var what_assembled: Bool?
        var deadline_phrase: String?
        var deadline: String?
        var kind: String
        var rrule: String?
        var period: String?
        var recipient: String?
        var constraints: Constraints
        var evidence: [String]
    }

    struct Milestone: Decodable {
        var id: String
        var deadline_phrase: String?
        var deadline: String?
        var kind: String
        var rrule: String?
        var occurrences: [String]?
        var condition: String?
        var requirement: String
        var raw: String
    }

    struct Measure: Decodable {
        var id: String
        var number: Int?
        var text: String
        var responsible_units: [String]
        var units_raw: String
        var schedule_raw: String
        var milestones: [Milestone]
    }

    struct Work: Decodable {
        var number: Int
        var title: String
        var text: String
        var measures: [Measure]
    }

    var title: String
    var document_number: String
    var issuer: String
    var issued_on: String
    var year: Int
    var addressees: [String]
    var annex_title: String
    var table_header: [String]
    var duties: [Duty]
    var works: [Work]
    var boilerplate_not_content: [String]

    static func huzhou() throws -> Golden {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: Repository.file("Tests/WorkListsTests/Fixtures/golden.json")))
        return try JSONDecoder().decode(Golden.self, from: data)
    }
}

enum Huzhou {
    static func notice() throws -> String { try Repository.text("Tests/WorkListsTests/Fixtures/notice.txt") }
}

/// How the transcription is compared: without `,。;` and white space.
func bare(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !",，。;；".unicodeScalars.contains(scalar) && !scalar.properties.isWhitespace
    {
        view.append(scalar)
    }
    return String(view)
}
