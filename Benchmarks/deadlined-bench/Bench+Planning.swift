import CivilTime
import Foundation
import Reminders
import Settings
import WorkLists

/// How long a year of a very large list takes to plan, and how much memory the plan keeps; beside it, what `remind`
/// takes for a day of as many reminders.
extension Bench {
    private static let listID = "bench"
    private static let acceptedAt = Moment(seconds: 1_483_318_800)  // 2017-01-02T09:00:00+08:00

    static func planning(_ configuration: Configuration) throws {
        let small = timePlanning(10_000, like: configuration, runs: 5)
        timePlanning(100_000, like: configuration, runs: 5, limit: "250 ms, 60 MB")
        try remind(100_000, like: configuration)
        let large = timePlanning(1_000_000, like: configuration, runs: 1)
        print(
            String(
                format: "an obligation of 1000000, of 10000: time %.2f, memory %.2f (limit 1.5)",
                large.seconds / small.seconds / 100, large.megabytes / small.megabytes / 100))
        reloading(100_000, like: configuration)
    }

    /// From the list in memory, accepted and new to the ledger, to an engine with its agenda armed.
    @discardableResult
    private static func timePlanning(
        _ obligations: Int, like configuration: Configuration, runs: Int, limit: String? = nil
    ) -> (seconds: Double, megabytes: Double) {
        let inputs = inputs(obligations, like: configuration)
        let kept = ResidentMemory.kept { planned(inputs) }
        var engine: ReminderEngine?
        let median = report("plan \(obligations)", runs: runs, between: { engine = nil }) {
            engine = planned(inputs)
            return String(format: "%.1f MB above the list", kept) + (limit.map { " (limit \($0))" } ?? "")
        }
        withExtendedLifetime(engine) {}
        return (median / .seconds(1), kept)
    }

    private static func planned(_ inputs: PlanInputs) -> ReminderEngine {
        let accepted = Act(
            kind: .accepted, list: listID, actor: Act.Actor(uid: 0, name: "bench"), at: acceptedAt, key: "bench")
        let ledger = LedgerSnapshot(
            tag: "benchmrk", lists: [listID: .init(hash: "", settledUntil: acceptedAt)], acts: [accepted])
        var engine = ReminderEngine(inputs: inputs, ledger: ledger, now: acceptedAt)
        let actions = engine.start(now: acceptedAt)
        precondition(!actions.isEmpty && engine.next != nil, "nothing was planned")
        return engine
    }

    /// A reload that moves one milestone's deadline: how long it is prepared beside the engine, and how long the
    /// engine's queue is held up then. So much later a timer is that comes meanwhile.
    private static func reloading(_ obligations: Int, like configuration: Configuration) {
        var engine = planned(inputs(obligations, like: configuration))
        var turn = 0
        /// As if read from the files anew: no text is shared with the old ones.
        func edited() -> PlanInputs {
            turn += 1
            var new = inputs(obligations, like: configuration)
            new.lists[0].works[0].measures[0].milestones[0].deadline = deadline(1)?.adding(days: turn % 2)
            return new
        }
        var (new, basis) = (edited(), engine.basis)
        var prepared: PreparedPlan?
        report("reload, prepare", runs: 5, between: { (new, prepared) = (edited(), nil) }) {
            prepared = PreparedPlan(new, after: engine.basis)
            return "one milestone moved, beside the engine (limit 1 s)"
        }
        let prepare = {
            (new, basis) = (edited(), engine.basis)
            prepared = PreparedPlan(new, after: basis)
        }
        report("reload, queue", runs: 9, between: prepare) {
            guard let prepared else { return "" }
            let actions = engine.configured(prepared, now: acceptedAt.adding(seconds: turn))
            return "\(actions.count) actions; a timer waits that long (limit 10 ms)"
        }
        withExtendedLifetime(basis) {}
    }

    // MARK: - A list and its like

    /// Milestones of two units each, due on working days and others from April to December.
    private static func inputs(_ obligations: Int, like configuration: Configuration) -> PlanInputs {
        let texts = configuration.inputs.lists.flatMap(\.works).flatMap(\.measures)
            .flatMap(\.milestones).map(\.requirement)
        let units = configuration.inputs.directory.units.map(\.name)
        var count = 0
        func milestone(_ id: String) -> Milestone {
            count += 1
            return Milestone(
                id: id, deadlinePhrase: "按期", deadline: deadline(count), kind: .date,
                requirement: "第\(count)项:" + texts[count % texts.count], sourceLine: count)
        }
        let measures = obligations / 2 / 20
        var list = WorkList(id: listID, title: "重点工作清单", year: 2017)
        list.works = (0..<(measures / 50)).map { work in
            KeyWork(
                number: work + 1, title: "重点工作\(work + 1)", text: texts[work % texts.count],
                measures: (1...50).map { number in
                    Measure(
                        id: "\(work + 1).\(number)", number: number, text: texts[number % texts.count],
                        responsibleUnits: [units[number % units.count], units[(number + 1) % units.count]],
                        milestones: (1...20).map { milestone("\(work + 1).\(number).\($0)") })
                })
        }
        var inputs = configuration.inputs
        inputs.lists = [list]
        return inputs
    }

    private static func deadline(_ count: Int) -> CivilDate? {
        CivilDate(year: 2017, month: 4, day: 1)?.adding(days: count % 270)
    }

    /// As many reminders for remind(1), each thirty days, ten and three working days ahead and on its day, with the same
    /// weekends and holidays left out; it works out one day.
    private static func remind(_ reminders: Int, like configuration: Configuration) throws {
        let program = URL(fileURLWithPath: "/usr/bin/remind")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            return print("remind is not installed: nothing to compare with")
        }
        let workdays = configuration.inputs.workdays
        var lines = ["FSET ahead(x) choose(x, 30, -10, -3, 0)"]
        if let first = CivilDate(year: 2017, month: 1, day: 1) {
            for day in (0..<365).map({ first.adding(days: $0) })
            where !workdays.isWorkday(day) && !day.weekday.isWeekend {
                lines.append("OMIT \(day)")
            }
        }
        for count in 0..<reminders {
            guard let day = deadline(count / 2 + 1) else { continue }
            lines.append("REM \(day) WARN ahead OMIT Sat Sun MSG item \(count)")
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("deadlined-bench-\(getpid()).rem")
        try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        report("remind, one day", runs: 3) {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = program
            process.arguments = [file.path, "2017-06-27"]
            process.standardOutput = pipe
            guard (try? process.run()) != nil else { return "could not be run" }
            let said = pipe.fileHandleForReading.readDataToEndOfFile().split(separator: UInt8(ascii: "\n")).count
            process.waitUntilExit()
            return "\(reminders) reminders, \(said) lines said"
        }
    }
}
