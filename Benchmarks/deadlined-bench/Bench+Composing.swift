import CivilTime
import Control
import Foundation
import Messages
import Reminders
import Settings
import WorkLists

/// How long one reminder of five items takes to compose: text, HTML and calendar.
extension Bench {
    static func composing(_ files: ConfigurationFiles, _ configuration: Configuration, units count: Int = 1000) {
        let (templates, _) = Templates.load(files.templates.map { ($0.name, $0.text) })
        guard let templates, let channel = configuration.channels.first else { return }
        let inputs = office(like: configuration.inputs, units: count, channel: channel)
        let now = Moment(seconds: 1_490_947_200)
        var engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "benchmrk"), now: now)
        _ = engine.start(now: now)
        let actor = Act.Actor(uid: 0, name: "bench")
        let request = ActRequest(kind: .accepted, list: "bench", actor: actor, key: "bench")
        _ = try? engine.act([request], now: now)
        var briefings: [Briefing] = []
        let due = Moment(seconds: 1_498_784_400)
        for case .record(_, let records) in engine.timerFired(now: due) {
            for case .intent(let delivery) in records { briefings.append(engine.briefing(for: delivery, now: due)) }
        }
        let composer = Composer(templates: templates, language: .zh, isRehearsal: false)
        var bytes = 0
        report("compose \(briefings.count) mails", runs: 5) {
            bytes = 0
            for briefing in briefings {
                if let body = try? composer.compose(briefing, for: channel) { bytes += body.bytes.count }
            }
            return "\(bytes / max(briefings.count, 1)) bytes each"
        }
    }

    /// As many units, each with five milestones of its own that fall due on 30 June 2017.
    static func office(like inputs: PlanInputs, units count: Int, channel: ChannelSettings) -> PlanInputs {
        let texts = inputs.lists.flatMap(\.works).flatMap(\.measures).flatMap(\.milestones).map(\.requirement)
        let deadline = CivilDate(year: 2017, month: 6, day: 30) ?? .first
        let measures = (1...count).map { unit in
            Measure(
                id: "1.\(unit)", text: "举措\(unit)", responsibleUnits: ["单位\(unit)"],
                milestones: (1...5).map { number in
                    Milestone(
                        id: "1.\(unit).\(number)", deadlinePhrase: "6月底前", deadline: deadline, kind: .date,
                        requirement: texts[(unit * 5 + number) % texts.count])
                })
        }
        var inputs = inputs
        inputs.lists = [
            WorkList(
                id: "bench", title: "重点工作清单", year: 2017,
                works: [KeyWork(number: 1, title: "重点工作", text: "重点工作。", measures: measures)])
        ]
        inputs.directory = Directory(
            units: (1...count).map { unit in
                OfficeUnit(
                    id: UnitID("u\(unit)"), name: "单位\(unit)",
                    contacts: [Contact(name: "联络员\(unit)", role: .liaison, mail: "u\(unit)@bench.example")])
            })
        inputs.policies = PolicyTable()
        inputs.policies.all.channels = Sourced([channel.name])
        inputs.digests = []
        return inputs
    }
}
