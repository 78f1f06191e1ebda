import ArgumentParser
import Control
import Reminders
import WorkLists

struct ShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One message: what it said, and every attempt.")

    @Argument(help: "The delivery's number, as in `deadlinectl log`.")
    var id: Int64

    @Flag(help: "Print exactly the bytes that were sent, and nothing else.")
    var raw = false

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if raw, online.json { throw ValidationError("--raw and --json exclude each other") }
    }

    func perform() throws {
        let reply = try online.client.get("\(ControlPath.deliveries)/\(id)", as: DeliveryAnswer.self)
        if raw {
            guard let body = reply.answer.body else {
                throw Self.cut(id, reply.answer.language)
            }
            return Terminal.raw(body)
        }
        guard !online.json else { return Terminal.out(JSONText.pretty(reply.bytes)) }
        let status = try online.client.get(ControlPath.status, as: StatusAnswer.self).answer
        Terminal.out(
            DeliveryReport(
                reply.answer, LocalTimes(zone: status.zone),
                unitNames: Dictionary(status.standing.units.map { ($0.unit.rawValue, $0.name) }) { first, _ in first },
                width: Terminal.standard.width, style: Terminal.standard.style
            ).text)
    }

    private static func cut(_ id: Int64, _ language: Language) -> Failure {
        switch language {
        case .zh:
            Failure("第\(id)号消息的原文已不再保存", hint: "其SHA-256仍在:deadlinectl show \(id)", language: .zh)
        case .en:
            Failure("the text of delivery \(id) is no longer kept", hint: "its SHA-256 is: `deadlinectl show \(id)`")
        }
    }
}
