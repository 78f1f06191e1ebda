import CivilTime
import Control
import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@testable import deadlinectl

@Suite("reports for people")
struct ReportTests {
    @Test("status is in one language throughout, on eighty columns", arguments: Language.allCases)
    func status(language: Language) throws {
        let text = StatusReport(try Samples.status(language), width: 80).text
        #expect(
            text.hasPrefix(language == .zh ? "6月底节点45项:办结38 待核3 未反馈4  红色\n" : "end of June, 45 milestones: done 38"))
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(text, "Tests/deadlinectlTests/Golden/status.\(language.rawValue).txt")
    }

    @Test("status needs a person for an alarm, a held channel or a refused configuration, and else not")
    func attention() throws {
        var answer = try Samples.status()
        #expect(StatusReport.needsAttention(answer))
        answer.alarms = []
        #expect(StatusReport.needsAttention(answer))
        answer.standing.heldChannels = [:]
        #expect(!StatusReport.needsAttention(answer))
        answer.refused = ["deadlined.yaml:1: error: x"]
        #expect(StatusReport.needsAttention(answer))
    }

    @Test("the log is a table in the office's time and language", arguments: Language.allCases)
    func log(language: Language) throws {
        let text = LogTable.text(
            try Samples.logRows(), LocalTimes(zone: "Asia/Shanghai"), width: 80, language: language)
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(text, "Tests/deadlinectlTests/Golden/log.\(language.rawValue).txt")
    }

    @Test("a delivery shows its attempts and the text as the recipient reads it", arguments: Language.allCases)
    func delivery(language: Language) throws {
        let row = try #require(try Samples.logRows().first)
        let history = DeliveryHistory(
            row: row,
            attempts: [
                .init(
                    number: 1, begunAt: row.createdAt, endedAt: row.createdAt.adding(seconds: 4), verdict: "deferred",
                    reason: "greylisted", code: 451, reply: "4.7.1 try again later", peer: "192.0.2.1:587",
                    tls: "TLSv1.3"),
                .init(
                    number: 2, begunAt: row.createdAt.adding(seconds: 300),
                    endedAt: row.createdAt.adding(seconds: 301), verdict: "accepted", reason: nil, code: 250,
                    reply: "2.0.0 Ok: queued as 4Wxyz", peer: "192.0.2.1:587", tls: "TLSv1.3"),
            ], bodyHash: String(repeating: "ab", count: 32), media: "message/rfc822", reason: nil)
        let body = "Subject: =?utf-8?B?5biC5Y+R5pS55aeU?=\r\nTo: <fgw@huzhou.example>\r\n\r\n8 items\r\n"
        func text(_ body: String?) -> String {
            DeliveryReport(
                DeliveryAnswer(history: history, body: body, language: language), LocalTimes(zone: "Asia/Shanghai"),
                unitNames: ["fgw": "市发改委"], width: 80
            ).text
        }
        let whole = text(body)
        #expect(whole.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(whole, "Tests/deadlinectlTests/Golden/delivery.\(language.rawValue).txt")
        #expect(text(nil).hasSuffix(language == .zh ? "原文已不再保存\n" : "its text is no longer kept\n"))
    }

    @Test("the agenda is grouped by day, in one language", arguments: Language.allCases)
    func agenda(language: Language) throws {
        let text = PlanTable.text(try Samples.planRows(), width: 80, language: language)
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(text, "Tests/deadlinectlTests/Golden/agenda.\(language.rawValue).txt")
    }

    @Test("reports that were given in are told as every other act is", arguments: Language.allCases)
    func reports(language: Language) throws {
        let answer = ReportsAnswer(
            reports: [
                .init(list: "huzhou-2017", duty: "三-2", unit: "fgw", unitName: "市发改委", characters: 1234, isNew: true),
                .init(list: "huzhou-2017", duty: "三-2", unit: "jxw", unitName: "市经信委", characters: 62, isNew: false),
            ], problems: [], isDryRun: false, language: language)
        let faults: [ReportsAnswer.Fault] = [
            .init(file: "市发改委.txt", line: 12, message: "m", hint: "h"),
            .init(file: "市经信委.docx", line: 0, message: "m", hint: nil),
        ]
        let text =
            ReportsReport.text(answer, width: 80, style: .plain) + "\n"
            + ReportsReport.text(of: faults, language: language)
        try expectGolden(text, "Tests/deadlinectlTests/Golden/reports.\(language.rawValue).txt")
    }

    @Test("acts say what was recorded, what would be, and what was on record already")
    func acts() throws {
        let row = ActsAnswer.Row(
            kind: "done", list: "huzhou-2017", milestone: "3.1.2", unit: "fgw", unitName: "市发改委",
            on: CivilDate(iso: "2017-06-28"), document: "湖发改〔2017〕12号")
        let done = ActsReport.text(
            ActsAnswer(recorded: [row], unchanged: 2, isDryRun: false, language: .en), width: 100, style: .plain)
        #expect(
            done == """
                ACT   WHAT               UNIT      ON          UNTIL  DOCUMENT
                done  huzhou-2017:3.1.2  市发改委  2017-06-28         湖发改〔2017〕12号
                1 recorded, 2 were on record already
                to take it back: deadlinectl undo huzhou-2017:3.1.2 --unit fgw

                """)
        #expect(
            ActsReport.summary(.init(recorded: [row], unchanged: 0, isDryRun: true, language: .en))
                == "1 would be recorded")
        #expect(
            ActsReport.summary(.init(recorded: [], unchanged: 1, isDryRun: false, language: .en))
                == "nothing new, 1 was on record already")
    }

    @Test(
        "times are typed as a day of the office or as a moment",
        arguments: [
            ("2017-06-15", false, "2017-06-14T16:00:00Z"), ("2017-06-15", true, "2017-06-15T16:00:00Z"),
            ("2017-06-15T09:00:00+08:00", true, "2017-06-15T01:00:00Z"), ("yesterday", false, nil),
            ("2017-06-31", false, nil),
        ])
    func typed(text: String, isEnd: Bool, moment: String?) {
        #expect(LocalTimes(zone: "Asia/Shanghai").moment(text, isEnd: isEnd)?.iso8601 == moment)
    }
}

