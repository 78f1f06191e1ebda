import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// A list whose every word was written by somebody who means harm.
@Suite("hostile text")
struct HostileTextTests {
    static let evil =
        "\"\u{301}><script>alert(1)</script>'&amp;\r\nBcc: evil@example.org\r\n\r\n{{office}}\0\u{1B}[31m\u{202E}txt"
        + "\u{2028}\u{85}\u{FEFF}=cmd|' /C calc'!A0 `x`"

    private func briefing(_ stage: Stage) throws -> Briefing {
        let evil = Self.evil
        let today = try Huzhou.date("2017-06-27")
        let obligation = Obligation(
            id: ObligationID(list: "li\"st", milestone: evil, unit: UnitID(rawValue: evil)), kind: .milestone,
            deadline: try Huzhou.date("2017-06-30"), number: evil, requirement: evil, work: (1, evil), measure: evil,
            phrase: evil, condition: evil)
        var item = Huzhou.item(obligation, stage, today: today, workdays: 3, colour: .red, shared: [evil])
        item.obligation.measure = evil + "measure"
        var briefing = try Huzhou.briefing(
            [Huzhou.section([item], unit: UnitID(rawValue: evil), name: evil)], on: "2017-06-27", to: evil,
            alsoTold: [evil])
        briefing.basis = [
            Briefing.Basis(list: evil, title: evil, shortName: evil, documentNumber: evil, issuer: evil)
        ]
        briefing.office.name = evil
        briefing.office.phone = evil
        return briefing
    }

    private func digest() throws -> Briefing {
        let evil = Self.evil
        var standing = try Scene.standing()
        standing.units[0].name = evil
        standing.works[0].title = evil
        standing.lines[0].requirement = evil
        standing.lines[0].unitName = evil
        standing.lines[0].document = evil
        standing.changes[0].kind = evil
        standing.changes[0].unitName = evil
        standing.changes[0].milestone = evil
        standing.undelivered[0].to = evil
        standing.undelivered[0].reason = evil
        standing.heldChannels = [evil: evil]
        standing.silentChannels = ["a" + evil: .init(since: standing.at, reason: evil, waiting: 1)]
        standing.notAccepted = [evil]
        var briefing = try briefing(.due)
        briefing.delivery = try Scene.digest.briefing().delivery
        briefing.standing = standing
        return briefing
    }

    @Test("no list's text adds a header, a part or a line", arguments: [Stage.assigned, .due, .overdue(1)])
    func headers(stage: Stage) throws {
        let mail = try ReadMail.read(Huzhou.composer().compose(try briefing(stage), for: Huzhou.mail()).bytes)
        #expect(mail.defects == [])
        #expect(mail.headers["Bcc"] == nil)
        #expect(mail.addresses["To"]?.count == 1)
        #expect(mail.addresses["To"]?.first?.last == "zhangsan@huzhou.example")
        #expect(mail.addresses["From"]?.first?.last == "ducha@huzhou.example")
        for line in try mail.part("text/plain").text.components(separatedBy: "\r\n") {
            #expect(!line.hasPrefix("Bcc:"))
        }
    }

    @Test("no list's text becomes a tag, an attribute or a template")
    func html() throws {
        for briefing in [try briefing(.assigned), try digest()] {
            for language in Language.allCases {
                let mail = try ReadMail.read(Huzhou.composer(language).compose(briefing, for: Huzhou.mail()).bytes)
                let html = try mail.part("text/html").text
                #expect(!html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\r" })
                #expect(!html.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{2028}" })
                #expect(html.contains("{{office}}"))
                let read = try tags(html)
                #expect(read.tags.isSubset(of: Self.ownTags), "\(read.tags.subtracting(Self.ownTags))")
                #expect(read.attributes.isSubset(of: Self.ownAttributes))
                #expect(read.text.contains("<script>alert(1)</script>"))
            }
        }
    }

