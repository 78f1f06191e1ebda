import Mustache

/// Facts as swift-mustache reads them: every name is found at the first place it looks, and no text is reflected upon.
final class FactNode: MustacheParent {
    private var values: [String: Any] = [:]
    /// The facts around it, which a template sees through. They hold this node.
    private unowned let outer: FactNode?

    init(_ facts: Facts, in outer: FactNode? = nil) {
        self.outer = outer
        values = facts.mapValues { value in
            switch value {
            case let text as String: FactText(text, in: self)
            case let list as [Facts]: list.map { FactNode($0, in: self) }
            default: value
            }
        }
    }

    func child(named name: String) -> Any? { values[name] ?? outer?.child(named: name) }
}

/// A text among facts. As a section's object it is looked through.
final class FactText: MustacheParent, MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }
    /// It holds this text.
    private unowned let node: FactNode

    init(_ text: String, in node: FactNode) {
        renderText = text
        self.node = node
    }

    func child(named name: String) -> Any? { node.child(named: name) }
}
