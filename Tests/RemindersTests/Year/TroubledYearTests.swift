import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@Suite("The Huzhou year with everything that happens to a list")
struct TroubledYearTests {
    @Test("two outages, one over the National Day week, a moved deadline, an edited list, a calendar that comes late")
    func year() throws {
        var inputs = try Huzhou.inputs()
        inputs.digests = []
        inputs.workdays = Files.calendars(2017...2017)
        // Five bodies say it all.
        let kept: Set<UnitID> = ["fgw", "jxw", "jsj", "xzfwzx", "czj"]
        let (list, directory) = (try #require(inputs.lists.first), inputs.directory)
        inputs.lists = [list.only(for: kept, directory)]
        var year = try Chronicle(inputs)

        year.until("2017-04-28 16:00")
        try year.record(.done, due: "2017-04-30", "all filed their own lists") { _ in true }

        // June: away from Thursday evening until the week of the deadline.
        year.until("2017-06-15 18:00")
        year.outage(until: "2017-06-28 10:00")
        year.until("2017-07-03 10:00")
        try year.record(.done, due: "2017-06-30", "the ticked list of June comes back, without 市建设局's") {
            $0.id.unit != "jsj"
        }

        year.until("2017-08-01 16:00")
        try year.record(.done, due: "2017-07-31", "what was due in July is done") { _ in true }

        // The list is edited in summer.
        year.until("2017-08-21 15:00")
        year.edit("2.1.2 is put off from 30 September to 15 November") {
            $0.change("2.1.2") { $0.move(to: "2017-11-15") }
        }
        year.until("2017-09-01 08:00")
        year.edit("2.1.3 is taken out, 2.1.4 comes in for the end of November") { inputs in
            inputs.change("2.1.3") { $0 = $0.renamed("2.1.4", requirement: "公布第四批事项。", due: "2017-11-30") }
        }
        year.until("2017-09-11 16:30")
        year.edit("2.1.2 is brought forward again, to 31 October") { $0.change("2.1.2") { $0.move(to: "2017-10-31") } }

        // 30 September is a Saturday that is worked for the National Day week; the daemon is away until it is over.
        year.until("2017-09-29 18:00")
        year.outage(until: "2017-10-07 12:00")
        year.until("2017-10-16 10:00")
        try year.record(.done, due: "2017-09-30", "the ticked list of September comes back") { _ in true }
        year.until("2017-11-28 10:00")
        try year.record(.done, due: "2017-10-31", "2.1.2 is done") { _ in true }
        try year.record(.done, due: "2017-11-30", "what was due in November is done") { _ in true }
        year.until("2017-12-08 10:00")
        try year.record(.reported, due: "2017-12-10", "the self-checks are in") { _ in true }

        // Without the calendar of 2018 nobody knows which are its first working days.
        year.until("2018-01-05 10:00")
        year.edit("the calendar of 2018 is put in its place") { $0.workdays = Files.calendars(2017...2018) }
        year.until("2018-01-16 16:00")
        try year.record(.done, due: "2017-12-31", "the ticked list of December comes back") { _ in true }
        try year.world.act(.closed, list: "huzhou-2017")
        year.note("the list is closed")
        year.until("2018-02-28")
        let text = year.text("The Huzhou year 2017 for five bodies, with all that happens to a list.")
        try expectGolden(text, "Tests/RemindersTests/Golden/huzhou-2017-troubled.txt")
        year.world.expectSound(patience: 15 * 86400)
    }
}

extension WorkList {
    /// What these units have of it, all sharers but them left out.
    fileprivate func only(for units: Set<UnitID>, _ directory: Directory) -> WorkList {
        var list = self
        let isKept = { (name: String) in directory.unit(named: name).map { units.contains($0.id) } ?? false }
        list.duties = duties.map { duty in
            var duty = duty
            duty.who = responsibleUnitNames.filter(isKept)
            return duty
        }
        for work in list.works.indices {
            for measure in list.works[work].measures.indices {
                list.works[work].measures[measure].responsibleUnits.removeAll { !isKept($0) }
            }
        }
        return list
    }
}

extension PlanInputs {
    /// Changes a milestone of the first list.
    fileprivate mutating func change(_ id: String, _ change: (inout Milestone) -> Void) {
        for work in lists[0].works.indices {
            for measure in lists[0].works[work].measures.indices {
                for milestone in lists[0].works[work].measures[measure].milestones.indices
                where lists[0].works[work].measures[measure].milestones[milestone].id == id {
                    change(&lists[0].works[work].measures[measure].milestones[milestone])
                    return
                }
            }
        }
        Issue.record("no milestone \(id)")
    }
}

extension Milestone {
    fileprivate mutating func move(to day: String) { deadline = date(day) }

    fileprivate func renamed(_ id: String, requirement: String, due day: String) -> Milestone {
        var milestone = self
        milestone.id = id
        milestone.requirement = requirement
        milestone.deadline = date(day)
        return milestone
    }
}
