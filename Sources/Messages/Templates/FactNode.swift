import Mustache

/// Facts as swift-mustache reads them fastest: every name is found at the first place it looks, and no text is
/// reflected upon. Without it rendering a reminder took three times as long.
///
/// Every text becomes one clean line here: the one gate between what a list says and what a message shows.
final class FactNode: MustacheParent {
    private var values: [String: Any] = [:]
    /// The facts around it, which a template sees through. They hold this node.
    private unowned let outer: FactNode?

    init(_ facts: Facts, in outer: FactNode? = nil) {
        self.outer = outer
        values = facts.mapValues { value in
            switch value {
            case let text as String: FactText(CleanText.line(text), in: self)
            case let list as [Facts]: list.map { FactNode($0, in: self) }
            case false as Bool: FactText.none
            default: value
            }
        }
    }

    func child(named name: String) -> Any? { values[name] ?? outer?.child(named: name) }
}

/// A text among facts. A section sees it as a list of one, which is what swift-mustache asks for first, and looks
/// through it.
final class FactText: MustacheParent, MustacheSequence, MustacheCustomRenderable, MustacheTransformable {
    /// What closes its section.
    static let none: [String] = []

    let renderText: String
    var isNull: Bool { false }
    /// It holds this text.
    private unowned let node: FactNode

    init(_ text: String, in node: FactNode) {
        renderText = text
        self.node = node
    }

    func child(named name: String) -> Any? { node.child(named: name) }

    func makeIterator() -> CollectionOfOne<FactText>.Iterator { CollectionOfOne(self).makeIterator() }

    func transform(_ name: String) -> Any? { renderText.transform(name) }
}
