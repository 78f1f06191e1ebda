package import CivilTime
package import Reminders
import WorkLists

/// A history as sentences, in order of time.
package struct Story: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var at: Moment
        package var text: String
    }

    /// What it is about: each obligation's number, words, units, deadline and state.
    package var heading: [String]
    package var lines: [Line]

    package init(_ dossier: Dossier) {
        let teller = StoryTeller(dossier)
        heading = teller.heading
        lines = dossier.history.events.map { Line(at: $0.at, text: teller.sentence($0)) }
    }

    /// What stands in place of the lines where there are none.
    package static func nothing(_ language: Language) -> String {
        language == .zh ? "台账里还没有它的任何记录" : "nothing is on record about it yet"
    }
}

/// Finds the words for one event.
struct StoryTeller {
    private let dossier: Dossier
    private let wording: Wording
    /// Whether a line must say which milestone it is about, and which unit.
    private let hasManyMilestones: Bool
    private let hasManyUnits: Bool

    init(_ dossier: Dossier) {
        self.dossier = dossier
        wording = dossier.wording
        let obligations = dossier.history.sightings.map(\.obligation)
        hasManyMilestones = Set(obligations.map(\.milestone)).count != 1
        hasManyUnits = Set(obligations.map(\.unit)).count > 1
    }

    var heading: [String] {
        let groups = Dictionary(grouping: dossier.shares, by: \.milestone)
        guard dossier.milestone != nil else {
            return dossier.unit.map { [dossier.name(of: $0)] } ?? []
        }
        return groups.keys.sorted(by: MilestoneOrder.precedes).flatMap { milestone in
            let shares = groups[milestone] ?? []
            let words = shares.first.map { "\(milestone) \($0.requirement)" } ?? milestone
            return [words] + shares.map { wording.share($0) }
        }
    }

    func sentence(_ event: HistoryEvent) -> String {
        let whom = whom(event.obligations)
        switch event.what {
        case .listed(let deadline): return wording.listed(deadline, whom: whom)
        case .moved(let old, let new): return wording.moved(from: old, to: new, whom: whom)
        case .reworded: return wording.reworded(whom: whom)
        case .removed: return wording.removed(whom: whom)
        case .act(let act): return wording.act(act, whom: whom.isEmpty ? self.whom(act) : whom)
        case .unsent(let fate): return wording.unsent(fate, whom: whom)
        case .attempt(let delivery, let attempt):
            let reply = attempt.answer
            return [
                said(by: delivery, event.obligations),
                wording.addressed(delivery.row, name: delivery.toName, attempt: attempt.number),
                wording.outcome(attempt) + (reply.isEmpty ? "" : " " + reply),
            ].joined(separator: wording.language == .zh ? ";" : "; ")
        case .untried(let delivery):
            let state = wording.deliveryState(delivery.row.state)
            let why = delivery.reason.map { wording.language == .zh ? ":\(wording.reason($0))" : ": \($0)" } ?? ""
            return [
                said(by: delivery, event.obligations),
                wording.addressed(delivery.row, name: delivery.toName, attempt: 1), state + why,
            ].joined(separator: wording.language == .zh ? ";" : "; ")
        }
    }

    /// `提前3个工作日 4.6.1、5.2.1`.
    private func said(by delivery: DeliveryHistory, _ obligations: [ObligationID]) -> String {
        let whom = whom(obligations)
        return wording.message(kind: delivery.row.kind, stages: delivery.stages(of: obligations))
            + (whom.isEmpty ? "" : " " + whom)
    }

    /// The milestones and the units, each where the history has several.
    func whom(_ obligations: [ObligationID]) -> String {
        var parts: [String] = []
        if hasManyMilestones {
            let milestones = obligations.map(\.milestone).withoutRepeats
            if !milestones.isEmpty { parts.append(wording.names(milestones)) }
        }
        if hasManyUnits {
            let units = obligations.map { dossier.name(of: $0.unit) }.withoutRepeats
            if !units.isEmpty { parts.append(wording.names(units)) }
        }
        return parts.joined(separator: " ")
    }

    /// Of an act about a whole list, or about all that a unit has in it.
    private func whom(_ act: Act) -> String {
        if let unit = act.unit { return hasManyUnits ? dossier.name(of: unit) : "" }
        return act.kind.isAboutDelivery ? "" : act.list
    }
}

extension DeliveryHistory.Attempt {
    /// The other side's reply line, with its code before it where the line has none.
    var answer: String {
        let code = code.map { "\($0)" } ?? ""
        guard let reply, !reply.isEmpty else { return code }
        return reply.hasPrefix(code) ? reply : "\(code) \(reply)"
    }
}

extension DeliveryHistory {
    /// The stages that it brings of these obligations, in its order.
    func stages(of obligations: [ObligationID]) -> [Stage] {
        row.slots.compactMap { SlotKey($0) }.filter { obligations.contains($0.obligation) }.map(\.stage).withoutRepeats
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    var withoutRepeats: [Element] {
        var known: Set<Element> = []
        return filter { known.insert($0).inserted }
    }
}

extension Wording {
    /// `市发改委:到期日2017年6月30日,未反馈`.
    func share(_ line: Standing.Line) -> String {
        switch language {
        case .zh: "\(line.unitName):到期日\(fullDay(line.deadline)),\(state(line.state))"
        case .en: "\(line.unitName): due \(fullDay(line.deadline)), \(state(line.state))"
        }
    }
}
