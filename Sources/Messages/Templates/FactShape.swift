/// What decides which parts of a template are rendered: which texts are there, which flags are set, how long lists are.
/// Two messages of one shape differ in their texts alone, for a template that asks for nothing else
/// (``TemplateChecker``).
struct FactShape {
    /// The same for all facts of one shape.
    private(set) var key: [UInt8] = []
    /// The texts that are there, in a fixed order, each as one clean line: the one gate between what a list says and
    /// what a message shows.
    private(set) var texts: [String] = []

    init(_ facts: Facts) {
        key.reserveCapacity(1024)
        walk(facts)
    }

    private mutating func walk(_ facts: Facts) {
        for (name, fact) in facts.sorted(by: { $0.key < $1.key }) {
            key += name.utf8
            switch fact {
            case let text as String:
                let line = CleanText.line(text)
                // A text of which nothing is left is not `false`: it opens its section.
                key.append(line.isEmpty ? UInt8(ascii: "0") : UInt8(ascii: "="))
                if !line.isEmpty { texts.append(line) }
            case let flag as Bool:
                key.append(flag ? UInt8(ascii: "+") : UInt8(ascii: "-"))
            case let list as [Facts]:
                for facts in list {
                    key.append(UInt8(ascii: "("))
                    walk(facts)
                    key.append(UInt8(ascii: ")"))
                }
                key.append(UInt8(ascii: ";"))
            default:
                key.append(UInt8(ascii: "-"))
            }
        }
    }

    /// The same facts with a mark for each text, by its place among `texts`.
    static func marked(_ facts: Facts, by mark: (Int) -> String) -> Facts {
        var count = 0
        return marked(facts, by: mark, &count)
    }

    private static func marked(_ facts: Facts, by mark: (Int) -> String, _ count: inout Int) -> Facts {
        var result = facts
        for name in facts.keys.sorted() {
            switch facts[name] {
            case let text as String:
                let isThere = !CleanText.line(text).isEmpty
                result[name] = isThere ? mark(count) : ""
                if isThere { count += 1 }
            case let list as [Facts]:
                result[name] = list.map { marked($0, by: mark, &count) }
            default: break
            }
        }
        return result
    }
}
