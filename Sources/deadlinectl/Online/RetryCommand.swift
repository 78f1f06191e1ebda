import ArgumentParser
import Control
import Messages
import Reminders

struct RetryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send again what was given up, or now what waits for its next attempt.",
        discussion: """
            A delivery that was given up is taken up again under its own Message-ID, with patience begun anew. Items \
            settled since are left out, and what was meant for a contact who is gone goes to the present one: correct \
            units.yaml and reload first. With --channel a channel that is held is asked at once.

              deadlinectl retry 123 124
              deadlinectl retry --channel mail
            """)

    @Argument(help: "The deliveries' numbers, as in `deadlinectl log --state given-up`.")
    var ids: [Int64] = []

    @Option(help: ArgumentHelp("A channel that was mended: it is asked now.", valueName: "name"))
    var channel: String?

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    @OptionGroup var requester: RequesterOptions

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if ids.isEmpty == (channel == nil) { throw ValidationError("name deliveries, or a channel with --channel") }
    }

    func perform() throws {
        let reply = try online.client.post(
            ControlPath.retry,
            RetryQuestion(deliveries: ids, channel: channel, reason: reason, onBehalfOf: requester.onBehalfOf),
            as: RetryAnswer.self)
        online.show(reply) { Self.text($0, channel: channel) }
    }

    static func text(_ answer: RetryAnswer, channel: String?) -> String {
        if answer.language == .zh { return chinese(answer, channel: channel) }
        if let waiting = answer.waiting {
            let messages = waiting == 0 ? "nothing waits for it" : "\(PlanTable.count(waiting, "message")) waiting"
            return "channel \(channel ?? "") is asked now, \(messages)"
        }
        func numbers(_ ids: [Int64]) -> String { ids.map(String.init).joined(separator: ", ") }
        var parts: [String] = []
        if !answer.retried.isEmpty { parts.append("taken up again: \(numbers(answer.retried))") }
        if !answer.hastened.isEmpty { parts.append("waited, goes out now: \(numbers(answer.hastened))") }
        let text = parts.isEmpty ? "nothing new" : parts.joined(separator: "\n")
        return text + "\n`deadlinectl log` shows what became of it"
    }

    private static func chinese(_ answer: RetryAnswer, channel: String?) -> String {
        let wording = Wording(language: .zh)
        if let waiting = answer.waiting {
            let messages = waiting == 0 ? "没有消息在等待" : "\(wording.messages(waiting))消息在等待"
            return "正在重试发送通道 \(channel ?? ""),\(messages)"
        }
        func messages(_ ids: [Int64]) -> String { wording.names(ids.map { wording.message($0) }) }
        var parts: [String] = []
        if !answer.retried.isEmpty { parts.append("已重新发送:\(messages(answer.retried))") }
        if !answer.hastened.isEmpty { parts.append("原在等待,现在即发:\(messages(answer.hastened))") }
        let text = parts.isEmpty ? "没有新的重发" : parts.joined(separator: "\n")
        return text + "\n结果见 deadlinectl log"
    }
}
