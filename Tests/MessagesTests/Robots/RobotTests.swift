import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@Suite("what group robots say")
struct RobotTests {
    private func read(
        _ briefing: Briefing, _ platform: Platform, _ content: Disclosure = .full, mentions: Bool = true,
        by composer: Composer? = nil
    ) throws -> ReadRobot {
        let composer = try composer ?? Huzhou.composer()
        let body = try composer.compose(briefing, for: Chat.channel(platform, content, mentions: mentions))
        #expect(body.media == .json)
        #expect(body.bytes.starts(with: "{\"".utf8))
        return try ReadRobot.read(body.bytes, platform)
    }

    private static func shown(_ said: ReadRobot) -> String {
        "title: \(said.title)\ncalls: \(said.calls.joined(separator: ", "))\n\n\(said.text)\n"
    }

    @Test(
        "every kind of message reads as its golden file says", arguments: [Platform.wecom, .dingtalk, .feishu],
        [
            Scene.assigned, .ahead, .aheadOffDay, .overdue, .mixed, .severalUnits, .digest, .trouble, .silence,
            .departures,
        ])
    func golden(platform: Platform, scene: Scene) throws {
        let said = try read(try Chat.briefing(scene), platform)
        #expect(said.size <= platform.limit)
        try expectGolden(
            Self.shown(said), "Tests/MessagesTests/Golden/Robots/\(platform.rawValue).\(scene.rawValue).zh.txt")
    }

    @Test("in English", arguments: [Scene.late, .assigned, .overdue, .digest, .trouble])
    func english(scene: Scene) throws {
        let said = try read(try Chat.briefing(scene), .lark, by: try Huzhou.composer(.en))
        try expectGolden(Self.shown(said), "Tests/MessagesTests/Golden/Robots/lark.\(scene.rawValue).en.txt")
    }

    @Test("the bodies are the platforms' own JSON, to the byte")
    func exact() throws {
        var briefing = try Chat.briefing(.aheadOffDay)
        briefing.sections[0].items[0].obligation.requirement = "a \"b\" \\c"
        briefing.office = Office(
            name: "Office", phone: nil, contacts: [], channels: ["mail"], zone: "Asia/Shanghai")
        for platform in [Platform.wecom, .dingtalk, .feishu] {
            let body = try Huzhou.composer(.en).compose(briefing, for: Chat.channel(platform))
            let text = String(decoding: body.bytes, as: UTF8.self)
            try expectGolden("\(text)\n", "Tests/MessagesTests/Golden/Robots/\(platform.rawValue).exact.json")
        }
    }

