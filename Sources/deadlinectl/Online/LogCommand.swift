import ArgumentParser
import CivilTime
import Control
import Foundation
import Reminders

struct LogCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "What was sent, to whom, and what the server said.",
        discussion: """
            The newest come last. `accepted` means that a server took the message, not that somebody read it. \
            `deadlinectl show ID` has the text and every attempt.
            """)

    @Option(help: ArgumentHelp("Due on or after: a date, or a time with its offset (RFC 3339).", valueName: "when"))
    var from: String?

    @Option(help: ArgumentHelp("Due before: a time, or the end of a date.", valueName: "when"))
    var until: String?

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @Option(help: ArgumentHelp("Only this channel.", valueName: "name"))
    var channel: String?

    @Option(
        help: ArgumentHelp(
            "Only this state: \(DeliveryState.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "state"))
    var state: String?

    @Option(help: ArgumentHelp("Only about this milestone.", valueName: "id"))
    var milestone: String?

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "n"))
    var limit = 50

    @Flag(
        name: .shortAndLong, help: "Go on: print each new message as it is made, until Ctrl-C. With --json a line each."
    )
    var follow = false

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000") }
        if follow, until != nil { throw ValidationError("--follow and --until exclude each other") }
        if let state, DeliveryState(rawValue: state) == nil {
            throw ValidationError(
                "there is no state '\(state)': \(DeliveryState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func perform() throws {
        // Asked for its zone: days and times are the office's, not this machine's.
        let status = try online.client.get(ControlPath.status, as: StatusAnswer.self).answer
        let times = LocalTimes(zone: status.zone)
        var query = try query(times)
        let reply = try online.client.get(ControlPath.log, query, as: LogAnswer.self)
        let rows = Array(reply.answer.rows.reversed())
        guard follow else {
            return online.show(reply) { _ in
                rows.isEmpty
                    ? "nothing was sent yet that fits"
                    : LogTable.text(rows, times, width: Terminal.standard.width, style: Terminal.standard.style)
            }
        }
        try show(rows, times)
        var last = rows.map(\.id).max() ?? 0
        while true {
            sleep(1)
            query.removeAll { $0.0 == "after" }
            query.append(("after", String(last)))
            let news = try online.client.get(ControlPath.log, query, as: LogAnswer.self).answer.rows
            try show(news.sorted { $0.id < $1.id }, times)
            last = max(last, news.map(\.id).max() ?? 0)
        }
    }

    private func show(_ rows: [LogRow], _ times: LocalTimes) throws {
        for row in rows {
            Terminal.out(
                online.json ? try JSONText.line(row) : LogTable.line(row, times, style: Terminal.standard.style))
        }
    }

    private func query(_ times: LocalTimes) throws -> [(String, String?)] {
        [
            ("from", try seconds(from, "--from", times)), ("until", try seconds(until, "--until", times, isEnd: true)),
            ("unit", unit), ("milestone", milestone), ("channel", channel), ("state", state), ("limit", String(limit)),
        ]
    }

    private func seconds(
        _ text: String?, _ name: String, _ times: LocalTimes, isEnd: Bool = false
    ) throws(Failure) -> String? {
        guard let text else { return nil }
        guard let moment = times.moment(text, isEnd: isEnd) else {
            throw Failure("\(name) '\(text)' is no time", hint: "write 2017-06-15, or 2017-06-15T09:00:00+08:00")
        }
        return String(moment.seconds)
    }
}
