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

    /// `KEEP_MAILS=FOLDER` writes the mails and their HTML parts there, to be looked at.
    private func keepForEyes(_ scene: Scene, _ language: Language, _ mail: ReadMail, _ body: MessageBody) throws {
        guard let folder = ProcessInfo.processInfo.environment["KEEP_MAILS"] else { return }
        try Data(body.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(scene.rawValue).\(language.rawValue).eml"))
        try mail.part("text/html").text.write(
            toFile: "\(folder)/\(scene.rawValue).\(language.rawValue).html", atomically: true, encoding: .utf8)
    }
}
