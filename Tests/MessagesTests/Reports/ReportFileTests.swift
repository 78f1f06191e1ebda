import CivilTime
import Foundation
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@testable import Messages

@Suite("the file to fill in")
struct ReportFileTests {
    @Test("it reads as its golden file says", arguments: Language.allCases)
    func golden(language: Language) throws {
        let bytes = ReportFile.write(
            try Huzhou.form(), today: try Huzhou.date("2017-06-23"), contact: "市政府督查室 0572-0000000", language: language)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
        #expect(!text.replacing("\r\n", with: "").contains { $0.isNewline }, "CRLF throughout")
        try expectGolden(
            text.replacing("\r\n", with: "\n"), "Tests/MessagesTests/Golden/report-form.\(language.rawValue).txt")
    }

    @Test("the mail carries it under a Chinese name that other programs read", arguments: Language.allCases)
    func attachment(language: Language) throws {
        let briefing = try Scene.report.briefing()
        let mail = try ReadMail.read(try Huzhou.composer(language).compose(briefing, for: Huzhou.mail()).bytes)
        #expect(mail.defects == [])
        let file = try #require(mail.parts.last)
        #expect(file.type == "text/plain" && file.parameters["charset"] == "utf-8")
        #expect(file.fileName == (language == .zh ? "自查报告-市发改委-三-2.txt" : "report-市发改委-三-2.txt"))
        let bytes = ReportFile.write(
            try Huzhou.form(), today: try Huzhou.date("2017-06-23"), contact: Huzhou.office.phone, language: language)
        #expect(file.base64 == Data(bytes).base64EncodedString())
    }

    @Test("texts of the list leave by a full channel only", arguments: [Disclosure.titles, .count])
    func thin(content: Disclosure) throws {
        let briefing = try Scene.report.briefing()
        let mail = try ReadMail.read(try Huzhou.composer().compose(briefing, for: Huzhou.mail(content)).bytes)
        #expect(mail.structure == ["multipart/alternative", "text/plain", "text/html"])
        #expect(!(try mail.part("text/plain").text.contains("自查报告-市发改委")))
    }

    @Test("a name holds nothing that Windows forbids")
    func names() throws {
        var form = try Huzhou.form()
        form.unitName = "市\"大好高\"/项目:办?"
        #expect(ReportFile.name(form) == "自查报告-市_大好高__项目_办_-三-2.txt")
    }
}
