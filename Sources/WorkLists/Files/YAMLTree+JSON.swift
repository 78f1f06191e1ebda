import CivilTime

extension YAMLTree {
    /// Reads a JSON file, which differs from YAML in its marks and its errors only: the whole of it with every duplicate
    /// name, or nothing and the first place that is no JSON. nil too if the whole is `null`.
    package static func read(json text: String, file: String) -> (YAMLTree?, [Problem]) {
        var composer = JSONComposer(file: file, size: text.utf8.count)
        do throws(JSONEvents.SyntaxError) {
            try Array(text.utf8).withUnsafeBufferPointer { bytes throws(JSONEvents.SyntaxError) in
                var events = JSONEvents(bytes, of: "a work list")
                while try composer.take(&events) {}
            }
        } catch {
            let problem = Problem(
                file: file, line: error.place.line, column: error.place.column, error.message, hint: error.hint)
            return (nil, composer.problems + [problem])
        }
        let tree = YAMLTree(composer.nodes)
        return (tree.isNull ? nil : tree, composer.problems)
    }
}

/// Makes nodes of a JSON text's events.
private struct JSONComposer {
    let file: String
    private(set) var nodes: TreeNodes
    private(set) var problems: [Problem] = []

    init(file: String, size: Int) {
        self.file = file
        nodes = TreeNodes(size: size)
    }

    /// Takes the next event; false at the end.
    mutating func take(_ events: inout JSONEvents) throws(JSONEvents.SyntaxError) -> Bool {
        switch try events.next() {
        case .end: return false
        case .objectStart: nodes.begin(.mapping, line: events.place.line, column: events.place.column)
        case .arrayStart: nodes.begin(.sequence, line: events.place.line, column: events.place.column)
        case .objectEnd: dropRepeated(in: nodes.end())
        case .arrayEnd: nodes.end()
        case .name, .string: addText(events)
        case .number: add(.plainText, events.bytes, events)
        case .yes: add("true", events)
        case .no: add("false", events)
        case .null: add("null", events)
        }
        return true
    }

    private mutating func addText(_ events: JSONEvents) {
        guard events.hasEscapes else {
            add(.quotedText, events.bytes, events)
            return
        }
        events.unescaped().withUnsafeBufferPointer { add(.quotedText, $0, events) }
    }

    private mutating func add(_ word: StaticString, _ events: JSONEvents) {
        word.withUTF8Buffer { add(.plainText, $0, events) }
    }

    private mutating func add(_ kind: TreeNodes.Kind, _ text: UnsafeBufferPointer<UInt8>, _ events: JSONEvents) {
        nodes.add(kind, text, line: events.place.line, column: events.place.column)
    }

    private mutating func dropRepeated(in mapping: Int) {
        for (first, again) in nodes.withView({ $0.repeatedKeys(ofMapping: mapping) }) {
            let node = nodes.nodes[again]
            let name = nodes.withView { $0.text(again) ?? "" }
            problems.append(
                Problem(
                    file: file, line: Int(node.line), column: Int(node.column),
                    "duplicate key '\(name.prefix(60))': it stands on line \(nodes.nodes[first].line) too",
                    hint: "keep one of them"))
            nodes.drop(key: again)
        }
    }
}
