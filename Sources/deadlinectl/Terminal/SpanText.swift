import Reminders

/// A span of time for people, in its two largest units.
enum SpanText {
    /// `0 s`, `59 s`, `1 min 5 s`, `2 h`, `3 d 4 h`, in Chinese `1分5秒`; a minus before one that is negative.
    static func of(seconds: Int64, _ language: Language = .en) -> String {
        guard seconds >= 0 else { return "-" + of(seconds: seconds == .min ? .max : -seconds, language) }
        let lengths: [Int64] = [86_400, 3600, 60, 1]
        let names = language == .zh ? ["天", "小时", "分", "秒"] : [" d", " h", " min", " s"]
        guard let first = lengths.firstIndex(where: { seconds >= $0 }) else { return "0\(names[3])" }
        let whole = seconds / lengths[first]
        let rest = seconds % lengths[first]
        var text = "\(whole)\(names[first])"
        if first + 1 < lengths.count, rest / lengths[first + 1] > 0 {
            text += (language == .zh ? "" : " ") + "\(rest / lengths[first + 1])\(names[first + 1])"
        }
        return text
    }
}
