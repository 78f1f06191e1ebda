package import CivilTime

/// What one unit reports on for one duty (自查报告): its measures of the list, and how their milestones stand.
package struct ReportForm: Sendable, Equatable {
    /// One item of work: a measure. Where the list has none of the unit's, the duty itself.
    package struct Part: Sendable, Equatable {
        /// The measure's id, `4.6`, or the duty's.
        package var id: String
        package var text: String
        package var milestones: [Milestone]

        package init(id: String, text: String, milestones: [Milestone]) {
            self.id = id
            self.text = text
            self.milestones = milestones
        }
    }

    package struct Milestone: Sendable, Equatable {
        /// As the unit answers with it: `7.1.2@2017-07-31`.
        package var id: String
        package var requirement: String
        /// nil: it has none, and no state that anybody records.
        package var deadline: CivilDate?
        package var state: ObligationState?

        package init(id: String, requirement: String, deadline: CivilDate?, state: ObligationState?) {
            self.id = id
            self.requirement = requirement
            self.deadline = deadline
            self.state = state
        }
    }

    package var obligation: ObligationID
    package var unitName: String
    package var listTitle: String
    package var documentNumber: String?
    /// What the duty asks for, in the notice's words.
    package var asked: String
    package var deadline: CivilDate
    /// The longest that a part may be, in characters as Chinese word processors count them; nil: as long as it likes.
    package var limit: Int?
    /// In the list's order.
    package var parts: [Part]

    package init(
        obligation: ObligationID, unitName: String, listTitle: String, documentNumber: String?, asked: String,
        deadline: CivilDate, limit: Int?, parts: [Part]
    ) {
        self.obligation = obligation
        self.unitName = unitName
        self.listTitle = listTitle
        self.documentNumber = documentNumber
        self.asked = asked
        self.deadline = deadline
        self.limit = limit
        self.parts = parts
    }
}
