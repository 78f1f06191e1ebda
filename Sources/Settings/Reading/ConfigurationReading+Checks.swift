import CivilTime
import Reminders
import WorkLists

/// What the files of a configuration must agree to.
extension ConfigurationReading {
    /// Every channel that is used is defined.
    mutating func checkChannels(_ draft: SettingsDraft) {
        let names = draft.channels.names
        guard !names.isEmpty else { return }
        for use in draft.channelUses + (draft.office?.channels ?? []) where !names.contains(use.value) {
            let likely = Spelling.nearest(to: use.value, in: names)
            report(
                draft, at: use.place, "channels: no channel is called '\(PlainText.shown(use.value))'",
                hint: likely.map { "did you mean '\($0)'?" } ?? "defined are: \(names.joined(separator: ", "))")
        }
        if draft.all.channels == nil {
            for name in Policy().channels.value where !names.contains(name) {
                report(
                    draft, at: draft.channels.place,
                    "no channel is called '\(name)', which reminders take unless they are told otherwise",
                    hint: "under 'reminders:' write channels: [\(names[0])]")
            }
        }
    }

    /// Somebody in the office can be written to.
    mutating func checkOffice(_ draft: SettingsDraft) {
        guard let office = draft.office, !office.contacts.isEmpty else { return }
        guard !office.contacts.contains(where: { $0.mail != nil }) else { return }
        let wanted = officeChannels(draft)
        if let channel = draft.channels.settings.first(where: {
            wanted.contains($0.name) && $0.traits.addressing == .mail
        }) {
            report(
                draft, at: office.place, "contacts: nobody has a mail address, which channel '\(channel.name)' needs",
                hint: "mail: ducha@huzhou.example")
        }
    }

    /// A digest for leaders reaches one, and none is over for good.
    mutating func checkDigests(_ draft: SettingsDraft) {
        let channels = officeChannels(draft)
        let takesMail = draft.channels.settings.contains {
            channels.contains($0.name) && $0.traits.addressing == .mail
        }
        let hasLeader = draft.office?.contacts.contains { $0.role == .leader && $0.mail != nil } ?? true
        for entry in draft.digests {
            let digest = entry.digest
            if digest.form.audience == .leaders, !hasLeader || !takesMail {
                report(
                    draft, at: entry.place,
                    "digest '\(digest.name)': nobody would get it, since "
                        + (hasLeader
                            ? "none of the office's channels sends mail"
                            : "the office has no leader with a mail address"),
                    hint: hasLeader ? "audience: office" : "under 'office: contacts:' give one role: leader and mail")
            }
            if let today, digest.schedule.events.day(onOrAfter: today) == nil {
                report(
                    draft, .warning, at: entry.place, "digest '\(digest.name)': its schedule has no day after today",
                    hint: "* in place of the year stands for each")
            }
        }
    }

    /// Lists, milestones and units that policies are for are there.
    ///
    /// Where a list or the directory could not be read, names that are not found may stand in it: then only what is
    /// sure is said.
    mutating func checkNames(
        _ draft: SettingsDraft, lists: [ReadList], areComplete: Bool, directory: Directory?
    ) {
        let ids = lists.map(\.list.id)
        for (name, _) in draft.lists where areComplete && !ids.contains(name.value) {
            report(
                draft, at: name.place, "lists: no list has the id '\(PlainText.shown(name.value))'",
                hint: hint(name.value, of: ids))
        }
        for (name, _) in draft.works {
            check(name, under: "works", of: "key work", draft, lists: lists, areComplete: areComplete) { list in
                list.works.map { String($0.number) }
            }
        }
        for (name, _) in draft.milestones {
            check(
                name, under: "milestones", of: "milestone or duty", draft, lists: lists, areComplete: areComplete,
                numbers: Self.numbers)
        }
        guard let directory else { return }
        for (name, _) in draft.units where directory.unit(UnitID(name.value)) == nil {
            let meant = directory.unit(named: name.value)?.id.rawValue
            report(
                draft, at: name.place, "units: no unit has the id '\(PlainText.shown(name.value))'",
                hint: meant.map { "its id is '\($0)'" } ?? hint(name.value, of: directory.units.map(\.id.rawValue)))
        }
    }

