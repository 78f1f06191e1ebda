package import CivilTime
package import Reminders
package import Settings
package import WorkLists

/// The plan as a calendar file, for the office or for one unit: each deadline a day, and if asked each day on which
/// messages go out.
///
/// No alarms: a hundred bells are switched off on the first day, and reminding is the daemon's. A deadline is one event
/// with all its units; with `unit` it has the name it has in that unit's mails, so that an import beside them doubles
/// nothing. Made anew after a change it replaces what was imported: the names stay, and the stamp is later.
package struct PlanCalendar: Sendable {
    private let inputs: PlanInputs
    private let wording: Wording
    private let unit: UnitID?
    private let domain: String

    /// - Parameter unit: only this unit's deadlines, under the names of its mails. Default: the office's view.
    package init(_ configuration: Configuration, unit: UnitID? = nil) {
        inputs = configuration.inputs
        wording = Wording(language: configuration.language)
        self.unit = unit
        let names = configuration.inputs.office.channels + configuration.channels.map(\.name)
        let traits = names.compactMap { configuration.inputs.channels[$0] }
        // RFC 2606: a domain that nobody has.
        domain = traits.first { $0.addressing == .mail }?.messageIDDomain ?? "deadlined.invalid"
    }

    /// - Parameters:
    ///   - hasReminders: whether the days on which messages go out are events too.
    ///   - stamp: when the file is made.
    package func file(of plan: Plan, hasReminders: Bool = false, stamp: Moment) -> CalendarFile {
        let organizer = Mailbox(
            name: inputs.office.name,
            address: inputs.office.contacts.lazy.compactMap(\.mail).first ?? "deadlined@\(domain)")
        let events = deadlines(plan.due) + (hasReminders ? reminders(plan.rows) : [])
        return CalendarFile(
            method: .publish, name: name, language: wording.language, organizer: organizer, stamp: stamp,
            events: events)
    }

    /// What people call the calendar: the lists, and the unit.
    private var name: String {
        let lists = wording.names(inputs.lists.map(Self.shortName))
        guard let unit, let found = inputs.directory.unit(unit) else { return lists }
        return "\(found.name) \(lists)"
    }

    private static func shortName(_ list: WorkList) -> String { list.shortName ?? list.title }

    // MARK: - Deadlines

    private func deadlines(_ due: [Obligation]) -> [CalendarEvent] {
        var places: Set<String> = []
        return due.filter { places.insert("\($0.id.list):\($0.id.milestone)").inserted }.map(deadline)
    }

    private func deadline(_ obligation: Obligation) -> CalendarEvent {
        let list = inputs.lists.first { $0.id == obligation.id.list }
        let work = obligation.work.map { wording.work($0.number, $0.title) }
        var lines: [String] = []
        if !inputs.workdays.isWorkday(obligation.deadline) {
            lines.append(
                wording.offDay(
                    obligation.deadline, settleBy: inputs.workdays.workday(onOrBefore: obligation.deadline),
                    today: obligation.deadline))
        }
        if let work { lines.append(work) }
        lines.append(wording.responsible(obligation.sharedBy.map { inputs.directory.unit($0)?.name ?? $0.rawValue }))
        if let phrase = obligation.phrase { lines.append(wording.publishedDeadline(phrase)) }
        if let condition = obligation.condition { lines.append(condition) }
        if let list { lines.append(list.title + (list.documentNumber.map { " \($0)" } ?? "")) }
        let uid =
            unit == nil
            ? CalendarEvent.uid("\(obligation.id.list):\(obligation.id.milestone)", domain: domain)
            : CalendarEvent.uid(of: obligation.id, domain: domain)
        return CalendarEvent(
            uid: uid, day: obligation.deadline, sequence: 0,
            summary: "\(obligation.id.milestone) \(obligation.requirement)", text: lines.joined(separator: "\n"),
            categories: [list.map(Self.shortName), work].compactMap { $0 })
    }

    // MARK: - Days on which messages go out

    private func reminders(_ rows: [PlanRow]) -> [CalendarEvent] {
        var days: [CivilDate: [PlanRow]] = [:]
        for row in rows {
            if let day = row.day { days[day, default: []].append(row) }
        }
        return days.sorted { $0.key < $1.key }.map { reminders(on: $0.key, $0.value) }
    }

    private func reminders(on day: CivilDate, _ rows: [PlanRow]) -> CalendarEvent {
        let items = Set(rows.map { "\($0.unit)|\($0.list):\($0.milestone)" }).count
        let groups = Dictionary(grouping: rows) { Group(stage: $0.stage, deadline: $0.deadline) }
        let lines = groups.sorted { $0.key < $1.key }.compactMap { group, rows -> String? in
            Stage(group.stage).map {
                wording.remindingLine(
                    $0, deadline: group.deadline, today: day, of: unit == nil ? units(rows) : Self.milestones(rows))
            }
        }
        let owner = unit.map { "/\($0)" } ?? ""
        return CalendarEvent(
            uid: CalendarEvent.uid("reminders-\(day)\(owner)", domain: domain), day: day, sequence: 0,
            summary: wording.remindingDay(units: unit == nil ? Set(rows.map(\.unit)).count : nil, items: items),
            text: lines.joined(separator: "\n"), categories: [wording.remindingCategory])
    }

    private struct Group: Hashable, Comparable {
        let stage: String
        let deadline: CivilDate

        static func < (a: Self, b: Self) -> Bool { (a.deadline, a.stage) < (b.deadline, b.stage) }
    }

    /// The rows' milestones in their order, each once, whoever of the unit is told.
    private static func milestones(_ rows: [PlanRow]) -> [String] {
        var known: Set<String> = []
        return rows.map(\.milestone).filter { known.insert($0).inserted }
    }

    /// The rows' units in their order, with how many items each has.
    private func units(_ rows: [PlanRow]) -> [String] {
        var places: [UnitID: Int] = [:]
        var units: [(name: String, items: Set<String>)] = []
        for row in rows {
            let item = "\(row.list):\(row.milestone)"
            if let place = places[row.unit] {
                units[place].items.insert(item)
            } else {
                places[row.unit] = units.count
                units.append((row.unitName, [item]))
            }
        }
        return units.map { wording.share($0.name, items: $0.items.count) }
    }
}
