package import CivilTime

/// What the office is given to work through around a deadline, once.
package struct OfficeList: Hashable, Comparable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// 待核销清单: on the first working day after a deadline what of it is open, as a CSV to fill in.
        case toTick = "to-tick"
        /// The first overdue stage waits, because nothing at all was recorded for the deadline.
        case held
        /// 待升级清单: a working day ahead, what would be told to others than the unit if a person lets it go.
        case toEscalate = "to-escalate"
    }

    package let kind: Kind
    package let list: String
    /// The deadline it is about, as the files name it; of `toEscalate` the present one.
    package let deadline: CivilDate
    /// When it is due.
    package let at: Moment
    /// Of `toEscalate` the number of the step.
    package let step: Int?

    /// Names it among digests: `to-tick:huzhou-2017:2017-06-30`, `to-escalate:huzhou-2017:2017-06-30:1`.
    package var name: String {
        "\(kind.rawValue):\(list):\(deadline)" + (step.map { ":\($0)" } ?? "")
    }

    /// What its name says, without the letters.
    struct Name: Hashable {
        let kind: Kind
        let list: String
        let deadline: CivilDate
        let step: Int?
    }

    var key: Name { Name(kind: kind, list: list, deadline: deadline, step: step) }

    var day: ListDay { ListDay(list: list, deadline: deadline) }

    init(_ kind: Kind, list: String, deadline: CivilDate, step: Int? = nil, at: Moment) {
        self.kind = kind
        self.list = list
        self.deadline = deadline
        self.step = step
        self.at = at
    }

    /// From its name, as a delivery has it; nil for other digests.
    package init?(name: String) {
        let end = name.firstIndex(of: "@") ?? name.endIndex
        let parts = name[..<end].split(separator: ":").map(String.init)
        guard parts.count == 3 || parts.count == 4, let kind = Kind(rawValue: parts[0]),
            let deadline = CivilDate(iso: parts[2])
        else { return nil }
        self.init(
            kind, list: parts[1], deadline: deadline, step: parts.count == 4 ? Int(parts[3]) : nil,
            at: Moment(seconds: 0))
    }

    package static func < (a: Self, b: Self) -> Bool { a.at == b.at ? a.name < b.name : a.at < b.at }
}
