import CivilTime
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// `public: no` and `content:` of a list: what a chat, where everybody reads, must not say.
@Suite("lists that are not for everybody")
struct ConfidentialTests {
    /// The scene with its list said to be so.
    private func briefing(_ scene: Scene, isPublic: Bool = true, content: Disclosure = .full) throws -> Briefing {
        var briefing = try Chat.briefing(scene)
        for index in briefing.basis.indices {
            briefing.basis[index].isPublic = isPublic
            briefing.basis[index].content = content
        }
        return briefing
    }

    /// Every text of the list that a message could carry.
    private func texts(_ briefing: Briefing) -> Set<String> {
        let obligations = briefing.sections.flatMap(\.items).map(\.obligation)
        let lines = briefing.standing?.lines ?? []
        let names = Huzhou.basis
        return Set(
            obligations.flatMap {
                [$0.requirement, $0.measure, $0.phrase ?? "", $0.condition ?? "", $0.work?.title ?? ""]
            } + lines.flatMap { [$0.requirement, $0.work] } + (briefing.standing?.works.map(\.title) ?? [])
                + [names.title, names.shortName, names.documentNumber ?? ""]
        ).filter { $0.unicodeScalars.count > 4 }
    }

    private func expectSilence(_ body: MessageBody, on briefing: Briefing, _ what: String) {
        let said = String(decoding: body.bytes, as: UTF8.self) + body.subject
        for text in texts(briefing) {
            #expect(!said.contains(text.prefix(8)), "\(what) says \(text)")
        }
    }

    @Test("a chat gets no text of a list that is not public, whatever is said to it", arguments: Platform.allCases)
    func chat(platform: Platform) throws {
        for scene in Scene.allCases {
            let briefing = try briefing(scene, isPublic: false)
            for language in Language.allCases {
                let body = try Huzhou.composer(language).compose(briefing, for: Chat.channel(platform))
                expectSilence(body, on: briefing, "\(scene) on \(platform)")
            }
        }
    }

    @Test("nor does a part of a message that was too long for it", arguments: [Scene.assigned, .trouble])
    func parts(scene: Scene) throws {
        var briefing = try briefing(scene, isPublic: false)
        // So many units that figures alone are too long.
        briefing.sections = (0..<200).map { index in
            var section = briefing.sections[0]
            section.unit = UnitID("u\(index)")
            section.unitName = "第\(index)单位"
            for item in section.items.indices {
                let old = section.items[item].obligation
                section.items[item].obligation = Huzhou.renamed(old, unit: section.unit)
            }
            return section
        }
        briefing = try Chat.addressed(briefing)
        let (composer, channel) = (try Huzhou.composer(), Chat.channel(.wecom))
        let groups = composer.parts(of: briefing, for: channel)
        #expect(groups.count > 1)
        for part in Chat.parts(briefing, groups) {
            expectSilence(try composer.compose(part, for: channel), on: briefing, "a part")
        }
    }

    @Test("one such list in a message makes all of it figures; mail has the text all the same")
    func mixed() throws {
        var briefing = try briefing(.ahead)
        var hidden = briefing.basis[0]
        (hidden.list, hidden.isPublic) = ("other", false)
        briefing.basis.append(hidden)
        let chat = try Huzhou.composer().compose(briefing, for: Chat.channel(.wecom))
        let said = String(decoding: chat.bytes, as: UTF8.self)
        for obligation in briefing.sections.flatMap(\.items).map(\.obligation) {
            #expect(!said.contains(obligation.requirement.prefix(8)))
            if let title = obligation.work?.title { #expect(!said.contains(title.prefix(8))) }
        }
        var mailed = try Scene.ahead.briefing()
        mailed.basis = briefing.basis
        let mail = try Huzhou.composer().compose(mailed, for: Huzhou.mail())
        let requirement = try #require(briefing.sections.first?.items.last?.obligation.requirement)
        #expect(try ReadMail.read(mail.bytes).part("text/plain").text.contains(requirement.prefix(8)))
    }

    @Test("of the list's word and the channel's the more restrained holds, on every kind of channel")
    func restraint() throws {
        for (list, channel, expected) in [
            (Disclosure.full, Disclosure.titles, Disclosure.titles), (.titles, .full, .titles),
            (.count, .titles, .count),
            (.titles, .count, .count), (.full, .full, .full),
        ] {
            let said = try Huzhou.composer().compose(try briefing(.ahead, content: list), for: Huzhou.webhook(channel))
            #expect(String(decoding: said.bytes, as: UTF8.self).contains(#""content":"\#(expected.rawValue)""#))
            for platform in Platform.allCases {
                let here = try Huzhou.composer().compose(
                    try briefing(.ahead, content: list), for: Chat.channel(platform, channel))
                let same = try Huzhou.composer().compose(try briefing(.ahead), for: Chat.channel(platform, expected))
                #expect(here.bytes == same.bytes)
            }
        }
    }

    @Test("a unit's former name stands once beside its name, in mail and chat")
    func formerName() throws {
        var (briefing, mailed) = (try briefing(.ahead), try Scene.ahead.briefing())
        briefing.sections[0].formerName = "市计委"
        mailed.sections[0].formerName = "市计委"
        let mail = try ReadMail.read(Huzhou.composer().compose(mailed, for: Huzhou.mail()).bytes)
        let text = try mail.part("text/plain").text
        #expect(text.contains("市发改委(原市计委)"))
        #expect(text.ranges(of: "市计委").count == 1)
        #expect(mail.headers["Subject"]?.contains("市计委") == false)
        let chat = try Huzhou.composer().compose(briefing, for: Chat.channel(.wecom))
        #expect(String(decoding: chat.bytes, as: UTF8.self).ranges(of: "市发改委(原市计委)").count == 1)
        let english = try ReadMail.read(Huzhou.composer(.en).compose(mailed, for: Huzhou.mail()).bytes)
        #expect(try english.part("text/plain").text.contains("(formerly 市计委)"))
    }
}
