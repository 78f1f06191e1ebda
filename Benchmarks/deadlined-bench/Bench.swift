import CivilTime
import Control
import Foundation
import Reminders
import Settings
import WorkLists

/// Times what a clerk waits for, reading the published notice and planning its year, what ten thousand reminders cost,
/// composing them, and what a very large list does, reading it, planning it, and reloading it.
///
/// `deadlined-bench FOLDER [--planning]`: with that, the planning of the large list alone.
///
/// Prints the median of many runs and the slowest; judged by the limits of the issue tracker, never in a test.
@main
enum Bench {
    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "Config"
        let notice = try String(contentsOfFile: folder + "/worklists/huzhou-2017.notice.txt", encoding: .utf8)
        let (files, _) = ConfigurationFolder.read(folder)
        guard let files, let configuration = ConfigurationReader.read(files).0 else {
            print("bench: the configuration in \(folder) cannot be read; see deadlinectl check")
            exit(1)
        }
        if CommandLine.arguments.dropFirst(2).first == "--planning" { return try planning(configuration) }
        let inputs = configuration.inputs
        report("read the notice", runs: 50) {
            let list = NoticeReader.read(notice, year: nil, id: nil)
            return "\(list.works.count) key works"
        }
        report("plan its year", runs: 50) {
            var engine = ReminderEngine(
                inputs: inputs, ledger: LedgerSnapshot(tag: "benchmrk"), now: Moment(seconds: 1_490_947_200))
            _ = engine.start(now: Moment(seconds: 1_490_947_200))
            let actor = Act.Actor(uid: 0, name: "bench")
            let now = Moment(seconds: 1_490_950_800)
            for list in inputs.lists {
                _ = try? engine.act(
                    [ActRequest(kind: .accepted, list: list.id, actor: actor, key: "bench")], now: now)
            }
            return "\(engine.obligationCount) obligations"
        }
        composing(files, configuration)
        try planning(configuration)
        try reading(configuration)
    }

    /// Returns the median. `between` runs before each run, and is not timed.
    @discardableResult
    static func report(
        _ what: String, runs: Int, between: () -> Void = {}, _ body: () -> String
    ) -> Duration {
        var times: [Duration] = []
        var result = ""
        let clock = ContinuousClock()
        for _ in 0..<runs {
            between()
            let begun = clock.now
            result = body()
            times.append(clock.now - begun)
        }
        times.sort()
        let columns = [
            what.padding(toLength: 18, withPad: " ", startingAt: 0), "median \(milliseconds(times[runs / 2]))",
            "slowest \(milliseconds(times[runs - 1]))", result,
        ]
        print(columns.joined(separator: "  "))
        return times[runs / 2]
    }

    static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(format: "%.2f ms", Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
    }
}
