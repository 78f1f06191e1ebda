import CivilTime

/// One mapping of a file whose keys are known.
struct Record {
    /// What it is called in messages: `measure 3.1`.
    var name: String
    let node: YAMLTree
    private let keys: [String]
    /// The nodes of what stands at each of `keys`, which are found sooner one by one than by their hashes.
    private var values: [Int?]

    fileprivate init(name: String, node: YAMLTree, keys: [String]) {
        self.name = name
        self.node = node
        self.keys = keys
        values = Array(repeating: nil, count: keys.count)
    }

    var line: Int { node.line }

    /// The node at a key; nil if the key is not there or nothing is written at it.
    subscript(key: String) -> YAMLTree? {
        guard let index = index(of: key) else { return nil }
        let value = node.node(at: index)
        return value.isNull ? nil : value
    }

    /// Where a key's value, or the mapping itself, stands.
    func place(of key: String) -> YAMLTree { index(of: key).map { node.node(at: $0) } ?? node }

    func has(_ key: String) -> Bool { index(of: key) != nil }

    private func index(of key: String) -> Int? { keys.firstIndex(of: key).flatMap { values[$0] } }

    /// Takes what stands at a key; of two the first. False if the key is none of the known.
    fileprivate mutating func take(_ text: String, _ value: YAMLTree) -> Bool {
        guard let index = keys.firstIndex(of: text) else { return false }
        if values[index] == nil { values[index] = value.index }
        return true
    }
}

/// Reads the fields of a YAML or JSON file and collects every problem on the way: what is wrong is reported where it
/// stands and left out, and the reading goes on.
struct RecordReader {
    let file: String
    private(set) var problems: [Problem] = []

    init(file: String) { self.file = file }

    mutating func add(_ found: [Problem]) { problems += found }

    mutating func report(
        _ severity: Problem.Severity = .error, at node: YAMLTree, _ message: String, hint: String? = nil
    ) {
        problems.append(
            Problem(severity, file: file, line: node.line, column: node.column, message, hint: hint))
    }

    // MARK: mappings and lists

    mutating func record(_ node: YAMLTree, called name: String, keys: [String]) -> Record? {
        guard node.isMapping else {
            report(at: node, "\(name): a \(node.kind) stands where keys with values belong")
            return nil
        }
        var record = Record(name: name, node: node, keys: keys)
        for (key, value) in node.entries {
            guard let text = key.text else {
                report(at: key, "\(name): a \(key.kind) stands where a key belongs")
                continue
            }
            if record.take(text, value) { continue }
            let likely = Spelling.nearest(to: text, in: keys)
            report(
                at: key, "\(name): unknown key '\(Self.shown(text))'",
                hint: likely.map { "did you mean '\($0)'?" } ?? "known are: \(keys.joined(separator: ", "))")
        }
        return record
    }

    /// The entries of a list; none, with a report, where something else stands.
    mutating func list(_ key: String, in record: Record) -> [YAMLTree] {
        guard let node = record[key] else { return [] }
        guard node.isSequence else {
            report(
                at: node, "\(record.name): \(key): a \(node.kind) stands where a list belongs",
                hint: file.hasSuffix(".json") ? "put the entries between [ and ]" : "begin each entry with '- '")
            return []
        }
        return Array(node.elements)
    }

    // MARK: values

    mutating func text(_ key: String, in record: Record) -> String? {
        record[key].flatMap { text($0, called: "\(record.name): \(key)") }
    }

    mutating func text(_ node: YAMLTree, called name: @autoclosure () -> String) -> String? {
        guard let text = node.text else {
            report(at: node, "\(name()): a \(node.kind) stands where a text belongs")
            return nil
        }
        guard !text.isEmpty else { return nil }
        return text
    }

    mutating func required(_ key: String, in record: Record, hint: String? = nil) -> String? {
        guard let node = record[key] else {
            report(
                at: record.place(of: key),
                record.has(key) ? "\(record.name): '\(key)' has no value" : "\(record.name): '\(key)' is missing",
                hint: hint)
            return nil
        }
        return text(node, called: "\(record.name): \(key)")
    }

