import CivilTime
import Reminders
import WorkLists

/// When units are told: `reminders`, and the same keys under `lists`, `works`, `units` and `milestones`.
extension SettingsReader {
    private static let policyKeys = [
        "ahead", "report_ahead", "recurring_ahead", "due", "overdue", "hold", "escalate",
        "release", "statement", "at", "off_days", "quiet", "late",
        "channels",
    ]

    mutating func readPolicies(in fields: Fields, into draft: inout SettingsDraft) {
        if let reminders = self.fields("reminders", in: fields, keys: Self.policyKeys + ["hours"]) {
            draft.all = policy(reminders, list: nil, into: &draft)
            draft.hours = hours(in: reminders)
        }
        draft.lists = level("lists", of: "list", in: fields, into: &draft)
        draft.works = level("works", of: "key work", in: fields, into: &draft)
        draft.units = level("units", of: "unit", in: fields, into: &draft)
        draft.milestones = level("milestones", of: "milestone", in: fields, into: &draft)
    }

    private mutating func level(
        _ key: String, of kind: String, in fields: Fields, into draft: inout SettingsDraft
    ) -> [(name: Located<String>, policy: PolicyOverrides)] {
        var level: [(name: Located<String>, policy: PolicyOverrides)] = []
        for (name, node) in named(key, in: fields) {
            let called = "\(kind) '\(PlainText.shown(name.value))'"
            guard let own = self.fields(of: node, called: called, keys: ["reminders"]),
                let node = required("reminders", in: own, hint: "its keys stand under 'reminders:'"),
                let reminders = self.fields(
                    of: node, called: "reminders of \(called)", keys: Self.policyKeys,
                    refused: ["hours": "hours hold for all: write them under the settings' own 'reminders:'"])
            else { continue }
            // `huzhou-2017`, or `huzhou-2017:3.1.2`.
            let list = kind == "unit" ? nil : name.value.split(separator: ":").first.map(String.init)
            level.append((name, policy(reminders, list: list, into: &draft)))
        }
        return level
    }

    private mutating func policy(
        _ fields: Fields, list: String?, into draft: inout SettingsDraft
    ) -> PolicyOverrides {
        var policy = PolicyOverrides()
        let ofAhead = "for the deadline's own day write 'due: yes'"
        func sourced(_ leads: [Located<Lead>]?, _ key: String) -> Sourced<[Lead]>? {
            guard let leads else { return nil }
            draft.leads += leads.map { ($0, list) }
            return Sourced(leads.map(\.value), at: origin(key, in: fields))
        }
        policy.ahead = sourced(leads("ahead", in: fields, ofZero: ofAhead), "ahead")
        policy.reportAhead = sourced(leads("report_ahead", in: fields, ofZero: ofAhead), "report_ahead")
        policy.recurringAhead = sourced(leads("recurring_ahead", in: fields, ofZero: ofAhead), "recurring_ahead")
        let ofOverdue = "nothing is overdue on the deadline's own day: 1wd is the first"
        // Only leads before a deadline can reach back before the list.
        if let overdue = leads("overdue", in: fields, ofZero: ofOverdue) {
            policy.overdue = Sourced(overdue.map(\.value), at: origin("overdue", in: fields))
        }
        policy.due = flag("due", in: fields).map { Sourced($0.value, at: origin($0.place)) }
        policy.holds = flag("hold", in: fields).map { Sourced($0.value, at: origin($0.place)) }
        policy.escalate = escalation(in: fields)
        let release: EscalationRelease? = choice("release", in: fields)
        policy.release = release.map { Sourced($0, at: origin("release", in: fields)) }
        policy.statement = flag("statement", in: fields).map { Sourced($0.value, at: origin($0.place)) }
        policy.at = time("at", in: fields).map { Sourced($0.value, at: origin($0.place)) }
        let move: OffDayMove? = choice("off_days", in: fields)
        policy.offDays = move.map { Sourced($0, at: origin("off_days", in: fields)) }
        policy.quiet = quiet(in: fields)
        policy.late = late(in: fields)
        if let channels = texts("channels", in: fields) {
            if channels.isEmpty, let node = fields["channels"] {
                report(
                    at: node.place, "channels: none is named, so that nobody would be told",
                    hint: "name at least one; to take a reminder out, use 'ahead: []' or 'due: no'")
            } else {
                policy.channels = Sourced(channels.map(\.value), at: origin("channels", in: fields))
                draft.channelUses += channels
            }
        }
        return policy
    }

