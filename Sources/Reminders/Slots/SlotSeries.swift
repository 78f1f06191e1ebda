package import CivilTime

/// Computes an obligation's slots from its deadline and policy. Pure: the same arguments give the same slots.
package struct SlotSeries: Sendable {
    package let workdays: Workdays
    package let zone: Zone

    package init(workdays: Workdays, zone: Zone) {
        self.workdays = workdays
        self.zone = zone
    }

    /// Everything but the monthly statements, by moment.
    ///
    /// - Parameters:
    ///   - assignedAfter: when the obligation came to an accepted list; nil leaves `assigned` out.
    ///   - movedAt: when its present deadline came, where the unit was told of another one: then that is said in place
    ///     of `assigned`.
    ///   - silencedUntil: the last days of silences: after each it is told once.
    package func slots(
        of obligation: Obligation, policy: Policy, assignedAfter: Moment?, movedAt: Moment? = nil,
        silencedUntil: [CivilDate] = []
    ) -> [Slot] {
        forms(
            of: obligation, policy: policy, assignedAfter: assignedAfter, movedAt: movedAt,
            silencedUntil: silencedUntil
        )
        .map { $0.slot(of: obligation.id, due: obligation.deadline) }
    }

    /// The same without the obligation's name: of it they depend on kind, deadline and time only.
    func forms(
        of obligation: Obligation, policy: Policy, assignedAfter: Moment?, movedAt: Moment?,
        silencedUntil: [CivilDate]
    ) -> [SlotForm] {
        var planned = ahead(of: obligation, policy) + due(of: obligation, policy) + overdue(of: obligation, policy)
        planned += silencedUntil.map { afterSilence($0, policy) }
        mergeDays(&planned)
        // Others are told: they yield to nothing that the unit is told.
        planned += escalations(of: obligation, policy)
        var notice: SlotForm?
        if let movedAt {
            let said = noticeOfMove(of: obligation, policy, at: movedAt)
            for index in planned.indices where planned[index].day <= said.day { planned[index].yieldsTo = said.stage }
            notice = said
        } else if let assignedAfter {
            let next = workdays.shift(zone.civil(assignedAfter).date, by: 1)
            let free = workingDays(policy).day(onOrAfter: next)
            let day = free <= obligation.deadline ? free : next
            if day <= obligation.deadline {
                // Nothing is reminded of before it was handed out.
                for index in planned.indices where planned[index].day < day { planned[index].yieldsTo = .assigned }
            }
            planned.append(Planned(stage: .assigned, ruled: next, day: day, origin: .builtIn))
        }
        let forms = planned.map { form($0, policy) } + (notice.map { [$0] } ?? [])
        return forms.sorted { ($0.moment, $0.stage.rank) < ($1.moment, $1.stage.rank) }
    }

    /// The first monthly statement after `day`: on the first working day of a month, once the overdue stages are over.
    /// nil where the policy wants none, or where a calendar still to come could move it: it waits for that.
    package func statement(of obligation: Obligation, policy: Policy, after day: CivilDate) -> Slot? {
        guard policy.statement.value else { return nil }
        let lastAsked = policy.overdue.value.map { overdueDay($0, obligation.deadline, policy).day }.max()
        let after = max(day, lastAsked ?? obligation.deadline)
        guard var month = CivilDate(year: after.year, month: after.month, day: 1) else { return nil }
        var first = workdays.workday(onOrAfter: month)
        if first <= after {
            month = month.adding(months: 1)
            first = workdays.workday(onOrAfter: month)
        }
        let day = workingDays(policy).day(onOrAfter: first)
        guard workdays.isSettled(day) else { return nil }
        let stage = Stage.statement(year: month.year, month: month.month)
        return form(Planned(stage: stage, ruled: first, day: day, origin: policy.statement.origin), policy)
            .slot(of: obligation.id, due: obligation.deadline)
    }

    /// At the next reminding hour; at once where that is after the deadline.
    private func noticeOfMove(of obligation: Obligation, _ policy: Policy, at movedAt: Moment) -> SlotForm {
        let civil = zone.civil(movedAt)
        let isOver = civil.time >= policy.at.value
        let day = workingDays(policy).day(onOrAfter: isOver ? civil.date.adding(days: 1) : civil.date)
        let moment = zone.moment(day, policy.at.value)
        let isTooLate = moment >= obligation.end(in: zone)
        return SlotForm(
            stage: .moved(on: civil.date),
            // What was planned after its moment is skipped.
            moment: isTooLate ? movedAt.adding(seconds: 1) : moment, day: isTooLate ? civil.date : day,
            origin: .builtIn)
    }

    // MARK: - Stages

    private struct Planned {
        var stage: Stage
        /// The day the rule names.
        var ruled: CivilDate
        /// The day after off-day moves.
        var day: CivilDate
        var origin: Origin
        var yieldsTo: Stage?
        var isLeftOut = false
        var isProvisional = false
    }

    private func ahead(of obligation: Obligation, _ policy: Policy) -> [Planned] {
        let leads =
            switch obligation.kind {
            case .milestone, .duty: policy.ahead
            case .report: policy.reportAhead
            case .occurrence: policy.recurringAhead
            }
        var known: Set<Lead> = []
        return leads.value.filter { known.insert($0).inserted }.map { lead in
            let ruled = lead.date(before: obligation.deadline, workdays)
            let day = moved(ruled, policy, notAfter: lastDay(of: obligation, policy))
            return Planned(
                stage: .ahead(lead), ruled: ruled, day: day ?? ruled, origin: leads.origin, isLeftOut: day == nil,
                isProvisional: isProvisional(ruled, day ?? ruled, policy, lead: lead, deadline: obligation.deadline))
        }
    }

    private func due(of obligation: Obligation, _ policy: Policy) -> [Planned] {
        guard policy.due.value else { return [] }
        let deadline = obligation.deadline
        let last = lastDay(of: obligation, policy)
        // What is due is never left out.
        let day = moved(last, policy, notAfter: last) ?? tellingDays(policy).day(onOrBefore: last)
        return [
            Planned(
                stage: .due, ruled: deadline, day: day, origin: policy.due.origin,
                isProvisional: isProvisional(last, day, policy, lead: .days(0), deadline: deadline))
        ]
    }

    /// The last day at whose reminding hour it is not too late.
    private func lastDay(of obligation: Obligation, _ policy: Policy) -> CivilDate {
        let isOver = obligation.time.map { $0 <= policy.at.value } ?? false
        return isOver ? obligation.deadline.adding(days: -1) : obligation.deadline
    }

    /// Stages after the deadline depend on working days: where a calendar still to come could move them they wait for
    /// it. Numbered by their days, however the leads stand in the file.
    private func overdue(of obligation: Obligation, _ policy: Policy) -> [Planned] {
        let deadline = obligation.deadline
        let asked = Set(policy.overdue.value).map { overdueDay($0, deadline, policy) }.sorted { $0 < $1 }
        return asked.enumerated().compactMap { index, asked in
            guard workdays.isSettled(deadline), workdays.isSettled(asked.day) else { return nil }
            return Planned(
                stage: .overdue(index + 1), ruled: asked.ruled, day: asked.day, origin: policy.overdue.origin)
        }
    }

    /// Steps to others than the unit's own people; they wait for a calendar as the overdue stages do.
    private func escalations(of obligation: Obligation, _ policy: Policy) -> [Planned] {
        let deadline = obligation.deadline
        return policy.escalate.value.enumerated().compactMap { index, step in
            let (day, ruled) = overdueDay(step.after, deadline, policy)
            guard workdays.isSettled(deadline), workdays.isSettled(day) else { return nil }
            return Planned(stage: .escalated(index + 1), ruled: ruled, day: day, origin: policy.escalate.origin)
        }
    }

    /// The first day after a silence on which it may be told.
    private func afterSilence(_ last: CivilDate, _ policy: Policy) -> Planned {
        let ruled = last.adding(days: 1)
        return Planned(
            stage: .afterSilence(on: last), ruled: ruled, day: workingDays(policy).day(onOrAfter: ruled),
            origin: .builtIn)
    }

    /// The day an overdue stage asks, and the one its rule names: never the deadline's own.
    private func overdueDay(
        _ lead: Lead, _ deadline: CivilDate, _ policy: Policy
    ) -> (day: CivilDate, ruled: CivilDate) {
        let ruled = max(lead.date(after: deadline, workdays), deadline.adding(days: 1))
        return (workingDays(policy).day(onOrAfter: ruled), ruled)
    }

    /// Whether a calendar still to come could give the slot another day.
    private func isProvisional(
        _ ruled: CivilDate, _ day: CivilDate, _ policy: Policy, lead: Lead, deadline: CivilDate
    ) -> Bool {
        if case .workdays(1...) = lead, !workdays.isSettled(deadline) || !workdays.isSettled(ruled) { return true }
        return policy.offDays.value != .keep && (!workdays.isSettled(ruled) || !workdays.isSettled(day))
    }

    /// An off or quiet day moves the slot as the policy says, but never past `deadline`; nil: it is left out.
    private func moved(_ ruled: CivilDate, _ policy: Policy, notAfter deadline: CivilDate) -> CivilDate? {
        let days = tellingDays(policy)
        return days.moved(ruled, policy.offDays.value).map { $0 > deadline ? days.day(onOrBefore: deadline) : $0 }
    }

    /// Working days that are not quiet, wherever off days move what stands ahead of a deadline.
    private func workingDays(_ policy: Policy) -> TellingDays { TellingDays(workdays, quiet: policy.quiet.value) }

    private func tellingDays(_ policy: Policy) -> TellingDays {
        TellingDays(workdays, quiet: policy.quiet.value, keepsOffDays: policy.offDays.value == .keep)
    }

    /// Of slots on one day the nearest to the deadline wins: the one whose rule names the later day.
    private func mergeDays(_ planned: inout [Planned]) {
        for index in planned.indices where !planned[index].isLeftOut {
            let rivals = planned.filter { $0.day == planned[index].day && !$0.isLeftOut }
            let winner = rivals.max { ($0.ruled, $0.stage.rank) < ($1.ruled, $1.stage.rank) }
            if let winner, winner.stage != planned[index].stage { planned[index].yieldsTo = winner.stage }
        }
    }

    private func form(_ plan: Planned, _ policy: Policy) -> SlotForm {
        SlotForm(
            stage: plan.stage, moment: zone.moment(plan.day, policy.at.value), day: plan.day,
            movedFrom: plan.day == plan.ruled ? nil : plan.ruled, origin: plan.origin, yieldsTo: plan.yieldsTo,
            isLeftOut: plan.isLeftOut, isProvisional: plan.isProvisional)
    }
}

extension Stage {
    /// The order of stages within one moment.
    var rank: Int {
        switch self {
        case .assigned: 0
        case .moved: 1
        case .ahead: 2
        case .due: 3
        case .afterSilence: 2
        case .overdue(let n): 3 + n
        case .escalated(let n): 500 + n
        case .statement: 1000
        }
    }
}
