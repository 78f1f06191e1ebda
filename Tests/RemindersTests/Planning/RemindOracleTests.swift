import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

/// Dianne Skoll's `remind` on thousands of deadlines; `Oracles/make_leads.py` tells how it is asked, docs/reminding.md where
/// its way and ours part.
@Suite("remind, the program, agrees")
struct RemindOracleTests {
    private static let path = "Tests/RemindersTests/Oracles"
    private static let program = "/usr/bin/remind"

    @Test("on four thousand deadlines that it was asked about once")
    func table() throws {
        let rows = try Row.table(Repository.text("\(Self.path)/leads.tsv"))
        #expect(rows.count == 4000)
        #expect(Set(rows.map(\.form)) == ["slots", "warn", "delta"])
        expectAgreement(rows, "leads.tsv")
    }

    /// `SEED=17` asks again what a run failed on.
    @Test(
        "on three hundred more, asked about now",
        .enabled(if: FileManager.default.isExecutableFile(atPath: program), "remind is not installed"))
    func fresh() throws {
        let wanted = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt32.init)
        let seed = wanted ?? UInt32.random(in: 0...UInt32.max)
        let run = try BuiltProduct.run(
            "/usr/bin/python3", arguments: [Repository.file("\(Self.path)/make_leads.py"), "\(seed)", "300"])
        try #require(run.status == 0, "seed \(seed): \(run.err)")
        let rows = try Row.table(run.out)
        #expect(rows.count == 300)
        expectAgreement(rows, "SEED=\(seed)")
    }

    private func expectAgreement(_ rows: [Row], _ source: String) {
        let wrong = rows.compactMap { row in
            let ours = row.ours
            return ours == row.answer ? nil : "\(row.text)\n  ours: \(ours)"
        }
        guard !wrong.isEmpty else { return }
        Issue.record("\(source): \(wrong.count) of \(rows.count) differ\n\(wrong.prefix(3).joined(separator: "\n"))")
    }
}

/// What remind was asked, and what it answered.
private struct Row {
    let text: String
    let form: String
    let answer: String
    let obligation: Obligation
    let leads: [Lead]
    let policy: Policy

    static func table(_ text: String) throws -> [Row] { try text.split(separator: "\n").map(Row.init) }

    private init(_ line: Substring) throws {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        try #require(fields.count == 8)
        text = String(line)
        form = fields[0]
        answer = fields[7]
        leads = try Self.leads(fields[5])
        let time = TimeOfDay(fields[2])
        try #require((time == nil) == (fields[2] == "-"))
        obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone,
            deadline: try #require(CivilDate(iso: fields[1])), time: time, number: "1.1", requirement: "")
        var policy = Policy()
        policy.escalate = Sourced([])
        policy.ahead = Sourced(leads)
        policy.overdue = Sourced(try Self.leads(fields[6]))
        policy.offDays = Sourced(try #require(OffDayMove(rawValue: fields[3])))
        policy.quiet = Sourced(try Self.quiet(fields[4]))
        self.policy = policy
    }

    private static func leads(_ text: String) throws -> [Lead] {
        try text.split(separator: " ").map { try #require(Lead($0)) }
    }

    private static func quiet(_ text: String) throws -> QuietDays {
        let names: [Substring: Weekday] = [
            "Mon": .monday, "Tue": .tuesday, "Wed": .wednesday, "Thu": .thursday, "Fri": .friday, "Sat": .saturday,
            "Sun": .sunday,
        ]
        let parts = text.split(separator: ",")
        let spans = parts.filter { names[$0] == nil }
        return QuietDays(
            weekdays: Set(parts.compactMap { names[$0] }),
            spans: try spans.map { span in
                let ends = span.split(separator: "..").compactMap { CivilDate(iso: $0) }
                try #require(ends.count == 2)
                return ends[0]...ends[1]
            })
    }

    /// The same, by our rules.
    var ours: String {
        let slots = SlotSeries(workdays: Files.china, zone: shanghai)
            .slots(of: obligation, policy: policy, assignedAfter: nil)
        let said = Set(slots.filter(\.isSaid).map(\.day))
        let days = Set(slots.filter { !$0.isLeftOut }.map(\.day))
        if said != days { return "said on \(said.sorted()), planned for \(days.sorted())" }
        switch form {
        case "warn":
            return said.sorted().map(\.description).joined(separator: " ")
        case "delta":
            let first = leads.map { $0.date(before: obligation.deadline, Files.china) }.min() ?? obligation.deadline
            return "\(first) \(first.days(until: obligation.deadline) + 1)"
        default:
            let ahead = leads.map { lead in slots.first { $0.key.stage == .ahead(lead) } }
            let due = slots.filter { $0.key.stage == .due }
            let later = slots.filter(\.key.stage.isAfterDeadline).sorted { $0.day < $1.day }
            return [ahead, due, later].map { group in
                group.map { slot in slot.map { $0.isLeftOut ? "-" : "\($0.day)" } ?? "none" }.joined(separator: " ")
            }.joined(separator: "|")
        }
    }
}
