import ArgumentParser
import Control

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
        for problem in answer.problems { Terminal.err(PlainLine.lines(of: problem)) }
        guard answer.isTaken else {
            throw Failure(
                "the configuration was refused; the daemon goes on with the one it had",
                hint: "correct the files and reload again")
        }
        Terminal.out("reloaded")
    }
}
