import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@Suite("messages that are cut into parts")
struct PartsTests {
    /// Texts that grow when they are escaped, turned full-width, or are several bytes a character.
    private static let words = [
        "重点工作清单", "🏛️", "👩‍👩‍👧‍👦", "\"引号\"", "\\反斜\\", "[链接](http://a.example)", "e\u{301}", "a", "\u{1F1E8}\u{1F1F3}", "<b>",
        "@all", "*_~`", "\u{0}\u{1B}", "推进“三去一降一补”,", "word ",
    ]

    private static func text(upTo count: Int, _ random: inout Seeded) -> String {
        (0..<Int.random(in: 1...max(count, 1), using: &random)).map { _ in
            words.randomElement(using: &random) ?? ""
        }.joined()
    }

    private static func briefing(_ random: inout Seeded, kind: Delivery.Kind = .reminder) throws -> Briefing {
        let today = try Huzhou.date("2017-06-27")
        let stages: [Stage] = [
            .assigned, .ahead(.workdays(3)), .due, .overdue(1), .statement(year: 2017, month: 6),
        ]
        let longest = [3, 12, 60].randomElement(using: &random) ?? 3
        let sections = (0..<Int.random(in: 1...8, using: &random)).map { unit in
            let id = UnitID(rawValue: "unit-\(unit)")
            let items = (0..<Int.random(in: 1...40, using: &random)).map { number in
                var obligation = Huzhou.obligation(
                    Huzhou.june[number % Huzhou.june.count], unit: id,
                    due: today.adding(days: Int.random(in: -40...40, using: &random) / 20 * 20))
                obligation = Obligation(
                    id: ObligationID(list: Huzhou.list, milestone: "\(unit).\(number)", unit: id),
                    kind: number == 0 ? .report : .milestone, deadline: obligation.deadline, number: "\(number)",
                    requirement: text(upTo: longest, &random), work: obligation.work, measure: obligation.measure,
                    condition: Bool.random(using: &random) ? text(upTo: 3, &random) : nil)
                return Huzhou.item(
                    obligation, stages.randomElement(using: &random) ?? .due, today: today, workdays: 3, colour: .red,
                    isLate: Bool.random(using: &random), state: Bool.random(using: &random) ? .reported : .open)
            }
            return Huzhou.section(items, unit: id, name: text(upTo: 4, &random))
        }
        let contacts = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            [Chat.zhang, Chat.li, Chat.wang].randomElement(using: &random) ?? Chat.li
        }
        return try Chat.addressed(
            try Huzhou.briefing(sections, on: "2017-06-27", kind: kind), contacts: contacts)
    }

    private static func channels(_ random: inout Seeded) -> [(ChannelSettings, Platform?)] {
        let content: Disclosure = [.full, .full, .titles].randomElement(using: &random) ?? .full
        return Platform.allCases.map { (Chat.channel($0, content), $0) } + [(Huzhou.webhook(content), nil)]
    }

    @Test(
        "parts hold all items once, in reading order, and each fits under the longest id it may get", arguments: 1...10)
    func random(seed: UInt64) throws {
        var random = Seeded(state: seed &* 7919)
        let kind: Delivery.Kind = seed.isMultiple(of: 5) ? .trouble : .reminder
        let language: Language = seed.isMultiple(of: 3) ? .en : .zh
        let composer = try Huzhou.composer(language, isRehearsal: seed.isMultiple(of: 4))
        let briefing = try Self.briefing(&random, kind: kind)
        for (channel, platform) in Self.channels(&random) {
            let parts = composer.parts(of: briefing, for: channel)
            #expect(parts.flatMap { $0 } == briefing.delivery.items, "seed \(seed)")
            #expect(parts == composer.parts(of: briefing, for: channel))
            switch try composer.composition(of: briefing, for: channel) {
            case .whole(let body):
                #expect(parts.count == 1)
                #expect(try body == composer.compose(briefing, for: channel))
            case .parts(let cut): #expect(parts.count > 1 && cut == parts)
            }
            // The longest ids that a part can get.
            for (part, number) in zip(Chat.parts(briefing, parts, id: 999_999_999_000), 1...) {
                let body = try composer.compose(part, for: channel)
                guard let platform else {
                    #expect(body.bytes.count < 20_000)
                    if part.delivery.items.count > 1 {
                        #expect(try Self.webhookItems(body.bytes) == part.delivery.items.count)
                    }
                    continue
                }
                let said = try ReadRobot.read(RobotText.markedAsRepeat(body.bytes), platform)
                #expect(said.size <= platform.limit, "seed \(seed), \(platform), part \(number)")
                #expect(!said.text.contains("行未列出") && !said.text.contains("left out"))
                if parts.count > 1 { #expect(said.title.contains("\(number)/\(parts.count)")) }
                if part.delivery.items.count > 1 {
                    #expect(!said.text.contains("全文见") && !said.text.contains("in full"))
                }
                for item in part.delivery.items {
                    let id = item.slot.obligation.milestone
                    #expect(said.text.contains("\(id) ") || said.text.contains("\(id)\n"))
                }
            }
        }
    }

    private static func webhookItems(_ bytes: [UInt8]) throws -> Int {
        let body = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let sections = try #require((body?["data"] as? [String: Any])?["sections"] as? [[String: Any]])
        return try sections.reduce(0) { try $0 + #require($1["items"] as? [Any]).count }
    }

    /// Six bureaus with what is due at the end of June.
    private static func room() throws -> Briefing {
        let today = try Huzhou.date("2017-06-27")
        let names = ["市发改委", "市经信委", "市财政局", "市建设局", "市商务局", "市经合办"]
        let sections = try names.enumerated().map { index, name in
            let unit = UnitID(rawValue: "u\(index)")
            let items = try Huzhou.june.prefix(7 - index / 2).map { milestone in
                Huzhou.item(
                    Huzhou.obligation(milestone, unit: unit, due: try Huzhou.date("2017-06-30")),
                    .ahead(.workdays(3)), today: today, workdays: 3, colour: .yellow)
            }
            return Huzhou.section(items, unit: unit, name: name)
        }
        return try Chat.addressed(
            try Huzhou.briefing(sections, on: "2017-06-27"), contacts: [Chat.zhang, Chat.li])
    }

    @Test("three parts read well: units together, heads again, who is called in each")
    func threeParts() throws {
        let briefing = try Self.room()
        let parts = try Huzhou.composer().parts(of: briefing, for: Chat.channel(.wecom))
        #expect(parts.count == 3)
        var text = ""
        for part in Chat.parts(briefing, parts) {
            let body = try Huzhou.composer().compose(part, for: Chat.channel(.wecom))
            let said = try ReadRobot.read(body.bytes, .wecom)
            #expect(body.subject.hasSuffix("/3)"))
            text += "======== \(said.size) bytes, calls \(said.calls.joined(separator: ", "))\n\(said.text)\n"
        }
        try expectGolden(text, "Tests/MessagesTests/Golden/Robots/wecom.parts.zh.txt")
    }

    @Test("what fits, a digest and a channel without a limit are one group, in the order they came")
    func whole() throws {
        let composer = try Huzhou.composer()
        let room = try Self.room()
        for channel in [Huzhou.mail(), Chat.channel(.dingtalk), Chat.channel(.feishu), Huzhou.webhook()] {
            #expect(composer.parts(of: room, for: channel) == [room.delivery.items])
        }
        let digest = try Chat.briefing(.digest)
        for platform in Platform.allCases {
            #expect(composer.parts(of: digest, for: Chat.channel(platform)) == [[]])
        }
        #expect(composer.parts(of: room, for: Chat.channel(.wecom, .count)).count == 1)
    }

    @Test("two slots of one obligation stay in one part; a slot of none goes last")
    func slots() throws {
        var briefing = try Self.room()
        let items = briefing.delivery.items
        let first = items[0].slot
        let twin = Delivery.Item(
            slot: SlotKey(obligation: first.obligation, deadline: first.deadline, stage: .due), moment: briefing.now,
            isLate: false)
        let gone = Delivery.Item(
            slot: SlotKey(
                obligation: ObligationID(list: Huzhou.list, milestone: "99", unit: Huzhou.fgw),
                deadline: first.deadline, stage: .due), moment: briefing.now, isLate: false)
        briefing.delivery = briefing.delivery.covering([gone] + items + [twin])
        let parts = try Huzhou.composer().parts(of: briefing, for: Chat.channel(.wecom))
        #expect(parts.flatMap { $0 } == [items[0], twin] + items.dropFirst() + [gone])
        #expect(parts[0].starts(with: [items[0], twin]))
    }

    @Test("a statement is cut by its own items; what it names beside them goes first", arguments: [2, 30])
    func statement(own: Int) throws {
        let today = try Huzhou.date("2017-08-01")
        let items = (0..<60).map { number in
            var obligation = Huzhou.report(due: today.adding(days: -32))
            obligation = Obligation(
                id: ObligationID(list: Huzhou.list, milestone: "7.\(number)", unit: Huzhou.fgw), kind: .milestone,
                deadline: obligation.deadline, number: "7.\(number)", requirement: Huzhou.june[3].requirement)
            return Huzhou.item(
                obligation, .statement(year: 2017, month: 8), today: today, workdays: -22, colour: .red)
        }
        var briefing = try Chat.addressed(try Huzhou.briefing([Huzhou.section(items)], on: "2017-08-01"))
        briefing.delivery = briefing.delivery.covering(Array(briefing.delivery.items.suffix(own)))
        let parts = try Huzhou.composer().parts(of: briefing, for: Chat.channel(.wecom))
        #expect(parts.flatMap { $0 } == briefing.delivery.items)
        #expect(parts.count == (own == 2 ? 1 : 3))
        for part in Chat.parts(briefing, parts).dropLast() {
            let bytes = try Huzhou.composer().compose(part, for: Chat.channel(.wecom)).bytes
            // One more item, the room for the marks and it would be over: parts of one unit are full.
            let item = Huzhou.june[3].requirement.utf8.count + 6
            #expect(try ReadRobot.read(bytes, .wecom).size + item + 50 > 2048)
        }
        if own == 2 {
            let body = try Huzhou.composer().compose(briefing, for: Chat.channel(.wecom))
            let said = try ReadRobot.read(body.bytes, .wecom)
            #expect(said.text.contains("7.58 ") && said.text.contains("7.59 ") && said.text.contains("另有58项"))
        }
    }

    @Test("a webhook's reminder goes out in parts with all its texts, numbered")
    func webhook() throws {
        var briefing = try Chat.briefing(.assigned)
        let sample = briefing.sections[0].items[5]
        briefing.sections[0].items = (0..<80).map { number in
            var item = sample
            item.obligation = Obligation(
                id: ObligationID(list: Huzhou.list, milestone: "1.\(number)", unit: Huzhou.fgw), kind: .milestone,
                deadline: sample.obligation.deadline, number: "1.\(number)", requirement: sample.obligation.requirement,
                work: sample.obligation.work, measure: sample.obligation.measure)
            return item
        }
        briefing = try Chat.addressed(briefing)
        let parts = try Huzhou.composer().parts(of: briefing, for: Huzhou.webhook())
        #expect(parts.count > 1)
        for (part, number) in zip(Chat.parts(briefing, parts), 1...) {
            let bytes = try Huzhou.composer().compose(part, for: Huzhou.webhook()).bytes
            let body = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            let data = try #require(body?["data"] as? [String: Any])
            #expect(data["part"] as? Int == number && data["parts"] as? Int == parts.count)
            #expect(data["content"] as? String == "full")
            #expect(data["total_items"] as? Int == part.delivery.items.count)
            let items = try #require((data["sections"] as? [[String: Any]])?.first?["items"] as? [[String: Any]])
            #expect(items.allSatisfy { $0["requirement"] != nil && $0["measure"] != nil })
        }
        let whole = try Huzhou.composer().compose(try Chat.briefing(.ahead), for: Huzhou.webhook()).bytes
        #expect(!String(decoding: whole, as: UTF8.self).contains("\"part\""))
    }
}

extension Delivery {
    func covering(_ items: [Item]) -> Delivery {
        Delivery(
            id: id, kind: kind, channel: channel, recipient: recipient, messageID: messageID, createdAt: createdAt,
            dueAt: dueAt, notBefore: notBefore, items: items, digest: digest, part: part)
    }
}
