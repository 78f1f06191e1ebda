/// How much of a list's text a message may carry.
package enum Disclosure: String, Sendable, Equatable, CaseIterable, Comparable {
    /// How many and when: for channels that many people read.
    case count
    /// Numbers and titles.
    case titles
    /// Everything.
    case full

    /// The more restrained is the lesser.
    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .count: 0
        case .titles: 1
        case .full: 2
        }
    }
}
