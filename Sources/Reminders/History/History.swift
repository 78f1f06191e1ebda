package import CivilTime

/// All that is on record about obligations, read from the ledger in pages: each has further deliveries, the first one
/// everything else. The JSON fields are stable.
package struct History: Sendable, Codable, Equatable {
    /// How far the ledger's record went when it was read.
    package struct Extent: Sendable, Codable, Equatable {
        /// The random word that the ledger is known by.
        package var tag: String
        /// The number of its newest entry.
        package var entries: Int64

        package init(tag: String, entries: Int64) {
            self.tag = tag
            self.entries = entries
        }
    }

    /// That an obligation came to the ledger, changed, or left the files.
    package struct Sighting: Sendable, Codable, Equatable {
        package var obligation: ObligationID
        package var at: Moment
        /// nil: it was no longer in the files.
        package var deadline: CivilDate?
        /// Of the requirement's words; nil with the deadline.
        package var fingerprint: String?

        package init(obligation: ObligationID, at: Moment, deadline: CivilDate?, fingerprint: String?) {
            self.obligation = obligation
            self.at = at
            self.deadline = deadline
            self.fingerprint = fingerprint
        }
    }

    package var ledger: Extent
    /// In the order they were recorded, as are fates and acts. First page only.
    package var sightings: [Sighting]
    /// First page only.
    package var fates: [SlotFate]
    /// About the obligations, on the first page; about a delivery, on its page.
    package var acts: [Act]
    /// Deliveries that named one of the obligations, or (of a unit as a whole) covered the unit, in order of id.
    package var deliveries: [DeliveryHistory]
    /// After which delivery the next page begins; nil: this is the last.
    package var next: Int64?

    package init(
        ledger: Extent, sightings: [Sighting] = [], fates: [SlotFate] = [], acts: [Act] = [],
        deliveries: [DeliveryHistory] = [], next: Int64? = nil
    ) {
        self.ledger = ledger
        self.sightings = sightings
        self.fates = fates
        self.acts = acts
        self.deliveries = deliveries
        self.next = next
    }

    /// Adds a later page.
    package mutating func append(_ page: History) {
        ledger = page.ledger
        acts += page.acts
        deliveries += page.deliveries
        next = page.next
    }
}
