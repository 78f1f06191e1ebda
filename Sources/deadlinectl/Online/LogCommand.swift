import ArgumentParser
import CivilTime
import Control
import Foundation
import Messages
import Reminders

struct LogCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "What was sent, to whom, and what the server said.",
        discussion: """
            The newest come last. `accepted` means that a server took the message, not that somebody read it. \
            `deadlinectl show ID` has the text and every attempt.

              deadlinectl log --unit 市发改委 --from 2017-06-01
              deadlinectl log --state given-up
              deadlinectl log --csv > log.csv
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

    @Option(help: ArgumentHelp("At most so many, the newest. Default: 50; all for --csv and --jsonl.", valueName: "n"))
    var limit: Int?

    @Flag(help: "As a table for Excel and WPS, oldest first: the JSON's fields, times in UTC.")
    var csv = false

    @Flag(help: "As JSON, a line each, oldest first.")
    var jsonl = false

    @Flag(
        name: .shortAndLong, help: "Go on: print each new message as it is made, until Ctrl-C. With --json a line each."
    )
    var follow = false

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if let limit, !(1...1000).contains(limit) { throw ValidationError("--limit is a number from 1 to 1000") }
        if [csv, jsonl, online.json].count(where: { $0 }) > 1 {
            throw ValidationError("--csv, --jsonl and --json exclude each other")
        }
        if follow, csv { throw ValidationError("--follow and --csv exclude each other") }
        if follow, until != nil { throw ValidationError("--follow and --until exclude each other") }
        if let state, DeliveryState(rawValue: state) == nil {
            throw ValidationError(
                "there is no state '\(state)': \(DeliveryState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func perform() throws {
        // Asked for its zone and language: days and times are the office's, not this machine's.
        let status = try online.client.get(ControlPath.status, as: StatusAnswer.self).answer
        let (times, language) = (LocalTimes(zone: status.zone), status.language)
        if csv || jsonl, limit == nil, !follow { return try export(try query(times)) }
        var query = try query(times)
        query.append(("limit", String(limit ?? 50)))
        let reply = try online.client.get(ControlPath.log, query, as: LogAnswer.self)
        let rows = Array(reply.answer.rows.reversed())
        guard follow else {
            if csv || jsonl { return try write(rows) }
            return online.show(reply) { _ in
                rows.isEmpty
                    ? language == .zh ? "没有符合条件的消息" : "nothing was sent yet that fits"
                    : LogTable.text(
                        rows, times, width: Terminal.standard.width, style: Terminal.standard.style,
                        language: language)
            }
        }
        try show(rows, times, language)
        var last = rows.map(\.id).max() ?? 0
        while true {
            sleep(1)
            query.removeAll { $0.0 == "after" }
            query.append(("after", String(last)))
            let news = try online.client.get(ControlPath.log, query, as: LogAnswer.self).answer.rows
            try show(news.sorted { $0.id < $1.id }, times, language)
            last = max(last, news.map(\.id).max() ?? 0)
        }
    }

    /// All that fits, page by page.
    private func export(_ query: [(String, String?)]) throws {
        if csv { Terminal.raw(DeliveryCSV.head) }
        var last: Int64 = 0
        while true {
            let page = try online.client.get(
                ControlPath.log, query + [("after", String(last)), ("limit", "1000")], as: LogAnswer.self
            ).answer.rows.sorted { $0.id < $1.id }
            try write(page, isMore: true)
            guard page.count == 1000, let newest = page.last?.id else { return }
            last = newest
        }
    }

    private func write(_ rows: [LogRow], isMore: Bool = false) throws {
        if csv, !isMore { Terminal.raw(DeliveryCSV.head) }
        for row in rows {
            if csv { Terminal.raw(DeliveryCSV.line(row)) } else { Terminal.out(try JSONText.line(row)) }
        }
    }

    private func show(_ rows: [LogRow], _ times: LocalTimes, _ language: Language) throws {
        for row in rows {
            Terminal.out(
                online.json || jsonl
                    ? try JSONText.line(row)
                    : LogTable.line(row, times, style: Terminal.standard.style, language: language))
        }
    }

    private func query(_ times: LocalTimes) throws -> [(String, String?)] {
        [
            ("from", try seconds(from, "--from", times)), ("until", try seconds(until, "--until", times, isEnd: true)),
            ("unit", unit), ("milestone", milestone), ("channel", channel), ("state", state),
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
