package import WorkLists

/// Names one obligation: one unit's share in one milestone or duty of one list.
///
/// Slots, fates and deliveries name obligations by the hundred thousand: the name is kept once and shared, with its
/// hash.
package struct ObligationID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private final class Name: Sendable {
        let list: String
        let milestone: String
        let unit: UnitID
        let hash: Int

        init(list: String, milestone: String, unit: UnitID) {
            self.list = list
            self.milestone = milestone
            self.unit = unit
            var hasher = Hasher()
            hasher.combine(list)
            hasher.combine(milestone)
            hasher.combine(unit)
            hash = hasher.finalize()
        }
    }

    private let name: Name

    /// The list's id, `huzhou-2017`.
    package var list: String { name.list }
    /// The milestone as the list names it: `3.1.2`, a duty `三-2`, an occurrence of a recurring one `7.1.2@2017-07-31`.
    package var milestone: String { name.milestone }
    package var unit: UnitID { name.unit }

    package init(list: String, milestone: String, unit: UnitID) {
        name = Name(list: list, milestone: milestone, unit: unit)
    }

    package static func == (a: Self, b: Self) -> Bool {
        a.name === b.name
            || (a.name.hash == b.name.hash && a.milestone == b.milestone && a.unit == b.unit && a.list == b.list)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name.hash) }

    /// `huzhou-2017:3.1.2/jxw`. Ids of lists, milestones and units hold no `:`, `/` or `|`.
    package var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// Appends the description: a slot's key begins with it, and each delivery names several many times.
    func write(to text: inout String) {
        text += list
        text += ":"
        text += milestone
        text += "/"
        text += unit.rawValue
    }

    package init?(_ text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":"), let slash = text.lastIndex(of: "/"), colon < slash else {
            return nil
        }
        let list = String(text[..<colon])
        let milestone = String(text[text.index(after: colon)..<slash])
        let unit = UnitID(rawValue: String(text[text.index(after: slash)...]))
        guard !list.isEmpty, !milestone.isEmpty, !unit.rawValue.isEmpty else { return nil }
        self.init(list: list, milestone: milestone, unit: unit)
    }

    package static func < (a: Self, b: Self) -> Bool {
        if a.name === b.name { return false }
        if a.list != b.list { return a.list < b.list }
        if a.milestone != b.milestone { return MilestoneOrder.precedes(a.milestone, b.milestone) }
        return a.unit < b.unit
    }
}

/// The order of milestone ids as a reader expects it: `2.1` before `10.1`, duties (`三-2`) before the table.
package enum MilestoneOrder {
    package static func precedes(_ a: String, _ b: String) -> Bool {
        if let (left, right) = firstDifference(a, b) { return left < right }
        let left = parts(a)
        let right = parts(b)
        return left == right ? a < b : left.lexicographicallyPrecedes(right)
    }

    /// The first numbers in which two ids of the plain form differ, `3.1.2`: nearly all have it. nil: not of that form,
    /// or alike.
    private static func firstDifference(_ a: String, _ b: String) -> (Int, Int)? {
        var (left, right) = (a.utf8.makeIterator(), b.utf8.makeIterator())
        while true {
            let (one, other) = (number(&left), number(&right))
            guard let one, let other else { return nil }
            if one.value != other.value { return (one.value, other.value) }
            guard one.goesOn, other.goesOn else { return nil }
        }
    }

    /// Digits up to a full stop or the end; nil where there are others.
    private static func number(_ bytes: inout String.UTF8View.Iterator) -> (value: Int, goesOn: Bool)? {
        var value = 0
        var count = 0
        while let byte = bytes.next() {
            if byte == UInt8(ascii: "."), count > 0 { return (value, true) }
            guard (0x30...0x39).contains(byte), count < 9 else { return nil }
            value = value * 10 + Int(byte - 0x30)
            count += 1
        }
        return count > 0 ? (value, false) : nil
    }

    private static func parts(_ id: String) -> [Int] {
        id.split(whereSeparator: { !$0.isNumber && !Self.numerals.keys.contains($0) }).map { part in
            Int(part) ?? part.reduce(-1000) { $0 + (numerals[$1] ?? 0) }
        }
    }

    private static let numerals: [Character: Int] = [
        "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]
}
