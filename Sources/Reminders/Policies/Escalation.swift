package import CivilTime

/// A step of the escalation (升级): who is told beside the unit's own people, and how long after the deadline.
package struct Escalation: Sendable, Hashable {
    package enum Audience: String, Sendable, Hashable, CaseIterable {
        /// 分管领导: the unit's contacts of that role.
        case leader
        /// The supervision office.
        case office
    }

    package var to: Audience
    /// After the deadline, and never sooner after the step before it was accepted than the rules stand apart.
    package var after: Lead

    package init(to: Audience, after: Lead) {
        self.to = to
        self.after = after
    }
}

/// Who lets a step of the escalation go.
package enum EscalationRelease: String, Sendable, Hashable, CaseIterable {
    /// The office is given the list a working day earlier; what `deadlinectl release` does not name is not sent.
    case person
    /// It goes by itself.
    case automatic
}
