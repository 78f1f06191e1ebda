import CivilTime
import WorkLists

/// What the office is given to work through: open items to tick, what was held, and what would be escalated.
extension ReminderEngine {
    /// A list that the office could not be given for so long is not given any more: thirty days.
    private static let listsAreOfUse: Int64 = 30 * 86400

    /// When the next list is due that the office was not given.
    var nextOfficeList: Moment? { officeLists.first?.at }

    /// Finds anew the lists that are still to be given: where some of a deadline's obligations have left it or are under
    /// other rules. What is planned offers its own, series by series.
    ///
    /// - Parameter days: of these deadlines alone; nil: of all.
    mutating func refreshOfficeLists(_ days: [ListDay]?) {
        struct Kind: Hashable {
            let day: ListDay
            let policy: ObjectIdentifier
        }
        func isMeant(_ deadline: CivilDate, _ list: String) -> Bool {
            guard let days else { return true }
            return days.contains { $0.deadline == deadline && $0.list == list }
        }
        officeLists.removeAll { isMeant($0.deadline, $0.list) }
        var known: Set<Kind> = []
        for track in tracks.indices where isMeant(tracks[track].obligation.deadline, tracks[track].id.list) {
            let day = ListDay(list: tracks[track].id.list, deadline: tracks[track].obligation.deadline)
            guard !tracks[track].forms.isEmpty, let list = lists[day.list], list.isOpen,
                let acceptedAt = list.acceptedAt
            else { continue }
            guard known.insert(Kind(day: day, policy: tracks[track].policyID)).inserted else { continue }
            offerOfficeLists(around: track, list.zone, acceptedAt: acceptedAt)
        }
        takeOfficeLists()
    }

    /// The lists around an obligation that are still to be given; ``takeOfficeLists()`` takes them up.
    mutating func offerOfficeLists(around track: Int, _ zone: Zone, acceptedAt: Moment) {
        offeredLists += officeLists(around: tracks[track], zone).filter {
            $0.at > acceptedAt && $0.at.seconds(until: clock) < Self.listsAreOfUse && !givenLists.contains($0.name)
        }
    }

    /// One a name: the earliest, where policies differ.
    mutating func takeOfficeLists() {
        guard !offeredLists.isEmpty else { return }
        var earliest: [OfficeList.Name: OfficeList] = [:]
        for list in officeLists + offeredLists {
            earliest[list.key] = earliest[list.key].map { $0.at <= list.at ? $0 : list } ?? list
        }
        offeredLists = []
        officeLists = earliest.values.sorted()
    }

    private func officeLists(around track: Track, _ zone: Zone) -> [OfficeList] {
        let deadline = track.obligation.deadline
        let hour = track.policy.at.value
        let next = inputs.workdays.shift(deadline, by: 1)
        var lists: [OfficeList] = []
        if inputs.workdays.isSettled(next) {
            lists.append(
                OfficeList(.toTick, list: track.id.list, deadline: deadline, at: zone.moment(next, hour)))
        }
        guard track.policy.release.value == .person else { return lists }
        for form in track.forms {
            guard case .escalated(let step) = form.stage else { continue }
            let before = inputs.workdays.shift(form.day, by: -1)
            lists.append(
                OfficeList(
                    .toEscalate, list: track.id.list, deadline: deadline, step: step,
                    at: zone.moment(max(before, deadline.adding(days: 1)), hour)))
        }
        return lists
    }

    /// Gives the office the lists that are due, if anything stands in them.
    mutating func fireOfficeLists(now: Moment) -> [EngineAction] {
        guard !rests, let first = officeLists.first, first.at <= now else { return [] }
        var intents = Intents()
        while let list = officeLists.first, list.at <= now {
            officeLists.removeFirst()
            // Also where nothing stands in it: its moment is over.
            givenLists.insert(list.name)
            if tracks.indices.contains(where: { stands($0, in: list, now: now) }) { give(list, now: now, &intents) }
        }
        return record(intents)
    }

    /// Tells the office of what was held just now, once a deadline.
    mutating func tellOfHeld(now: Moment) -> [EngineAction] {
        guard !newlyHeld.isEmpty else { return [] }
        var intents = Intents()
        for day in newlyHeld.sorted() {
            give(OfficeList(.held, list: day.list, deadline: day.deadline, at: now), now: now, &intents)
        }
        newlyHeld = []
        return record(intents)
    }

    private mutating func give(_ list: OfficeList, now: Moment, _ intents: inout Intents) {
        let civil = zoneOfOffice.civil(list.at)
        _ = makeOfficeMail(
            .officeList, key: "\(list.name)@\(civil.date)T\(civil.time)", to: readers(of: DigestForm(), now: now),
            dueAt: list.at, now: now, &intents)
    }

    /// Whether an obligation is to be worked through with this list.
    private func stands(_ index: Int, in list: OfficeList, now: Moment) -> Bool {
        let track = tracks[index]
        guard track.id.list == list.list, lists[list.list]?.isOpen == true else { return false }
        switch list.kind {
        case .toTick:
            return track.obligation.deadline == list.deadline
                && (track.state == .open || track.state == .reported || track.state == .unconfirmed)
        case .held:
            return track.published == list.deadline && track.state == .open
                && zone(of: list.list).civil(now).date > track.obligation.deadline
        case .toEscalate:
            guard track.obligation.deadline == list.deadline, track.state == .open, let step = list.step else {
                return false
            }
            return track.series.contains { $0.key.stage == .escalated(step) && isToEscalate($0, of: index) }
        }
    }

    /// What stands in an office list now: by unit, and as lines of the ledger.
    func brief(_ briefing: inout Briefing, of list: OfficeList, now: Moment, _ today: CivilDate) {
        let meant = tracks.indices.filter { stands($0, in: list, now: now) }
        var items: [Int: Briefing.Item] = [:]
        for track in meant {
            let key = SlotKey(
                obligation: tracks[track].id, deadline: tracks[track].obligation.deadline, stage: .overdue(1))
            items[track] = item(tracks[track], .init(slot: key, moment: now, isLate: false), today)
        }
        briefing.sections = sections(items)
        briefing.basis = briefing.basis.filter { $0.list == list.list }
        var standing = Standing(at: now, today: today)
        standing.lines = meant.map { line(tracks[$0], today, now: now) }
        briefing.standing = standing
        var work = Briefing.OfficeWork(list: list)
        if let step = list.step {
            for track in meant {
                guard let form = tracks[track].forms.first(where: { $0.stage == .escalated(step) }) else { continue }
                work.on = min(work.on ?? form.day, form.day)
                let escalate = tracks[track].policy.escalate.value
                if escalate.indices.contains(step - 1) { work.to = work.to ?? escalate[step - 1].to }
            }
        }
        briefing.officeWork = work
    }
}
