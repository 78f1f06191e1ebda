import CivilTime
import Reminders
import Testing
import WorkLists

/// What must hold after every story, whatever happened in it.
extension World {
    /// Everything that does not hold, in words.
    ///
    /// - Parameter patience: how long after its moment a slot may be without a fate.
    func audit(patience: Int64 = 6 * 86400) -> [String] {
        ledger.violations + fateless(patience) + wronglySent() + twiceSent() + unfounded() + crowded() + untimely()
            + tooHigh() + channelAudit()
    }

    /// Checks it all, with the seed or story that led to it.
    func expectSound(
        _ comment: String = "", patience: Int64 = 6 * 86400, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let problems = audit(patience: patience)
        guard !problems.isEmpty else { return }
        Issue.record("\(comment): \(problems.prefix(5).joined(separator: "\n  "))", sourceLocation: sourceLocation)
    }

    private var lastActs: [ObligationID: [Act]] {
        var acts: [ObligationID: [Act]] = [:]
        for id in ledger.seen.keys {
            acts[id] = ledger.acts.filter {
                $0.list == id.list && ($0.milestone == nil || $0.milestone == id.milestone)
                    && ($0.unit == nil || $0.unit == id.unit)
            }
        }
        return acts
    }

    /// Slots of the present plan whose moment and patience are past, and that nobody decided.
    private func fateless(_ patience: Int64) -> [String] {
        let acts = lastActs
        let carried = Set(
            ledger.kept.values.filter(\.state.isOpen).flatMap { one in one.delivery.items.map(\.slot) })
        var problems: [String] = []
        for obligation in ObligationList.make(from: inputs) {
            let own = acts[obligation.id] ?? []
            guard let seen = ledger.seen[obligation.id], seen.deadline == obligation.deadline,
                let accepted = own.last(where: { $0.kind == .accepted })?.at
            else { continue }
            let policy = inputs.policies.policy(of: obligation)
            let series = SlotSeries(workdays: inputs.workdays, zone: shanghai)
            guard shanghai.civil(seen.at).date <= obligation.deadline else { continue }
            let moved = SlotKey(
                obligation: obligation.id, deadline: obligation.deadline,
                stage: .moved(on: shanghai.civil(seen.at).date))
            let isMoved = ledger.fates[moved] != nil || carried.contains(moved)
            var slots = series.slots(
                of: obligation, policy: policy, assignedAfter: max(seen.at, accepted), movedAt: isMoved ? seen.at : nil)
            let isWaiting = Set(
                slots.filter { slot in waits(slot, in: slots, own) }.map(\.key))
            if own.allSatisfy({ [.accepted, .acknowledged, .removed].contains($0.kind) }) {
                var day = obligation.deadline
                while let slot = series.statement(of: obligation, policy: policy, after: day), slot.moment <= now {
                    slots.append(slot)
                    day = slot.day
                }
            }
            for slot in slots
            where slot.moment <= now && ledger.fates[slot.key] == nil && !isWaiting.contains(slot.key) {
                let isOld = slot.moment.seconds(until: now) > patience
                if isOld || !carried.contains(slot.key) { problems.append("no fate: \(slot.key)") }
            }
        }
        return problems
    }

    /// A step may wait: the first asking until something is recorded or the next comes, the escalation for what came
    /// before it, and after that for the days between them.
    private func waits(_ slot: Slot, in series: [Slot], _ acts: [Act]) -> Bool {
        switch slot.key.stage {
        case .overdue(1):
            return !series.contains { $0.key.stage == .overdue(2) && ledger.fates[$0.key] != nil }
        case .escalated:
            let asking = series.filter { $0.key.stage.isStep && !$0.key.stage.isEscalation }
            let latest = asking.compactMap { ledger.fates[$0.key]?.at }.max()
            return latest.map { $0.seconds(until: now) < 30 * 86400 } ?? true
                || asking.contains { ledger.fates[$0.key] == nil }
        case .assigned, .moved, .ahead, .due, .overdue, .afterSilence, .statement: return false
        }
    }

