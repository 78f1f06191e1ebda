import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// The Huzhou year as a story: what was told, recorded and missed, day by day.
struct Chronicle {
    var world: World
    private(set) var inputs: PlanInputs
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

    /// The files change, and are taken.
    mutating func edit(_ what: String, _ change: (inout PlanInputs) throws -> Void) rethrows {
        try change(&inputs)
        note(what)
        world.reload(inputs)
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

    func text(_ title: String) -> String {
        var days: [CivilDate: Day] = [:]
        for note in notes {
            let civil = shanghai.civil(note.at)
            days[civil.date, default: Day()].lines.append("  \(civil.time) \(note.text)")
        }
        for one in world.acceptances() { days[one.day, default: Day()].deliveries.append(one.parcel.delivery) }
        for one in world.acceptances(.digest) { days[one.day, default: Day()].digests += 1 }
        var text = "\(title) X 3× is three obligations of X.\n"
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
