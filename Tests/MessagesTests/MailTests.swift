import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@Suite("mails")
struct MailTests {
    @Test("every kind of message reads as its golden file says", arguments: Scene.allCases, Language.allCases)
    func golden(scene: Scene, language: Language) throws {
        let body = try Huzhou.composer(language).compose(try scene.briefing(), for: Huzhou.mail())
        let mail = try ReadMail.read(body.bytes)
        #expect(mail.defects == [])
        #expect(mail.headers["Subject"] == body.subject)
        try keepForEyes(scene, language, mail, body)
        let text = try mail.part("text/plain").text.replacingOccurrences(of: "\r\n", with: "\n")
        try expectGolden(
            "Subject: \(body.subject)\n\n\(text)",
            "Tests/MessagesTests/Golden/\(scene.rawValue).\(language.rawValue).txt")
    }

    @Test("what is past when it is handed to somebody new is asked after, and stands in no calendar")
    func handedOverLate() throws {
        let today = try Huzhou.date("2017-07-10")
        let past = Huzhou.item(
            Huzhou.obligation(Huzhou.june[0], due: try Huzhou.date("2017-06-30")), .assigned, today: today,
            workdays: -6,
            colour: .red)
        let ahead = Huzhou.item(
            Huzhou.obligation(Huzhou.september, due: try Huzhou.date("2017-09-30")), .assigned, today: today,
            workdays: 59, colour: .none)
        let briefing = try Huzhou.briefing([Huzhou.section([past, ahead])], on: "2017-07-10")
        let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes)
        #expect(try mail.part("text/plain").text.ranges(of: "尚未收到").count == 1)
        #expect(try mail.part("text/calendar").text.ranges(of: "BEGIN:VEVENT").count == 1)
    }

    /// `KEEP_MAILS=FOLDER` writes the mails and their HTML parts there, to be looked at.
    private func keepForEyes(_ scene: Scene, _ language: Language, _ mail: ReadMail, _ body: MessageBody) throws {
        guard let folder = ProcessInfo.processInfo.environment["KEEP_MAILS"] else { return }
        try Data(body.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(scene.rawValue).\(language.rawValue).eml"))
        try mail.part("text/html").text.write(
            toFile: "\(folder)/\(scene.rawValue).\(language.rawValue).html", atomically: true, encoding: .utf8)
    }
}
