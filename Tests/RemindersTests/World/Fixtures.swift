import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// Small files for stories.
enum Files {
    static func weekly(_ schedule: String) -> Digest { digest("weekly", schedule) }

    static func digest(
        _ name: String, _ schedule: String, offDays: OffDayMove = .next, audience: DigestAudience = .office
    ) -> Digest {
        do {
            let events = try CalendarExpression(schedule)
            return Digest(
                name: name, schedule: DigestSchedule(events, offDays: offDays), form: DigestForm(audience: audience))
        } catch {
            preconditionFailure("\(schedule): \(error)")
        }
    }

    /// China's calendars from 2017 on, as shipped.
    static let china: Workdays = calendars(2017...2026)

    static func calendars(_ years: ClosedRange<Int>) -> Workdays {
        Workdays(
            years.compactMap { year in
                let name = "\(year).json"
                guard let text = try? Repository.text("Config/calendars/cn/\(name)") else {
                    Issue.record("no calendar \(name)")
                    return nil
                }
                let (parsed, problems) = HolidayYear.parse(text, fileName: name)
                #expect(problems.isEmpty)
                return parsed
            })
    }

    /// A milestone of a list in the making.
    struct Node {
        let id: String
        let deadline: String
        let units: [String]
        var words = ""
    }

    static func list(_ nodes: [Node], id: String = "demo", duties: [Duty] = []) -> WorkList {
        let measures = nodes.map { node in
            Measure(
                id: node.id, text: "measure \(node.id)", responsibleUnits: node.units,
                milestones: [
                    Milestone(
                        id: node.id, deadlinePhrase: "by then", deadline: date(node.deadline), kind: .date,
                        requirement: "requirement \(node.id)\(node.words)")
                ])
        }
        return WorkList(
            id: id, title: "The list", year: 2017, duties: duties,
            works: [KeyWork(number: 1, title: "The work", text: "The work.", measures: measures)])
    }

    static func unit(_ id: String, _ mails: [String], parent: UnitID? = nil) -> OfficeUnit {
        OfficeUnit(
            id: UnitID(id), name: id, parent: parent,
            contacts: mails.enumerated().map { index, mail in
                Contact(name: "\(id) \(index + 1)", role: index == 0 ? .liaison : .deputy, mail: mail)
            })
    }

    static let office = Office(
        name: "the office", contacts: [Contact(name: "clerk", role: .liaison, mail: "office@x")],
        channels: ["mail"], zone: "Asia/Shanghai")

    /// Neither holds nor escalates: most stories are about what the unit itself is told, whatever the office records.
    ///
    /// One list `demo`, units `a` to `d` with a contact each, one channel `mail`, China's calendar.
    static func inputs(
        _ nodes: [Node], units: [OfficeUnit]? = nil, duties: [Duty] = [], workdays: Workdays = china,
        policy: (inout PolicyOverrides) -> Void = { _ in }
    ) -> PlanInputs {
        var table = PolicyTable()
        table.all.channels = Sourced(["mail"])
        table.all.holds = Sourced(false)
        table.all.escalate = Sourced([])
        policy(&table.all)
        return PlanInputs(
            lists: [list(nodes, duties: duties)],
            directory: Directory(units: units ?? ["a", "b", "c", "d"].map { unit($0, ["\($0)@x"]) }),
            workdays: workdays, policies: table, office: office,
            channels: ["mail": ChannelTraits(addressing: .mail, limit: 2, messageIDDomain: "x")])
    }

    /// The milestone of most stories: due on Friday 30 June 2017, so 30d on Wednesday 31 May, 10wd on Friday 16 June,
    /// 3wd on Tuesday 27 June, overdue on 5 and 12 July, statements from 1 August.
    static let june = Node(id: "1.1", deadline: "2017-06-30", units: ["a"])
}

/// SplitMix64: small, seeded, the same everywhere.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }
}
