import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("The Huzhou list, planned")
struct HuzhouPlanTests {
    let inputs: PlanInputs
    let obligations: [Obligation]

    init() throws {
        inputs = try Huzhou.inputs()
        obligations = ObligationList.make(from: inputs)
    }

    @Test("what is owed: counts by kind, bodies, and the seven days it is due on")
    func counts() {
        let kinds = Dictionary(grouping: obligations, by: \.kind).mapValues(\.count)
        // 168 pairs of unit and milestone; 各县区政府 is five bodies and not one (+4), the recurring item of four units
        // is three occurrences and not one (+8): 180. The filing is asked of 34 bodies, each self-check of 38.
        #expect(kinds == [.milestone: 168, .occurrence: 12, .duty: 34, .report: 76])
        #expect(obligations.count == 290)
        // 市发改委(铁办) has obligations of its own and is no body of its own.
        let units = Set(obligations.map(\.id.unit))
        #expect(units.count == 39)
        #expect(Set(units.map { inputs.directory.root(of: $0) }).count == 38)
        #expect(
            Set(obligations.map(\.deadline)).sorted().map(\.description) == [
                "2017-04-30", "2017-06-30", "2017-07-31", "2017-09-30", "2017-11-30", "2017-12-10", "2017-12-31",
            ])
    }

    @Test("every obligation's slots are ordered, on working days, on the right side of its deadline, and settled")
    func slots() {
        for obligation in obligations {
            let policy = inputs.policies.policy(of: obligation)
            let slots = SlotSeries(workdays: inputs.workdays, zone: shanghai)
                .slots(of: obligation, policy: policy, assignedAfter: moment("2017-03-31 17:00"))
            #expect(slots == slots.sorted { $0.moment < $1.moment })
            #expect(Set(slots.map(\.key)).count == slots.count)
            #expect(slots.allSatisfy { inputs.workdays.isWorkday($0.day) }, "\(obligation.id)")
            #expect(slots.filter(\.isProvisional).isEmpty, "\(obligation.id)")
            for slot in slots where slot.key.stage != .assigned {
                #expect(slot.key.stage.isAfterDeadline == (slot.day > obligation.deadline), "\(slot.key)")
            }
            let ahead = slots.filter { if case .ahead = $0.key.stage { true } else { false } }
            #expect(ahead.count == [.report: 2, .occurrence: 1][obligation.kind, default: 3], "\(obligation.id)")
        }
    }

    @Test("the three dated duties: whom they ask, and that only the two self-checks are reports")
    func duties() {
        let duties = obligations.filter { $0.kind == .report || $0.kind == .duty }
        let byNumber = Dictionary(grouping: duties, by: \.number)
        #expect(
            byNumber.mapValues { "\($0[0].kind) \($0[0].deadline) \($0.count)" } == [
                "二-2": "duty 2017-04-30 34", "三-2": "report 2017-06-30 38", "三-3": "report 2017-12-10 38",
            ])
        // The inner office is asked through its parent.
        #expect(!duties.contains { $0.id.unit == "fgw-tieban" })
    }

    @Test("the preview of the year says what the engine then does")
    func previewHolds() throws {
        // As the preview has it: accepted on the day the notice was issued, and no unit's share is ever settled. That the
        // office is behind with its records it does not foresee.
        var inputs = inputs
        inputs.policies.all.holds = Sourced(false)
        let issued = try #require(inputs.lists.first?.issuedOn)
        let last = date("2018-01-31")
        let rows = PlanPreview.rows(of: inputs, from: issued, to: last)
        var world = World(inputs, at: "\(issued)")
        try world.accept("huzhou-2017")
        world.run(until: shanghai.moment(last.adding(days: 1), .midnight).adding(seconds: -1))
        let planned = Set(rows.map { "\($0.at) \($0.unit) \($0.milestone) \($0.stage) \($0.to)" })
        var told: Set<String> = []
        for one in world.acceptances() where one.parcel.delivery.kind == .reminder {
            for item in one.parcel.delivery.items {
                told.insert(
                    "\(shanghai.iso8601(item.moment)) \(item.slot.obligation.unit) \(item.slot.obligation.milestone) "
                        + "\(item.slot.stage) \(one.parcel.delivery.recipient.address)")
            }
        }
        #expect(rows.count == planned.count)
        #expect(planned.subtracting(told).isEmpty)
        #expect(told.subtracting(planned).isEmpty)
        world.expectSound()
    }

    @Test("planning it is a matter of slots alone: the same files give the same plan")
    func deterministic() {
        #expect(ObligationList.make(from: inputs) == obligations)
        let rows = PlanPreview.rows(of: inputs, from: date("2017-03-31"), to: date("2017-12-31"))
        #expect(PlanPreview.rows(of: inputs, from: date("2017-03-31"), to: date("2017-12-31")) == rows)
        #expect(
            rows.filter { $0.unit == "fgw" }
                == PlanPreview.rows(
                    of: inputs, from: date("2017-03-31"), to: date("2017-12-31"), unit: "fgw"))
    }
}
