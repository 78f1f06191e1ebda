import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

/// Histories and proofs as people read them.
@Suite("histories and proofs")
struct EvidenceTests {
    private func story(_ dossier: Dossier) -> String {
        let story = Story(dossier)
        let zone = Zone(identifier: dossier.zone) ?? .utc
        let lines = story.lines.map { "\(zone.iso8601($0.at).prefix(16))  \($0.text)" }
        return (story.heading + [""] + lines).joined(separator: "\n") + "\n"
    }

    @Test("a milestone's story is told in order of time, in either language", arguments: Language.allCases)
    func story(language: Language) throws {
        try expectGolden(
            story(try DossierScene.dossier(language)),
            "Tests/MessagesTests/Golden/Evidence/story.\(language.rawValue).txt")
    }

    @Test("what befell several units at once is told once, with their names")
    func together() throws {
        let lines = Story(try DossierScene.dossier()).lines.map(\.text)
        #expect(lines.count { $0.hasPrefix("列入台账") } == 1)
        #expect(lines.contains("列入台账,到期日2017年6月30日:市发改委、市财政局"))
        #expect(lines.contains { $0.hasPrefix("到期当天:未发,跳过:市发改委、市财政局") })
    }

    @Test("a slot that was sent is told by the attempt that brought it, and by nothing else")
    func once() throws {
        let lines = Story(try DossierScene.dossier(unit: Huzhou.fgw)).lines.map(\.text)
        #expect(lines.count { $0.contains("交办") } == 1)
    }

    @Test("a proof names each message's way and says what acceptance means", arguments: Language.allCases)
    func page(language: Language) throws {
        let dossier = try DossierScene.dossier(language, unit: Huzhou.fgw)
        let page = ProofPage.html(ProofSheet(dossier, files: [3: "qkzvbmta-3.eml"]))
        try expectGolden(
            String(decoding: page, as: UTF8.self), "Tests/MessagesTests/Golden/Evidence/proof.\(language.rawValue).html"
        )
    }

    @Test("a rehearsal's proof says first that it proves nothing")
    func rehearsal() throws {
        let notes = ProofSheet(try DossierScene.dossier(unit: Huzhou.fgw, isRehearsal: true)).notes
        #expect(notes.first?.contains("演练") == true)
        #expect(!ProofSheet(try DossierScene.dossier(unit: Huzhou.fgw)).notes.contains { $0.contains("演练") })
    }

    @Test("a message's own file has the hash that the page prints, and a name that its Message-ID begins with")
    func file() throws {
        let delivery = try #require(try DossierScene.history().deliveries.first)
        let file = EvidenceFile(delivery, tag: "qkzvbmta", bytes: Array("abc".utf8))
        #expect(file.name == "qkzvbmta-3.eml")
        #expect(delivery.row.messageID.hasPrefix("qkzvbmta-3@"))
        // FIPS 180-2, appendix B.1.
        #expect(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(EvidenceFile.name(of: delivery, tag: "../../etc") == "etc-3.eml")
    }

    @Test("a dossier's JSON has the fields that were published")
    func json() throws {
        let dossier = try DossierScene.dossier()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(dossier)
        try expectGolden(
            String(decoding: data, as: UTF8.self) + "\n", "Tests/MessagesTests/Golden/Evidence/dossier.json")
        #expect(try JSONDecoder().decode(Dossier.self, from: data) == dossier)
    }

    @Test("each sentence of a proof is there in both languages, and Chinese in Chinese")
    func wording() throws {
        let (zh, en) = (
            try DossierScene.dossier(.zh, unit: Huzhou.fgw), try DossierScene.dossier(.en, unit: Huzhou.fgw)
        )
        let chinese = ProofSheet(zh).notes + Story(zh).lines.map(\.text)
        #expect(chinese.allSatisfy { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } })
        #expect(ProofSheet(en).notes.allSatisfy { !$0.unicodeScalars.contains { $0.value > 0x2FFF } })
    }
}
