package import CivilTime

/// A report as the ledger keeps it. The act `reported` of the same key says who gave it in; of several of one
/// obligation the newest holds, and all stay on record.
package struct FiledReport: Hashable, Sendable {
    package let obligation: ObligationID
    /// That of its act.
    package let key: String
    package let at: Moment
    package let body: ReportBody

    package init(obligation: ObligationID, key: String, at: Moment, body: ReportBody) {
        self.obligation = obligation
        self.key = key
        self.at = at
        self.body = body
    }
}

/// A report's text as it is kept.
package struct ReportBody: Hashable, Sendable {
    /// SHA-256 of the bytes, hex.
    package let sha256: String
    /// ``ReportText`` as JSON; nil once retention cut it.
    package let bytes: [UInt8]?

    package init(sha256: String, bytes: [UInt8]?) {
        self.sha256 = sha256
        self.bytes = bytes
    }
}
