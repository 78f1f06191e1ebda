package import CivilTime
package import WorkLists

/// All that a message may say, looked up at the moment it is composed. `Messages` turns it into words.
package struct Briefing: Sendable, Equatable {
    /// What one unit is told, in the order it shall be read: reports first, then by deadline and number.
    package struct Section: Sendable, Equatable {
        package var unit: UnitID
        package var unitName: String
        /// What the list calls the unit, where that is a former name.
        package var formerName: String?
        package var items: [Item]
        /// Who answers for the unit, where the channel's readers are many and these are to be called; else empty.
        package var contacts: [Contact]

        package init(
            unit: UnitID, unitName: String, formerName: String? = nil, items: [Item], contacts: [Contact] = []
        ) {
            self.unit = unit
            self.unitName = unitName
            self.formerName = formerName
            self.items = items
            self.contacts = contacts
        }
    }

    /// One obligation as it stands now.
    package struct Item: Sendable, Equatable {
        package var obligation: Obligation
        package var stage: Stage
        /// Said after its moment, because the daemon was away.
        package var isLate: Bool
        package var state: ObligationState
        package var colour: Colour
        /// Working days after today until the deadline, the deadline's day counted; 0 on the day, negative after it.
        package var workdaysLeft: Int
        /// Calendar days, likewise.
        package var daysLeft: Int
        /// The last working day before the deadline where the deadline is an off day.
        package var settleBy: CivilDate?
        /// The deadline that the unit was told before, where this is the notice of the new one.
        package var movedFrom: CivilDate?
        /// Names of the other units that share it.
        package var sharedWith: [String]
        /// Raised by one with each deadline the unit was told: RFC 5545 SEQUENCE.
        package var sequence: Int
        /// What is to be filled in, where a mail asks for a report.
        package var report: ReportForm?
        package var remarks: Remarks

        package init(
            obligation: Obligation, stage: Stage, isLate: Bool, state: ObligationState, colour: Colour,
            workdaysLeft: Int, daysLeft: Int, settleBy: CivilDate?, sharedWith: [String],
            movedFrom: CivilDate? = nil, sequence: Int, report: ReportForm? = nil, remarks: Remarks = Remarks()
        ) {
            self.obligation = obligation
            self.stage = stage
            self.isLate = isLate
            self.state = state
            self.colour = colour
            self.workdaysLeft = workdaysLeft
            self.daysLeft = daysLeft
            self.settleBy = settleBy
            self.sharedWith = sharedWith
            self.movedFrom = movedFrom
            self.sequence = sequence
            self.report = report
            self.remarks = remarks
        }

        /// Whether the message asks after it, because its deadline is past.
        package var isAskedAfter: Bool {
            if case .afterSilence = stage { return daysLeft < 0 }
            return stage.isAfterDeadline
        }
    }

    /// A unit that will have nobody to write to.
    package struct Departure: Sendable, Equatable {
        package var unitName: String
        /// The last day of service.
        package var day: CivilDate
        /// Those whose last day it is; empty where the files say otherwise by now.
        package var names: [String]

        package init(unitName: String, day: CivilDate, names: [String]) {
            self.unitName = unitName
            self.day = day
            self.names = names
        }
    }

    /// What the message must name of a list: its basis and the words of its subject.
    package struct Basis: Sendable, Equatable {
        package var list: String
        package var title: String
        package var shortName: String
        package var documentNumber: String?
        package var issuer: String?
        /// Whether a chat may have any of its text, and the most of it that any message carries.
        package var isPublic: Bool
        package var content: Disclosure

        package init(
            list: String, title: String, shortName: String, documentNumber: String?, issuer: String?,
            isPublic: Bool = true, content: Disclosure = .full
        ) {
            self.list = list
            self.title = title
            self.shortName = shortName
            self.documentNumber = documentNumber
            self.issuer = issuer
            self.isPublic = isPublic
            self.content = content
        }
    }

    package struct OfficeWork: Sendable, Equatable {
        package var list: OfficeList
        /// Of what would be escalated: whom it would tell, and when.
        package var to: Escalation.Audience?
        package var on: CivilDate?

        package init(list: OfficeList, to: Escalation.Audience? = nil, on: CivilDate? = nil) {
            self.list = list
            self.to = to
            self.on = on
        }
    }

    package var delivery: Delivery
    /// The moment of composition in the list's zone.
    package var now: Moment
    package var today: CivilDate
    package var zone: Zone
    package var basis: [Basis]
    package var office: Office
    package var sections: [Section]
    /// How things stand, for digests; nil otherwise.
    package var standing: Standing?
    /// What a digest says of it; nil otherwise.
    package var digest: DigestForm?
    /// The others who are told the same, by name.
    package var alsoTold: [String]
    /// What the office is given to work through, where this is an office list: its items stand in `sections`.
    package var officeWork: OfficeWork?
    /// Who leaves, where a report of trouble is about that.
    package var departures: [Departure] = []

    package init(
        delivery: Delivery, now: Moment, today: CivilDate, zone: Zone, basis: [Basis], office: Office,
        sections: [Section], standing: Standing? = nil, digest: DigestForm? = nil,
        alsoTold: [String] = []
    ) {
        self.delivery = delivery
        self.now = now
        self.today = today
        self.zone = zone
        self.basis = basis
        self.office = office
        self.sections = sections
        self.standing = standing
        self.digest = digest
        self.alsoTold = alsoTold
    }
}
