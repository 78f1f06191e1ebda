import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Self-check reports")
struct ReportFilingTests {
    private static let list = "huzhou-2017"
    private static let fgw = "huzhou-2017:三-2/fgw"
    private static let jxw = "huzhou-2017:三-2/jxw"

    private func world() throws -> World {
        var world = World(try Huzhou.inputs(), at: "2017-06-15 17:00")
        try world.accept(Self.list)
        return world
    }

    private func id(_ name: String) throws -> ObligationID { try #require(ObligationID(name)) }

    private func state(_ world: World, _ unit: UnitID, _ milestone: String = "三-2") -> ObligationState? {
        world.engine.standing(now: world.now, since: nil).lines.first {
            $0.unit == unit && $0.milestone == milestone
        }?.state
    }

    @Test("a unit reports on its measures, and on those of an office within it that owes none of its own")
    func parts() throws {
        let form = try world().engine.reportForm(of: id(Self.fgw))
        #expect(form.parts.map(\.id) == ["1.1", "4.6", "5.2", "6.2", "6.3", "7.1", "8.2", "8.4", "9.1"])
        #expect(form.limit == 500 && form.asked == "上半年清单落实情况报市政府督查室")
        #expect(form.deadline == date("2017-06-30") && form.unitName == "市发改委")
        #expect(form.parts.flatMap(\.milestones).count == 25, "the recurring one has three occurrences")
        #expect(form.parts[8].milestones.map(\.id) == ["9.1.1", "9.1.2", "9.1.3"])
        #expect(form.parts.flatMap(\.milestones).allSatisfy { $0.state == .open })
    }

    @Test("every share of every measure is somebody's to report on, once")
    func complete() throws {
        let world = try world()
        let collection = try #require(try world.engine.reportCollections(list: nil, duty: "三-2").first)
        #expect(collection.units.count == 38 && collection.missing.count == 38)
        #expect(collection.works.map(\.number) == Array(1...11))
        let shares = collection.works.flatMap(\.measures).map { measure in measure.shares.map(\.unit) }
        #expect(shares.count == 47)
        #expect(shares.allSatisfy { !$0.isEmpty && Set($0).count == $0.count })
        for unit in collection.units {
            let form = try world.engine.reportForm(
                of: ObligationID(list: Self.list, milestone: "三-2", unit: unit.unit))
            let listed = collection.works.flatMap(\.measures).filter { $0.shares.contains { $0.unit == unit.unit } }
            #expect(form.parts.map(\.id) == listed.map(\.id))
        }
        #expect(try world.engine.reportCollections(list: Self.list, duty: nil).map(\.duty) == ["三-2", "三-3"])
    }

    @Test("a duty whose units have no measures is reported on as a whole")
    func withoutMeasures() throws {
        let duty = Duty(
            id: "二-1", section: "二", who: ["b"], what: "情况报市政府", deadline: date("2017-06-30"), kind: .date,
            recipient: "市政府")
        var world = World(Files.inputs([Files.june], duties: [duty]), at: "2017-04-06 17:00")
        try world.accept()
        let form = try world.engine.reportForm(of: id("demo:二-1/b"))
        #expect(form.parts == [.init(id: "二-1", text: "情况报市政府", milestones: [])])
        #expect(form.limit == nil)
    }

    @Test("taken, it stands as reported; the same text is known, another takes its place, the first once more too")
    func filing() throws {
        var world = try world()
        #expect(try world.file([(Self.fgw, "aa"), (Self.jxw, "bb")], on: "2017-06-14") == [Self.fgw, Self.jxw])
        #expect(state(world, "fgw") == .reported && state(world, "jxw") == .reported)
        #expect(state(world, "fgw", "4.6.1") == .open, "its milestones are the office's to settle")
        #expect(try world.file([(Self.fgw, "aa"), (Self.jxw, "bb")]).isEmpty)
        #expect(try world.file([(Self.fgw, "cc"), (Self.jxw, "bb")]) == [Self.fgw])
        #expect(try world.file([(Self.fgw, "aa")]) == [Self.fgw])
        let keys = world.ledger.acts.map(\.key).filter { $0.contains("/fgw") }
        #expect(keys == ["aa", "cc", "aa"].enumerated().map { "report|\(Self.fgw)|\($1)" + ($0 == 2 ? "#2" : "") })
        world.restart()
        #expect(try world.file([(Self.fgw, "aa")]).isEmpty, "the ledger knows the newest")
        #expect(state(world, "fgw") == .reported)
        world.expectSound()
    }

    @Test("the reminder brings the form while the report is owed, and no longer")
    func briefing() throws {
        var world = try world()
        let slots = { (stage: String) in
            try #require(SlotKey("\(Self.fgw)|2017-06-30|\(stage)"))
        }
        let report = { (world: World, stage: String) in
            let item = Delivery.Item(slot: try slots(stage), moment: world.now, isLate: false)
            let delivery = Delivery(
                id: DeliveryID(rawValue: 1), kind: .reminder, channel: "maildir",
                recipient: Recipient(address: "fgw@x", name: "x", units: ["fgw"]), messageID: "1@x",
                createdAt: world.now, dueAt: world.now, notBefore: world.now, items: [item])
            return world.engine.briefing(for: delivery, now: world.now).sections.first?.items.first?.report
        }
        for stage in ["15wd", "due", "overdue-1"] { #expect(try report(world, stage)?.parts.count == 9, "\(stage)") }
        for stage in ["assigned", "statement-2017-08"] { #expect(try report(world, stage) == nil, "\(stage)") }
        try world.file([(Self.fgw, "aa")])
        #expect(try report(world, "due") == nil)
    }

    @Test("a report on what is settled is kept, and the settlement stays")
    func afterSettlement() throws {
        var world = try world()
        try world.act(.done, "三-2", unit: "fgw")
        #expect(try world.file([(Self.fgw, "aa")]) == [Self.fgw])
        #expect(state(world, "fgw") == .done)
    }

    @Test("with one that is nobody's, none is taken")
    func refused() throws {
        var world = try world()
        let refusals: [(String, ActRefusal)] = [
            ("huzhou-2018:三-2/fgw", .unknownList("huzhou-2018")),
            ("huzhou-2017:三-9/fgw", .unknownMilestone("三-9", likely: nil)),
            ("huzhou-2017:4.6.1/fgw", .noReport("4.6.1")),
            ("huzhou-2017:三-2/zzz", .unknownUnit("zzz", likely: nil)),
        ]
        for (name, refusal) in refusals {
            #expect(throws: refusal) { try world.file([(Self.fgw, "aa"), (name, "bb")]) }
        }
        #expect(throws: ActRefusal.inFuture(date("2017-06-16"))) {
            try world.file([(Self.fgw, "aa")], on: "2017-06-16")
        }
        #expect(state(world, "fgw") == .open)
        try world.act(.closed, list: Self.list)
        #expect(throws: ActRefusal.notAccepted(Self.list)) { try world.file([(Self.fgw, "aa")]) }
        #expect(try world.engine.reportCollections(list: nil, duty: nil).count == 2, "a closed list can be read")
    }
}
