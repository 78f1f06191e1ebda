import Messages
import Reminders
import Settings
import Testing
import WorkLists

@Suite("templates")
struct TemplateTests {
    /// The shipped files with one of them changed.
    private func load(_ name: String, _ change: (String) -> String?) throws -> (Templates?, [Problem]) {
        Templates.load(
            try Huzhou.files().compactMap { file in
                guard file.name == name else { return file }
                return change(file.text).map { (file.name, $0) }
            })
    }

    @Test("the shipped templates have no problem, in both languages")
    func shipped() throws {
        #expect(try Huzhou.templates().languages == [.zh, .en])
    }

    @Test(
        "what would go wrong in silence is found at load, with its place",
        arguments: [
            ("{{headlien}}", "`headlien` is not known here", "did you mean headline?"),
            ("{{> foott.html}}", "there is no template `foott.html`", "did you mean foot.html?"),
            ("{{phone}}", "`phone` may be missing", "write {{#phone}}…{{phone}}…{{/phone}}"),
            ("{{{subject}}}", "unescaped variable `subject`", nil),
            ("{{&subject}}", "unescaped variable `subject`", nil),
            ("{{sections}}", "`sections` is no text", nil),
            ("{{#subject}}x{{/subject}}", "`subject` is always there", nil),
            ("{{#late}}", "section `late` is not closed", nil),
            ("{{/late}}", "section `late` is closed but not open", nil),
            ("{{=<% %>=}}", "is not supported in message templates", nil), ("{{<x}}", "is not supported", nil),
            ("{{Subject}}", "`Subject` is no name", nil), ("{{number}}", "`number` is not known here", nil),
            ("{{% CONTENT_TYPE:TEXT}}", "the content type is set twice", nil), ("{{late", "tag is not closed", nil),
            ("{{> item.txt}}", "`item.txt` is of another content type", nil),
            ("{{> reminder.html}}", "`reminder.html` uses itself", nil), ("{{}}", "tag without a name", nil),
            ("{{ upper(subject) }}", "is no name", nil),
        ] as [(String, String, String?)])
    func mistakes(added: String, message: String, hint: String?) throws {
        let (templates, problems) = try load("zh/reminder.html.mustache") { text in
            text.replacing("<body", with: "\(added)\n<body", maxReplacements: 1)
        }
        #expect(templates == nil)
        let found = try #require(problems.first { $0.message.contains(message) }, "\(problems)")
        #expect(found.file == "zh/reminder.html.mustache")
        #expect(found.line > 0 && found.column > 0)
        if let hint { #expect(found.hint?.contains(hint) == true) }
    }

    @Test("a problem names the line and the column of its tag")
    func place() throws {
        let (_, problems) = try load("en/item.txt.mustache") { text in text + "one\n  two {{nubmer}}\n" }
        let problem = try #require(problems.first)
        let lines = try #require(try Huzhou.files().first { $0.name == "en/item.txt.mustache" }).text
            .split(separator: "\n", omittingEmptySubsequences: false).count
        #expect((problem.file, problem.line, problem.column) == ("en/item.txt.mustache", lines + 1, 7))
    }

    @Test("a template without its content type, or missing, is an error", arguments: ["html", "txt"])
    func missing(kind: String) throws {
        let bare = try load("zh/item.\(kind).mustache") { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
        }
        #expect(bare.0 == nil)
        #expect(bare.1.contains { $0.message.contains("does not begin with its content type") })
        let gone = try load("zh/digest.\(kind).mustache") { _ in nil }
        #expect(gone.0 == nil)
        #expect(gone.1.map(\.message) == ["the template is missing"])
        #expect(Templates.load([]).1.hasErrors)
    }

    @Test("a file that is no template is named and left out")
    func stray() throws {
        let (templates, problems) = Templates.load(
            try Huzhou.files() + [("fr/x.html.mustache", ""), ("zh/notes.md", "")])
        #expect(templates != nil)
        #expect(problems.map(\.severity) == [.warning, .warning])
    }

    @Test("facts and schema name the same things, for every message", arguments: Scene.allCases)
    func schema(scene: Scene) throws {
        for content in Disclosure.allCases {
            let composer = try Huzhou.composer()
            #expect(try composer.schemaDifferences(try scene.briefing(), content: content) == [])
        }
    }
}
