/// A node of a YAML file, or of a JSON file, with its place. Every scalar is text: `no`, `010` and dates are what the
/// reader makes of them.
package struct YAMLTree {
    package enum Content {
        case text(String)
        case mapping([(key: YAMLTree, value: YAMLTree)])
        case sequence([YAMLTree])
    }

    /// Shared by all nodes of the file. The nodes lie in memory of their own: to look at one in an array would count
    /// references each time.
    private final class File {
        let view: TreeView

        init(_ made: TreeNodes) {
            view = made.withView { view in
                let nodes = UnsafeMutableBufferPointer<TreeNodes.Node>.allocate(capacity: view.nodes.count)
                let texts = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: view.texts.count)
                _ = nodes.initialize(from: view.nodes)
                _ = texts.initialize(from: view.texts)
                return TreeView(nodes: UnsafeBufferPointer(nodes), texts: UnsafeBufferPointer(texts))
            }
        }

        deinit {
            view.nodes.deallocate()
            view.texts.deallocate()
        }
    }

    private let file: File
    /// Of the node itself, never of an alias.
    let index: Int

    private init(_ file: File, _ index: Int) {
        self.file = file
        self.index = file.view.resolved(index)
    }

    /// The root of a file's nodes, which are not none.
    init(_ nodes: TreeNodes) { self.init(File(nodes), 0) }

    /// Another node of the same file.
    func node(at index: Int) -> YAMLTree { YAMLTree(file, index) }

    /// How many nodes are in it and in all that is in it, for a collection.
    var nodeCount: Int { Int(node.end) - index }

    private var node: TreeNodes.Node { file.view.nodes[index] }

    /// From 1.
    package var line: Int { Int(node.line) }
    /// From 1, in Unicode scalars.
    package var column: Int { Int(node.column) }

    /// What stands here. The entries of a mapping are in the file's order; of two with equal keys, which were reported,
    /// the first is there.
    package var content: Content {
        switch node.kind {
        case .sequence: .sequence(Array(elements))
        case .mapping: .mapping(Array(entries))
        case .plainText, .quotedText, .alias, .droppedKey: .text(text ?? "")
        }
    }

    package var text: String? { file.view.text(index) }

    /// Nothing written, or `~` or `null`.
    package var isNull: Bool {
        guard node.kind == .plainText else { return false }
        return switch node.end - node.start {
        case 0: true
        case 1: text == "~"
        case 4: ["null", "Null", "NULL"].contains(text)
        default: false
        }
    }

    /// What it is called in messages.
    package var kind: String {
        switch node.kind {
        case .plainText, .quotedText, .alias, .droppedKey: "text"
        case .sequence: "list"
        case .mapping: "mapping"
        }
    }

    // MARK: what is in a collection

    var isSequence: Bool { node.kind == .sequence }
    var isMapping: Bool { node.kind == .mapping }

    /// What is in a sequence; in a mapping, its keys and values by turns.
    var elements: Elements { Elements(of: self) }

    struct Elements: Sequence, IteratorProtocol {
        private let file: File
        private var index: Int
        private let end: Int

        fileprivate init(of tree: YAMLTree) {
            file = tree.file
            index = tree.index + 1
            end = Int(tree.node.end)
        }

        mutating func next() -> YAMLTree? {
            guard index < end else { return nil }
            defer { index = file.view.next(after: index) }
            return YAMLTree(file, index)
        }
    }

    /// Of a mapping.
    var entries: Entries { Entries(elements: elements) }

    struct Entries: Sequence, IteratorProtocol {
        fileprivate var elements: Elements

        mutating func next() -> (key: YAMLTree, value: YAMLTree)? {
            while let key = elements.next(), let value = elements.next() {
                if key.node.kind != .droppedKey { return (key, value) }
            }
            return nil
        }
    }

    // MARK: reading

    /// Reads a file: the whole of it as far as it can be read, and every slip, syntax error and duplicate key.
    /// nil if nothing is written in it, or if it cannot be read at all.
    package static func read(_ text: String, file: String) -> (YAMLTree?, [Problem]) {
        var bytes = Array(text.utf8)
        // libyaml is told the encoding, and takes a byte order mark for a letter then.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var slips = YAMLSlips(file: file)
        let mended = slips.mend(bytes)
        var duplicates = YAMLDuplicates(file: file)
        let masked = duplicates.mask(mended)
        var problems = slips.problems + duplicates.problems
        guard !duplicates.isTooDeep else { return (nil, problems) }
        do throws(YAMLFailure) {
            guard let nodes = try YAMLComposer.compose(masked, hasMasks: !duplicates.problems.isEmpty) else {
                return (nil, problems)
            }
            let tree = YAMLTree(nodes)
            return (tree.isNull ? nil : tree, problems)
        } catch {
            problems.append(error.problem(file: file, text: masked))
        }
        return (nil, problems)
    }
}
