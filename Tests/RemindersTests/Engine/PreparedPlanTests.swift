import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("A plan prepared beside the engine")
struct PreparedPlanTests {
    enum Edit: String, CaseIterable, CustomTestStringConvertible {
        case nothing, deadline, past, words, time, hour, statements, calendar, unit, milestone, contact

        var testDescription: String { rawValue }

        func apply(to inputs: inout PlanInputs) {
            switch self {
            case .nothing: break
            case .deadline: inputs.lists[0].works[0].measures[1].milestones[0].deadline = date("2017-09-30")
            case .past: inputs.lists[0].works[0].measures[1].milestones[0].deadline = date("2017-03-31")
            case .words: inputs.lists[0].works[0].measures[1].milestones[0].requirement = "other words"
            case .time: inputs.lists[0].works[0].measures[1].milestones[0].deadlineTime = .hour(8)
            case .hour: inputs.policies.units["b", default: PolicyOverrides()].at = Sourced(.hour(15))
            case .statements: inputs.policies.all.statement = Sourced(false)
            case .calendar: inputs.workdays = Files.calendars(2018...2018)
            case .unit: inputs.lists[0].works[0].measures[1].responsibleUnits.append("d")
            case .milestone: inputs.lists[0].works[0].measures.removeLast()
            case .contact: inputs.directory = Directory(units: ["a", "b", "c"].map { Files.unit($0, ["new-\($0)@x"]) })
            }
        }
    }

    private static let old = Files.inputs([
        Files.june, .init(id: "1.2", deadline: "2017-07-14", units: ["b", "a"]),
        .init(id: "1.3", deadline: "2017-12-31", units: ["c", "b"]),
    ])

    private func engine() throws -> ReminderEngine {
        let accepted = moment("2017-06-05 10:00")
        var engine = ReminderEngine(inputs: Self.old, ledger: LedgerSnapshot(tag: "t"), now: accepted)
        _ = engine.start(now: accepted)
        let actor = Act.Actor(uid: 7, name: "clerk")
        _ = try engine.act([ActRequest(kind: .accepted, list: "demo", actor: actor, key: "1")], now: accepted)
        let done = ActRequest(kind: .done, list: "demo", milestone: "1.2", unit: "b", actor: actor, key: "2")
        _ = try engine.act([done], now: accepted.adding(hours: 2))
        return engine
    }

    @Test(
        "gives what planning everything anew gives", arguments: Edit.allCases,
        ["2017-06-05 12:00", "2017-07-03 12:00", "2017-08-15 09:00"])
    func same(_ edit: Edit, time: String) throws {
        var (part, whole) = (try engine(), try engine())
        while let next = part.next, next < moment(time) {
            #expect(part.timerFired(now: next) == whole.timerFired(now: next))
            guard part.next != next else { break }
        }
        // Prepared from a plan that is not the present one any more, it counts as a whole.
        let stale = whole.basis
        let now = moment(time)
        #expect(part.configured(Self.old, now: now) == whole.configured(Self.old, now: now))
        var new = Self.old
        edit.apply(to: &new)
        let later = now.adding(seconds: 60)
        #expect(
            part.configured(PreparedPlan(new, after: part.basis), now: later)
                == whole.configured(PreparedPlan(new, after: stale), now: later))
        #expect(part.inputs == new)
        #expect(part.standing(now: later, since: nil) == whole.standing(now: later, since: nil))
        let end = date("2018-03-31")
        #expect(part.agenda(now: later, through: end) == whole.agenda(now: later, through: end))
        for _ in 0..<12 {
            #expect(part.next == whole.next)
            guard let next = part.next else { break }
            #expect(part.timerFired(now: next) == whole.timerFired(now: next))
        }
    }
}
