import CivilTime
package import Messages
package import Reminders
package import WorkLists

extension Scheduler {
    /// Sends a digest; returns once it is on disk.
    ///
    /// - Parameter name: one of the settings'; nil: the whole digest of the office.
    /// - Throws: `UnknownDigest`, `ActRefusal.clockInDoubt`, `LedgerFailure`.
    package func digestNow(
        _ name: String? = nil, unit: UnitID? = nil, by request: ReminderEngine.Request
    ) async throws -> (deliveries: [DeliveryID], isNew: Bool) {
        try refuseInDoubt()
        let now = now
        let (deliveries, isNew, actions) = try engine.digestNow(name, unit: unit, by: request, now: now)
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return (deliveries, isNew)
    }

    /// What the first of a digest's recipients would read now, in the form of its channel; nil where it has none.
    ///
    /// - Throws: `UnknownDigest`.
    package func digestPreview(_ name: String? = nil, unit: UnitID? = nil) throws(UnknownDigest) -> MessageBody? {
        let now = now
        var trial = engine
        let nobody = ReminderEngine.Request(actor: Act.Actor(uid: 0, name: ""), key: "preview")
        // One that was sent a moment ago is no reason to show nothing.
        let (_, _, actions) = try trial.digestNow(name, unit: unit, by: nobody, now: now.adding(seconds: 3600))
        for case .record(_, let records) in actions {
            for case .intent(let delivery) in records where delivery.kind == .digest {
                guard let seat = couriers.seats[delivery.channel] else { continue }
                return try? composer.compose(trial.briefing(for: delivery, now: now), for: seat.channel)
            }
        }
        return nil
    }

    /// How things stand, on one page to print or to file: HTML.
    package func standingPage(unit: UnitID?) throws(CompositionError) -> String {
        try composer.page(engine.pageBriefing(unit: unit, now: now))
    }
}
