/// Makes nodes of libyaml's events: of one document, with every scalar as text.
struct YAMLComposer {
    /// nil if nothing is written in the text. `hasMasks` says whether second keys were masked in it.
    static func compose(_ text: [UInt8], hasMasks: Bool) throws(YAMLFailure) -> TreeNodes? {
        guard !text.isEmpty else { return nil }
        return try text.withUnsafeBufferPointer { bytes throws(YAMLFailure) in
            var composer = YAMLComposer(size: bytes.count, hasMasks: hasMasks)
            var events = try YAMLEvents(bytes)
            while try composer.take(&events) {}
            return composer.nodes.nodes.isEmpty ? nil : composer.nodes
        }
    }

    private let hasMasks: Bool
    private var nodes: TreeNodes
    private var hasDocument = false
    /// The node that each `&name` stands for: the last that has ended.
    private var anchors: [String: Int] = [:]
    /// The names of open collections that have one, by index.
    private var openAnchors: [Int: String] = [:]
    /// How many nodes there would be with every alias written out, so far; and what of them each anchored node holds,
    /// or, while it is open, what stood before it.
    private var written = 0
    private var sizes: [Int: Int] = [:]
    /// What aliases may add, in nodes: ten times a very large list's milestones. Aliases of aliases grow faster than
    /// any file.
    private static let mostAliased = 1_000_000
    private var aliased = 0

    private init(size: Int, hasMasks: Bool) {
        nodes = TreeNodes(size: size)
        self.hasMasks = hasMasks
    }

    /// Takes the next event; false at the end.
    private mutating func take(_ events: inout YAMLEvents) throws(YAMLFailure) -> Bool {
        switch try events.next() {
        case .streamEnd: return false
        case .documentStart:
            if hasDocument {
                throw .syntax(
                    problem: "but found another document", line: events.line, column: events.column, since: 1)
            }
            hasDocument = true
        case .scalar:
            let index = nodes.add(
                events.isPlain ? .plainText : .quotedText, events.text, line: events.line, column: events.column)
            written += 1
            if let name = events.anchor {
                anchors[name] = index
                sizes[index] = 1
            }
        case .alias:
            guard let name = events.anchor, let target = anchors[name] else {
                throw .syntax(problem: "found undefined alias", line: events.line, column: events.column)
            }
            let size = sizes[target] ?? 1
            written += size
            aliased += size
            if aliased > Self.mostAliased {
                throw .syntax(
                    problem: "written out, its aliases are too much to read", line: events.line, column: events.column)
            }
            nodes.addAlias(of: target, line: events.line, column: events.column)
        case .sequenceStart: begin(.sequence, events)
        case .mappingStart: begin(.mapping, events)
        case .collectionEnd: try end()
        case .other: break
        }
        return true
    }

    private mutating func begin(_ kind: TreeNodes.Kind, _ events: borrowing YAMLEvents) {
        let index = nodes.begin(kind, line: events.line, column: events.column)
        if let name = events.anchor {
            openAnchors[index] = name
            sizes[index] = written
        }
        written += 1
    }

    private mutating func end() throws(YAMLFailure) {
        let index = nodes.end()
        if nodes.nodes[index].kind == .mapping {
            if hasMasks { dropMaskedKeys(ofMapping: index) }
            let repeated = nodes.withView { $0.repeatedKeys(ofMapping: index) }
            if !repeated.isEmpty { throw duplicates(repeated.map(\.first)) }
        }
        if !openAnchors.isEmpty, let name = openAnchors.removeValue(forKey: index) {
            anchors[name] = index
            sizes[index] = written - (sizes[index] ?? 0)
        }
    }

    private mutating func dropMaskedKeys(ofMapping mapping: Int) {
        let masked = nodes.withView { view in
            view.keys(ofMapping: mapping).filter { YAMLDuplicates.isMasked(view.text($0)) }
        }
        for key in masked { nodes.drop(key: key) }
    }

    /// Only keys in `{ }` and odd ones come here: the others were masked.
    private func duplicates(_ keys: [Int]) -> YAMLFailure {
        nodes.withView { view in
            let names = Dictionary(keys.map { (view.text($0) ?? "", view.resolved($0)) }) { first, _ in first }
            let sorted = names.sorted { $0.key < $1.key }
            let first = view.nodes[sorted.first?.value ?? 0]
            return .duplicateKeys(sorted.map(\.key), line: Int(first.line), column: Int(first.column))
        }
    }
}
