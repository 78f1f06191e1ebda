import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// The Huzhou year as a story: what was told, recorded and missed, day by day.
private struct Chronicle {
    var world: World
    private let inputs: PlanInputs
    private var notes: [(at: Moment, text: String)] = []

    init(_ inputs: PlanInputs) throws {
        self.inputs = inputs
        world = World(inputs, at: "2017-03-31 17:00")
        try world.accept("huzhou-2017")
        note("the list is accepted: \(world.engine.obligationCount) obligations of \(world.engine.unitCount) bodies")
    }

    mutating func note(_ text: String) { notes.append((world.now, text)) }

    mutating func until(_ text: String) { world.run(until: text) }

    /// Records an act for every share of a deadline's obligations that `meant` picks.
    mutating func record(_ kind: Act.Kind, due: String, _ what: String, where meant: (Obligation) -> Bool) throws {
        var count = 0
        for obligation in ObligationList.make(from: inputs) where obligation.deadline == date(due) && meant(obligation)
        {
            try world.act(kind, obligation.id.milestone, unit: obligation.id.unit.rawValue)
            count += 1
        }
        note("recorded: \(what) (\(count) shares \(kind.rawValue))")
    }

    mutating func outage(until text: String) {
        note("the daemon goes down")
        world.sleep(until: text)
        note("the daemon is back")
    }

    // MARK: - Written down

    /// The shares of each deadline as they were first told, by stage: what comes again is not spelled out again.
    private struct Known {
        var shares: [CivilDate: [(stage: String, shares: [UnitID: Int])]] = [:]
    }

    func name(_ unit: UnitID) -> String { inputs.directory.unit(unit)?.name ?? unit.rawValue }

    /// What a day holds.
    private struct Day {
        var lines: [String] = []
        var deliveries: [Delivery] = []
        var digests = 0
    }

    func text() -> String {
        var days: [CivilDate: Day] = [:]
        for note in notes {
            let civil = shanghai.civil(note.at)
            days[civil.date, default: Day()].lines.append("  \(civil.time) \(note.text)")
        }
        for one in world.acceptances() { days[one.day, default: Day()].deliveries.append(one.parcel.delivery) }
        for one in world.acceptances(.digest) { days[one.day, default: Day()].digests += 1 }
        var text = "The Huzhou year 2017 under the default policy, as it was told. X 3× is three obligations of X.\n"
        var quiet = 0
        var known = Known()
        for day in days.keys.sorted() {
            guard let entry = days[day] else { continue }
            if entry.deliveries.isEmpty, entry.lines.isEmpty {
                quiet += entry.digests
                continue
            }
            if quiet > 0 { text += "  … \(quiet) weekly digest\(quiet > 1 ? "s" : "") to the office\n" }
            quiet = 0
            text += "\n\(day) \(day.weekday.english.prefix(3))"
            text +=
                entry.deliveries.isEmpty
                ? "\n" : ": \(mails(entry.deliveries.count))\(entry.digests > 0 ? " and the digest" : "")\n"
            text += entry.lines.map { $0 + "\n" }.joined()
            text += told(entry.deliveries, &known)
        }
        if quiet > 0 { text += "  … \(quiet) weekly digests to the office\n" }
        return text + "\n" + counts()
    }

    /// A line a hour, stage and deadline: whom, and how much of it.
    private func told(_ deliveries: [Delivery], _ known: inout Known) -> String {
        struct Heading: Hashable, Comparable {
            let stage: String
            let deadline: CivilDate
            let isLate: Bool
            static func < (a: Self, b: Self) -> Bool { (a.deadline, a.stage) < (b.deadline, b.stage) }
        }
        var told: [Heading: [UnitID: Int]] = [:]
        for item in deliveries.flatMap(\.items) {
            let heading = Heading(
                stage: item.slot.stage.description, deadline: item.slot.deadline, isLate: item.isLate)
            told[heading, default: [:]][item.slot.obligation.unit, default: 0] += 1
        }
        return told.keys.sorted().map { heading in
            let shares = told[heading] ?? [:]
            let count = shares.values.reduce(0, +)
            let whom = whom(shares, heading.stage, heading.deadline, &known)
            return "  \(heading.stage)\(heading.isLate ? " (late)" : "") for \(heading.deadline): \(count) to "
                + "\(shares.count): \(whom)\n"
        }.joined()
    }

    /// Units with their shares, most first; or as they were told before, without those who are done.
    private func whom(
        _ shares: [UnitID: Int], _ stage: String, _ deadline: CivilDate, _ known: inout Known
    ) -> String {
        for old in known.shares[deadline] ?? [] where shares.count > 6 {
            let missing = old.shares.keys.filter { shares[$0] == nil }.sorted()
            guard missing.count <= 5, shares.allSatisfy({ old.shares[$0.key] == $0.value }) else { continue }
            let without = missing.isEmpty ? "" : ", without \(missing.map(name).joined(separator: "、"))"
            return "as at \(old.stage)\(without)"
        }
        known.shares[deadline, default: []].append((stage, shares))
        let units = shares.keys.sorted { (-(shares[$0] ?? 0), $0) < (-(shares[$1] ?? 0), $1) }
        return units.map { name($0) + ((shares[$0] ?? 0) > 1 ? " \(shares[$0] ?? 0)×" : "") }.joined(separator: "、")
    }

