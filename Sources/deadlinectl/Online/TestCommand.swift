import ArgumentParser
import Control
import Messages
import Reminders

struct TestCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a marked test message over a channel, and print what was said on the wire.",
        discussion: """
            Lines with > are ours, those with < the other side's; passwords, keys and signatures are masked. The \
            message is about nothing and stands in no log but the journal. Exits 1 unless the other side took it.

              deadlinectl test mail --to zhang@example.org
              deadlinectl test wecom-group
            """)

    @Argument(help: "The channel's name, as in deadlined.yaml.")
    var channel: String

    @Option(help: ArgumentHelp("To this mail address. Default: the office's first contact.", valueName: "address"))
    var to: String?

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        var client = online.client
        // As long as the longest wait on the wire: a server may think about the final dot for ten minutes.
        client.patience = 660
        let reply = try client.post(ControlPath.test, TestQuestion(channel: channel, to: to), as: TestAnswer.self)
        online.show(reply) { Self.text($0, style: Terminal.standard.style) }
        if reply.answer.verdict != TransferEnd.Verdict.accepted.rawValue {
            throw ExitCode(Failure.Status.refused.rawValue)
        }
    }

    static func text(_ answer: TestAnswer, style: Style = .plain) -> String {
        var text = ""
        for line in answer.conversation {
            let ink: Style.Ink? = line.speaker == ">" ? .bold : line.speaker == "*" ? .faint : nil
            text += style(ink, "\(line.speaker) \(PlainLine.of(line.text))") + "\n"
        }
        let isTaken = answer.verdict == TransferEnd.Verdict.accepted.rawValue
        let said = [answer.code.map(String.init), answer.reply].compactMap { $0 }.joined(separator: " ")
        let facts = [answer.peer, answer.tls].compactMap { $0 }.joined(separator: ", ")
        text += style(isTaken ? .green : .red, outcome(answer, isTaken))
        switch answer.language {
        case .zh:
            text += ";通道 \(PlainLine.of(answer.channel)),收件人 \(PlainLine.of(answer.to))"
            text += facts.isEmpty ? "" : "(\(PlainLine.of(facts)))"
            return text + (said.isEmpty ? "" : ";对方答复:\(PlainLine.of(said))") + "\n"
        case .en:
            text += " over \(PlainLine.of(answer.channel)), to \(PlainLine.of(answer.to))"
            text += facts.isEmpty ? "" : " (\(PlainLine.of(facts)))"
            return text + (said.isEmpty ? "" : ": \(PlainLine.of(said))") + "\n"
        }
    }

    private static func outcome(_ answer: TestAnswer, _ isTaken: Bool) -> String {
        switch answer.language {
        case .zh: Wording(language: .zh).outcome(verdict: answer.verdict, reason: isTaken ? nil : answer.reason)
        case .en: isTaken ? "accepted" : "not accepted (\(answer.verdict): \(answer.reason))"
        }
    }
}
