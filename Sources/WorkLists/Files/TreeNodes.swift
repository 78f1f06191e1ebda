/// All nodes of one file while they are made: one array of them and one buffer of their texts. `YAMLTree` says what they
/// mean.
///
/// A collection stands before what is in it, a key before its value.
struct TreeNodes {
    enum Kind: UInt8 {
        /// Written without quotes: may stand for nothing.
        case plainText
        case quotedText
        case sequence
        case mapping
        /// Stands for the node at `start`.
        case alias
        /// A key that was reported as the second of two equal ones: it and its value are passed over.
        case droppedKey
    }

    /// 20 bytes: a large list has a million of them. A file's size is limited long before these numbers are.
    struct Node {
        fileprivate(set) var kind: Kind
        /// From 1; the column in Unicode scalars.
        let line: UInt32
        let column: UInt32
        /// Of a text: where it begins in `texts`.
        let start: UInt32
        /// Of a text: where it ends in `texts`. Of a collection: the index after all that is in it.
        fileprivate(set) var end: UInt32

        fileprivate init(_ kind: Kind, line: Int, column: Int, start: Int, end: Int) {
            self.kind = kind
            self.line = UInt32(line)
            self.column = UInt32(column)
            self.start = UInt32(start)
            self.end = UInt32(end)
        }
    }

    private(set) var nodes: [Node] = []
    private var texts: [UInt8] = []
    /// The collections that have not ended, outermost first.
    private var open: [Int] = []

    /// - Parameter size: of the file, in bytes. Room that is not needed takes no memory.
    init(size: Int) {
        texts.reserveCapacity(size)
        nodes.reserveCapacity(size / 32)
    }

    // MARK: making

    /// A text's node; its index. A byte order mark in front of it, which nobody sees, is left out.
    @discardableResult
    mutating func add(_ kind: Kind, _ text: UnsafeBufferPointer<UInt8>, line: Int, column: Int) -> Int {
        let start = texts.count
        let hasMark = text.first == 0xEF && text.starts(with: [0xEF, 0xBB, 0xBF])
        texts.append(contentsOf: hasMark ? UnsafeBufferPointer(rebasing: text[3...]) : text)
        nodes.append(Node(kind, line: line, column: column, start: start, end: texts.count))
        return nodes.count - 1
    }

    mutating func addAlias(of target: Int, line: Int, column: Int) {
        nodes.append(Node(.alias, line: line, column: column, start: target, end: target))
    }

    /// Begins a collection; its index.
    @discardableResult
    mutating func begin(_ kind: Kind, line: Int, column: Int) -> Int {
        open.append(nodes.count)
        nodes.append(Node(kind, line: line, column: column, start: 0, end: 0))
        return nodes.count - 1
    }

    /// Ends the innermost open collection; its index.
    @discardableResult
    mutating func end() -> Int {
        let index = open.removeLast()
        nodes[index].end = UInt32(nodes.count)
        return index
    }

    mutating func drop(key index: Int) { nodes[index].kind = .droppedKey }

    /// Calls `body` with the nodes that are there so far.
    func withView<Result>(_ body: (TreeView) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            texts.withUnsafeBufferPointer { texts in body(TreeView(nodes: nodes, texts: texts)) }
        }
    }
}