/// Answers as a daemon gives them.
enum Samples {
    static func status(_ language: Language = .zh) throws -> StatusAnswer {
        let now = try moment("2017-07-05T09:30:00+08:00")
        var standing = Standing(at: now, today: try date("2017-07-05"))
        standing.deadlines = [
            .init(
                list: "huzhou-2017", deadline: try date("2017-04-30"), milestones: counts(), duties: counts(done: 1),
                shares: counts(done: 34), colour: .green),
            .init(
                list: "huzhou-2017", deadline: try date("2017-06-30"),
                milestones: counts(done: 38, reported: 3, open: 4), shares: counts(done: 80, reported: 5, open: 9),
                colour: .red),
            .init(
                list: "huzhou-2017", deadline: try date("2017-07-15"), milestones: counts(open: 1, unconfirmed: 1),
                duties: counts(open: 2), shares: counts(open: 1), colour: .blue),
        ]
        standing.works = [
            .init(
                list: "huzhou-2017", number: 3, title: "加快推进重大项目建设,完善“大好高”项目引进推进机制,狠抓项目落地开工",
                milestones: counts(done: 12, open: 3)),
            .init(list: "huzhou-2017", number: 10, title: "深化改革", milestones: counts(reported: 2, closed: 1)),
        ]
        standing.units = [
            .init(
                unit: "fgw", name: "市发改委", shares: counts(done: 20, reported: 1, open: 8), overdue: 2,
                hasAcknowledged: true, wasAssigned: true),
            .init(
                unit: "jxw", name: "市经信委", shares: counts(open: 4), overdue: 0, hasAcknowledged: false,
                wasAssigned: true),
        ]
        standing.lines = try ["3.1.2", "7.1.2@2017-07-15"].map { milestone in
            .init(
                list: "huzhou-2017", milestone: milestone, unit: "fgw", unitName: "市发改委", work: "", requirement: "x",
                deadline: try date("2017-07-15"), state: .open, colour: .blue, on: nil, document: nil, isReport: false,
                lastTold: nil)
        }
        standing.changes = [
            .init(
                at: try moment("2017-07-04T15:00:00+08:00"), kind: "done", list: "huzhou-2017", milestone: "3.1.1",
                unitName: "市发改委")
        ]
        standing.undelivered = [
            .init(
                delivery: 17, channel: "mail", to: "gone@huzhou.example", state: "given-up",
                reason: "550 no such user here")
        ]
        standing.withoutContact = ["tlb"]
        standing.missingCalendars = [2018]
        standing.notAccepted = ["deqing-2017"]
        standing.heldChannels = ["mail": "authentication"]
        standing.waiting = 3
        standing.next = try moment("2017-07-06T09:00:00+08:00")
        return StatusAnswer(
            version: "0.1.0", pid: 4711, now: now, zone: "Asia/Shanghai", isRehearsal: true, refused: [],
            alarms: [
                StandingAlarm.held(channel: "mail", reason: "authentication"), .missingCalendars([2018]),
                .withoutContact(["市铁路办"]),
            ].map { $0.text(language) }, standing: standing, language: language)
    }