    @Test(
        "who can be called is called, by what the platform knows; who cannot is named",
        arguments: [
            (Platform.wecom, ["id zhangsan", "mobile 13900000001"], ["张三", "李四", "王五"]),
            (.dingtalk, ["mobile 13800000000", "mobile 13900000001"], ["王五"]),
            (.feishu, ["id ou_zhang_3"], ["李四", "王五"]), (.lark, ["id ou_lark3"], ["李四", "王五"]),
        ])
    func calls(platform: Platform, calls: [String], named: [String]) throws {
        let said = try read(try Chat.briefing(.severalUnits), platform)
        #expect(Set(said.calls) == Set(calls))
        for name in named { #expect(said.text.contains(name)) }
        let quiet = try read(try Chat.briefing(.severalUnits), platform, mentions: false)
        #expect(quiet.calls == [])
        for name in ["张三", "李四", "王五", "138", "ou_"] { #expect(!quiet.text.contains(name)) }
    }

    @Test(
        "a mobile number is called without +86, blanks and hyphens; a desk's is not called",
        arguments: [
            ("13800000000", "13800000000"), ("+86 138 0000 0000", "13800000000"), ("86-13800000000", "13800000000"),
            ("0086 138-0000-0000", "13800000000"), ("+852 5123 4567", "85251234567"), ("0572-0000000", nil),
            ("+86 572 0000000", nil), ("12345", nil), ("", nil),
        ] as [(String, String?)])
    func mobiles(written: String, called: String?) throws {
        let contact = Contact(name: "李四", role: .liaison, mobile: written)
        for platform in [Platform.wecom, .dingtalk] {
            let said = try read(try Chat.briefing(.aheadOffDay, contacts: [contact]), platform)
            #expect(said.calls == (called.map { ["mobile \($0)"] } ?? []))
        }
    }

    @Test(
        "an id that would call everybody, or is none, calls nobody",
        arguments: ["all", "ALL", "@all", "", "a b", "<at>", "_a", "a\"b", "甲"])
    func badIDs(id: String) throws {
        let ids = Dictionary(uniqueKeysWithValues: Platform.allCases.map { ($0.rawValue, id) })
        let contact = Contact(name: "李四", role: .liaison, mail: "l@huzhou.example", userIDs: ids)
        for platform in Platform.allCases {
            let said = try read(try Chat.briefing(.aheadOffDay, contacts: [contact]), platform)
            #expect(said.calls == [])
            #expect(said.text.contains("李四"))
        }
    }

    @Test("a chat that may have titles or counts only gets no requirement", arguments: Platform.allCases)
    func content(platform: Platform) throws {
        for scene in Scene.allCases {
            let briefing = try Chat.briefing(scene)
            let obligations = briefing.sections.flatMap(\.items).map(\.obligation)
            for content in [Disclosure.titles, .count] {
                let said = try read(briefing, platform, content)
                for obligation in obligations {
                    #expect(!said.text.contains(obligation.requirement))
                    if let title = obligation.work?.title, content == .count { #expect(!said.text.contains(title)) }
                }
            }
            if scene == .ahead {
                #expect(try read(briefing, platform, .titles).text.contains("6.3.1 重点工作6"))
                #expect(try read(briefing, platform, .count).text.contains("节点7项"))
            }
        }
    }

    @Test("a rehearsal is marked in the title and said to be nothing to do", arguments: Platform.allCases)
    func rehearsal(platform: Platform) throws {
        let briefing = try Chat.briefing(.due)
        let composer = try Huzhou.composer(isRehearsal: true)
        let said = try read(briefing, platform, by: composer)
        #expect(said.title.hasPrefix(platform == .dingtalk ? "［演练］ 【" : "[演练] 【"))
        #expect(said.text.contains("演练,无需办理。"))
        #expect(try composer.compose(briefing, for: Chat.channel(platform)).subject.hasPrefix("[演练] 【"))
    }

    @Test("the mark of a repeat stands first, once, and in the message's language", arguments: Platform.allCases)
    func repeats(platform: Platform) throws {
        for (language, mark) in [(Language.zh, "〔可能重复〕"), (.en, "(possibly a repeat) ")] {
            for isRehearsal in [false, true] {
                let composer = try Huzhou.composer(language, isRehearsal: isRehearsal)
                for scene in Scene.allCases {
                    let body = try composer.compose(try Chat.briefing(scene), for: Chat.channel(platform))
                    let marked = RobotText.markedAsRepeat(body.bytes)
                    let (said, before) = (
                        try ReadRobot.read(marked, platform), try ReadRobot.read(body.bytes, platform)
                    )
                    #expect(said.title == mark + before.title)
                    #expect(said.calls == before.calls)
                    #expect(said.size <= platform.limit)
                    if platform == .dingtalk { #expect(said.text.hasPrefix("#### \(mark)")) }
                    if platform == .wecom { #expect(said.text == mark + before.text) }
                    #expect(RobotText.markedAsRepeat(marked) == marked)
                }
            }
        }
    }

    @Test("what is no robot's body is not marked")
    func otherBodies() throws {
        let mail = try Huzhou.composer().compose(try Scene.due.briefing(), for: Huzhou.mail()).bytes
        let hook = try Huzhou.composer().compose(try Scene.due.briefing(), for: Huzhou.webhook()).bytes
        let others: [[UInt8]] = ["", "{", "{}", #"{"msgtype":"markdown","markdown":{"title":"a\"#, "[]"].map {
            Array($0.utf8)
        }
        for bytes in [mail, hook] + others { #expect(RobotText.markedAsRepeat(bytes) == bytes) }
    }

    @Test("a digest that is too long loses whole lines from its end, and counts them", arguments: Platform.allCases)
    func longDigest(platform: Platform) throws {
        var briefing = try Chat.briefing(.digest)
        let sample = try #require(briefing.standing?.deadlines.first)
        briefing.standing?.deadlines = (0..<400).map { number in
            var line = sample
            line.list = "list-\(number)"
            return line
        }
        let said = try read(briefing, platform)
        #expect(said.size <= platform.limit)
        let lines = said.text.split(whereSeparator: \.isNewline)
        let shown = lines.count { $0.contains("4月底") && !$0.contains("督查情况") }
        let leftOut = lines.compactMap { $0.firstMatch(of: /另有(\d+)行未列出/).flatMap { Int($0.1) } }
        #expect(shown > 10)
        // Beside the deadlines: the rate, attention 1 + 4, overdue 1 + 6, coming 1 + 1, the next one.
        #expect(leftOut == [400 + 16 - shown])
        #expect(said.text.contains("deadlinectl status"))
        #expect(said.text.contains("第42号"))
    }

    @Test("one item that is too long alone is cut between characters, with a pointer", arguments: Platform.allCases)
    func longItem(platform: Platform) throws {
        var briefing = try Chat.briefing(.aheadOffDay)
        let long = String(repeating: "👩‍👩‍👧‍👦重点\"工作\\", count: 700)
        briefing.sections[0].items[0].obligation.requirement = long
        let channel = Chat.channel(platform)
        #expect(try Huzhou.composer().parts(of: briefing, for: channel) == [briefing.delivery.items])
        let said = try read(briefing, platform)
        #expect(said.size <= platform.limit)
        #expect(said.size > platform.limit - 100)
        #expect(said.text.contains("(全文见邮件或 deadlinectl)") || said.text.contains("（全文见邮件或 deadlinectl）"))
        #expect(said.text.contains("第42号"))
        let family = "👩‍👩‍👧‍👦"
        let stripped = said.text.replacing(family, with: "")
        #expect(!stripped.unicodeScalars.contains { $0 == "\u{200D}" || $0 == "👩" })
    }

    @Test("names as long as nobody's still leave a body that may be sent", arguments: Platform.allCases)
    func longNames(platform: Platform) throws {
        let long = String(repeating: "市很长的名字\"局", count: 120)
        let contacts = (0..<30).map { number in
            Contact(name: long + "\(number)", role: .liaison, mobile: "138\(10_000_000 + number)")
        }
        for scene in Scene.allCases {
            var briefing = try Chat.briefing(scene, contacts: contacts)
            briefing.office.name = long
            briefing.office.phone = long
            for index in briefing.basis.indices { briefing.basis[index].shortName = long }
            for index in briefing.sections.indices { briefing.sections[index].unitName = long }
            for language in Language.allCases {
                let said = try read(briefing, platform, by: try Huzhou.composer(language))
                #expect(said.size <= platform.limit)
                #expect(said.text.contains("42"))
            }
        }
    }
}
