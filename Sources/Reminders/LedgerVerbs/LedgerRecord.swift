package import CivilTime

/// One fact for the ledger. Each is keyed: recording it twice changes nothing.
package enum LedgerRecord: Hashable, Sendable {
    /// A list of this content hash is the one that holds.
    case adopted(list: String, hash: String, at: Moment)
    /// An obligation came to the ledger, with its requirement's fingerprint.
    case seen(ObligationID, deadline: CivilDate, fingerprint: String, at: Moment)
    /// An obligation is no longer in the files, and the edit was accepted.
    case gone(ObligationID, at: Moment)
    /// What will be said; on disk before the connection is opened. Its body is given beside it.
    case intent(Delivery)
    /// Attempt `attempt` (from 1) begins; on disk before DATA or POST.
    case begun(DeliveryID, attempt: Int, at: Moment)
    /// How an attempt ended, the state that follows, and when the next is due.
    case ended(DeliveryID, attempt: Int, TransferEnd, state: DeliveryState, next: Moment?, at: Moment)
    /// A waiting delivery ends without an attempt (superseded, withdrawn), or patience with it does.
    case dropped(DeliveryID, state: DeliveryState, reason: String, by: DeliveryID?, at: Moment)
    /// A slot's fate. The first one written holds.
    case fate(SlotFate)
    // A plan has a hundred thousand records, and all are as large as the largest.
    indirect case act(Act)
    /// A report, with its text; its act stands in the same transaction.
    indirect case filed(FiledReport)
    /// All moments of the list up to this one are decided. Never moves back.
    case settledUntil(list: String, Moment)
}

/// What one transaction holds.
package struct LedgerBatch: Sendable {
    package var records: [LedgerRecord]
    /// The body of every `intent` among them.
    package var bodies: [DeliveryID: MessageBody]

    package init(_ records: [LedgerRecord], bodies: [DeliveryID: MessageBody] = [:]) {
        self.records = records
        self.bodies = bodies
    }
}
