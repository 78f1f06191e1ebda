/// What a template is rendered with, by the names of ``TemplateSchema``.
typealias Facts = [String: Any]

enum Fact {
    /// An optional text as ``TemplateField/optional`` wants it: `false` closes its section.
    static func optional(_ text: String?) -> Any {
        guard let text, !text.isEmpty else { return false }
        return text
    }
}
