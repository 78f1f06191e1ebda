import CivilTime
import WorkLists

/// A place in the file that is being read.
struct Place: Hashable {
    /// Both from 1, the column in Unicode scalars.
    var line: Int
    var column: Int
}

/// A value and where it stands.
struct Located<Value> {
    var value: Value
    var place: Place
}

extension Located: Equatable where Value: Equatable {}

/// The entries of one mapping whose keys are known.
struct Fields {
    /// What the mapping is called in messages: `office`, `channel 'mail'`.
    let name: String
    let place: Place
    /// By key; a duplicate was reported and its first holds.
    let entries: [String: (key: YAMLTree, value: YAMLTree)]
    /// Whether a key stands here that was refused, so that what it was meant for is not called missing.
    var hasRefused = false

    subscript(key: String) -> YAMLTree? { entries[key]?.value }
}

extension SettingsReader {
    /// The fields of a mapping. A key that is not among `keys` is reported with the likely one, and what stands there is
    /// read as that; `refused` has keys that are known to be wrong, with what to write instead.
    mutating func fields(
        of node: YAMLTree, called name: String, keys: [String], refused: [String: String] = [:]
    ) -> Fields? {
        guard case .mapping(let pairs) = node.content else {
            if node.isNull {
                report(at: node.place, "\(name): nothing is said here", hint: "write its keys below it, indented")
            } else {
                report(at: node.place, "\(name): a \(node.kind) stands where keys with values belong")
            }
            return nil
        }
        var entries: [String: (key: YAMLTree, value: YAMLTree)] = [:]
        var hasRefused = false
        let written = Set(pairs.compactMap(\.key.text))
        for (key, value) in pairs {
            guard let text = key.text else {
                report(at: key.place, "\(name): a \(key.kind) stands where a key belongs")
                continue
            }
            if let hint = refused[text] {
                hasRefused = true
                report(at: key.place, "\(name): '\(text)' is not taken", hint: hint)
            } else if keys.contains(text) {
                if entries[text] == nil { entries[text] = (key, value) }
            } else {
                let likely = Spelling.nearest(to: text, in: keys)
                report(
                    at: key.place, "\(name): unknown key '\(PlainText.shown(text))'",
                    hint: likely.map { "did you mean '\($0)'?" } ?? "known are: \(keys.joined(separator: ", "))")
                if let likely, !written.contains(likely), entries[likely] == nil { entries[likely] = (key, value) }
            }
        }
        return Fields(name: name, place: node.place, entries: entries, hasRefused: hasRefused)
    }

    /// The fields below a key; nil if the key is not there, or if all that stood there was commented out.
    mutating func fields(_ key: String, in fields: Fields, keys: [String]) -> Fields? {
        guard let node = fields[key], !node.isNull else { return nil }
        return self.fields(of: node, called: key, keys: keys)
    }

    /// What stands at a key that must be there.
    mutating func required(_ key: String, in fields: Fields, hint: String? = nil) -> YAMLTree? {
        guard let node = fields[key] else {
            report(at: fields.place, "\(fields.name): '\(key)' is missing", hint: hint)
            return nil
        }
        return node
    }

    /// The entries below a key whose own keys are names of the reader's choice, in the file's order.
    mutating func named(_ key: String, in fields: Fields) -> [(name: Located<String>, node: YAMLTree)] {
        guard let node = fields[key] else { return [] }
        guard case .mapping(let pairs) = node.content else {
            if !node.isNull {
                report(at: node.place, "\(key): a \(node.kind) stands where names with their keys belong")
            }
            return []
        }
        var seen: Set<String> = []
        var found: [(name: Located<String>, node: YAMLTree)] = []
        for (key, value) in pairs {
            guard let text = key.text else {
                report(at: key.place, "a \(key.kind) stands where a name belongs")
                continue
            }
            // A second one was reported as a duplicate key.
            if seen.insert(text).inserted { found.append((Located(value: text, place: key.place), value)) }
        }
        return found
    }

    // MARK: values

    /// A text of at least one character and no control characters.
    mutating func text(_ key: String, in fields: Fields) -> Located<String>? {
        guard let node = fields[key] else { return nil }
        return text(node, called: key)
    }

