package import CivilTime
package import Reminders

/// What the scheduler tells those who look on: the journal, and the screen of a rehearsal.
package enum SchedulerEvent: Sendable {
    /// On disk, to go out.
    case intended(Delivery, subject: String)
    /// An attempt ended, and the ledger knows.
    case ended(Delivery, subject: String, attempt: Int, TransferEnd, DeliveryState, at: Moment)
    /// An act is on disk.
    case act(Act)
    /// A delivery ended without an attempt.
    case dropped(DeliveryID, DeliveryState, reason: String)
    case fate(SlotFate)
    /// A channel went down, fell silent, or is back.
    case alarm(ChannelAlarm)
    /// The clock shows what cannot be: nothing is sent by it.
    case clockDoubted(ClockSense.Doubt, shown: Moment, believed: Moment)
    /// It is believed again.
    case clockBelieved
    /// The ledger could not be written; it is tried again.
    case ledgerHeld(String)
    case ledgerFreed
    /// The daemon ends, and so many facts could not be written.
    case unwritten(Int)
    /// A message could not be composed: it ends as given up.
    case notComposed(DeliveryID, String)
    /// A test message was sent by hand.
    case tested(channel: String, TransferEnd)
    /// The configuration was taken.
    case configured(lists: Int, obligations: Int)
    case refused([String])
}
