package import CivilTime
package import WorkLists

/// All reports of one duty in the list's order: key work, measure, unit. The JSON fields are stable.
package struct ReportCollection: Sendable, Equatable, Codable {
    package struct Work: Sendable, Equatable, Codable {
        package var number: Int
        package var title: String
        package var measures: [Measure]
    }

    package struct Measure: Sendable, Equatable, Codable {
        package var id: String
        package var text: String
        package var shares: [Share]
    }

    /// What one unit reported on one measure.
    package struct Share: Sendable, Equatable, Codable {
        package var unit: UnitID
        package var unitName: String
        /// nil: no report of the unit is there.
        package var text: ReportText.Part?

        private enum CodingKeys: String, CodingKey {
            case unit, text
            case unitName = "unit_name"
        }
    }

    package struct Unit: Sendable, Equatable, Codable {
        package var unit: UnitID
        package var name: String
        package var state: ObligationState
        /// When the report that holds was given in; nil: none was.
        package var filedAt: Moment?
        /// How many were given in, earlier ones counted.
        package var filings = 0

        private enum CodingKeys: String, CodingKey {
            case unit, name, state, filings
            case filedAt = "filed_at"
        }
    }

    package var list: String
    package var title: String
    package var documentNumber: String?
    /// As its obligations are named: `三-2`.
    package var duty: String
    /// What it asks for, in the notice's words.
    package var asked: String
    package var deadline: CivilDate
    /// The list's zone.
    package var zone: String
    package var works: [Work]
    /// What was reported on something that the list does not have any more, or on the duty as a whole.
    package var others: [Share] = []
    /// Everybody who owes the report, in the list's order.
    package var units: [Unit]

    /// Who gave none.
    package var missing: [Unit] { units.filter { $0.filedAt == nil } }

    /// Puts a unit's report into its places; call with the oldest first.
    package mutating func fill(_ report: FiledReport, with text: ReportText) {
        guard let unit = units.firstIndex(where: { $0.unit == report.obligation.unit }) else { return }
        units[unit].filedAt = report.at
        units[unit].filings += 1
        others.removeAll { $0.unit == report.obligation.unit }
        var parts = Dictionary(text.parts.map { ($0.id, $0) }) { first, _ in first }
        for work in works.indices {
            for measure in works[work].measures.indices {
                let id = works[work].measures[measure].id
                for share in works[work].measures[measure].shares.indices
                where works[work].measures[measure].shares[share].unit == report.obligation.unit {
                    works[work].measures[measure].shares[share].text = parts.removeValue(forKey: id)
                }
            }
        }
        for part in text.parts where parts[part.id] != nil {
            others.append(Share(unit: report.obligation.unit, unitName: units[unit].name, text: part))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case list, title, duty, asked, deadline, zone, works, others, units
        case documentNumber = "document_number"
    }
}