    static func logRows() throws -> [LogRow] {
        let due = try moment("2017-06-15T09:00:00+08:00")
        return [
            LogRow(
                id: 12, kind: "reminder", unit: "fgw", channel: "mail", to: "fgw@huzhou.example",
                subject: "【市政府重点工作】市发改委:8项节点及自查报告6月30日(周五)到期,还有3个工作日", dueAt: due, createdAt: due,
                state: "accepted", attempts: 2, lastCode: 250, lastReply: "2.0.0 Ok",
                acceptedAt: due.adding(seconds: 301),
                messageID: "12.abc@huzhou.example", slots: ["huzhou-2017:3.1.2/fgw|2017-06-30|10wd"]),
            LogRow(
                id: 13, kind: "digest", unit: "", channel: "maildir", to: "ducha@huzhou.example", subject: "台账",
                dueAt: due, createdAt: due, state: "given-up", attempts: 1, lastCode: nil, lastReply: nil,
                acceptedAt: nil, messageID: "13.abc@huzhou.example", slots: []),
        ]
    }

    static func planRows() throws -> [PlanRow] {
        func row(_ at: String, _ milestone: String, _ unit: String, _ name: String, _ rest: String) -> String {
            """
            {"at":"\(at)","list":"huzhou-2017","milestone":"\(milestone)","unit":"\(unit)","unit_name":"\(name)",
            "deadline":"2017-07-31","rule":"deadlined.yaml:31","line":1,\(rest)}
            """
        }
        let mail = #""channel":"mail","to":"fgw@huzhou.example","provisional":false"#
        let rows = [
            row("2017-07-17T09:00:00+08:00", "3.1.2", "fgw", "市发改委", #""stage":"10wd",\#(mail)"#),
            row("2017-07-17T09:00:00+08:00", "7.1.2@2017-07-31", "fgw", "市发改委", #""stage":"10wd",\#(mail)"#),
            row(
                "2017-07-21T09:00:00+08:00", "3.1.2", "tlb", "市铁路办",
                #""stage":"due","moved_from":"2017-07-22","channel":"","to":"","provisional":true"#),
        ]
        return try JSONDecoder().decode([PlanRow].self, from: Data("[\(rows.joined(separator: ","))]".utf8))
    }

    private static func counts(
        done: Int = 0, reported: Int = 0, open: Int = 0, closed: Int = 0, unconfirmed: Int = 0
    ) -> Standing.Counts {
        var counts = Standing.Counts()
        counts.done = done
        counts.reported = reported
        counts.open = open
        counts.closed = closed
        counts.unconfirmed = unconfirmed
        counts.total = done + reported + open + closed + unconfirmed
        return counts
    }

    static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

    static func moment(_ text: String) throws -> Moment { try #require(Moment(iso8601: text)) }
}
