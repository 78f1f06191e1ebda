import CivilTime
import Control
import Foundation
import Reminders

/// One delivery for people: what the log says of it, its attempts, and the text as the recipient reads it.
enum DeliveryReport {
    static func text(_ answer: DeliveryAnswer, _ times: LocalTimes, width: Int, style: Style = .plain) -> String {
        let row = answer.history.row
        var text = style(.bold, "delivery \(row.id)") + ", \(row.kind), "
        text += style(LogTable.ink(row.state), row.state) + "\n"
        var facts: [(String, String)] = [
            ("to", "\(row.to) over \(row.channel)"), ("units", row.unit), ("due", times.minute(row.dueAt)),
            ("composed", times.minute(row.createdAt)),
        ]
        if let accepted = row.acceptedAt { facts.append(("accepted", times.second(accepted))) }
        if let bounced = row.bouncedAt {
            facts.append(("came back", [times.second(bounced), row.bounce ?? ""].joined(separator: " ")))
        }
        if let part = row.part, let parts = row.parts { facts.append(("part", "\(part) of \(parts)")) }
        if let reason = answer.history.reason { facts.append(("why", reason)) }
        facts += [("message id", row.messageID), ("sha-256", answer.history.bodyHash)]
        for (name, value) in facts where !value.isEmpty { text += fact(name, value, style) }
        if !row.slots.isEmpty {
            text += Wrapping.lines(
                row.slots.map(PlainLine.of), separator: ", ", first: "  \(style(.faint, "slots     ")) ", indent: 13,
                width: width)
        }
        text += "\n" + attempts(answer.history.attempts, times, width: width, style: style)
        return text + "\n" + message(answer, style)
    }

    private static func fact(_ name: String, _ value: String, _ style: Style) -> String {
        "  \(style(.faint, DisplayWidth.padded(name, to: 10))) \(PlainLine.of(value))\n"
    }

    private static func attempts(
        _ attempts: [DeliveryHistory.Attempt], _ times: LocalTimes, width: Int, style: Style
    ) -> String {
        guard !attempts.isEmpty else { return "not tried yet\n" }
        var table = TextTable([
            .init("ATTEMPT", isNumber: true), .init("BEGUN"), .init("TOOK", isNumber: true), .init("ENDED"),
            .init("PEER"), .init("TLS"), .init("REPLY", givesWay: true),
        ])
        for attempt in attempts {
            let took = attempt.endedAt.map { SpanText.of(seconds: attempt.begunAt.seconds(until: $0)) } ?? ""
            let ended = Groups([attempt.verdict, attempt.reason].compactMap { $0 }) { $0 }.all.map(\.key)
            let code = attempt.code.map { "\($0)" }
            let reply = [code, attempt.reply].compactMap { $0 }.joined(separator: " ")
            table.add([
                .init("\(attempt.number)"), .init(times.second(attempt.begunAt)), .init(took),
                .init(ended.isEmpty ? "under way" : ended.joined(separator: ": ")), .init(attempt.peer ?? ""),
                .init(attempt.tls ?? ""),
                .init(reply),
            ])
        }
        return table.text(width: width, style: style)
    }

    private static func message(_ answer: DeliveryAnswer, _ style: Style) -> String {
        guard let body = answer.body else { return "its text is no longer kept\n" }
        guard answer.history.media == MessageBody.Media.mail.rawValue else {
            return PlainLine.lines(of: JSONText.pretty(Data(body.utf8))) + "\n"
        }
        let mail = MailText(body)
        var text = ""
        for name in ["From", "To", "Date", "Subject"] {
            if let value = mail.header(name) { text += "\(style(.faint, name + ":")) \(PlainLine.of(value))\n" }
        }
        text += "\n" + PlainLine.lines(of: mail.text ?? "(no text part)")
        if !text.hasSuffix("\n") { text += "\n" }
        let others = mail.otherParts.map(PlainLine.of)
        return others.isEmpty ? text : text + "\n" + style(.faint, "also: " + others.joined(separator: ", ")) + "\n"
    }
}
