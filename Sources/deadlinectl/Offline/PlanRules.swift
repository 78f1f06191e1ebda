import CivilTime
import Reminders
import WorkLists

/// The rules behind a row of the plan, each with its value, where it stands and for whom it was written.
struct PlanRules {
    let policies: PolicyTable

    /// What made the slot, its hour, what moved it, and its channels.
    func lines(_ row: PlanRow, of obligation: Obligation) -> [(label: String, text: String)] {
        guard let stage = Stage(row.stage) else { return [("rule", row.rule)] }
        let policy = policies.policy(of: obligation)
        var lines = [("rule", rule(stage, obligation, policy))]
        lines.append(("hour", text(of: \.at, policy.at, obligation) { "at \($0)" }))
        if let from = row.movedFrom, let mover = mover(stage, from, obligation, policy) {
            lines.append(("moved", mover))
        }
        lines.append(
            ("over", text(of: \.channels, policy.channels, obligation) { "channels [\($0.joined(separator: ", "))]" }))
        return lines
    }

    private func rule(_ stage: Stage, _ obligation: Obligation, _ policy: Policy) -> String {
        func leads(_ name: String) -> ([Lead]) -> String {
            { "\(name) [\($0.map(\.description).joined(separator: ", "))]" }
        }
        switch stage {
        case .assigned: return "what comes to an accepted list is handed out on the next working day; always"
        case .moved: return "a deadline that moves is told once; always"
        case .ahead:
            switch obligation.kind {
            case .milestone, .duty: return text(of: \.ahead, policy.ahead, obligation, leads("ahead"))
            case .report: return text(of: \.reportAhead, policy.reportAhead, obligation, leads("report_ahead"))
            case .occurrence:
                return text(of: \.recurringAhead, policy.recurringAhead, obligation, leads("recurring_ahead"))
            }
        case .due: return text(of: \.due, policy.due, obligation) { "due \($0 ? "yes" : "no")" }
        case .overdue: return text(of: \.overdue, policy.overdue, obligation, leads("overdue"))
        case .escalated: return text(of: \.escalate, policy.escalate, obligation) { _ in "escalate" }
        case .afterSilence: return "told once after a silence"
        case .statement: return text(of: \.statement, policy.statement, obligation) { "statement \($0 ? "yes" : "no")" }
        }
    }

    /// What has the day that the rule names left alone: a quiet day, or an off day; after the deadline none is asked.
    private func mover(
        _ stage: Stage, _ from: CivilDate, _ obligation: Obligation, _ policy: Policy
    ) -> String? {
        if policy.quiet.value.contains(from) { return text(of: \.quiet, policy.quiet, obligation) { _ in "quiet" } }
        if let time = obligation.time, stage == .due, from == obligation.deadline, time <= policy.at.value {
            return "deadline_time \(time): at the reminding hour it would be over"
        }
        if stage.isAfterDeadline { return "after a deadline always to the next working day" }
        return text(of: \.offDays, policy.offDays, obligation) { "off_days \($0.rawValue)" }
    }

    /// `ahead [30d, 10wd], deadlined.yaml:31, for unit fgw`.
    private func text<Value>(
        of key: KeyPath<PolicyOverrides, Sourced<Value>?>, _ held: Sourced<Value>, _ obligation: Obligation,
        _ shown: (Value) -> String
    ) -> String {
        let level = policies.levels(of: obligation).last { policies[$0][keyPath: key] != nil }
        return [shown(held.value), held.origin.description, level.map(Self.name)].compactMap { $0 }
            .joined(separator: ", ")
    }

    private static func name(_ level: PolicyTable.Level) -> String {
        switch level {
        case .all: "for all"
        case .list(let id): "for list \(id)"
        case .work(let name): "for key work \(name)"
        case .unit(let id): "for unit \(id.rawValue)"
        case .milestone(let name): "for milestone \(name)"
        }
    }
}
