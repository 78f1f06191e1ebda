import CivilTime
import Reminders
import WorkLists

/// What the policies of the levels must agree to, with each other and with the lists.
extension ConfigurationReading {
    /// A lead that reaches back before the list was issued, from its last deadline, can never be a reminder.
    mutating func checkLeads(_ draft: SettingsDraft, lists: [ReadList], workdays: Workdays) {
        for (lead, scope) in draft.leads {
            let concerned = lists.filter { scope == nil || $0.list.id == scope }
            let lives = concerned.compactMap { read -> (id: String, from: CivilDate, to: CivilDate)? in
                guard let issued = read.list.issuedOn, let last = Self.deadlines(of: read.list).max() else {
                    return nil
                }
                return (read.list.id, issued, last)
            }
            guard !lives.isEmpty, lives.count == concerned.count,
                lives.allSatisfy({ lead.value.date(before: $0.to, workdays) < $0.from })
            else { continue }
            let (id, from, to) = lives[0]
            report(
                draft, .warning, at: lead.place,
                "the lead \(lead.value) is longer than the life of the list '\(id)', from \(from) to \(to)",
                hint: "no reminder comes of it")
        }
    }

    /// Rules that are each right and say together what nobody can mean.
    mutating func checkContradictions(_ draft: SettingsDraft) {
        var all = Policy()
        draft.all.apply(to: &all)
        checkHour(draft.all, draft)
        checkSilence(draft.all, all, "anybody", draft)
        let levels = draft.lists + draft.works + draft.units + draft.milestones
        for (name, overrides) in levels {
            var policy = all
            overrides.apply(to: &policy)
            checkHour(overrides, draft)
            checkSilence(overrides, policy, "'\(PlainText.shown(name.value))'", draft)
        }
    }

    /// What is on time goes out at its hour, also outside the working hours: more likely one of the two is a slip.
    private mutating func checkHour(_ overrides: PolicyOverrides, _ draft: SettingsDraft) {
        guard let at = overrides.at, at.value < draft.hours.from || at.value >= draft.hours.until else { return }
        report(
            draft, .warning, at: Place(line: at.origin.line, column: 1),
            "at: \(at.value) is outside the hours, \(draft.hours.from) to \(draft.hours.until): what is late waits for them",
            hint: "change one of the two")
    }

    /// Said at the level that takes out the last reminder.
    private mutating func checkSilence(
        _ overrides: PolicyOverrides, _ policy: Policy, _ whom: String, _ draft: SettingsDraft
    ) {
        guard policy.ahead.value.isEmpty, !policy.due.value,
            let origin = overrides.due?.origin ?? overrides.ahead?.origin
        else { return }
        let isSilent = policy.overdue.value.isEmpty && !policy.statement.value
        report(
            draft, .warning, at: Place(line: origin.line, column: 1),
            "\(isSilent ? "nobody is told anything of" : "nobody is reminded before the deadlines of") \(whom): "
                + "'ahead' is empty and 'due' is no" + (isSilent ? ", and nothing is asked after them" : ""),
            hint: "to end reminding, close the list; to leave out one item, record it as done")
    }

    /// Whoever a step of the escalation is for can be written to, by mail. Said once for all units: an office that
    /// never knew its leaders should not read forty lines of it.
    mutating func checkEscalation(
        _ directory: Directory, file: String, lists: [ReadList], policies: PolicyTable, draft: SettingsDraft
    ) {
        let named = draft.channels.settings
        guard !named.isEmpty, named.count == draft.channels.names.count else { return }
        let byMail = Set(named.filter { $0.traits.addressing == .mail }.map(\.name))
        let known = Set(named.map(\.name))
        let owing = Self.owing(directory, lists: lists)
        let unheard = directory.units.filter { unit in
            guard let lists = owing[unit.id], policies.escalates(to: .leader, unit.id, in: lists) else { return false }
            let channels = policies.channels(of: unit.id, in: lists)
            // One that nobody defined is said to be missing, and no more.
            let hasMail = !channels.isSubset(of: known) || !channels.isDisjoint(with: byMail)
            return !hasMail || !hasLeader(unit, directory)
        }
        if let first = unheard.first {
            let names = unheard.prefix(Self.namedUnits).map(\.name).joined(separator: "、")
            let more = unheard.count > Self.namedUnits ? " and \(unheard.count - Self.namedUnits) others" : ""
            problems.append(
                Problem(
                    .warning, file: file, line: first.line, column: 1,
                    "escalate: no leader of \(names)\(more) can be written to: what is escalated goes to the office "
                        + "instead",
                    hint: "give them a contact with role: leader and mail, and a channel that sends mail"))
        }
        let ours = Set(officeChannels(draft))
        let concernsOffice = owing.contains { policies.escalates(to: .office, $0.key, in: $0.value) }
        if concernsOffice, ours.isSubset(of: known), ours.isDisjoint(with: byMail), let office = draft.office {
            report(
                draft, .warning, at: office.place,
                "escalate: none of the office's channels sends mail: what is escalated to it stays undelivered",
                hint: "under 'office:' name a channel that sends mail")
        }
    }

    /// Of units that have the same fault.
    private static let namedUnits = 3

    /// A leader who serves now or will, of the unit or of the one around it, as the engine looks for one.
    private func hasLeader(_ unit: OfficeUnit, _ directory: Directory) -> Bool {
        var next: OfficeUnit? = unit
        var seen: Set<UnitID> = []
        while let current = next, seen.insert(current.id).inserted {
            let leads = current.contacts.contains { contact in
                let isOver = today.flatMap { today in contact.until.map { $0 < today } } ?? false
                return contact.role == .leader && contact.mail != nil && !isOver
            }
            if leads { return true }
            next = current.parent.flatMap { directory.unit($0) }
        }
        return false
    }
}
