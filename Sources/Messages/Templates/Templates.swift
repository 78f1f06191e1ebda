import Mustache
package import Reminders
package import Settings
package import WorkLists

/// The message templates, checked and ready to render: what stands under `Config/templates`.
///
/// Files are named `LANGUAGE/NAME.html.mustache` or `LANGUAGE/NAME.txt.mustache`. A language that is there must have
/// all of ``TemplateSchema/required``; other files are partials, used as `{{> item.html}}`.
package struct Templates: Sendable {
    private let libraries: [Language: MustacheLibrary]
    private let forms: [Language: TemplateForms]

    /// The languages that are there.
    package var languages: Set<Language> { Set(libraries.keys) }

    /// What is missing for the languages of a configuration.
    package func problems(with configuration: Configuration) -> [Problem] {
        Language.allCases.filter(configuration.languages.subtracting(languages).contains).map { language in
            Problem(
                file: "templates", "there are no templates of the language '\(language.rawValue)'",
                hint: "install templates/\(language.rawValue), or change `language` in deadlined.yaml")
        }
    }

    /// Reads and checks all files; nil if a problem is an error. Nothing is left to be found at the first mail.
    package static func load(_ files: [(name: String, text: String)]) -> (Templates?, [Problem]) {
        // swift-mustache keeps content types for the whole process and looks the name up while it parses.
        MustacheContentTypes.register(HTMLContent(), named: "HTML")
        var problems: [Problem] = []
        var byLanguage: [Language: [(name: String, file: String, text: String)]] = [:]
        for (file, text) in files {
            let parts = file.split(separator: "/")
            guard let folder = parts.dropLast().last, let language = Language(rawValue: String(folder)),
                let base = parts.last, base.hasSuffix(".html.mustache") || base.hasSuffix(".txt.mustache")
            else {
                problems.append(
                    Problem(
                        .warning, file: file, "the file is no template of a known language and is not used",
                        hint: "templates are zh/… or en/…, and end in .html.mustache or .txt.mustache"))
                continue
            }
            byLanguage[language, default: []].append((String(base.dropLast(".mustache".count)), file, text))
        }
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            guard let files = byLanguage[language] else { continue }
            let (library, found) = read(files, of: language)
            libraries[language] = library
            problems += found
        }
        if libraries.isEmpty {
            problems.append(Problem(file: "templates", "there are no templates", hint: "install Config/templates"))
        }
        problems = problems.inOrder()
        return (problems.hasErrors ? nil : Templates(libraries: libraries), problems)
    }

    private static func read(
        _ files: [(name: String, file: String, text: String)], of language: Language
    ) -> (MustacheLibrary, [Problem]) {
        var problems: [Problem] = []
        var tags: [String: [TemplateTag]] = [:]
        var library = MustacheLibrary()
        for (name, file, text) in files {
            let scanner = TemplateScanner(file: file, text: text)
            tags[name] = scanner.tags
            problems += scanner.problems
        }
        let names = Dictionary(files.map { ($0.name, $0.file) }, uniquingKeysWith: { first, _ in first })
        var checker = TemplateChecker(tags: tags, files: names)
        for (name, _, _) in files { checker.checkForm(of: name) }
        for (name, fields) in TemplateSchema.required.sorted(by: { $0.key < $1.key }) {
            if tags[name] == nil {
                problems.append(Problem(file: "\(language.rawValue)/\(name).mustache", "the template is missing"))
            } else {
                checker.check(name, fields: fields)
            }
        }
        problems += checker.problems
        // The parser is asked last: where our own checks found something, they say it better.
        for (name, file, text) in files {
            do {
                try library.register(text, named: name)
            } catch let error as MustacheTemplate.ParserError {
                guard !problems.contains(where: { $0.file == file }) else { continue }
                problems.append(
                    Problem(
                        file: file, line: error.context.lineNumber, column: error.context.columnNumber,
                        "the template cannot be read: \(error.error)"))
            } catch {
                problems.append(Problem(file: file, "the template cannot be read: \(error)"))
            }
        }
        return (library, problems)
    }

    private init(libraries: [Language: MustacheLibrary]) {
        self.libraries = libraries
        forms = libraries.mapValues { _ in TemplateForms() }
    }

    /// In UTF-8; nil if the language or the template is not there.
    ///
    /// - Parameter shape: that of the facts, which one message's templates share.
    func render(_ facts: Facts, _ shape: FactShape, template: String, language: Language) -> [UInt8]? {
        let form = forms[language]?.form(template, shape: shape.key) {
            // It holds the nodes below it: alive until the template is rendered.
            let node = FactNode(FactShape.marked(facts, by: TemplateForm.mark))
            return withExtendedLifetime(node) { libraries[language]?.render(node, withTemplate: template) }
        }
        return form?.filled(with: shape.texts)
    }
}
