import CivilTime
import Mustache
import Reminders
import Settings
import TestSupport
import Testing

@testable import Messages

/// A template is rendered once for a shape of facts and filled from then on: nobody must be able to tell.
@Suite("templates that were rendered before")
struct TemplateFormTests {
    /// Texts that could be taken for something else on their way: marks, tags, escapes, nothing.
    private static let texts = [
        "一", "", "{{office}}", "&amp;<b>\"'`", "\u{E000}0&\u{E001}", "\u{E000}", "\u{E001}7&amp;", "a\nb\u{202E}c",
        "\u{202E}", "\u{301}\"", String(repeating: "长", count: 300),
    ]

    private func facts(_ random: inout Seeded) -> Facts {
        func text() -> String { Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)] }
        func optional() -> Any { Bool.random(using: &random) ? Fact.optional(text()) : false }
        let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            ["name": text(), "note": optional(), "late": Bool.random(using: &random)] as Facts
        }
        return ["title": text(), "phone": optional(), "flag": Bool.random(using: &random), "items": items]
    }

    private static let template = """
        {{title}}|{{#phone}}{{phone}} {{title}}{{/phone}}{{^phone}}none{{/phone}}|{{#flag}}yes{{/flag}}
        {{#items}}
          {{name}} {{#note}}({{note}} of {{title}}){{/note}}{{#late}}!{{/late}}
        {{/items}}
        {{^items}}
        nothing
        {{/items}}

        """

    @Test("what is filled in is what rendering would have made", arguments: ["TEXT", "HTML"])
    func sameText(type: String) throws {
        MustacheContentTypes.register(HTMLContent(), named: "HTML")
        let template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(type)}}\n" + Self.template)
        let forms = TemplateForms()
        var random = Seeded(state: 7)
        var rendered = 0
        for _ in 1...600 {
            let facts = facts(&random)
            let shape = FactShape(facts)
            let form = try #require(
                forms.form("x", shape: shape.key) {
                    rendered += 1
                    let node = FactNode(FactShape.marked(facts, by: TemplateForm.mark))
                    return withExtendedLifetime(node) { template.render(node) }
                })
            #expect(form.filled(with: shape.texts) == Array(template.render(cleaned(facts)).utf8))
        }
        #expect(rendered < 450, "shapes come again")
    }

    /// As dictionaries, the plain way.
    private func cleaned(_ facts: Facts) -> Facts {
        facts.mapValues { value in
            switch value {
            case let text as String: CleanText.line(text)
            case let list as [Facts]: list.map(cleaned)
            default: value
            }
        }
    }

    @Test(
        "a mail is the same whether its shape was seen before or not", arguments: ["甲", "\u{E000}0&\u{E001}", "<b>&"])
    func sameMail(name: String) throws {
        let composer = try Huzhou.composer()
        for scene in Scene.allCases {
            let first = try scene.briefing()
            _ = try composer.compose(first, for: Huzhou.mail())
            var second = first
            second.office.name = name
            for index in second.sections.indices { second.sections[index].unitName = name }
            let again = try composer.compose(second, for: Huzhou.mail())
            #expect(again == (try Huzhou.composer().compose(second, for: Huzhou.mail())), "\(scene)")
        }
    }

    @Test("a text that needs no cleaning is known by its bytes, code point by code point")
    func clean() {
        for value in Array(0...0x3100 as ClosedRange<UInt32>) + Array(0xFE00...0xFFFF) + Array(0xE_0000...0xE_0100) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isSpace = [0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029].contains(value)
            let isRemoved =
                value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x061C || (0x200E...0x200F).contains(value)
                || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) || value == 0xFEFF
                || (0xFFF9...0xFFFB).contains(value) || (0xFFFE...0xFFFF).contains(value)
                || (0xE_0000...0xE_007F).contains(value)
            let expected = isSpace ? "a b" : isRemoved ? "ab" : "a\(scalar)b"
            if CleanText.line("a\(scalar)b") != expected { Issue.record("U+\(String(value, radix: 16))") }
        }
    }
}
