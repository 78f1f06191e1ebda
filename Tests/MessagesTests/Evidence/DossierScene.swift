import CivilTime
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// 5.2.1 of 2017 as its record might have stood on 14 July: handed out, reminded (once put off, once without an answer),
/// asked after, come back, reported. 市财政局 shares it and was silent.
enum DossierScene {
    static let milestone = "5.2.1"
    static let requirement = "力争“双百计划”完成投资100亿元。"
    private static let czj = UnitID(rawValue: "czj")

    static func moment(_ text: String) throws -> Moment { try #require(Moment(iso8601: text + "+08:00")) }

    static func slot(_ stage: String, unit: UnitID = Huzhou.fgw, deadline: String = "2017-06-30") throws -> SlotKey {
        try #require(SlotKey("\(Huzhou.list):\(milestone)/\(unit)|\(deadline)|\(stage)"))
    }

    static func attempt(
        _ number: Int, _ begun: String, _ verdict: TransferEnd.Verdict, reason: String, code: Int? = nil,
        reply: String? = nil
    ) throws -> DeliveryHistory.Attempt {
        let begun = try moment(begun)
        return .init(
            number: number, begunAt: begun, endedAt: begun.adding(seconds: 1), verdict: verdict.rawValue,
            reason: reason, code: code, reply: reply, peer: "192.0.2.25:587", tls: "TLSv1.3")
    }

    static func delivery(
        _ id: Int64, _ at: String, slots: [SlotKey], attempts: [DeliveryHistory.Attempt],
        kind: Delivery.Kind = .reminder, to: (name: String, address: String) = ("张三", "zhangsan@huzhou.example"),
        state: DeliveryState = .accepted, reason: String? = nil, bounced: (at: String, why: String)? = nil
    ) throws -> DeliveryHistory {
        let due = try moment(at)
        let accepted = state == .accepted ? attempts.last?.endedAt : nil
        return DeliveryHistory(
            row: LogRow(
                id: id, kind: kind.rawValue, unit: "fgw", channel: "mail", to: to.address,
                subject: "【市政府重点工作】市发改委:第\(id)封", dueAt: due, createdAt: due, state: state.rawValue,
                attempts: attempts.count, lastCode: attempts.last?.code, lastReply: attempts.last?.reply,
                acceptedAt: accepted, messageID: "qkzvbmta-\(id)@huzhou.example", slots: slots.map(\.description),
                bouncedAt: try bounced.map { try moment($0.at) }, bounce: bounced?.why),
            attempts: attempts, bodyHash: String(repeating: "0123456789abcdef", count: 4),
            media: MessageBody.Media.mail.rawValue, reason: reason, toName: to.name)
    }

    private static func deliveries() throws -> [DeliveryHistory] {
        let queued = { (id: Int) in "2.0.0 Ok: queued as 4W\(id)" }
        return [
            try delivery(
                3, "2017-04-05T09:00:00", slots: [try slot("assigned")],
                attempts: [
                    try attempt(1, "2017-04-05T09:00:02", .accepted, reason: "accepted", code: 250, reply: queued(3))
                ]),
            try delivery(
                41, "2017-06-27T09:00:00", slots: [try slot("3wd")],
                attempts: [
                    try attempt(
                        1, "2017-06-27T09:00:02", .deferred, reason: "greylisted", code: 451,
                        reply: "4.7.1 try again later"),
                    try attempt(2, "2017-06-27T09:05:02", .unknown, reason: "timeout"),
                    try attempt(3, "2017-06-27T09:20:02", .accepted, reason: "accepted", code: 250, reply: queued(41)),
                ]),
            try delivery(
                52, "2017-07-05T09:00:00", slots: [try slot("overdue-1")],
                attempts: [
                    try attempt(1, "2017-07-05T09:00:02", .accepted, reason: "accepted", code: 250, reply: queued(52))
                ], bounced: ("2017-07-05T09:30:00", "550 5.1.1 查无此人")),
            try delivery(
                55, "2017-07-05T09:00:00", slots: [try slot("overdue-1", unit: czj)], attempts: [], kind: .trouble,
                to: ("督查专员", "ducha@huzhou.example"), state: .superseded,
                reason: "a newer message to the recipient took it over"),
        ]
    }

    private static func act(
        _ kind: Act.Kind, _ at: String, unit: UnitID? = nil, milestone: String? = nil, delivery: Int64? = nil,
        behalf: String? = nil, on: String? = nil, reason: String? = nil, document: String? = nil
    ) throws -> Act {
        Act(
            kind: kind, list: delivery == nil ? Huzhou.list : "", milestone: milestone, unit: unit,
            delivery: delivery.map(DeliveryID.init(rawValue:)),
            actor: .init(uid: 1000, name: "zhang", onBehalfOf: behalf), at: try moment(at),
            on: try on.map { try Huzhou.date($0) }, reason: reason, document: document, key: "\(kind)-\(at)")
    }

    static func history() throws -> History {
        let ids = [Huzhou.fgw, czj].map { ObligationID(list: Huzhou.list, milestone: milestone, unit: $0) }
        let june30 = try Huzhou.date("2017-06-30")
        let listed = try moment("2017-04-01T16:00:00")
        return History(
            ledger: .init(tag: "qkzvbmta", entries: 5123),
            sightings: ids.map { .init(obligation: $0, at: listed, deadline: june30, fingerprint: "f") },
            fates: [
                SlotFate(
                    slot: try slot("assigned"), moment: try moment("2017-04-05T09:00:00"), kind: .sent,
                    reason: "accepted by a server", delivery: DeliveryID(rawValue: 3),
                    at: try moment("2017-04-05T09:00:03")),
                SlotFate(
                    slot: try slot("due"), moment: try moment("2017-06-30T09:00:00"), kind: .skipped,
                    reason: "missed, and by now too late to be of use",
                    at: try moment("2017-06-30T09:00:00")),
                SlotFate(
                    slot: try slot("due", unit: czj), moment: try moment("2017-06-30T09:00:00"), kind: .skipped,
                    reason: "missed, and by now too late to be of use",
                    at: try moment("2017-06-30T09:00:00")),
                SlotFate(
                    slot: try slot("overdue-1", unit: czj), moment: try moment("2017-07-05T09:00:00"), kind: .failed,
                    reason: "the unit has no contact; the office was told", delivery: DeliveryID(rawValue: 55),
                    at: try moment("2017-07-05T09:00:00")),
            ],
            acts: [
                try act(.accepted, "2017-04-01T16:05:00"),
                try act(.acknowledged, "2017-04-06T10:12:00", unit: Huzhou.fgw, behalf: "张三", reason: "来电"),
                try act(.bounced, "2017-07-05T09:30:00", delivery: 52, reason: "550 5.1.1 查无此人"),
                try act(
                    .reported, "2017-07-06T15:00:00", unit: Huzhou.fgw, milestone: milestone, behalf: "张三",
                    on: "2017-07-04", document: "湖发改〔2017〕12号"),
            ],
            deliveries: try deliveries())
    }

    static func dossier(
        _ language: Language = .zh, unit: UnitID? = nil, isRehearsal: Bool = false
    ) throws -> Dossier {
        var history = try history()
        if let unit {
            history.sightings.removeAll { $0.obligation.unit != unit }
            history.fates.removeAll { $0.slot.obligation.unit != unit }
            history.deliveries.removeAll { delivery in
                !delivery.row.slots.contains { $0.contains("/\(unit)|") }
            }
        }
        let shares = [try line("fgw", "市发改委", .reported), try line("czj", "市财政局", .open)]
        return Dossier(
            now: try moment("2017-07-14T10:00:00"), zone: "Asia/Shanghai", language: language,
            isRehearsal: isRehearsal, office: "市政府督查室", askedBy: .init(uid: 1000, name: "zhang"),
            lists: [basis], milestone: milestone, unit: unit,
            unitNames: ["fgw": "市发改委", "czj": "市财政局"],
            shares: shares.filter { unit == nil || $0.unit == unit }, history: history)
    }

    static let basis = Dossier.List(
        id: Huzhou.list, title: "2017年度湖州市政府重点工作清单", documentNumber: "湖政办发〔2017〕33号")

    static func line(
        _ unit: String, _ name: String, _ state: ObligationState, milestone: String = milestone,
        requirement: String = requirement, lastTold: Moment? = nil
    ) throws -> Standing.Line {
        Standing.Line(
            list: Huzhou.list, milestone: milestone, unit: UnitID(rawValue: unit), unitName: name,
            work: "大力推进产业转型升级", requirement: requirement, deadline: try Huzhou.date("2017-06-30"), state: state,
            colour: .red, on: nil, document: nil, isReport: false, lastTold: lastTold)
    }
}
