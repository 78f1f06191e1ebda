import ArgumentParser
import Control
import Messages
import Reminders

struct ReloadCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Let the daemon read its configuration again.",
        discussion: """
            A configuration with an error is refused, and the daemon goes on with the one it has. `deadlinectl check` \
            says beforehand what it would say.
            """)

    @Flag(help: "Take the lists though milestones vanished or changed their meaning.")
    var accept = false

    @OptionGroup var online: OnlineOptions

    func perform() throws {
        let reply = try online.client.post(
            ControlPath.reload, ReloadQuestion(accept: accept), as: ReloadAnswer.self)
        let answer = reply.answer
        if online.json {
            Terminal.out(JSONText.pretty(reply.bytes))
            if !answer.isTaken { throw ExitCode(Failure.Status.refused.rawValue) }
            return
        }
        let isChinese = answer.language == .zh
        for problem in answer.problems { Terminal.err(PlainLine.lines(of: problem)) }
        guard answer.isTaken else {
            throw Failure(
                isChinese
                    ? "改动后的配置未被采用,仍按原配置运行"
                    : "the configuration was refused; the daemon goes on with the one it had",
                hint: isChinese ? "改正文件后再执行一次" : "correct the files and reload again",
                language: answer.language)
        }
        Terminal.out(isChinese ? "已重新读取配置" : "reloaded")
    }
}
