package import CivilTime
package import WorkLists

/// Names a batch of records until the ledger has it.
package struct RecordToken: Hashable, Sendable {
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// What the engine asks of the shell around it. Data, never a call.
package enum EngineAction: Equatable, Sendable {
    /// Put these on disk in one transaction (with the bodies of the intents among them), after all that was asked
    /// before, then answer `recorded`.
    case record(RecordToken, [LedgerRecord])
    /// Put these on disk in one transaction, then answer `recorded`. They are about attempts of deliveries that the
    /// ledger has, and keep their order among themselves; they need not wait for `record`s whose messages are still to
    /// be composed.
    case recordAttempts(RecordToken, [LedgerRecord])
    /// Hand the delivery to its channel's courier, then answer `ended`.
    case transfer(DeliveryID, attempt: Int, channel: String)
    /// More is due than was decided: answer `goOn` once the actions beside this one are carried out.
    case goOn
    /// Tell the operator, at once.
    case alarm(ChannelAlarm)
    /// Fire `timerFired` at this moment; nil: nothing is to come.
    case arm(Moment?)
}

/// Why an act was not recorded.
package enum ActRefusal: Error, Equatable, Sendable {
    case unknownList(String)
    case notAccepted(String)
    case alreadyAccepted(String)
    case alreadyClosed(String)
    /// The milestone is in no open list; the nearest id there is.
    case unknownMilestone(String, likely: String?)
    /// The short form is used by more than one open list.
    case ambiguousMilestone(String, lists: [String])
    case unknownUnit(String, likely: String?)
    /// A fact cannot lie ahead of the day it is recorded.
    case inFuture(CivilDate)
    /// The unit has no share in the milestone; who has.
    case notResponsible(UnitID, milestone: String, responsible: [UnitID])
    /// It is neither given up nor waiting: there is nothing to try again.
    case notToBeRetried(DeliveryID, DeliveryState)
    /// It was not accepted, so that it cannot have come back.
    case notAcceptedYet(DeliveryID, DeliveryState)
    /// No channel is called so now.
    case channelGone(String)
    /// The clock is not to be believed, so that nothing can be dated.
    case clockInDoubt
    /// The duty of that name asks for no report; nil: no accepted list has one that does.
    case noReport(String?)
    /// What was asked for needs a date: a new deadline, or a silence's last day.
    case dateMissing(Act.Kind)
    /// A new deadline that is past, or no later than the present one.
    case notLater(CivilDate, present: CivilDate, today: CivilDate)
    /// A silence that ends before today.
    case silenceOver(CivilDate)
    /// It is not late before its deadline is past.
    case notYetDue(milestone: String, CivilDate)
    /// It is settled or withdrawn: nothing is left to extend, press or silence.
    case settled(milestone: String, UnitID, ObligationState)
    /// No extension was asked for.
    case notRequested(milestone: String, UnitID)
    /// No step of its escalation is to come.
    case nothingToRelease(milestone: String, UnitID)
    /// Nothing was recorded of it that could be undone.
    case nothingToUndo(milestone: String)
    /// Several units share it: one must be named, or all.
    case unitMissing(milestone: String, responsible: [UnitID])
}
