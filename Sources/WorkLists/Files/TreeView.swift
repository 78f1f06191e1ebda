/// The nodes and texts of a file where they lie in memory: whoever makes one sees to it that they stay there.
struct TreeView {
    let nodes: UnsafeBufferPointer<TreeNodes.Node>
    let texts: UnsafeBufferPointer<UInt8>

    /// The node itself, or what an alias stands for.
    func resolved(_ index: Int) -> Int { nodes[index].kind == .alias ? Int(nodes[index].start) : index }

    /// The index after a node and all that is in it.
    func next(after index: Int) -> Int {
        switch nodes[index].kind {
        case .sequence, .mapping: Int(nodes[index].end)
        case .plainText, .quotedText, .alias, .droppedKey: index + 1
        }
    }

    /// The bytes of a text; nil for a collection.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        let node = nodes[resolved(index)]
        guard node.kind == .plainText || node.kind == .quotedText else { return nil }
        return UnsafeBufferPointer(rebasing: texts[Int(node.start)..<Int(node.end)])
    }

    /// nil for a collection.
    func text(_ index: Int) -> String? { bytes(index).map { String(decoding: $0, as: UTF8.self) } }

    // MARK: equal keys

    /// The keys of a mapping that are texts.
    func keys(ofMapping mapping: Int) -> [Int] {
        var keys: [Int] = []
        var index = mapping + 1
        while index < Int(nodes[mapping].end) {
            if bytes(index) != nil { keys.append(index) }
            index = next(after: next(after: index))
        }
        return keys
    }

    /// The keys of a mapping that equal an earlier one of it, each with the first of its kind.
    func repeatedKeys(ofMapping mapping: Int) -> [(first: Int, again: Int)] {
        let keys = keys(ofMapping: mapping)
        guard mayRepeat(keys) else { return [] }
        var firsts: [String: Int] = [:]
        return keys.compactMap { key in
            guard let name = text(key) else { return nil }
            guard let first = firsts[name] else {
                firsts[name] = key
                return nil
            }
            return (first, key)
        }
    }

    /// Whether two of a few keys are equal, or whether that takes a closer look.
    private func mayRepeat(_ keys: [Int]) -> Bool {
        guard keys.count <= 24 else { return true }
        for (n, key) in keys.enumerated() {
            guard let name = bytes(key) else { continue }
            // There are several ways to write one accented letter.
            if name.contains(where: { $0 >= 0x80 }) { return true }
            for earlier in keys[..<n] where bytes(earlier)?.elementsEqual(name) == true { return true }
        }
        return false
    }
}
