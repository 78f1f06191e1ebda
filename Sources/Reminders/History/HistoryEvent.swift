package import CivilTime

/// One thing that happened, as a line of the story tells it.
package struct HistoryEvent: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        /// It came to the ledger, with this deadline.
        case listed(deadline: CivilDate)
        case moved(from: CivilDate, to: CivilDate)
        /// The requirement's words changed.
        case reworded
        /// It was no longer in the files.
        case removed
        case act(Act)
        /// A slot that ended without a message of its own.
        case unsent(SlotFate)
        /// One attempt at a delivery, at its end where it has one.
        case attempt(DeliveryHistory, DeliveryHistory.Attempt)
        /// A delivery that was composed and never tried.
        case untried(DeliveryHistory)
    }

    package var at: Moment
    package var what: What
    /// Whom it is about: units that one line tells of together.
    package var obligations: [ObligationID]
}

extension History {
    /// What happened, in order of time.
    ///
    /// A slot that was sent is told by the attempt that brought it; what befell several units in the same way at the
    /// same moment is one event.
    package var events: [HistoryEvent] {
        let told = sightingEvents + acts.map { recorded($0) } + deliveries.flatMap { attempts(of: $0) } + unsent
        let ordered = told.enumerated().sorted {
            ($0.element.at.seconds, $0.offset) < ($1.element.at.seconds, $1.offset)
        }
        var events: [HistoryEvent] = []
        for event in ordered.map(\.element) {
            let twin = events.lastIndex { $0.at != event.at || $0.isTold(with: event) }
            if let twin, events[twin].at == event.at {
                events[twin].obligations += event.obligations
            } else {
                events.append(event)
            }
        }
        return events
    }

    private var sightingEvents: [HistoryEvent] {
        var last: [ObligationID: Sighting] = [:]
        return sightings.map { sighting in
            let before = last.updateValue(sighting, forKey: sighting.obligation)
            let what: HistoryEvent.What =
                switch (before?.deadline, sighting.deadline) {
                case (_, nil): .removed
                case (nil, let new?): .listed(deadline: new)
                case (let old?, let new?): old == new ? .reworded : .moved(from: old, to: new)
                }
            return HistoryEvent(at: sighting.at, what: what, obligations: [sighting.obligation])
        }
    }

    private func recorded(_ act: Act) -> HistoryEvent {
        let obligations: [ObligationID] =
            if let milestone = act.milestone, let unit = act.unit {
                [ObligationID(list: act.list, milestone: milestone, unit: unit)]
            } else {
                []
            }
        return HistoryEvent(at: act.at, what: .act(act), obligations: obligations)
    }

    private func attempts(of delivery: DeliveryHistory) -> [HistoryEvent] {
        let asked = Set(sightings.map(\.obligation))
        let obligations = delivery.row.slots.compactMap { SlotKey($0)?.obligation }.filter { asked.contains($0) }
        guard !delivery.attempts.isEmpty else {
            return [HistoryEvent(at: delivery.row.createdAt, what: .untried(delivery), obligations: obligations)]
        }
        return delivery.attempts.map { attempt in
            HistoryEvent(
                at: attempt.endedAt ?? attempt.begunAt, what: .attempt(delivery, attempt), obligations: obligations)
        }
    }

    private var unsent: [HistoryEvent] {
        let known = Set(deliveries.map(\.row.id))
        return fates.filter { fate in
            fate.kind != .sent || !(fate.delivery.map { known.contains($0.rawValue) } ?? false)
        }.map { HistoryEvent(at: $0.at, what: .unsent($0), obligations: [$0.slot.obligation]) }
    }
}

extension HistoryEvent {
    /// Whether one line tells both: the same happened to another unit's share in the same milestone.
    fileprivate func isTold(with other: HistoryEvent) -> Bool {
        guard let mine = obligations.first, let theirs = other.obligations.first, mine.list == theirs.list,
            mine.milestone == theirs.milestone
        else { return false }
        return switch (what, other.what) {
        case (.listed(let a), .listed(let b)): a == b
        case (.moved(let a, let c), .moved(let b, let d)): a == b && c == d
        case (.reworded, .reworded), (.removed, .removed): true
        case (.act(let a), .act(let b)):
            a.kind == b.kind && a.actor == b.actor && a.on == b.on && a.reason == b.reason && a.document == b.document
                && a.until == b.until && a.stage == b.stage
        case (.unsent(let a), .unsent(let b)):
            a.slot.stage == b.slot.stage && a.slot.deadline == b.slot.deadline && a.kind == b.kind
                && a.reason == b.reason
        default: false
        }
    }
}
