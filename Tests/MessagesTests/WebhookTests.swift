import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

@Suite("webhook bodies and what a channel may carry")
struct WebhookTests {
    private struct Event: Decodable {
        struct Body: Decodable {
            struct Section: Decodable {
                struct Group: Decodable {
                    var what: String
                    var deadline: String
                    var count: Int
                }
                struct Item: Decodable {
                    var number: String
                    var milestone: String
                    var requirement: String?
                    var measure: String?
                    var work_title: String?
                    var workdays_left: Int
                    var settle_by: String?
                    var stage: String
                }
                var unit: String
                var unit_name: String
                var groups: [Group]
                var items: [Item]?
            }
            struct Deadline: Decodable { var counts: [String: Int] }
            var content: String
            var total_items: Int
            var message_id: String
            var sections: [Section]
            var deadlines: [Deadline]?
        }
        var type: String
        var timestamp: String
        var data: Body
    }

    private func event(_ briefing: Briefing, _ content: Disclosure = .full) throws -> (Event, [UInt8]) {
        let body = try Huzhou.composer().compose(briefing, for: Huzhou.webhook(content))
        #expect(body.media == .json)
        return (try JSONDecoder().decode(Event.self, from: Data(body.bytes)), body.bytes)
    }

    @Test(
        "the type says what happened, of several stages the most pressing",
        arguments: [
            (Scene.assigned, "reminder.assigned"), (.ahead, "reminder.ahead"), (.due, "reminder.due"),
            (.overdue, "reminder.overdue"), (.mixed, "reminder.overdue"), (.statement, "reminder.statement"),
            (.moved, "reminder.moved"), (.trouble, "trouble"), (.digest, "digest"),
        ])
    func types(scene: Scene, type: String) throws {
        let (event, _) = try event(try scene.briefing())
        #expect(event.type == type)
        #expect(event.timestamp.hasSuffix("+08:00"))
        #expect(event.data.message_id == "42.k7q2@huzhou.example")
    }

    @Test("the body says everything, with sorted keys")
    func body() throws {
        let (event, bytes) = try event(try Scene.assigned.briefing())
        #expect(event.data.content == "full")
        let items = try #require(event.data.sections.first?.items)
        #expect(items.count == 11)
        #expect(items.map(\.number).prefix(3) == ["三-2", "二-2", "4.6.1"])
        #expect(items[2].requirement == "组织二季度重点建设、重大项目集中开工活动。")
        #expect(items[2].measure?.hasPrefix("扩大有效投资") == true)
        #expect(items[1].settle_by == "2017-04-28")
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("{\"data\":{\"content\":\"full\",\"delivery\":42,"))
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\"type\":\"reminder.assigned\"}"))
    }

    @Test("a digest carries its figures")
    func digest() throws {
        let (event, _) = try event(try Scene.digest.briefing())
        let counts = try #require(event.data.deadlines?[1].counts)
        #expect(
            counts == [
                "total": 45, "done": 38, "reported": 3, "open": 4, "closed": 0, "unconfirmed": 0, "withdrawn": 0,
            ])
    }

    @Test(
        "what does not fit goes in whole steps: measures, requirements, items; all are counted",
        arguments: [(20, "full"), (40, "full"), (60, "titles"), (2000, "count")])
    func size(count: Int, content: String) throws {
        var briefing = try Scene.assigned.briefing()
        let sample = briefing.sections[0].items[5]
        briefing.sections[0].items = Array(repeating: sample, count: count)
        let (event, bytes) = try event(briefing)
        #expect(bytes.count < 20_000)
        #expect(event.data.content == content)
        #expect(event.data.total_items == count)
        #expect(event.data.sections[0].groups.map(\.count) == [count])
        #expect(event.data.sections[0].items?.count == (content == "count" ? nil : count))
        #expect(event.data.sections[0].items?.allSatisfy { ($0.requirement == nil) == (content == "titles") } != false)
    }

    @Test("even a thousand units leave a body that may be sent")
    func bare() throws {
        var briefing = try Scene.assigned.briefing()
        let items = Array(briefing.sections[0].items.prefix(2))
        briefing.sections = (0..<1000).map {
            Huzhou.section(items, unit: UnitID(rawValue: "unit-\($0)"), name: "市第\($0)局")
        }
        let (event, bytes) = try event(briefing)
        #expect(bytes.count < 20_000)
        #expect(event.data.sections.isEmpty)
        #expect(event.data.total_items == 2000)
    }

    @Test("a channel for titles carries no requirement, one for counts no item", arguments: Scene.allCases)
    func content(scene: Scene) throws {
        let briefing = try scene.briefing()
        let texts = briefing.sections.flatMap(\.items).map(\.obligation)
        let titles = texts.compactMap(\.work?.title)
        for content in [Disclosure.titles, .count] {
            let json = String(decoding: try event(briefing, content).1, as: UTF8.self)
            let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail(content)).bytes)
            let said = [json] + mail.parts.map(\.text)
            for text in said {
                for obligation in texts {
                    #expect(!text.contains(obligation.requirement))
                    if !obligation.measure.isEmpty { #expect(!text.contains(obligation.measure)) }
                }
                if content == .count { #expect(!titles.contains { text.contains($0) }) }
            }
            #expect(!mail.structure.contains("text/csv"))
            if content == .count { #expect(!mail.structure.contains("text/calendar")) }
            if content == .titles {
                #expect(titles.allSatisfy { title in said.prefix(3).allSatisfy { $0.contains(title) } })
            }
            if scene == .ahead { #expect(said.prefix(3).allSatisfy { $0.contains("节点7项") }) }
        }
    }
}