    /// `huzhou-2017:3.1.2` under `milestones`, `huzhou-2017:3` under `works`.
    private mutating func check(
        _ name: Located<String>, under key: String, of kind: String, _ draft: SettingsDraft, lists: [ReadList],
        areComplete: Bool, numbers: (WorkList) -> [String]
    ) {
        let parts = name.value.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            let full = lists.first { numbers($0.list).contains(name.value) }.map { "\($0.list.id):\(name.value)" }
            report(
                draft, at: name.place, "\(key): '\(PlainText.shown(name.value))' names no list",
                hint: "write list and number: \(full ?? (key == "works" ? "huzhou-2017:3" : "huzhou-2017:3.1.2"))")
            return
        }
        guard let list = lists.first(where: { $0.list.id == parts[0] })?.list else {
            if areComplete {
                report(
                    draft, at: name.place, "\(key): no list has the id '\(PlainText.shown(parts[0]))'",
                    hint: hint(parts[0], of: lists.map(\.list.id)))
            }
            return
        }
        let numbers = numbers(list)
        if !numbers.contains(parts[1]) {
            let likely = Spelling.nearest(to: parts[1], in: numbers)
            report(
                draft, at: name.place,
                "\(key): the list '\(list.id)' has no \(kind) '\(PlainText.shown(parts[1]))'",
                hint: likely.map { "did you mean '\(list.id):\($0)'?" })
        }
    }

    private static func numbers(of list: WorkList) -> [String] {
        list.allMilestones.map(\.milestone.id) + list.duties.map(\.id)
    }

    private func hint(_ name: String, of known: [String]) -> String? {
        if let likely = Spelling.nearest(to: name, in: known) { return "did you mean '\(likely)'?" }
        return known.isEmpty || known.count > 8 ? nil : "there is: \(known.joined(separator: ", "))"
    }

    static func deadlines(of list: WorkList) -> [CivilDate] {
        // A rule without an end is bounded by its list's year.
        let end = CivilDate(year: list.year, month: 12, day: 31) ?? .last
        return list.allMilestones.flatMap { $0.milestone.occurrences(through: end) }
            + list.duties.flatMap { $0.occurrences(through: end) }
    }

    /// The years that deadlines fall in have their calendars, and the year after the last, which the asking after a
    /// deadline in December needs.
    mutating func checkYears(_ lists: [ReadList], workdays: Workdays, region: String) {
        let needed = Set(lists.flatMap { Self.deadlines(of: $0.list).map(\.year) })
        guard let last = needed.max() else { return }
        for year in needed.sorted() where !workdays.knows(year) {
            reportYear(year, isNeeded: true, region: region)
        }
        if !workdays.knows(last + 1) { reportYear(last + 1, isNeeded: false, region: region) }
    }

    private mutating func reportYear(_ year: Int, isNeeded: Bool, region: String) {
        // Published in November; from December on its absence is somebody's oversight.
        let isOut = today.flatMap { today in
            CivilDate(year: year - 1, month: 12, day: 1).map { today >= $0 }
        }
        let severity: Problem.Severity = isOut ?? isNeeded ? .warning : .note
        problems.append(
            Problem(
                severity, file: "calendars/\(region)/\(year).json",
                "the calendar of \(year) is missing: its working days go by the plain week",
                hint: isOut == false ? "it comes out in November \(year - 1)" : "put the year's file there"))
    }

    /// Units and groups that lists name are known, and those who owe something can be written to.
    mutating func checkDirectory(
        _ directory: Directory, file: String, lists: [ReadList], policies: PolicyTable, draft: SettingsDraft
    ) {
        checkService(directory, file: file, lists: lists)
        for read in lists { problems += directory.problems(in: read.list, file: read.file) }
        let owing = Self.owing(directory, lists: lists)
        let byMail = Set(draft.channels.settings.filter { $0.traits.addressing == .mail }.map(\.name))
        for unit in directory.units {
            // The directory's reader says it of a unit without any contact; an inner office is reached through its parent.
            guard let lists = owing[unit.id], !unit.contacts.isEmpty, unit.parent == nil,
                !unit.contacts.contains(where: { $0.mail != nil && $0.role != .leader })
            else { continue }
            let channels = policies.channels(of: unit.id, in: lists)
            guard !channels.isEmpty, channels.isSubset(of: byMail) else { continue }
            problems.append(
                Problem(
                    .warning, file: file, line: unit.line, column: 1,
                    "\(unit.name) owes something and has no liaison or deputy with a mail address: it goes to the office instead",
                    hint: "give it a liaison with a mail address"))
        }
    }

    /// The lists, by their ids, in which each unit owes something.
    static func owing(_ directory: Directory, lists: [ReadList]) -> [UnitID: [String]] {
        var owing: [UnitID: [String]] = [:]
        for list in lists.map(\.list) {
            for name in list.responsibleUnitNames + list.duties.flatMap(\.who) {
                guard case .units(let units) = directory.expand(name: name, in: list) else { continue }
                for unit in units where owing[unit]?.last != list.id { owing[unit, default: []].append(list.id) }
            }
        }
        return owing
    }

    /// Somebody serves each unit until the last deadline of a list that names it. The daemon tells the office ten working
    /// days ahead; who edits the file should not have to wait for that.
    private mutating func checkService(_ directory: Directory, file: String, lists: [ReadList]) {
        let ends = directory.serviceEnds
        guard !ends.isEmpty else { return }
        var last: [UnitID: CivilDate] = [:]
        for list in lists.map(\.list) {
            guard let deadline = Self.deadlines(of: list).max() else { continue }
            for name in list.responsibleUnitNames + list.duties.flatMap(\.who) {
                guard case .units(let units) = directory.expand(name: name, in: list) else { continue }
                for unit in units { last[unit] = max(last[unit] ?? deadline, deadline) }
            }
        }
        for end in ends {
            guard let deadline = last[end.unit], end.day < deadline, let unit = directory.unit(end.unit) else {
                continue
            }
            problems.append(
                Problem(
                    .warning, file: file, line: end.line, column: 1,
                    "\(unit.name): nobody serves as liaison or deputy after \(end.day), and its lists run until \(deadline)",
                    hint:
                        "add who follows, with from: \(end.day.adding(days: 1)); the office is told ten working days before"
                ))
        }
    }
}
