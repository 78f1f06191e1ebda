import Synchronization

/// The forms of one set of templates, as they come to be needed.
final class TemplateForms: Sendable {
    private struct Key: Hashable {
        let template: String
        let shape: [UInt8]

        /// At once: an array hashes itself byte by byte, and there are a thousand.
        func hash(into hasher: inout Hasher) {
            hasher.combine(template)
            shape.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// More are not kept: what has a shape of its own, such as a digest, would fill the memory.
    private static let most = 256
    private let forms = Mutex<[Key: TemplateForm]>([:])

    /// - Parameter make: renders the template with marks for texts.
    func form(_ template: String, shape: [UInt8], make: () -> String?) -> TemplateForm? {
        let key = Key(template: template, shape: shape)
        if let known = forms.withLock({ $0[key] }) { return known }
        guard let form = make().map(TemplateForm.init) else { return nil }
        forms.withLock { forms in
            if forms.count >= Self.most { forms = [:] }
            forms[key] = form
        }
        return form
    }
}
