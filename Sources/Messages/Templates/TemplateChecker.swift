import WorkLists

/// Checks a template's tags against the names that its messages have, through all the partials it uses.
struct TemplateChecker {
    /// Tags by file name without `.mustache`, of one language.
    let tags: [String: [TemplateTag]]
    /// The file as it was named to us, for problems.
    let files: [String: String]
    private(set) var problems: [Problem] = []

    init(tags: [String: [TemplateTag]], files: [String: String]) {
        self.tags = tags
        self.files = files
    }

    /// `name` is a template that is rendered by itself, with the names of `fields`.
    mutating func check(_ name: String, fields: [String: TemplateField]) {
        walk(name, scope: Scope(levels: [fields]), through: [name])
    }

    /// What each file must have whoever uses it: its content type first, and sections that close.
    mutating func checkForm(of name: String) {
        guard let tags = tags[name] else { return }
        let wanted = Self.contentType(of: name)
        if tags.first?.kind != .contentType || tags.first?.name != wanted {
            report(
                name, tags.first, "the template does not begin with its content type",
                hint: "begin it with {{% CONTENT_TYPE:\(wanted)}}, or swift-mustache escapes it in its own way")
        }
        for tag in tags.dropFirst() where tag.kind == .contentType {
            report(name, tag, "the content type is set twice")
        }
        var open: [TemplateTag] = []
        for tag in tags {
            switch tag.kind {
            case .section, .inverted: open.append(tag)
            case .end:
                if open.last?.name == tag.name {
                    open.removeLast()
                } else {
                    report(name, tag, "section `\(tag.name)` is closed but not open here")
                }
            case .variable, .partial, .contentType: break
            }
        }
        for tag in open { report(name, tag, "section `\(tag.name)` is not closed") }
    }

    static func contentType(of name: String) -> String { name.hasSuffix(".html") ? "HTML" : "TEXT" }

    private struct Scope {
        var levels: [[String: TemplateField]]
        /// Optional texts whose section encloses this place.
        var present: Set<String> = []

        func field(_ name: String) -> TemplateField? {
            for level in levels.reversed() {
                if let field = level[name] { return field }
            }
            return nil
        }

        var names: [String] { levels.flatMap(\.keys) }
    }

    private mutating func walk(_ name: String, scope: Scope, through path: [String]) {
        var stack = [scope]
        for tag in tags[name] ?? [] {
            let here = stack[stack.count - 1]
            switch tag.kind {
            case .contentType: break
            case .variable:
                switch here.field(tag.name) {
                case .text: break
                case .optional:
                    if !here.present.contains(tag.name) {
                        report(
                            name, tag, "`\(tag.name)` may be missing",
                            hint: "write {{#\(tag.name)}}…{{\(tag.name)}}…{{/\(tag.name)}}")
                    }
                case .flag, .list: report(name, tag, "`\(tag.name)` is no text", hint: "use it as a section")
                case nil: reportUnknown(name, tag, here)
                }
            case .section, .inverted:
                var inner = here
                switch here.field(tag.name) {
                case .list(let fields): if tag.kind == .section { inner.levels.append(fields) }
                case .optional: if tag.kind == .section { inner.present.insert(tag.name) }
                case .flag: break
                case .text: report(name, tag, "`\(tag.name)` is always there", hint: "use it as a variable")
                case nil: reportUnknown(name, tag, here)
                }
                stack.append(inner)
            case .end:
                if stack.count > 1 { stack.removeLast() }
            case .partial:
                guard tags[tag.name] != nil else {
                    let likely = Likely.name(tag.name, among: tags.keys).map { "did you mean \($0)?" }
                    report(name, tag, "there is no template `\(tag.name)`", hint: likely)
                    continue
                }
                if Self.contentType(of: tag.name) != Self.contentType(of: name) {
                    report(name, tag, "`\(tag.name)` is of another content type")
                } else if path.contains(tag.name) {
                    report(name, tag, "`\(tag.name)` uses itself")
                } else {
                    walk(tag.name, scope: here, through: path + [tag.name])
                }
            }
        }
    }

    private mutating func reportUnknown(_ name: String, _ tag: TemplateTag, _ scope: Scope) {
        let likely = Likely.name(tag.name, among: scope.names).map { "did you mean \($0)?" }
        report(name, tag, "`\(tag.name)` is not known here", hint: likely)
    }

    private mutating func report(_ name: String, _ tag: TemplateTag?, _ message: String, hint: String? = nil) {
        let problem = Problem(
            file: files[name] ?? name, line: tag?.line ?? 1, column: tag?.column ?? 1, message, hint: hint)
        if !problems.contains(problem) { problems.append(problem) }
    }
}

/// The name a person most likely meant.
enum Likely {
    /// The nearest of `names` by edits, if at most a third of the word has to change.
    static func name(_ wrong: String, among names: some Sequence<String>) -> String? {
        let best = names.map { (distance(wrong, $0), $0) }.min { $0 < $1 }
        guard let best, best.0 * 3 <= max(wrong.utf8.count, 3) else { return nil }
        return best.1
    }

    private static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var row = Array(0...b.count)
        for i in 1...a.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...b.count {
                let above = row[j]
                row[j] = min(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
