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
}
