/// A span of time for people, in its two largest units.
enum SpanText {
    /// `0 s`, `59 s`, `1 min 5 s`, `2 h`, `3 d 4 h`; a minus before one that is negative.
    static func of(seconds: Int64) -> String {
        guard seconds >= 0 else { return "-" + of(seconds: seconds == .min ? .max : -seconds) }
        let units: [(name: String, length: Int64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        guard let first = units.firstIndex(where: { seconds >= $0.length }) else { return "0 s" }
        let whole = seconds / units[first].length
        let rest = seconds % units[first].length
        var text = "\(whole) \(units[first].name)"
        if first + 1 < units.count, rest / units[first + 1].length > 0 {
            text += " \(rest / units[first + 1].length) \(units[first + 1].name)"
        }
        return text
    }
}
