package import CivilTime

/// Which message of an obligation's series a slot is.
package enum Stage: Hashable, Sendable, CustomStringConvertible {
    /// 交办: told what the year holds, once.
    case assigned
    /// Told that its deadline was moved, once: `on` is the day the new one came to the ledger.
    case moved(on: CivilDate)
    /// Ahead of the deadline by a lead: `30d`, `10wd`, `3wd`.
    case ahead(Lead)
    /// On the deadline's day.
    case due
    /// The n-th asking after the deadline, from 1.
    case overdue(Int)
    /// A step of the escalation, from 1, to those that `Policy.escalate` names.
    case escalated(Int)
    /// Told once after a silence, `on` being its last day.
    case afterSilence(on: CivilDate)
    /// The monthly statement of open items, of that month.
    case statement(year: Int, month: Int)

    /// The stable text of keys, logs and JSON: `assigned`, `moved-2017-06-05`, `3wd`, `due`, `overdue-1`, `escalate-1`,
    /// `after-silence-2017-07-14`, `statement-2017-08`.
    package var description: String {
        switch self {
        case .assigned: "assigned"
        case .moved(let day): "moved-\(day)"
        case .ahead(let lead): lead.description
        case .due: "due"
        case .overdue(let n): "overdue-\(n)"
        case .escalated(let n): "escalate-\(n)"
        case .afterSilence(let day): "after-silence-\(day)"
        case .statement(let year, let month): "statement-\(year)-\(month < 10 ? "0" : "")\(month)"
        }
    }

    package init?(_ text: some StringProtocol) {
        switch text {
        case "assigned": self = .assigned
        case "due": self = .due
        default:
            if text.hasPrefix("moved-") {
                guard let day = CivilDate(iso: text.dropFirst(6)) else { return nil }
                self = .moved(on: day)
            } else if text.hasPrefix("overdue-"), let n = Int(text.dropFirst(8)), n > 0 {
                self = .overdue(n)
            } else if text.hasPrefix("escalate-"), let n = Int(text.dropFirst(9)), n > 0 {
                self = .escalated(n)
            } else if text.hasPrefix("after-silence-") {
                guard let day = CivilDate(iso: text.dropFirst(14)) else { return nil }
                self = .afterSilence(on: day)
            } else if text.hasPrefix("statement-") {
                let parts = text.dropFirst(10).split(separator: "-").compactMap { Int($0) }
                guard parts.count == 2, (1...12).contains(parts[1]) else { return nil }
                self = .statement(year: parts[0], month: parts[1])
            } else if let lead = Lead(String(text)) {
                self = .ahead(lead)
            } else {
                return nil
            }
        }
    }

    /// Whether the stage comes after the deadline: asks, where the others remind. What is told after a silence may be
    /// either (see `SlotKey.isAfterDeadline`).
    package var isAfterDeadline: Bool {
        switch self {
        case .overdue, .escalated, .statement: true
        case .assigned, .moved, .ahead, .due, .afterSilence: false
        }
    }

    /// Whether it is a step of the ladder after the deadline, which may wait: for something to be recorded, or for the
    /// step before it.
    package var isStep: Bool {
        switch self {
        case .overdue, .escalated: true
        case .assigned, .moved, .ahead, .due, .afterSilence, .statement: false
        }
    }

    /// Whether it tells others than those who answer for the unit: it stands beside what these are told.
    package var isEscalation: Bool {
        if case .escalated = self { true } else { false }
    }

    /// Whether it says that something is owed, or by when from now on, and reminds of nothing: it stands beside a
    /// reminder of the same obligation.
    package var isAnnouncement: Bool {
        switch self {
        case .assigned, .moved: true
        case .ahead, .due, .overdue, .escalated, .afterSilence, .statement: false
        }
    }

    /// Whether a message of it brings the form of a report that is owed: what hands it out is months too early, and the
    /// monthly statement only lists.
    var asksForReport: Bool {
        switch self {
        case .ahead, .due, .overdue, .afterSilence: true
        case .assigned, .moved, .escalated, .statement: false
        }
    }
}
