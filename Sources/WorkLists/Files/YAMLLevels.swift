/// The levels that are open while a file is gone through line by line: where the keys and the `- ` of each stand. Tells
/// in which column a line was meant that is indented with tabs or wide spaces.
struct YAMLLevels {
    /// What of a line says where it belongs.
    struct Shape {
        /// The white space before the line, as it was typed.
        var typed: String
        /// Where the line begins, from 0, mended.
        var indentation: Int
        var hasDash = false
        /// Where the content after `- ` begins, from 0, mended.
        var content: Int
        /// The key; nil if there is none.
        var key: String?
        /// Whether nothing stands after the key or the dash.
        var isOpen = false
    }

    private struct Level {
        let column: Int
        let isList: Bool
        /// The white space it was typed with.
        let typed: String
        /// The keys so far; of a list, the first one of its first entry. Kept in files with tabs only.
        var keys: Set<String> = []
    }

    let hasTabs: Bool
    private var levels: [Level] = []
    /// Where something below the last line would stand, if that line asks for something.
    private var below: Int?
    private var lastIsEntry = false

    init(hasTabs: Bool) { self.hasTabs = hasTabs }

    /// Whether an entry of a list may stand on the next line: an entry or a key without a value stands above.
    var mayHoldEntry: Bool { lastIsEntry || below != nil || levels.last?.isList == true }

    /// Whether a level is open that stands in a column.
    func stands(at column: Int, isEntry: Bool) -> Bool {
        below == column || levels.contains { $0.column == column && $0.isList == isEntry }
    }

    mutating func take(_ line: YAMLLines.Line, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard !line.continuesFlow else { return }
        let start = line.bytes.lowerBound
        let isOpen = line.value == line.bytes.upperBound || bytes[line.value] == UInt8(ascii: "#")
        take(
            Shape(
                typed: "", indentation: line.indented - start, hasDash: line.dash != nil, content: line.content - start,
                key: line.key.map {
                    hasTabs ? String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self) : ""
                }, isOpen: isOpen))
    }

    mutating func take(_ shape: Shape) {
        below = nil
        lastIsEntry = shape.hasDash
        guard shape.hasDash || shape.key != nil else { return }
        if shape.hasDash {
            while let last = levels.last, last.column > shape.indentation { levels.removeLast() }
            if levels.last.map({ $0.column == shape.indentation && $0.isList }) != true {
                levels.append(
                    Level(
                        column: shape.indentation, isList: true, typed: shape.typed,
                        keys: hasTabs ? Set([shape.key].compactMap { $0 }) : []))
            }
        }
        if let key = shape.key {
            // Each entry's keys begin anew.
            while let last = levels.last,
                last.column > shape.content || last.column == shape.content && last.isList
                    || shape.hasDash && last.column > shape.indentation
            { levels.removeLast() }
            if levels.last?.column != shape.content {
                let inner = String(repeating: " ", count: max(0, shape.content - shape.indentation))
                levels.append(Level(column: shape.content, isList: false, typed: shape.typed + inner))
            }
            if hasTabs { levels[levels.count - 1].keys.insert(key) }
        }
        if shape.isOpen { below = (shape.key == nil ? shape.indentation : shape.content) + 2 }
    }

    /// The column, from 0, that a line was meant to begin in; nil if nothing above tells.
    ///
    /// A line typed with the same white space as an open level is of that level. Otherwise it is what the line above
    /// asks for, or of the innermost level that has not got its key yet.
    func column(typed: String, key: String?, isEntry: Bool) -> Int? {
        let fit = levels.filter { $0.isList == isEntry }
        if let same = fit.last(where: { $0.typed == typed }), !typed.isEmpty, below == nil || typed.contains("\t") {
            return same.column
        }
        // Less white space than a level was typed with is further out than that level.
        let limit = levels.first { $0.typed.count > typed.count && $0.typed.hasPrefix(typed) }?.column ?? .max
        if let below, below < limit { return below }
        let columns = fit.filter { $0.column < limit }
        guard let key else { return columns.last?.column ?? levels.last.map { $0.column + 2 } }
        let likely = columns.last { isEntry ? $0.keys.contains(key) : !$0.keys.contains(key) }
        return (likely ?? columns.last)?.column
    }
}
