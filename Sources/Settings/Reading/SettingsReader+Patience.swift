import Reminders
import WorkLists

/// How long a channel waits between attempts, and how many it takes in which time.
extension SettingsReader {
    /// The keys that every kind of channel has for it.
    static let patienceKeys = ["retry", "rate"]

    /// What stands under `retry`; what is not said there is the kind's own.
    mutating func backOff(in fields: Fields, standard: BackOff) -> BackOff {
        guard let fields = self.fields("retry", in: fields, keys: ["after", "give_up", "hold"]) else { return standard }
        var backOff = standard
        if let after = durations("after", in: fields) {
            // What a standard's schedule gives up after says nothing of another one.
            backOff = BackOff(
                steps: after, patience: standard == .webhooks ? nil : standard.patience, holds: standard.holds)
        }
        if let giveUp = duration("give_up", in: fields, 60...30 * 86400) {
            backOff.patience = giveUp.value
            if giveUp.value < backOff.steps[0] {
                report(
                    at: giveUp.place, "give_up: it is before the second attempt",
                    hint: "the first of 'after' is \(TimeSpan.text(backOff.steps[0]))")
            }
        }
        if let hold = durations("hold", in: fields) { backOff.holds = hold }
        return backOff
    }

    /// The limits under `rate`, one or several; nil where none is written.
    mutating func rates(in fields: Fields) -> [RateLimit]? {
        texts("rate", in: fields)?.compactMap { text in
            let parts = text.value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let count = Int(parts[0]), (1...Self.mostAtOnce).contains(count),
                !parts[0].hasPrefix("+"), let seconds = TimeSpan.seconds(parts[1]),
                (1...Self.longestWindow).contains(seconds)
            else {
                report(
                    at: text.place, "rate: '\(PlainText.shown(text.value))' is not a number of messages in a time",
                    hint: "20/1m is at most 20 in any minute; up to \(Self.mostAtOnce) in up to "
                        + TimeSpan.text(Self.longestWindow))
                return nil
            }
            return RateLimit(count: count, seconds: seconds)
        }
    }

    /// What the ledger can tell a new process of: see `ChannelHistory`.
    private static let mostAtOnce = 10_000
    private static let longestWindow: Int64 = 3600
    /// A day: no attempt is put off for longer.
    private static let longestStep: Int64 = 86400

    private mutating func durations(_ key: String, in fields: Fields) -> [Int64]? {
        guard let node = fields[key] else { return nil }
        guard case .sequence(let nodes) = node.content else {
            return duration(node, called: key, 1...Self.longestStep).map { [$0.value] }
        }
        if nodes.isEmpty {
            report(at: node.place, "\(key): none is written", hint: "one at least; the last one repeats: [5m, 1h]")
            return nil
        }
        let found = nodes.compactMap { duration($0, called: key, 1...Self.longestStep)?.value }
        return found.count == nodes.count ? found : nil
    }

    private mutating func duration(
        _ key: String, in fields: Fields, _ range: ClosedRange<Int64>
    ) -> Located<Int64>? {
        fields[key].flatMap { duration($0, called: key, range) }
    }

    private mutating func duration(
        _ node: YAMLTree, called key: String, _ range: ClosedRange<Int64>
    ) -> Located<Int64>? {
        guard let text = text(node, called: key) else { return nil }
        guard let seconds = TimeSpan.seconds(text.value), range.contains(seconds) else {
            report(
                at: text.place,
                "\(key): '\(PlainText.shown(text.value))' is not a time from "
                    + "\(TimeSpan.text(range.lowerBound)) to \(TimeSpan.text(range.upperBound))",
                hint: "a number with s, m, h or d (seconds, minutes, hours, days): 90s, 5m, 2h, 5d")
            return nil
        }
        return Located(value: seconds, place: text.place)
    }
}

/// A span of time as it is written: `90s`, `5m`, `2h`, `5d`.
private enum TimeSpan {
    private static let units: [(letter: Character, seconds: Int64)] = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)]

    /// nil where it is none, or over a year.
    static func seconds(_ text: some StringProtocol) -> Int64? {
        guard let last = text.last, let unit = units.first(where: { $0.letter == last }) else { return nil }
        let digits = text.dropLast()
        guard (1...8).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(digits), number * unit.seconds <= 366 * 86400
        else { return nil }
        return number * unit.seconds
    }

    /// In the largest unit that divides it.
    static func text(_ seconds: Int64) -> String {
        let unit = units.first { seconds % $0.seconds == 0 } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.letter)"
    }
}
