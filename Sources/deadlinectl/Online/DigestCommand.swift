import ArgumentParser
import Control
import Messages
import Reminders

struct DigestCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Send a digest now.",
        discussion: """
            NAME is one of those under `digests:` in deadlined.yaml, and goes to those whom it is for. Without it the \
            whole digest goes to the office. With --unit a unit's own share goes to its own people. Twice within a \
            minute is once. Who asked stands in the ledger. Answers when the message is on disk, not when it has \
            gone: `deadlinectl log` shows that.
            """)

    @Argument(help: ArgumentHelp("A digest of deadlined.yaml.", valueName: "name"))
    var digest: String?

    @Option(help: ArgumentHelp("A unit's own digest, to its own people: its id or name.", valueName: "unit"))
    var unit: String?

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    @Flag(name: .customLong("dry-run"), help: "Print the text and send nothing.")
    var isDryRun = false

    @OptionGroup var requester: RequesterOptions

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let question = DigestQuestion(
            digest: digest, unit: unit, isDryRun: isDryRun, reason: reason, onBehalfOf: requester.onBehalfOf)
        let reply = try online.client.post(ControlPath.digest, question, as: DigestAnswer.self)
        online.show(reply, Self.text)
    }

    static func text(_ answer: DigestAnswer) -> String {
        if let preview = answer.preview { return readable(preview, answer.language) }
        if answer.language == .zh { return chinese(answer) }
        let numbers = answer.deliveries.map(String.init).joined(separator: ", ")
        guard !answer.deliveries.isEmpty else { return "the digest has no recipient" }
        let noun = answer.deliveries.count == 1 ? "delivery" : "deliveries"
        return answer.isNew
            ? "digest on its way: \(noun) \(numbers)"
            : "a digest was made less than a minute ago: \(noun) \(numbers)"
    }

    private static func chinese(_ answer: DigestAnswer) -> String {
        guard !answer.deliveries.isEmpty else { return "督查情况没有收件人" }
        let wording = Wording(language: .zh)
        let messages = wording.names(answer.deliveries.map { wording.message($0) })
        return answer.isNew ? "督查情况已交发:\(messages)" : "不到一分钟前已发过一份:\(messages)"
    }

    /// A mail as its reader sees it; anything else as it is.
    private static func readable(_ preview: String, _ language: Language) -> String {
        let mail = MailText(preview)
        guard mail.header("MIME-Version") != nil, let text = mail.text else { return PlainLine.lines(of: preview) }
        let subject = mail.header("Subject").map { name in
            (language == .zh ? "主题:" : "Subject: ") + "\(PlainLine.of(name))\n\n"
        }
        return (subject ?? "") + PlainLine.lines(of: text)
    }
}