    private mutating func hours(in fields: Fields) -> WorkingHours {
        var hours = WorkingHours()
        guard let fields = self.fields("hours", in: fields, keys: ["from", "until"]) else { return hours }
        let from = time("from", in: fields)
        let until = time("until", in: fields)
        if let from { hours.from = from.value }
        if let until { hours.until = until.value }
        if hours.from >= hours.until {
            report(
                at: (until ?? from)?.place ?? fields.place,
                "hours: from \(hours.from) until \(hours.until) is no time at all",
                hint: "'from' is the earlier; hours do not go over midnight")
            return WorkingHours()
        }
        return hours
    }

    /// `{leader: 8wd, office: 10wd}`, either or both; `{}` for none. In the order in which they come.
    private mutating func escalation(in fields: Fields) -> Sourced<[Escalation]>? {
        guard fields["escalate"] != nil else { return nil }
        let audiences = Escalation.Audience.allCases
        guard let own = self.fields("escalate", in: fields, keys: audiences.map(\.rawValue)) else { return nil }
        var steps: [(step: Escalation, place: Place)] = []
        for audience in audiences {
            guard let after = lead(audience.rawValue, in: own) else { continue }
            if after.value.isZero {
                report(
                    at: after.place, "escalate: nothing is overdue on the deadline's own day",
                    hint: "1wd is the first working day after it")
                continue
            }
            steps.append((Escalation(to: audience, after: after.value), after.place))
        }
        if steps.count == 2,
            case (.workdays(let leader), .workdays(let office)) = (steps[0].step.after, steps[1].step.after),
            office < leader
        {
            report(
                at: steps[1].place, "escalate: the office would be told before the unit's leader",
                hint: "give 'office' the longer lead, or leave 'leader' out")
        }
        return Sourced(steps.map(\.step), at: origin("escalate", in: fields))
    }

    /// A lead, or `always`.
    private mutating func late(in fields: Fields) -> Sourced<Lead?>? {
        guard let text = text("late", in: fields) else { return nil }
        if text.value == "always" { return Sourced(nil, at: origin("late", in: fields)) }
        return lead("late", in: fields).map { Sourced($0.value, at: origin("late", in: fields)) }
    }

    /// `[friday, 2017-08-01, 2017-08-07..2017-08-11]`.
    private mutating func quiet(in fields: Fields) -> Sourced<QuietDays>? {
        guard let texts = texts("quiet", in: fields) else { return nil }
        var weekdays: Set<Weekday> = []
        var spans: [ClosedRange<CivilDate>] = []
        for text in texts {
            if let weekday = Self.weekdays[text.value.lowercased()] {
                weekdays.insert(weekday)
            } else if let span = span(text) {
                spans.append(span)
            }
        }
        let workingWeek = Set(Weekday.allCases.filter { !$0.isWeekend })
        if workingWeek.isSubset(of: weekdays), weekdays.count < Weekday.allCases.count, let node = fields["quiet"] {
            report(
                .warning, at: node.place,
                "quiet: the whole working week is quiet, so that only weekends that are worked are left",
                hint: "with off_days: keep the weekend's own days too")
        }
        if weekdays.count == Weekday.allCases.count, let node = fields["quiet"] {
            report(
                at: node.place, "quiet: every day of the week is quiet, so that nobody would be told",
                hint: "leave one out; to take reminders out, use 'ahead: []' and 'due: no'")
            return nil
        }
        return Sourced(QuietDays(weekdays: weekdays, spans: spans), at: origin("quiet", in: fields))
    }

    private mutating func span(_ text: Located<String>) -> ClosedRange<CivilDate>? {
        let ends = text.value.split(separator: "..", omittingEmptySubsequences: false).map { CivilDate(iso: $0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil else {
            let likely = Spelling.nearest(to: text.value.lowercased(), in: Self.weekdayNames)
            report(
                at: text.place, "quiet: '\(PlainText.shown(text.value))' is neither a day of the week nor a date",
                hint: likely.map { "did you mean '\($0)'?" } ?? "friday, 2017-08-01, or 2017-08-07..2017-08-11")
            return nil
        }
        guard first <= last else {
            report(at: text.place, "quiet: \(last) is before \(first)", hint: "the first day, two full stops, the last")
            return nil
        }
        guard first.days(until: last) < TellingDays.farthest else {
            report(
                at: text.place, "quiet: more than a year, so that reminders would be lost",
                hint: "to take reminders out, use 'ahead: []' and 'due: no'")
            return nil
        }
        return first...last
    }

    private func origin(_ key: String, in fields: Fields) -> Origin {
        origin(fields.entries[key]?.key.place ?? fields.place)
    }

    func origin(_ place: Place) -> Origin { Origin(file: file, line: place.line) }
}