    mutating func text(_ node: YAMLTree, called key: String) -> Located<String>? {
        guard let text = node.text else {
            report(at: node.place, "\(key): a \(node.kind) stands where a text belongs")
            return nil
        }
        guard !node.isNull, !text.isEmpty else {
            report(at: node.place, "\(key): no value", hint: "write one, or take the key out")
            return nil
        }
        if let control = PlainText.control(in: text) {
            report(at: node.place, "\(key): has the control character \(control)", hint: "write it on one line")
            return nil
        }
        return Located(value: text, place: node.place)
    }

    /// A list of texts; one text alone is taken for a list of one.
    mutating func texts(_ key: String, in fields: Fields) -> [Located<String>]? {
        guard let node = fields[key] else { return nil }
        guard case .sequence(let nodes) = node.content else {
            return text(node, called: key).map { [$0] }
        }
        var found: [Located<String>] = []
        for node in nodes {
            guard let text = text(node, called: key) else { continue }
            if let first = found.first(where: { $0.value == text.value }) {
                report(
                    at: text.place,
                    "\(key): '\(PlainText.shown(text.value))' stands here twice, first at column \(first.place.column) "
                        + "of line \(first.place.line)")
                continue
            }
            found.append(text)
        }
        return found
    }

    /// A whole number within a range.
    mutating func whole(_ key: String, in fields: Fields, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(key, in: fields) else { return nil }
        guard let number = Int(text.value), range.contains(number), !text.value.hasPrefix("+") else {
            report(
                at: text.place,
                "\(key): '\(PlainText.shown(text.value))' is not a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func flag(_ key: String, in fields: Fields) -> Located<Bool>? {
        guard let text = text(key, in: fields) else { return nil }
        switch text.value.lowercased() {
        case "yes", "true": return Located(value: true, place: text.place)
        case "no", "false": return Located(value: false, place: text.place)
        default:
            report(at: text.place, "\(key): '\(PlainText.shown(text.value))' is neither yes nor no")
            return nil
        }
    }

    mutating func time(_ key: String, in fields: Fields) -> Located<TimeOfDay>? {
        guard let text = text(key, in: fields) else { return nil }
        guard let time = TimeOfDay(text.value) else {
            report(
                at: text.place, "\(key): '\(PlainText.shown(text.value))' is not a time of day",
                hint: ValueSlips.hint(time: text.value) ?? "two digits each, 00:00 to 23:59: 09:00")
            return nil
        }
        return Located(value: time, place: text.place)
    }

    mutating func lead(_ key: String, in fields: Fields) -> Located<Lead>? {
        guard let text = text(key, in: fields) else { return nil }
        return lead(text, called: key)
    }

    private mutating func lead(_ text: Located<String>, called key: String) -> Located<Lead>? {
        guard let lead = Lead(text.value) else {
            report(
                at: text.place, "\(key): '\(PlainText.shown(text.value))' is not a lead",
                hint: ValueSlips.hint(lead: text.value)
                    ?? "30d calendar days, 10wd working days, 2w weeks or 1m months; at most \(Lead.largest)")
            return nil
        }
        return Located(value: lead, place: text.place)
    }

    /// A list of leads, none of them zero.
    mutating func leads(_ key: String, in fields: Fields, ofZero hint: String) -> [Located<Lead>]? {
        guard let texts = texts(key, in: fields) else { return nil }
        var leads: [Located<Lead>] = []
        for text in texts {
            guard let lead = lead(text, called: key) else { continue }
            if lead.value.isZero {
                report(at: lead.place, "\(key): the lead '\(text.value)' is zero", hint: hint)
            } else {
                leads.append(lead)
            }
        }
        return leads
    }

    /// One of an enumeration's words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, in fields: Fields
    ) -> Choice? {
        guard let text = text(key, in: fields) else { return nil }
        if let choice = Choice(rawValue: text.value) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        let likely = Spelling.nearest(to: text.value, in: words)
        report(
            at: text.place, "\(key): '\(PlainText.shown(text.value))' is none of \(words.joined(separator: ", "))",
            hint: likely.map { "did you mean '\($0)'?" })
        return nil
    }

    mutating func absolutePath(_ key: String, in fields: Fields) -> Located<String>? {
        guard let path = text(key, in: fields) else { return nil }
        return absolute(path, called: key)
    }

    mutating func absolute(_ path: Located<String>, called key: String) -> Located<String>? {
        guard path.value.hasPrefix("/") else {
            report(
                at: path.place, "\(key): '\(PlainText.shown(path.value))' is not an absolute path",
                hint: "write the whole path, from /")
            return nil
        }
        return path
    }
}