    /// A leader or the office was told of what the unit itself was not.
    private func tooHigh() -> [String] {
        transfers.filter { $0.verdict == .accepted && $0.parcel.delivery.kind == .reminder }.flatMap { one in
            one.parcel.delivery.items.filter(\.slot.stage.isEscalation).compactMap { item in
                let wasTold = ledger.fates.values.contains { fate in
                    fate.kind == .sent && fate.at <= one.parcel.at && fate.slot.obligation == item.slot.obligation
                        && fate.slot.deadline == item.slot.deadline && fate.slot.stage.isStep
                        && !fate.slot.stage.isEscalation
                }
                return wasTold ? nil : "\(item.slot) sent, and the unit was not asked"
            }
        }
    }

    /// Begun before its moment, or when it was done; what may have arrived goes out again as it was.
    private func wronglySent() -> [String] {
        var problems: [String] = []
        var isUnderWay: Set<DeliveryID> = []
        var mayHaveArrived: Set<DeliveryID> = []
        var acts: [Act] = []
        for (at, record) in ledger.journal {
            switch record {
            case .act(let act): acts.append(act)
            case .begun(let id, _, _):
                if isUnderWay.contains(id) { mayHaveArrived.insert(id) }
                isUnderWay.insert(id)
                guard let delivery = ledger.kept[id]?.delivery, delivery.kind == .reminder else { continue }
                for item in delivery.items where item.moment > at {
                    problems.append("\(item.slot) begun at \(shown(at)), before its moment")
                }
                if mayHaveArrived.contains(id) { continue }
                for item in delivery.items where isSettled(item.slot.obligation, by: acts) {
                    problems.append("\(item.slot) begun in #\(id) at \(shown(at)), after it was done")
                }
            case .ended(let id, _, let end, _, _, _):
                isUnderWay.remove(id)
                if end.verdict == .unknown { mayHaveArrived.insert(id) }
            default: break
            }
        }
        return problems
    }

    /// Whether the newest of these acts settled it.
    private func isSettled(_ id: ObligationID, by acts: [Act]) -> Bool {
        let undone = Set(acts.compactMap(\.undoes))
        let states: [Act.Kind] = [.accepted, .closed, .reported, .done, .withdrawn, .reopened]
        let newest = acts.last { act in
            act.list == id.list && (act.milestone == nil || act.milestone == id.milestone)
                && (act.unit == nil || act.unit == id.unit) && states.contains(act.kind) && !undone.contains(act.key)
        }
        return newest.map { $0.kind == .done || $0.kind == .closed || $0.kind == .withdrawn } ?? false
    }

    /// Accepted twice: only the same delivery, and only after an end nobody heard.
    private func twiceSent() -> [String] {
        struct Said: Hashable {
            let slot: SlotKey
            let channel: String
            let address: String
        }
        var problems: [String] = []
        var carriers: [Said: DeliveryID] = [:]
        var accepted: Set<DeliveryID> = []
        var unheard: Set<DeliveryID> = []
        for one in transfers {
            let delivery = one.parcel.delivery
            if accepted.contains(delivery.id) { problems.append("#\(delivery.id) went out after it was accepted") }
            if one.verdict == nil || one.verdict == .unknown { unheard.insert(delivery.id) }
            guard one.verdict == .accepted else { continue }
            accepted.insert(delivery.id)
            guard delivery.kind == .reminder else { continue }
            for item in delivery.items {
                let said = Said(slot: item.slot, channel: delivery.channel, address: delivery.recipient.address)
                if let other = carriers[said], other != delivery.id {
                    problems.append("\(item.slot) sent to \(said.address) by #\(other) and #\(delivery.id)")
                }
                carriers[said] = delivery.id
            }
        }
        return problems
    }