    private static let ownTags: Set<String> = [
        "html", "head", "meta", "title", "body", "table", "tr", "td", "th", "thead", "tbody", "strong", "span", "div",
        "br", "small", "style",
    ]
    private static let ownAttributes: Set<String> = [
        "lang", "charset", "name", "content", "style", "role", "width", "cellspacing", "cellpadding", "border", "align",
        "valign", "nowrap", "class",
    ]

    private struct ReadHTML: Decodable {
        var tags: Set<String>
        var attributes: Set<String>
        var text: String
    }

    /// What Python's parser of HTML sees.
    private func tags(_ html: String) throws -> ReadHTML {
        let script = """
            import sys, json
            from html.parser import HTMLParser
            class P(HTMLParser):
                tags, attributes, text = set(), set(), ''
                def handle_starttag(self, tag, attrs):
                    self.tags.add(tag); self.attributes |= {a for a, _ in attrs}
                def handle_data(self, data): self.text += data
            p = P(); p.feed(sys.stdin.buffer.read().decode())
            json.dump({'tags': list(p.tags), 'attributes': list(p.attributes), 'text': p.text}, sys.stdout)
            """
        return try JSONDecoder().decode(ReadHTML.self, from: Data(Python.run(script, input: Array(html.utf8))))
    }

    @Test("a quote that a combining mark joins is escaped all the same")
    func joinedQuote() throws {
        var briefing = try Scene.due.briefing()
        briefing.sections[0].items[1].obligation.requirement = "a\"\u{301}b<\u{301}c&\u{301}d'\u{301}e"
        let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes)
        let html = try mail.part("text/html").text
        let expected = "a&quot;\u{301}b&lt;\u{301}c&amp;\u{301}d&#39;\u{301}e"
        #expect(Data(html.utf8).range(of: Data(expected.utf8)) != nil)
    }

    @Test("no list's text reaches the calendar or the JSON as anything but text")
    func calendarAndJSON() throws {
        let briefing = try briefing(.assigned)
        let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes)
        let lines = try mail.part("text/calendar").text.components(separatedBy: "\r\n")
        #expect(lines.filter { $0.hasPrefix("BEGIN:") }.count == 2)
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        let json = try Huzhou.composer().compose(briefing, for: Huzhou.webhook()).bytes
        let text = String(decoding: json, as: UTF8.self)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json)) }
    }

    static let evilInChats =
        "@all <@all> <at user_id=\"all\">everybody</at> @13800000000 [a](http://evil.example) ![b](http://evil.example)"
        + " **c** __d__ `e` ~~f~~ # g > h | i \\ &lt;&#64;all\",\"x\":\"y\r\n- j\n1. k\0\u{1B}\u{202E}l\u{2028}===\u{FEFF}"

    @Test("no list's text calls anybody in a chat, or becomes markup", arguments: RobotSettings.Platform.allCases)
    func robots(platform: RobotSettings.Platform) throws {
        let evil = Self.evilInChats
        var (reminder, digest) = (try briefing(.overdue(1)), try digest())
        for index in reminder.sections[0].items.indices {
            reminder.sections[0].items[index].obligation.requirement = evil
            reminder.sections[0].items[index].obligation.condition = evil
        }
        reminder.sections[0].unitName = evil
        reminder.sections[0].contacts = [Contact(name: evil, role: .liaison)]
        digest.standing?.heldChannels = [evil: evil]
        digest.standing?.notAccepted = [evil]
        var trouble = reminder
        trouble.delivery = try Scene.trouble.briefing().delivery
        trouble.standing = digest.standing
        for briefing in [reminder, digest, trouble] {
            let bytes = try Huzhou.composer().compose(briefing, for: Chat.channel(platform)).bytes
            let said = try ReadRobot.read(bytes, platform)
            #expect(said.size <= platform.limit)
            #expect(said.calls == [])
            #expect(!String(decoding: bytes, as: UTF8.self).contains("\"tag\":\"at\""))
            let hidden = (said.title + said.text).unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
            #expect(hidden.isEmpty)
            #expect(!said.text.unicodeScalars.contains { ["\u{202E}", "\u{2028}", "\u{FEFF}"].contains($0) })
            switch platform {
            case .wecom: #expect(!said.text.contains("@"))
            case .dingtalk:
                // Nothing of Markdown is left but our own: the heading's marks and the units' names in bold.
                let outside = said.text.dropFirst("#### ".count).replacing(/(?m)^\*\*|\*\*(?= |  \n|$)/, with: "")
                #expect(!outside.contains { "@[]()*_`#<>!|~\\&".contains($0) }, "\(outside)")
                for line in said.text.split(separator: "\n").dropFirst() {
                    #expect(line.first.map { !"-+= \t".contains($0) } ?? true)
                    #expect(line.prefixMatch(of: /\d+\.( |$)/) == nil)
                }
            case .feishu, .lark: #expect(said.text.contains("@all") && !said.text.contains("<at ou"))
            }
        }
    }

    @Test("what begins a list or a rule in Markdown begins none", arguments: ["- ", "+ ", "===", "3. ", "3.", "   - "])
    func lineStarts(start: String) throws {
        var briefing = try briefing(.overdue(1))
        let old = briefing.sections[0].items[0].obligation
        briefing.sections[0].items[0].obligation = Obligation(
            id: ObligationID(list: Huzhou.list, milestone: start, unit: Huzhou.fgw), kind: .milestone,
            deadline: old.deadline, number: start, requirement: "x")
        let bytes = try Huzhou.composer().compose(briefing, for: Chat.channel(.dingtalk)).bytes
        let said = try ReadRobot.read(bytes, .dingtalk)
        #expect(!said.text.contains("\n\(start)"))
        #expect(said.text.firstMatch(of: /(?m)^([-+= ]|\d+\. )/) == nil)
    }

    @Test("what nobody can see is taken out, line ends become blanks, the rest stays")
    func cleaning() {
        #expect(CleanText.line("一\r\n二\t三\u{0}\u{7F}\u{9B}\u{200F}\u{2066}") == "一  二 三")
        #expect(CleanText.line("纯文本 e\u{301} 🏛️") == "纯文本 e\u{301} 🏛️")
    }

    @Test("no list, act or server writes into a page that is filed")
    func pages() throws {
        let evil = Self.evil
        var dossier = try DossierScene.dossier(unit: Huzhou.fgw)
        dossier.office = evil
        dossier.askedBy.name = evil
        dossier.lists = [.init(id: evil, title: evil, documentNumber: evil)]
        dossier.unitNames = ["fgw": evil]
        dossier.zone = evil
        dossier.shares[0].requirement = evil
        dossier.history.ledger.tag = evil
        dossier.history.deliveries[0].toName = evil
        dossier.history.deliveries[0].row.to = evil
        dossier.history.deliveries[0].row.subject = evil
        dossier.history.deliveries[0].row.messageID = evil
        dossier.history.deliveries[0].attempts[0].reply = evil
        dossier.history.deliveries[0].attempts[0].peer = evil
        dossier.history.deliveries[0].bodyHash = evil
        dossier.history.acts[1] = Act(
            kind: .reported, list: Huzhou.list, milestone: DossierScene.milestone, unit: Huzhou.fgw,
            actor: .init(uid: 0, name: evil, onBehalfOf: evil), at: dossier.now, reason: evil, document: evil, key: "k")
        var circular = try CircularScene.circular()
        circular.office = evil
        circular.lists = dossier.lists
        circular.items[0].past.line.requirement = evil
        circular.items[0].past.line.unitName = evil
        circular.items[0].told?.to = evil
        for page in [ProofPage.html(ProofSheet(dossier, files: [3: evil])), CircularDraft(circular).html] {
            let text = String(decoding: page, as: UTF8.self)
            #expect(text.contains("&lt;script&gt;"))
            #expect(!text.contains("<script"))
            #expect(!text.unicodeScalars.contains { [0x00, 0x1B, 0x202E, 0x2028, 0xFEFF].contains($0.value) })
            let style = try #require(text.firstRange(of: "<style>")?.upperBound)
            let end = try #require(text.firstRange(of: "</style>")?.lowerBound)
            #expect(!text[style..<end].contains("cmd"), "nothing foreign stands in the style")
        }
    }
}
