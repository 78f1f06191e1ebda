/// Edits `units.yaml` as a person would: a contact's line is changed, taken out or added, and everything else, comments
/// and order too, stays byte for byte.
///
/// It goes by lines and indentation, which is how the file is written. What it cannot edit so does not read back as it
/// should: the caller compares.
package struct DirectoryText {
    /// Without their `\n`.
    private let lines: [String]
    private let units: [YAMLTree]
    /// `\r` where the file has such ends.
    private let lineEnd: String
    private var edits: [Edit] = []

    private struct Edit {
        var lines: Range<Int>
        var text: [String]
    }

    /// nil where the file has no list of units.
    package init?(_ text: String, file: String) {
        guard let root = YAMLTree.read(text, file: file).0, root.isMapping,
            let units = root.value(of: "units"), units.isSequence
        else { return nil }
        self.units = Array(units.elements)
        lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        lineEnd = text.utf8.contains(0x0D) ? "\r" : ""
    }

    /// The file's text with the changes in it.
    ///
    /// - Parameter directory: as the file has it now.
    package func applying(_ changes: ContactImport, to directory: Directory) -> String {
        var edited = self
        for unit in changes.units where unit.isChanged {
            if let node = units.first(where: { $0.value(of: "id")?.text == unit.id.rawValue }) {
                edited.edit(node, unit, old: directory.unit(unit.id)?.contacts ?? [])
            } else {
                edited.append(unit)
            }
        }
        var lines = lines
        // From the end, so that places stay; of two at one place the later one first.
        for edit in edited.edits.reversed().sorted(by: { $0.lines.lowerBound > $1.lines.lowerBound }) {
            lines.replaceSubrange(edit.lines, with: edit.text.map { $0 + lineEnd })
        }
        return lines.joined(separator: "\n")
    }

    private mutating func edit(_ unit: YAMLTree, _ change: ContactImport.Unit, old: [Contact]) {
        guard let contacts = unit.entries.first(where: { $0.key.text == "contacts" }) else {
            let end = endOfItem(at: unit.line - 1)
            return insert(at: end, block(unit.column - 1, change.contacts(of: old)))
        }
        let key = contacts.key.line - 1
        let places = contacts.value.elements.map { $0.line - 1 }
        guard let last = places.last, places.count == old.count, Set(places + [key]).count == places.count + 1 else {
            // `contacts: [{…}, {…}]`: they have no lines of their own.
            edits.append(
                Edit(
                    lines: key..<endOfItem(at: key), text: block(contacts.key.column - 1, change.contacts(of: old))))
            return
        }
        let depth = indentation(of: last)
        for one in change.changes {
            switch one {
            case .same: break
            case .changed(let place, _, let contact): replace(places[place], with: [entry(depth, contact)])
            case .gone(let place, _): replace(places[place], with: [])
            case .added(let contact): insert(at: endOfItem(at: last), [entry(depth, contact)])
            }
        }
    }

    private mutating func append(_ unit: ContactImport.Unit) {
        guard let last = units.last.map({ $0.line - 1 }) else { return }
        let depth = indentation(of: last)
        let head = [
            indented(depth, "- id: \(YAMLText.value(unit.id.rawValue))"),
            indented(depth + 2, "name: \(YAMLText.value(unit.name))"),
        ]
        insert(at: endOfItem(at: last), head + block(depth + 2, unit.contacts(of: [])))
    }

    // MARK: - Lines

    private mutating func insert(at place: Int, _ text: [String]) {
        edits.append(Edit(lines: place..<place, text: text))
    }

    private mutating func replace(_ item: Int, with text: [String]) {
        edits.append(Edit(lines: item..<endOfItem(at: item), text: text))
    }

    /// After the last line that belongs to the item or key on this one: deeper than it. Comments and blank lines that
    /// follow belong to what comes next.
    private func endOfItem(at line: Int) -> Int {
        let depth = indentation(of: line)
        var end = line + 1
        for next in lines.indices.dropFirst(line + 1) where !isEmpty(next) {
            guard indentation(of: next) > depth else { break }
            end = next + 1
        }
        return end
    }

    private func indentation(of line: Int) -> Int { lines[line].utf8.prefix { $0 == UInt8(ascii: " ") }.count }

    /// Blank, or nothing but a comment.
    private func isEmpty(_ line: Int) -> Bool {
        let text = lines[line].utf8.first { $0 != UInt8(ascii: " ") && $0 != 0x0D }
        return text == nil || text == UInt8(ascii: "#")
    }

    private func indented(_ depth: Int, _ text: String) -> String { String(repeating: " ", count: depth) + text }

    private func block(_ depth: Int, _ contacts: [Contact]) -> [String] {
        [indented(depth, "contacts:")] + contacts.map { entry(depth + 2, $0) }
    }

    private func entry(_ depth: Int, _ contact: Contact) -> String { indented(depth, "- \(contact.yaml)") }
}

extension YAMLTree {
    /// The value of a mapping's key; nil in anything else.
    fileprivate func value(of key: String) -> YAMLTree? {
        isMapping ? entries.first { $0.key.text == key }?.value : nil
    }
}

extension Contact {
    /// `{name: 王某, role: liaison, mail: wang@huzhou.example, mobile: "13800000000"}`.
    fileprivate var yaml: String {
        var fields = ["name: \(YAMLText.entry(name))", "role: \(role.rawValue)"]
        if let mail { fields.append("mail: \(Self.yaml(mail: mail))") }
        if let mobile { fields.append("mobile: \(YAMLText.entry(mobile))") }
        if !userIDs.isEmpty {
            let ids = userIDs.sorted { $0.key < $1.key }.map { "\($0.key): \(YAMLText.entry($0.value))" }
            fields.append("user_ids: {\(ids.joined(separator: ", "))}")
        }
        if let from { fields.append("from: \(from)") }
        if let until { fields.append("until: \(until)") }
        return "{\(fields.joined(separator: ", "))}"
    }

    /// Plain as in the rest of the file, but for what could be taken for YAML.
    private static func yaml(mail: String) -> String {
        let isPlain =
            mail.unicodeScalars.first?.properties.isAlphabetic == true
            && mail.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "@.-_+".unicodeScalars.contains($0)
            }
        return isPlain ? mail : YAMLText.entry(mail)
    }
}