    /// Fates that nothing bears out.
    private func unfounded() -> [String] {
        var accepted: [DeliveryID: Transfer] = [:]
        for one in transfers where one.verdict == .accepted { accepted[one.parcel.delivery.id] = one }
        var byObligation: [ObligationID: [SlotFate]] = [:]
        for fate in ledger.fates.values { byObligation[fate.slot.obligation, default: []].append(fate) }
        return ledger.fates.values.compactMap { fate in
            switch fate.kind {
            case .sent:
                guard let id = fate.delivery, let one = accepted[id],
                    one.parcel.delivery.items.contains(where: { $0.slot == fate.slot })
                else { return "\(fate.slot) is sent, and nobody accepted it" }
            case .superseded:
                let carried = fate.delivery.flatMap { ledger.kept[$0]?.delivery.items } ?? []
                let isCarried = carried.contains { $0.slot.obligation == fate.slot.obligation }
                let series = byObligation[fate.slot.obligation] ?? []
                let hasHeir = series.contains { $0.slot != fate.slot && $0.moment >= fate.moment }
                // An heir that left the files with its obligation is none to ask for.
                let isPlanned = ledger.seen[fate.slot.obligation]?.deadline == fate.slot.deadline
                if !isCarried, !hasHeir, isPlanned {
                    return "\(fate.slot) is superseded by nothing"
                }
            case .failed:
                // One that was taken up again may arrive after all.
                if let id = fate.delivery, ledger.kept[id]?.state == .accepted, ledger.kept[id]?.retriedAfter == nil,
                    ledger.kept[id]?.delivery.kind == .reminder
                {
                    return "\(fate.slot) failed, and #\(id) was accepted"
                }
            case .skipped: break
            }
            return nil
        }
    }

    /// More than one message a recipient, channel and day, with no deadline that could not wait.
    private func crowded() -> [String] {
        var problems: [String] = []
        var days: [String: DeliveryID] = [:]
        for one in acceptances() {
            let delivery = one.parcel.delivery
            let key = "\(delivery.channel)|\(delivery.recipient.address)|\(one.day)"
            if let other = days[key], other != delivery.message, !isExcused([other, delivery.id], one.day) {
                problems.append("\(key): #\(other) and #\(delivery.id)")
            }
            days[key] = delivery.message
        }
        return problems
    }

    /// Whether one of the day's messages could not wait, or may have gone out earlier.
    private func isExcused(_ ids: [DeliveryID], _ day: CivilDate) -> Bool {
        ids.contains { id in
            wasTriedAgain(id) || asked.contains(id) || ledger.kept[id].map { isUrgent($0.delivery, day) } ?? false
        }
    }

    /// What is late and goes out for the first time at a bad hour or on an off day. What was put off, or may have arrived,
    /// goes on by its back-off, and so does what takes its place.
    private func untimely() -> [String] {
        var problems: [String] = []
        var isUnderWay: Set<DeliveryID> = []
        var goesOn: Set<DeliveryID> = []
        for (at, record) in ledger.journal {
            switch record {
            case .begun(let id, _, _):
                // Begun before, and nobody knows how it ended.
                if isUnderWay.contains(id) { goesOn.insert(id) }
                isUnderWay.insert(id)
                if let delivery = ledger.kept[id]?.delivery, !goesOn.contains(id), !asked.contains(id),
                    !isTimely(delivery, at)
                {
                    problems.append("#\(id) is late and goes out at \(shown(at))")
                }
            case .ended(let id, _, let end, _, _, _):
                isUnderWay.remove(id)
                if end.verdict != .channelDown { goesOn.insert(id) }
            case .dropped(let id, _, _, let by?, _) where goesOn.contains(id):
                // All parts of what takes its place.
                let message = ledger.kept[by]?.delivery.message
                goesOn.formUnion(ledger.kept.values.map(\.delivery).filter { $0.message == message }.map(\.id))
            default: break
            }
        }
        return problems
    }

    private func isTimely(_ delivery: Delivery, _ at: Moment) -> Bool {
        let isLate = delivery.items.allSatisfy { $0.isLate || $0.moment.seconds(until: at) > 3600 }
        guard delivery.kind == .reminder, isLate else { return true }
        let civil = shanghai.civil(at)
        let isWorking =
            inputs.workdays.isWorkday(civil.date) && civil.time >= inputs.hours.from && civil.time < inputs.hours.until
        return isWorking || isUrgent(delivery, civil.date)
    }

    /// Whether a deadline ends before the next working day.
    private func isUrgent(_ delivery: Delivery, _ day: CivilDate) -> Bool {
        let next = inputs.workdays.shift(day, by: 1)
        return delivery.items.contains { $0.slot.deadline >= day && $0.slot.deadline < next }
    }

    private func wasTriedAgain(_ id: DeliveryID) -> Bool {
        transfers.count { $0.parcel.delivery.id == id } > 1
    }
}