    mutating func texts(_ key: String, in record: Record) -> [String] {
        list(key, in: record).compactMap { node in
            guard let text = text(node, called: "\(record.name): \(key)") else { return nil }
            if let fault = Self.controlFault(text) { report(at: node, "\(record.name): \(key): \(fault)") }
            return text
        }
    }

    /// A text of one line without control characters.
    mutating func line(_ key: String, in record: Record) -> String? {
        text(key, in: record).flatMap { checkedLine($0, at: key, in: record) }
    }

    mutating func requiredLine(_ key: String, in record: Record) -> String? {
        required(key, in: record).flatMap { checkedLine($0, at: key, in: record) }
    }

    private mutating func checkedLine(_ text: String, at key: String, in record: Record) -> String? {
        guard let fault = Self.controlFault(text) else { return text }
        report(at: record.place(of: key), "\(record.name): \(key): \(fault)", hint: "write it on one line")
        return nil
    }

    mutating func whole(_ key: String, in record: Record, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(key, in: record) else { return nil }
        if let number = Int(text), range.contains(number), !text.hasPrefix("+") { return number }
        report(
            at: record.place(of: key),
            "\(record.name): \(key): '\(Self.shown(text))' is not a whole number from \(range.lowerBound) to \(range.upperBound)"
        )
        return nil
    }

    mutating func flag(_ key: String, in record: Record) -> Bool? {
        guard let text = text(key, in: record) else { return nil }
        switch text.lowercased() {
        case "yes", "true": return true
        case "no", "false": return false
        default:
            report(
                at: record.place(of: key), "\(record.name): \(key): '\(Self.shown(text))' is neither yes nor no")
            return nil
        }
    }

    /// One of an enumeration's words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, in record: Record
    ) -> Choice? {
        guard let text = text(key, in: record) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        let likely = Spelling.nearest(to: text, in: words)
        report(
            at: record.place(of: key),
            "\(record.name): \(key): '\(Self.shown(text))' is none of \(words.joined(separator: ", "))",
            hint: likely.map { "did you mean '\($0)'?" })
        return nil
    }

    /// A date as 2017-06-30; what is meant by another form, or why there is no such day, goes into the hint.
    mutating func date(_ key: String, in record: Record) -> CivilDate? {
        guard let text = text(key, in: record) else { return nil }
        if let date = CivilDate(iso: text) { return date }
        let name = "\(record.name): \(key): '\(Self.shown(text))'"
        let node = record.place(of: key)
        guard let (year, month, day) = ValueSlips.numbers(ofDate: text) else {
            report(at: node, "\(name) is not a date", hint: "write it as 2017-06-30")
            return nil
        }
        if CivilDate(year: year, month: month, day: day) != nil {
            report(at: node, "\(name) is not written as a date", hint: ValueSlips.hint(date: text))
        } else if let last = CivilDate(year: year, month: month, day: 1)?.monthEnd {
            report(
                at: node, "\(name) does not exist: \(month)月只有\(last.day)天",
                hint: "the last day of that month is \(last)")
        } else {
            report(at: node, "\(name) does not exist: there is no month \(month)", hint: "write it as 2017-06-30")
        }
        return nil
    }

    mutating func time(_ key: String, in record: Record) -> TimeOfDay? {
        guard let text = text(key, in: record) else { return nil }
        if let time = TimeOfDay(text) { return time }
        report(
            at: record.place(of: key), "\(record.name): \(key): '\(Self.shown(text))' is not a time of day",
            hint: ValueSlips.hint(time: text) ?? "two digits each, 00:00 to 23:59: 18:00")
        return nil
    }

    // MARK: foreign text in messages

    static func controlFault(_ text: String) -> String? {
        // Every one of them begins with one of these bytes.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return nil }
        return text.unicodeScalars.first { $0.properties.generalCategory == .control }
            .map { "has the control character U+" + hex($0.value) }
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Foreign text in a message: short, on one line.
    static func shown(_ text: String) -> String {
        if text.utf8.count <= 60, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        let scalars = text.unicodeScalars
        let plain = scalars.prefix(60).map { $0.properties.generalCategory == .control ? " " : $0 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: plain)
        return String(view) + (scalars.count > 60 ? "…" : "")
    }
}
