package import CivilTime

/// One delivery as the ledger has it, whatever became of it: what an act about it needs.
package struct KeptDelivery: Sendable, Equatable {
    package var delivery: Delivery
    /// An attempt under way when the last process stopped has left it `unknown`.
    package var state: DeliveryState
    /// Attempts begun so far.
    package var attempts: Int
    /// Whether any attempt was left without an answer or has no recorded end.
    package var mayHaveArrived: Bool
    /// When it was recorded that it came back.
    package var bouncedAt: Moment?

    package init(
        delivery: Delivery, state: DeliveryState, attempts: Int, mayHaveArrived: Bool, bouncedAt: Moment? = nil
    ) {
        self.delivery = delivery
        self.state = state
        self.attempts = attempts
        self.mayHaveArrived = mayHaveArrived
        self.bouncedAt = bouncedAt
    }
}