    private func mails(_ count: Int) -> String { count == 1 ? "1 mail" : "\(count) mails" }

    private func counts() -> String {
        let fates = Dictionary(grouping: world.ledger.fates.values) { fate in
            fate.kind == .sent ? "sent" : "\(fate.kind.rawValue): \(fate.reason)"
        }.mapValues(\.count)
        var text = "How the slots ended\n"
        for key in fates.keys.sorted() { text += "  \(fates[key] ?? 0) \(key)\n" }
        text += "\nMails a body, 31 March 2017 to \(shanghai.civil(world.now).date)\n"
        for (count, units) in mails() {
            text += "  \(count): \(units.map(name).joined(separator: "、"))\n"
        }
        return text
    }

    /// Bodies by how many mails they got, most first.
    func mails(through last: String = "9999-12-31") -> [(count: Int, units: [UnitID])] {
        var counts: [UnitID: Int] = [:]
        for one in world.acceptances() where one.day <= date(last) {
            for unit in Set(one.parcel.delivery.recipient.units.map { inputs.directory.root(of: $0) }) {
                counts[unit, default: 0] += 1
            }
        }
        return Dictionary(grouping: counts.keys) { counts[$0] ?? 0 }
            .map { ($0.key, $0.value.sorted()) }.sorted { $0.0 > $1.0 }
    }
}

@Suite("The Huzhou year in virtual time")
struct HuzhouYearTests {
    @Test("accepted on 31 March, an outage in September, a clerk who ticks what is done: the year as it was told")
    func year() throws {
        var year = try Chronicle(Huzhou.inputs())
        year.until("2017-04-05 15:00")
        for unit in ["fgw", "jxw", "czj"] { try year.world.act(.acknowledged, unit: unit) }
        year.note("市发改委、市经信委、市财政局 acknowledge")
        year.until("2017-04-28 16:00")
        try year.record(.done, due: "2017-04-30", "all filed their own lists but 市民政局") { $0.id.unit != "mzj" }
        year.until("2017-06-20 10:00")
        try year.record(.done, due: "2017-06-30", "市经信委 is done early") { $0.id.unit == "jxw" }
        year.until("2017-06-29 14:00")
        try year.record(.reported, due: "2017-06-30", "市水利局 reports all it has") { $0.id.unit == "slj" }
        year.until("2017-07-03 10:00")
        try year.record(.done, due: "2017-06-30", "the ticked list of June comes back, without 市发改委's and 市水利局's") {
            !["fgw", "slj", "jxw"].contains($0.id.unit)
        }
        year.until("2017-07-10 09:30")
        try year.record(.reopened, due: "2017-06-30", "市水利局's reports do not hold") { $0.id.unit == "slj" }
        year.until("2017-08-14 10:00")
        try year.record(.done, due: "2017-06-30", "市水利局 is done") { $0.id.unit == "slj" }
        year.until("2017-09-17 20:00")
        year.outage(until: "2017-09-19 20:30")
        year.until("2017-10-09 16:00")
        try year.record(.done, due: "2017-09-30", "the ticked list of September comes back, whole") { _ in true }
        year.until("2017-12-11 11:00")
        try year.record(.done, due: "2017-12-10", "all self-checks are in") { _ in true }
        year.until("2018-01-02 10:00")
        try year.record(.done, due: "2017-12-31", "the ticked list of December comes back, without 市建设局's") {
            $0.id.unit != "jsj"
        }
        year.until("2018-01-19 17:00")
        try year.world.act(.closed, list: "huzhou-2017")
        year.note("the list is closed")
        year.until("2018-02-28")
        try expectGolden(year.text(), "Tests/RemindersTests/Golden/huzhou-2017.txt")
        year.world.expectSound()
    }

    @Test("those who are done the day before each deadline get 10 to 22 mails from acceptance to the year's end")
    func diligence() throws {
        var year = try Chronicle(Huzhou.inputs())
        for due in Set(ObligationList.make(from: year.world.inputs).map(\.deadline)).sorted() {
            year.until("\(due.adding(days: -1)) 15:00")
            try year.record(.done, due: due.description, "all") { _ in true }
        }
        year.until("2017-12-31 23:00")
        // 市发改委 is two mailboxes: its own 22, and 11 of its 铁办.
        #expect(sizes(year) == [33: 1, 22: 2, 19: 22, 18: 1, 16: 5, 15: 1, 13: 5, 10: 1])
        year.world.expectSound()
    }

    @Test("those of whom nothing is ever recorded get 19 to 44, statements of seven months among them")
    func silence() throws {
        var year = try Chronicle(Huzhou.inputs())
        year.until("2017-12-31 23:00")
        #expect(
            sizes(year) == [65: 1, 44: 2, 41: 1, 35: 22, 32: 1, 31: 1, 29: 1, 28: 3, 26: 5, 19: 1])
        year.world.expectSound()
    }

    /// How many bodies got how many mails.
    private func sizes(_ year: Chronicle) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: year.mails().map { ($0.count, $0.units.count) })
    }
}
