import ArgumentParser
import Control
import Reminders

struct AgendaCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "agenda", abstract: "What the daemon will say next, as it is planned now.")

    @Option(help: ArgumentHelp("How many days ahead.", valueName: "n"))
    var days = 30

    @Option(help: ArgumentHelp("Only this unit: its id or name.", valueName: "unit"))
    var unit: String?

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        guard (0...3660).contains(days) else { throw ValidationError("--days is a number from 0 to 3660") }
    }

    func perform() throws {
        let reply = try online.client.get(
            ControlPath.agenda, [("days", String(days)), ("unit", unit)], as: AgendaAnswer.self)
        online.show(reply) { answer in
            answer.rows.isEmpty
                ? answer.language == .zh ? "今后\(days)天没有提醒计划" : "nothing is planned in the next \(days) days"
                : PlanTable.text(
                    answer.rows, width: Terminal.standard.width, style: Terminal.standard.style,
                    language: answer.language)
        }
    }
}
