package import CivilTime

/// How a slot ended. Every slot has exactly one, written at or after its moment, never ahead.
package struct SlotFate: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A server accepted it for one of the unit's own recipients.
        case sent
        /// A later slot or message took its place.
        case superseded
        /// Not sent, for a reason that lies in the obligation, the list or the plan.
        case skipped
        /// Nothing is left to try, or nobody was there to send to; the office was told.
        case failed
    }

    package let slot: SlotKey
    /// The slot's moment.
    package let moment: Moment
    package let kind: Kind
    /// Why, in a constant sentence.
    package let reason: String
    /// The delivery that carried it, or that took its place.
    package let delivery: DeliveryID?
    /// When the fate was decided.
    package let at: Moment

    package init(
        slot: SlotKey, moment: Moment, kind: Kind, reason: String, delivery: DeliveryID? = nil, at: Moment
    ) {
        self.slot = slot
        self.moment = moment
        self.kind = kind
        self.reason = reason
        self.delivery = delivery
        self.at = at
    }
}
