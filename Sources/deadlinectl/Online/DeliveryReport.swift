import CivilTime
import Control
import Foundation
import Messages
import Reminders

/// One delivery for people: what the log says of it, its attempts, and the text as the recipient reads it.
struct DeliveryReport {
    private let answer: DeliveryAnswer
    private let row: LogRow
    private let times: LocalTimes
    /// By id; a unit that is not there stands by its id.
    private let unitNames: [String: String]
    private let width: Int
    private let style: Style
    private let wording: Wording
    private let isChinese: Bool

    init(
        _ answer: DeliveryAnswer, _ times: LocalTimes, unitNames: [String: String] = [:], width: Int,
        style: Style = .plain
    ) {
        self.answer = answer
        row = answer.history.row
        self.times = times
        self.unitNames = unitNames
        self.width = width
        self.style = style
        wording = Wording(language: answer.language)
        isChinese = answer.language == .zh
    }

    var text: String { head + facts + "\n" + attempts + "\n" + message }

    private var head: String {
        let state = style(LogTable.ink(row.state), wording.deliveryState(row.state))
        guard isChinese else { return style(.bold, "delivery \(row.id)") + ", \(PlainLine.of(row.kind)), \(state)\n" }
        let stages = Groups(row.slots.compactMap { SlotKey($0)?.stage }) { $0 }.all.map(\.key)
        let kind = PlainLine.of(wording.message(kind: row.kind, stages: stages))
        return style(.bold, wording.message(row.id)) + (kind.isEmpty ? "" : ",\(kind)") + ",\(state)\n"
    }

    private var facts: String {
        var facts: [(String, String)] = [
            (name("收件人", "to"), isChinese ? "\(row.to)(通道 \(row.channel))" : "\(row.to) over \(row.channel)"),
            (name("单位", "units"), units), (name("计划时间", "due"), times.minute(row.dueAt)),
            (name("成文时间", "composed"), times.minute(row.createdAt)),
        ]
        if let accepted = row.acceptedAt { facts.append((name("接收时间", "accepted"), times.second(accepted))) }
        if let bounced = row.bouncedAt {
            facts.append(
                (name("退信", "came back"), [times.second(bounced), row.bounce ?? ""].joined(separator: " ")))
        }
        if let part = row.part, let parts = row.parts {
            facts.append((name("分段", "part"), isChinese ? "第\(part)段,共\(parts)段" : "\(part) of \(parts)"))
        }
        if let reason = answer.history.reason { facts.append((name("原因", "why"), wording.reason(reason))) }
        facts += [
            (name("Message-ID", "message id"), row.messageID), (name("SHA-256", "sha-256"), answer.history.bodyHash),
        ]
        var text = facts.filter { !$0.1.isEmpty }.map { "  \(label($0.0)) \(PlainLine.of($0.1))\n" }.joined()
        if !row.slots.isEmpty {
            text += Wrapping.lines(
                row.slots.map { PlainLine.of(slot($0)) }, separator: isChinese ? "、" : ", ",
                first: "  \(label(name("涉及事项", "slots"))) ", indent: 13, width: width)
        }
        return text
    }

    private func name(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

    private func label(_ name: String) -> String { style(.faint, DisplayWidth.padded(name, to: 10)) }

    private var units: String {
        guard isChinese else { return row.unit }
        return wording.names(row.unit.split(separator: ",").map { unitNames[String($0)] ?? String($0) })
    }

    /// The key as it stands in the log, or what it means: `3.1.2(提前10个工作日)`.
    private func slot(_ key: String) -> String {
        guard isChinese, let slot = SlotKey(key) else { return key }
        return "\(slot.obligation.milestone)(\(wording.stage(slot.stage)))"
    }

    /// Two lines each: how it went, and what the other side said, which is too long for a column.
    private var attempts: String {
        guard !answer.history.attempts.isEmpty else { return isChinese ? "尚未发送\n" : "not tried yet\n" }
        return answer.history.attempts.map { attempt in
            let took = attempt.endedAt.map {
                SpanText.of(seconds: attempt.begunAt.seconds(until: $0), answer.language)
            }
            let underWay = isChinese ? "发送中" : "under way"
            let ended = attempt.verdict.map { wording.outcome(verdict: $0, reason: attempt.reason) } ?? underWay
            let number = isChinese ? "第\(attempt.number)次" : "\(attempt.number)."
            let first = [number, times.second(attempt.begunAt), took, ended].compactMap { $0 }
            let reply = [attempt.code.map { "\($0)" }, attempt.reply].compactMap { $0 }.joined(separator: " ")
            let second = [attempt.peer, attempt.tls].compactMap { $0 } + (reply.isEmpty ? [] : [reply])
            return Wrapping.lines(first.map(PlainLine.of), separator: "  ", indent: 4, width: width)
                + (second.isEmpty
                    ? ""
                    : Wrapping.prose(second.joined(separator: "  "), first: "    ", indent: 4, width: width))
        }.joined()
    }

    private var message: String {
        guard let body = answer.body else { return isChinese ? "原文已不再保存\n" : "its text is no longer kept\n" }
        guard answer.history.media == MessageBody.Media.mail.rawValue else {
            return PlainLine.lines(of: JSONText.pretty(Data(body.utf8))) + "\n"
        }
        let mail = MailText(body)
        var text = ""
        for (field, chinese) in [("From", "发件人"), ("To", "收件人"), ("Date", "日期"), ("Subject", "主题")] {
            guard let value = mail.header(field) else { continue }
            text += "\(style(.faint, isChinese ? chinese + ":" : field + ":"))"
            text += (isChinese ? "" : " ") + "\(PlainLine.of(value))\n"
        }
        text += "\n" + PlainLine.lines(of: mail.text ?? (isChinese ? "(没有文本正文)" : "(no text part)"))
        if !text.hasSuffix("\n") { text += "\n" }
        let others = mail.otherParts.map(PlainLine.of)
        guard !others.isEmpty else { return text }
        return text + "\n"
            + style(.faint, isChinese ? "另附:" + wording.names(others) : "also: " + others.joined(separator: ", "))
            + "\n"
    }
}
