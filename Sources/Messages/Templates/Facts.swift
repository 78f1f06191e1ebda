/// What a template is rendered with, by the names of ``TemplateSchema``.
typealias Facts = [String: Any]

enum FactsCleaner {
    /// Every text of `facts` as one clean line: the one gate between what a list says and what a message shows.
    static func cleaned(_ facts: Facts) -> Facts {
        facts.mapValues { value in
            switch value {
            case let text as String: CleanText.line(text)
            case let list as [Facts]: list.map(cleaned)
            default: value
            }
        }
    }

    /// An optional text as ``TemplateField/optional`` wants it: `false` closes its section.
    static func optional(_ text: String?) -> Any {
        guard let text, !text.isEmpty else { return false }
        return text
    }
}
